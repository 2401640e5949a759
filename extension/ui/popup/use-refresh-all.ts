/** Refreshing every account from the popup: by the button, and by itself when what is shown is past its interval. */
import { useEffect, useRef, useState } from 'react';
import type { PopupSummary } from '../../engine/api';
import { refreshIntervalMs } from '../components/Age';
import { useEngine } from '../engine';

export function useRefreshAll(summary: PopupSummary): { readonly refreshing: boolean; readonly refresh: () => void } {
  const engine = useEngine();
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<{ readonly value: unknown } | null>(null);
  const asking = useRef(false);
  const refresh = () => {
    if (asking.current) return;
    asking.current = true;
    setAsked(true);
    engine
      .refresh(null)
      .catch((value: unknown) => setFault({ value }))
      .finally(() => {
        asking.current = false;
        setAsked(false);
      });
  };

  const stale = (summary.total.oldestAt ?? 0) < Date.now() - refreshIntervalMs;
  const due = useRef(stale && summary.accounts.length > 0);
  useEffect(() => {
    if (!due.current) return;
    due.current = false; // once for each opening; the engine keeps the interval after that
    refresh();
  });

  if (fault !== null) throw fault.value; // a call that throws is a bug: the boundary shows it
  return { refreshing: asked || summary.refreshing, refresh };
}
