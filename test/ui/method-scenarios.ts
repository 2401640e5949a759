/** Methods as a scenario's accounts have them; a choice holds from then on, and computes at once. */
import type { AccountView } from '../../extension/engine/api/account-view';
import type { MethodApi, MethodProgress } from '../../extension/engine/api/method';
import type { LotMethod } from '../../shared/ledger/lot-order';
import { ok } from '../../shared/result';
import type { Scenario } from './scenarios';

/** `progress`: of a change that stays under way; null without one. `fails`: the first account's method is not computed. */
export function fakeMethods(
  accounts: readonly Pick<AccountView, 'id' | 'method'>[],
  progress: MethodProgress | null,
  fails: boolean,
  vault: () => LotMethod,
  vaultPooled: () => boolean,
): MethodApi {
  const own = new Map<string, LotMethod>();
  for (const { id, method } of accounts) if (method !== 'fifo') own.set(id, method);
  return {
    methods: async () => ({
      vault: vault(),
      accounts: accounts.map(({ id, method }) => ({
        accountId: id,
        own: own.get(id) ?? null,
        inUse: progress === null ? (own.get(id) ?? vault()) : method,
      })),
      progress,
      failed: fails ? accounts.slice(0, 1).map(({ id }) => ({ accountId: id, code: 'RangeError' })) : [],
      poolsInUse: vaultPooled(),
      poolsFailed: null,
    }),
    retryMethods: async () => ok(undefined),
    setAccountMethod: async (accountId, method) => {
      if (method === null) own.delete(accountId);
      else own.set(accountId, method);
      return ok(undefined);
    },
  };
}

/** Accounts by different methods: one by average cost; and a choice that is still being computed. */
export function methodScenarios(scenario: Scenario): Readonly<Record<string, Scenario>> {
  const { overview } = scenario;
  const accounts = overview.accounts.map(
    (one, place) => ({ ...one, method: place === 0 ? 'average' : 'fifo' }) as const,
  );
  const realized = { ...overview.realized, methods: ['fifo', 'average'] } as const;
  return {
    methods: { ...scenario, overview: { ...overview, accounts, realized } },
    'not-recomputed': { ...scenario, methodFails: true },
    recomputing: { ...scenario, methodProgress: { done: 310_000, total: 1_204_118 } },
  };
}
