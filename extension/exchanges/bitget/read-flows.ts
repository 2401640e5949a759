/** Deposits and withdrawals of a Bitget account of either kind, of the last 90 days. */
import type { AccountMode } from '../../../shared/exchanges/bitget/account-mode';
import { flowsPageSize, flowsPlan, flowsQuery, parseFlows } from '../../../shared/exchanges/bitget/flows';
import type { UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowsReader } from '../client';
import { readFlowWindow } from '../read-flows';
import type { createByMode } from './by-mode';
import { type BitgetEndpoint, bitgetEndpoints } from './endpoints';

const endpoints: Readonly<Record<AccountMode, Readonly<Record<'deposits' | 'withdrawals', BitgetEndpoint>>>> = {
  classic: { deposits: bitgetEndpoints.classicDeposits, withdrawals: bitgetEndpoints.classicWithdrawals },
  unified: { deposits: bitgetEndpoints.unifiedDeposits, withdrawals: bitgetEndpoints.unifiedWithdrawals },
};

export const createFlowsReader = (
  call: Call<BitgetEndpoint>,
  byMode: ReturnType<typeof createByMode>,
  now: () => UnixMs,
): FlowsReader => ({
  sources: ['deposits', 'withdrawals'],
  page: (source, asked, signal) => {
    const [list, kind] =
      source === 'deposits' ? (['deposits', 'deposit'] as const) : (['withdrawals', 'withdrawal'] as const);
    return byMode((mode) => {
      const windows = {
        host: 'api.bitget.com',
        plan: flowsPlan,
        pageSize: flowsPageSize,
        nowMs: now(),
        nextKey: (_: unknown, rows: readonly { readonly id: string }[]) => rows.at(-1)?.id ?? '',
      };
      return readFlowWindow(windows, asked, (window) =>
        ask(call, endpoints[mode][list], flowsQuery(mode, window), signal, ({ payload }) => parseFlows(payload, kind)),
      );
    });
  },
});
