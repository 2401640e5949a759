import { createRoot } from 'react-dom/client';
import { joinEngine } from '../../engine/spawn';
import { createBrowserHost, holdThroughBackground } from '../../platform/browser-host';
import { createPagePlatform } from '../../platform/page-platform';
import { Popup } from '../../ui/popup/Popup';
import { Root } from '../../ui/root';

const platform = createPagePlatform(() => window.close());
const summary = platform.readSummary();
const { engine } = joinEngine(createBrowserHost(holdThroughBackground));
const container = document.getElementById('root');
if (container)
  createRoot(container).render(
    <Root engine={engine} platform={platform} surface="popup">
      <Popup summary={summary} />
    </Root>,
  );
