/** Which row of a table is in the tab order, and the keys that move it: the arrow keys, Home and End. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/** `show` scrolls to a row, which may be drawn only later; rows carry their place as `data-index`. */
export function useRowFocus(
  count: number,
  show: (index: number) => void,
  scroller: { readonly current: HTMLElement | null },
) {
  const [active, setActive] = useState(0);
  /** The row that the keys went to, until it has the focus: it may have to be drawn first. */
  const wanted = useRef<number | null>(null);
  const giveFocus = () => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    const { activeElement } = document;
    // a row that was scrolled away left the focus to the page; who went elsewhere meanwhile stays there
    const isElsewhere = activeElement !== document.body && !scroller.current?.contains(activeElement);
    if (row || isElsewhere) wanted.current = null;
    if (!isElsewhere) row?.focus();
  };
  useEffect(giveFocus); // whenever other rows were drawn
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = Number((event.target as HTMLElement).dataset.index ?? active); // rows are elements
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined || to < 0 || to >= count) return;
    event.preventDefault();
    wanted.current = to;
    setActive(to);
    show(to);
    giveFocus();
  };
  return { active: Math.min(active, Math.max(0, count - 1)), onKeyDown };
}
