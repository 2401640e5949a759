/** The fills of a sample account, in pages as its exchange lists them: symbol by symbol, or those of all markets at once. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { keepRows } from '../../../shared/exchanges/raw-row';
import type { ExchangeFill } from '../../../shared/exchanges/readings';
import type { Failure } from '../../../shared/reasons';
import { err, msOfUs, type UnixMs } from '../../../shared/result';
import type { ExchangeClient, FillsPage } from '../client';
import type { SampleAccount } from './accounts';
import type { Answer, SampleDeps } from './clients';
import type { Story } from './story';

/** A row that cannot be understood, as the real ones may have. */
const unreadable: Failure = { reason: 'unexpected-payload', subject: 'price' };

/** How many of the fills in order happened before `atMs`, or at it. */
function countUntil(fills: readonly ExchangeFill[], atMs: number): number {
  let [from, to] = [0, fills.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((fills[middle]?.executedAtUs ?? 0) > atMs * 1000) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The row as an exchange could have written it. */
const rowOf = ({ id, orderId, executedAtUs, symbol, side, quantity, price, fees, liquidity }: ExchangeFill) => ({
  id,
  order_id: orderId,
  time: String(msOfUs(executedAtUs)),
  symbol,
  side,
  role: liquidity,
  price,
  amount: quantity,
  fee: fees[0]?.amount,
  fee_currency: fees[0]?.currency,
});

/** The cursor is how many fills were read; where the exchange keeps them for a while alone, older ones are passed over. */
function pageOf(
  fills: readonly ExchangeFill[],
  cursor: string,
  now: UnixMs,
  { pageSize, exchange }: SampleAccount,
): FillsPage {
  const { lookBackMs } = exchangeInfos[exchange];
  const oldest = lookBackMs === null ? 0 : countUntil(fills, now - lookBackMs);
  const from = Math.max(oldest, cursor === '' ? 0 : Number(cursor));
  const until = Math.min(countUntil(fills, now), from + pageSize);
  const rows = fills.slice(from, until);
  const last = rows.at(-1);
  return {
    fills: keepRows(rows, rows.map(rowOf)),
    next: String(Math.max(from, until)),
    done: until >= countUntil(fills, now),
    readTo: last === undefined ? null : msOfUs(last.executedAtUs),
  };
}

/** How the account's fills are read; the exchange's own way, as its entry says. */
export function fillsReader(
  account: SampleAccount,
  { fills }: Story,
  { now }: SampleDeps,
  answer: Answer,
): ExchangeClient['fills'] {
  const { refused: refusal, pageMs: ms } = account;
  if (exchangeInfos[account.exchange].deepScan === null)
    return {
      by: 'account',
      page: (_, cursor, signal) =>
        answer({ path: '/fills', refusal, ms }, () => pageOf(fills, cursor, now(), account), signal),
    };
  const symbols = [...new Set(fills.map(({ symbol }) => symbol))];
  const traced = { assets: [], symbols, failures: [] };
  return {
    by: 'symbol',
    traces: (_, signal) => answer({ path: '/orders', refusal }, () => traced, signal),
    page: async ({ symbol }, cursor, signal) => {
      const here = fills.filter((fill) => fill.symbol === symbol);
      const page = await answer({ path: '/fills', refusal, ms }, () => pageOf(here, cursor, now(), account), signal);
      return page.ok && account.unreadable.includes(symbol) ? err(unreadable) : page;
    },
  };
}
