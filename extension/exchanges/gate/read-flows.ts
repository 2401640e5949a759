/** Deposits and withdrawals of a Gate account. */
import { flowsPageSize, flowsPlan, parseDeposits, parseWithdrawals } from '../../../shared/exchanges/gate/flows';
import type { UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowsReader } from '../client';
import { byOffset, readFlowWindow } from '../read-flows';
import { type GateEndpoint, gateEndpoints } from './endpoints';

export const createFlowsReader = (call: Call<GateEndpoint>, now: () => UnixMs): FlowsReader => ({
  sources: ['deposits', 'withdrawals'],
  page: (source, asked, signal) => {
    const isDeposits = source === 'deposits';
    const endpoint = isDeposits ? gateEndpoints.deposits : gateEndpoints.withdrawals;
    const parse = isDeposits ? parseDeposits : parseWithdrawals;
    const windows = {
      host: 'api.gateio.ws',
      plan: flowsPlan,
      pageSize: flowsPageSize,
      nowMs: now(),
      nextKey: byOffset,
    };
    return readFlowWindow(windows, asked, ({ fromMs, toMs, key }) => {
      const params = {
        from: String(Math.floor(fromMs / 1000)),
        to: String(Math.ceil(toMs / 1000)),
        limit: String(flowsPageSize),
        offset: key === '' ? '0' : key,
      };
      return ask(call, endpoint, params, signal, ({ payload }) => parse(payload));
    });
  },
});
