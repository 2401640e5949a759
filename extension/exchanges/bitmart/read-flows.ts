/** Deposits and withdrawals of a BitMart account: one call each, and no way to ask for more than the last thousand. */
import { flowsPageSize, parseFlows } from '../../../shared/exchanges/bitmart/flows';
import { unexpected } from '../../../shared/exchanges/payload';
import { err, ok, type UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowsReader } from '../client';
import { type BitmartEndpoint, bitmartEndpoints } from './endpoints';

const host = 'api-cloud.bitmart.com';

export const createFlowsReader = (call: Call<BitmartEndpoint>, now: () => UnixMs): FlowsReader => ({
  sources: ['deposits', 'withdrawals'],
  page: async (source, _, signal) => {
    const readTo = now();
    const params = { operation_type: source === 'deposits' ? 'deposit' : 'withdraw', N: String(flowsPageSize) };
    const flows = await ask(call, bitmartEndpoints.flows, params, signal, ({ payload }) => parseFlows(payload));
    if (!flows.ok) return flows;
    // A full list may be a cut one, and what lies before it cannot be asked for.
    if (flows.value.length >= flowsPageSize) return err({ host, ...unexpected('records', 'more-than-a-page') });
    return ok({ flows: flows.value, next: '', done: true, readTo });
  },
});
