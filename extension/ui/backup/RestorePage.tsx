/** Restoring where no vault is open: on a new computer, or before a vault whose passphrase is forgotten. */
import { FrontPage } from '../components/FrontPage';
import { navigateHash } from '../hash-location';
import { routes } from '../routes';
import { text } from '../text';
import { RestoreFlow } from './RestoreFlow';

/** What a restore opens stands at the dashboard's first screen. */
const toOverview = () => navigateHash(routes.overview, { replace: true });

export function RestorePage({ onBack }: { onBack: () => void }) {
  return (
    <FrontPage title={text.backup.restoreTitle} width="wide">
      <RestoreFlow onClose={onBack} onDone={toOverview} />
    </FrontPage>
  );
}
