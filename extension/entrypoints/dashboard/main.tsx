import { createRoot } from 'react-dom/client';
import { joinEngine } from '../../engine/spawn';
import { createBrowserHost, holdThroughBackground } from '../../platform/browser-host';
import { createPagePlatform } from '../../platform/page-platform';
import { Dashboard } from '../../ui/dashboard';
import { Root } from '../../ui/root';

const { engine } = joinEngine(createBrowserHost(holdThroughBackground));
// With `unlimitedStorage` the browser grants it without asking: what is stored is then never evicted.
void navigator.storage.persist();
const container = document.getElementById('root');
if (container)
  createRoot(container).render(
    <Root engine={engine} platform={createPagePlatform(() => undefined)} surface="dashboard">
      <Dashboard />
    </Root>,
  );
