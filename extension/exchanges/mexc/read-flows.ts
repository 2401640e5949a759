/** Deposits and withdrawals of a MEXC account, of the last 90 days. */
import {
  flowsPageSize,
  flowsPlan,
  parseDepositFlows,
  parseWithdrawalFlows,
} from '../../../shared/exchanges/mexc/flows';
import type { UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowsReader } from '../client';
import { readFlowWindow } from '../read-flows';
import { type MexcEndpoint, mexcEndpoints } from './endpoints';

export const createFlowsReader = (call: Call<MexcEndpoint>, now: () => UnixMs): FlowsReader => ({
  sources: ['deposits', 'withdrawals'],
  page: (source, asked, signal) => {
    const isDeposits = source === 'deposits';
    const endpoint = isDeposits ? mexcEndpoints.deposits : mexcEndpoints.withdrawals;
    const parse = isDeposits ? parseDepositFlows : parseWithdrawalFlows;
    const windows = { host: 'api.mexc.com', plan: flowsPlan, pageSize: flowsPageSize, nowMs: now() };
    return readFlowWindow(windows, asked, ({ fromMs, toMs }) => {
      const params = { startTime: String(fromMs), endTime: String(toMs), limit: String(flowsPageSize) };
      return ask(call, endpoint, params, signal, ({ payload }) => parse(payload));
    });
  },
});
