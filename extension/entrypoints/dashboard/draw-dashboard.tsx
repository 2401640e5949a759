/** Everything that is drawn: loaded while the engine starts. */
import { createRoot } from 'react-dom/client';
import type { EngineApi } from '../../engine/api';
import type { EngineMode } from '../../engine/wire';
import { createPagePlatform } from '../../platform/page-platform';
import { Dashboard } from '../../ui/dashboard';
import { Root } from '../../ui/root';

export function drawDashboard(mode: EngineMode, engine: EngineApi): void {
  const container = document.getElementById('root');
  if (container)
    createRoot(container).render(
      <Root engine={engine} platform={createPagePlatform(mode, () => undefined)} surface="dashboard">
        <Dashboard />
      </Root>,
    );
}
