/**
 * The parts of a long screen, drawn one after another from the top: a screen that was just opened answers the next key or
 * click after its first part, not after its last.
 *
 * Parts come below those that are there, so that nothing moves; each is drawn in slices between which the browser draws and
 * hears input. Once all have come they change together, as any children do.
 */
import { Children, type ReactNode, startTransition, useEffect, useState, useSyncExternalStore } from 'react';
import classes from './InTurn.module.css';

export interface InTurnProps {
  /** The parts: each child is one, however much is in it. */
  readonly children: ReactNode;
}

export function InTurn({ children }: InTurnProps) {
  const parts = Children.toArray(children);
  const [drawn, setDrawn] = useState(useFirst());
  const awaited = drawn < parts.length;
  useEffect(() => {
    if (awaited) startTransition(() => setDrawn(drawn + 1));
  }, [awaited, drawn]);
  return (
    <>
      {parts.slice(0, drawn)}
      {awaited ? <div className={classes.awaited} aria-busy="true" /> : null}
    </>
  );
}

/** How many are drawn at once: one on a page; all where a screen becomes text, which has no later. */
const useFirst = (): number =>
  useSyncExternalStore(
    () => () => undefined,
    () => 1,
    () => Number.POSITIVE_INFINITY,
  );
