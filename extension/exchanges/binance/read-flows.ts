/** What came into Binance's spot wallet and left it without a trade: deposits, withdrawals, dust and conversions. */
import {
  conversionsPageSize,
  conversionsPlan,
  parseConversions,
  parseDust,
} from '../../../shared/exchanges/binance/conversions';
import { flowsPageSize, flowsPlan, parseDeposits, parseWithdrawals } from '../../../shared/exchanges/binance/flows';
import { unexpected } from '../../../shared/exchanges/payload';
import type { Window } from '../../../shared/exchanges/windows';
import { err, ok, type UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { FlowSource, FlowsReader } from '../client';
import { byOffset, readFlowWindow } from '../read-flows';
import { type BinanceEndpoint, binanceEndpoints } from './endpoints';

type Source = Extract<FlowSource, 'deposits' | 'withdrawals' | 'dust' | 'conversions'>;

const host = 'api.binance.com';
const sources: readonly Source[] = ['deposits', 'withdrawals', 'dust', 'conversions'];

/**
 * Deposits are read from the exchange's beginning, since nothing tells the account's; all else, of which an account may make few
 * calls, from the first of what is known of it.
 */
function planOf(source: Source, earliestMs: UnixMs | null) {
  if (source === 'deposits') return flowsPlan(null);
  return source === 'conversions' ? conversionsPlan(earliestMs) : flowsPlan(earliestMs);
}

const spanOf = ({ fromMs, toMs }: Window) => ({ startTime: String(fromMs), endTime: String(toMs) });

function questionOf(source: Source, window: Window) {
  const span = spanOf(window);
  if (source === 'dust') return span;
  if (source === 'conversions') return { ...span, limit: String(conversionsPageSize) };
  return { ...span, limit: String(flowsPageSize), offset: window.key === '' ? '0' : window.key };
}

/** A window of conversions that was cut is no page: more of them in 30 days than are listed cannot be asked for. */
function wholeConversions(payload: unknown) {
  const page = parseConversions(payload);
  if (!page.ok) return page;
  return page.value.cut ? err(unexpected('moreData', 'more-than-a-page')) : ok(page.value.flows);
}

const parsers = {
  deposits: parseDeposits,
  withdrawals: parseWithdrawals,
  dust: parseDust,
  conversions: wholeConversions,
} as const;

const isSource = (source: FlowSource): source is Source => sources.some((each) => each === source);

export const createFlowsReader = (call: Call<BinanceEndpoint>, now: () => UnixMs): FlowsReader => ({
  sources,
  page: async (source, asked, signal) => {
    if (!isSource(source)) return err({ reason: 'unsupported', host, subject: source });
    const paged = source === 'deposits' || source === 'withdrawals' ? { nextKey: byOffset } : {};
    const plan = planOf(source, asked.earliestMs);
    return readFlowWindow({ host, plan, pageSize: flowsPageSize, nowMs: now(), ...paged }, asked, (window) =>
      ask(call, binanceEndpoints[source], questionOf(source, window), signal, ({ payload }) =>
        parsers[source](payload),
      ),
    );
  },
});
