/** The rival of popup_first_paint: the least that a React page can be. */
import { createRoot } from 'react-dom/client';

const container = document.getElementById('root');
if (container) createRoot(container).render(<main data-exact="0">0</main>);
