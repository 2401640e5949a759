/** Draws a page of the gallery, and anew, as a new document would, whenever the window is told another address of it. */
import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { drawAnew } from './pages';

/** Draws what `pageOfAddress` gives by the address that stands in the bar. */
export function drawPage(pageOfAddress: () => ReactNode): void {
  const container = document.getElementById('root');
  if (container === null) return;
  const draw = (): Root => {
    const root = createRoot(container);
    root.render(pageOfAddress());
    return root;
  };
  let drawn = draw();
  addEventListener(drawAnew, (event) => {
    if (!(event instanceof CustomEvent)) return;
    event.preventDefault();
    drawn.unmount();
    localStorage.clear();
    scrollTo(0, 0);
    history.replaceState(null, '', String(event.detail));
    drawn = draw();
  });
}
