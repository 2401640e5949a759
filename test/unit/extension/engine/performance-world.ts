/** Books of two accounts in two quote currencies, and the query over them. Day 0 is Monday, 2024-01-01. */
import { expect } from 'vitest';
import type { PerformancePage, PerformanceQuery } from '../../../../extension/engine/api/performance';
import type { BookEntry } from '../../../../extension/engine/books';
import { createPerformance, type PerformanceContext } from '../../../../extension/engine/performance';
import type { Price } from '../../../../extension/engine/valuation';
import { type ExchangeAccount, marketDust } from '../../../../shared/exchanges/account';
import type { ExchangeId } from '../../../../shared/exchanges/ids';
import { createBook } from '../../../../shared/ledger/book';
import type { MarketKind } from '../../../../shared/ledger/fill';
import type { LotMethod } from '../../../../shared/ledger/lot-order';
import { decimal } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { buy, fillsFrom, sell } from '../../shared/ledger/fills';

/** An instant of January 2024 and after, in microseconds: day 31 is 1 February. */
export const at = (day: number, time: string): number =>
  (Date.UTC(2024, 0, 1 + day) + Date.parse(`1970-01-01T${time}Z`)) * 1_000;

export interface ChangingEntry extends BookEntry {
  version: number;
}

export function entryOf(
  accountId: string,
  symbol: string,
  drafts: Parameters<typeof fillsFrom>[0],
  { market = 'spot', method = 'fifo' }: { readonly market?: MarketKind; readonly method?: LotMethod } = {},
): ChangingEntry {
  const [base = '', quote = ''] = symbol.split('/');
  const book = createBook({ account: accountId, symbol, base, quote, market, method });
  const entry = { id: `${accountId}-${base}${quote}`, accountId, book, version: 0 };
  grow(entry, drafts);
  return entry;
}

/** More fills come into the book. */
export function grow(entry: ChangingEntry, drafts: Parameters<typeof fillsFrom>[0]): void {
  const { symbol, base, quote, market, account } = entry.book.key;
  const fills = fillsFrom(drafts, market).map((fill) => ({ ...fill, account, symbol, base, quote }));
  expect(entry.book.add(fills).rejected).toEqual([]);
  entry.version += 1;
}

/** Closings at `a`, in USDT: 9, 0, −10, 30, 0, and 100 for what was never bought. */
export const bitcoin = () =>
  entryOf('a', 'BTC/USDT', [
    buy('10', { at: '100', us: at(0, '00:00:00') }),
    sell('1', { at: '110', us: at(0, '01:30:00'), fee: '1 USDT' }), // 10 − 1
    sell('1', { at: '100', us: at(1, '01:59:59.999') }),
    sell('1', { at: '90', us: at(6, '23:59:59.999') }), // Sunday
    sell('1', { at: '130', us: at(7, '00:00:00'), id: '50' }), // Monday
    sell('7', { at: '100', us: at(31, '12:00:00') }), // 6 at what they cost, 1 never bought
  ]);

/** Closings of a short at `b`, in USDC: 2, and −3 at the instant of the 30 above, by a fill whose id comes first. */
export const ether = () =>
  entryOf(
    'b',
    'ETH/USDC',
    [
      sell('2', { at: '10', us: at(0, '02:00:00') }),
      buy('1', { at: '8', us: at(0, '03:00:00') }),
      buy('1', { at: '13', us: at(7, '00:00:00'), id: '5' }),
    ],
    { market: 'margin' },
  );

const account = (id: string, exchange: ExchangeId): ExchangeAccount => ({
  ...{ id, kind: 'exchange', exchange, label: `label ${id}`, egress: 'direct', credentialId: 'key' },
  ...{ userSymbols: [], dust: marketDust, pausedAt: null, createdAt: unixMs(0) },
});

export const usdc: Price = { exchange: 'binance', symbol: 'USDC/USDT', price: decimal('2'), at: unixMs(5) };

/** Account `a` at Binance and `b` at Bitget; one USDC is 2 USDT. */
export const world: PerformanceContext = {
  base: 'USDT',
  prices: new Map([[usdc.symbol, usdc]]),
  accounts: [account('a', 'binance'), account('b', 'bitget')].map((one) => ({
    account: one,
    failures: [],
    unread: false,
  })),
  equityOf: () => ({ state: 'unknown', why: 'flows-unknown', days: 0, recordedSince: null, accounts: [] }),
};

export const everything: PerformanceQuery = {
  ...{ viewId: 'view', basis: 'closings', groupBy: 'symbol' },
  ...{ accountId: null, exchangeId: null, symbolId: null, side: null, fromMs: null, toMs: null },
};

/** The query over these books; `now` is looked at before each turn of others. */
export function performanceOf(entries: readonly BookEntry[], now: () => number = () => 0) {
  return createPerformance(
    { of: (accountId) => entries.filter((one) => one.accountId === accountId) },
    { recordId: async (...parts) => parts.join(':').padEnd(64, '.') },
    now,
  );
}

/** What a query comes to over these books; it is not given up. */
export async function pageOf(
  entries: readonly BookEntry[],
  query: Partial<PerformanceQuery> = {},
  context: PerformanceContext = world,
): Promise<PerformancePage> {
  const page = await performanceOf(entries).ask({ ...everything, ...query }, () => context);
  if (page === null) throw new Error('given up');
  return page;
}
