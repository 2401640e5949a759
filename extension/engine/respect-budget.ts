/** We share the trader's limit with their bots: half is left free. */
import type { ExchangeClient } from '../exchanges/client';
import type { EngineDeps } from './context';

/** Waits for the next window where half of what the exchange reported last is used up. */
export async function respectBudget(
  client: Pick<ExchangeClient, 'budget'>,
  deps: Pick<EngineDeps, 'now' | 'sleep'>,
  signal: AbortSignal,
): Promise<void> {
  const budget = client.budget();
  if (!budget || budget.used * 2 < budget.limit) return;
  const left = budget.windowMs - (deps.now() % budget.windowMs);
  if (deps.now() - budget.at < budget.windowMs) await deps.sleep(left, signal);
}
