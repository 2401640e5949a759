/** What the button of a refresh waits for. */
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { refreshShown } from '../../../../../extension/ui/components/use-refresh';

test('a refresh has ended when the page shows what came in, without waiting for an event', async () => {
  let total = '100';
  const queries = new QueryClient();
  const shown = new QueryObserver(queries, { queryKey: ['overview'], queryFn: async () => total });
  const stop = shown.subscribe(() => undefined);
  await shown.refetch();
  const refresh = async (): Promise<void> => {
    total = '150';
  };
  await refreshShown({ refresh }, queries, null);
  expect(shown.getCurrentResult().data).toBe('150');
  stop();
});
