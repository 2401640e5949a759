/** The popup on the fake engine. */
import { Popup } from '../../extension/ui/popup/Popup';
import { Root } from '../../extension/ui/root';
import { drawPage } from './drawing';
import { createFakeEngine, createFakePlatform, scenarioOfUrl } from './fake-engine';

drawPage(() => {
  const scenario = scenarioOfUrl();
  const platform = createFakePlatform(scenario);
  return (
    <Root engine={createFakeEngine(scenario)} platform={platform} surface="popup">
      <Popup summary={platform.readSummary()} />
    </Root>
  );
});
