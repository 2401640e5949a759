/** The dashboard on the fake engine. */
import { createRoot } from 'react-dom/client';
import { Dashboard } from '../../extension/ui/dashboard';
import { Root } from '../../extension/ui/root';
import { createFakeEngine, createFakePlatform, scenarioOfUrl } from './fake-engine';

const scenario = scenarioOfUrl();
const container = document.getElementById('root');
if (container !== null) {
  createRoot(container).render(
    <Root engine={createFakeEngine(scenario)} platform={createFakePlatform(scenario)} surface="dashboard">
      <Dashboard />
    </Root>,
  );
}
