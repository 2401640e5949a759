/** Adding this device to a vault that another one has, in place of making one. */
import { FrontPage } from '../components/FrontPage';
import { text } from '../text';
import { JoinFlow } from './JoinFlow';

export function JoinPage({ onBack }: { onBack: () => void }) {
  return (
    <FrontPage title={text.sync.join.title} width="wide">
      <JoinFlow onBack={onBack} />
    </FrontPage>
  );
}
