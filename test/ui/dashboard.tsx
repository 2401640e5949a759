/** The dashboard on the fake engine. */
import { Dashboard } from '../../extension/ui/dashboard';
import { Root } from '../../extension/ui/root';
import { drawPage } from './drawing';
import { createFakeEngine, createFakePlatform, scenarioOfUrl } from './fake-engine';

drawPage(() => {
  const scenario = scenarioOfUrl();
  return (
    <Root engine={createFakeEngine(scenario)} platform={createFakePlatform(scenario)} surface="dashboard">
      <Dashboard />
    </Root>
  );
});
