/** The popup on the fake engine. */
import { createRoot } from 'react-dom/client';
import { Popup } from '../../extension/ui/popup/Popup';
import { Root } from '../../extension/ui/root';
import { createFakeEngine, createFakePlatform, scenarioOfUrl } from './fake-engine';

const scenario = scenarioOfUrl();
const platform = createFakePlatform(scenario);
const summary = platform.readSummary();
const container = document.getElementById('root');
if (container !== null) {
  createRoot(container).render(
    <Root engine={createFakeEngine(scenario)} platform={platform} surface="popup">
      <Popup summary={summary} />
    </Root>,
  );
}
