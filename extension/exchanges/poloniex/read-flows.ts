/** Deposits, withdrawals and adjustments of a Poloniex account, a year at a time. */
import { flowsPlan, parseActivity } from '../../../shared/exchanges/poloniex/flows';
import type { UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowsReader } from '../client';
import { readFlowWindow } from '../read-flows';
import { type PoloniexEndpoint, poloniexEndpoints } from './endpoints';

export const createFlowsReader = (call: Call<PoloniexEndpoint>, now: () => UnixMs): FlowsReader => ({
  sources: ['activity'],
  page: (_, asked, signal) => {
    const windows = { host: 'api.poloniex.com', plan: flowsPlan, pageSize: Number.MAX_SAFE_INTEGER, nowMs: now() };
    return readFlowWindow(windows, asked, ({ fromMs, toMs }) => {
      const params = { start: String(Math.floor(fromMs / 1000)), end: String(Math.ceil(toMs / 1000)) };
      return ask(call, poloniexEndpoints.activity, params, signal, ({ payload }) => parseActivity(payload));
    });
  },
});
