/** Refreshing everything or one account, from a button: busy until every account ended; a second click does nothing. */
import { useState } from 'react';
import { useEngine, useEngineQuery } from '../engine';

export function useRefresh(accountId: string | null): { readonly refreshing: boolean; readonly refresh: () => void } {
  const engine = useEngine();
  const [asked, setAsked] = useState(false);
  const [fault, setFault] = useState<{ readonly value: unknown } | null>(null);
  if (fault !== null) throw fault.value; // a call that throws is a bug: the boundary shows it
  const overview = useEngineQuery(['overview'], (api) => api.overview()).data;
  const elsewhere =
    overview?.accounts.some((one) => one.refreshing && (accountId === null || one.id === accountId)) ?? false;
  const refresh = () => {
    if (asked) return;
    setAsked(true);
    engine
      .refresh(accountId)
      .catch((value: unknown) => setFault({ value }))
      .finally(() => setAsked(false));
  };
  return { refreshing: asked || elsewhere, refresh };
}
