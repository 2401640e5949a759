/** Deposits and withdrawals of Binance's spot wallet. */
import { flowsPageSize, flowsPlan, parseDeposits, parseWithdrawals } from '../../../shared/exchanges/binance/flows';
import type { UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowsReader } from '../client';
import { byOffset, readFlowWindow } from '../read-flows';
import { type BinanceEndpoint, binanceEndpoints } from './endpoints';

/**
 * Deposits are read from the exchange's beginning, since nothing tells the account's; withdrawals, of which ten calls a minute are
 * all that an account may make, from the first of what is known of it.
 */
export const createFlowsReader = (call: Call<BinanceEndpoint>, now: () => UnixMs): FlowsReader => ({
  sources: ['deposits', 'withdrawals'],
  page: (source, asked, signal) => {
    const isDeposits = source === 'deposits';
    const plan = flowsPlan(isDeposits ? null : asked.earliestMs);
    const endpoint = isDeposits ? binanceEndpoints.deposits : binanceEndpoints.withdrawals;
    const parse = isDeposits ? parseDeposits : parseWithdrawals;
    const windows = { host: 'api.binance.com', plan, pageSize: flowsPageSize, nowMs: now(), nextKey: byOffset };
    return readFlowWindow(windows, asked, ({ fromMs, toMs, key }) => {
      const params = {
        startTime: String(fromMs),
        endTime: String(toMs),
        limit: String(flowsPageSize),
        offset: key === '' ? '0' : key,
      };
      return ask(call, endpoint, params, signal, ({ payload }) => parse(payload));
    });
  },
});
