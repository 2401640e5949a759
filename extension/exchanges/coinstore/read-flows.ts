/**
 * Deposits and withdrawals of a Coinstore account. Deposits are listed coin by coin: a page each, in order of their names, and the
 * cursor is the coin that was read last. Withdrawals come in one call.
 */
import { flowsPageSize, parseDeposits, parseWithdrawals } from '../../../shared/exchanges/coinstore/flows';
import { unexpected } from '../../../shared/exchanges/payload';
import type { ExchangeFlow } from '../../../shared/exchanges/readings';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowsPage, FlowsReader } from '../client';
import { type CoinstoreEndpoint, coinstoreEndpoints } from './endpoints';

const host = 'api.coinstore.com';
const limit = String(flowsPageSize);

/** A full list may be a cut one: how to ask for what lies before it is described nowhere. */
const pageOf = (
  flows: Result<readonly ExchangeFlow[], Failure>,
  page: Omit<FlowsPage, 'flows'>,
): Result<FlowsPage, Failure> => {
  if (!flows.ok) return flows;
  if (flows.value.length >= flowsPageSize) return err({ host, ...unexpected('records', 'more-than-a-page') });
  return ok({ flows: flows.value, ...page });
};

export const createFlowsReader = (call: Call<CoinstoreEndpoint>, now: () => UnixMs): FlowsReader => ({
  sources: ['withdrawals', 'deposits'],
  page: async (source, { cursor, assets }, signal) => {
    const readTo = now();
    if (source === 'withdrawals') {
      const flows = await ask(call, coinstoreEndpoints.withdrawals, { limit }, signal, ({ payload }) =>
        parseWithdrawals(payload),
      );
      return pageOf(flows, { next: '', done: true, readTo });
    }
    const [coin, following] = [...new Set(assets)].sort().filter((asset) => asset > cursor);
    if (coin === undefined) return ok({ flows: [], next: '', done: true, readTo });
    const flows = await ask(call, coinstoreEndpoints.deposits, { currencyCode: coin, limit }, signal, ({ payload }) =>
      parseDeposits(payload),
    );
    const done = following === undefined;
    return pageOf(flows, { next: done ? '' : coin, done, readTo });
  },
});
