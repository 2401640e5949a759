import { removeSample } from '../../engine/sample/remove-sample';
import { joinEngine } from '../../engine/spawn';
import { beginPage } from '../../platform/begin-page';

const beginning = beginPage({
  join: joinEngine,
  removeSample: () => removeSample(navigator.locks, indexedDB),
});
// The engine reads its program and opens its database while the screens are loaded.
const [{ mode, engine }, { drawDashboard }] = await Promise.all([beginning, import('./draw-dashboard')]);
// With `unlimitedStorage` the browser grants it without asking: what is stored is then never evicted.
void navigator.storage.persist();
drawDashboard(mode, engine);
