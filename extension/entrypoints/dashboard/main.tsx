import { createRoot } from 'react-dom/client';
import { removeSample } from '../../engine/sample/remove-sample';
import { joinEngine } from '../../engine/spawn';
import { beginPage } from '../../platform/begin-page';
import { createPagePlatform } from '../../platform/page-platform';
import { Dashboard } from '../../ui/dashboard';
import { Root } from '../../ui/root';

const { mode, engine } = await beginPage({
  join: joinEngine,
  removeSample: () => removeSample(navigator.locks, indexedDB),
});
// With `unlimitedStorage` the browser grants it without asking: what is stored is then never evicted.
void navigator.storage.persist();
const container = document.getElementById('root');
if (container)
  createRoot(container).render(
    <Root engine={engine} platform={createPagePlatform(mode, () => undefined)} surface="dashboard">
      <Dashboard />
    </Root>,
  );
