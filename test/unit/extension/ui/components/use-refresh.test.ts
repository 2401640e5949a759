/** What the button of a refresh waits for. */
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { refreshShown } from '../../../../../extension/ui/components/use-refresh';

test.each(['overview', 'balances', 'accounts'] as const)(
  'a refresh has ended when what came in is shown in %s, without waiting for an event',
  async (root) => {
    let total = '100';
    const queries = new QueryClient();
    const shown = new QueryObserver(queries, { queryKey: [root], queryFn: async () => total });
    const stop = shown.subscribe(() => undefined);
    await shown.refetch();
    const refresh = async (): Promise<void> => {
      total = '150';
    };
    await refreshShown({ refresh }, queries, null);
    expect(shown.getCurrentResult().data).toBe('150');
    stop();
  },
);
