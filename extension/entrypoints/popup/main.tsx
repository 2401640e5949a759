import { createRoot } from 'react-dom/client';
import { removeSample } from '../../engine/sample/remove-sample';
import { joinEngine } from '../../engine/spawn';
import { beginPage } from '../../platform/begin-page';
import { createPagePlatform } from '../../platform/page-platform';
import { Popup } from '../../ui/popup/Popup';
import { Root } from '../../ui/root';

const { mode, engine } = await beginPage({
  join: joinEngine,
  removeSample: () => removeSample(navigator.locks, indexedDB),
});
const platform = createPagePlatform(mode, () => window.close());
const summary = platform.readSummary();
const container = document.getElementById('root');
if (container)
  createRoot(container).render(
    <Root engine={engine} platform={platform} surface="popup">
      <Popup summary={summary} />
    </Root>,
  );
