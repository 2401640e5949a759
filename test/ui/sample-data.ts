/**
 * Invented accounts, assets and trades for looking at screens. Amounts fit one another where a screen adds them up by
 * eye; nothing here is a reference for figures.
 */

import { allocationOf } from '../../extension/engine/allocation';
import type { AccountView } from '../../extension/engine/api/account-view';
import type { Allocation } from '../../extension/engine/api/allocation';
import type { AssetRow } from '../../extension/engine/api/balances';
import type { ImportProgress } from '../../extension/engine/api/imports';
import type { Observed, PartialAmount } from '../../extension/engine/api/observed';
import type { EquityPoint } from '../../extension/engine/api/overview';
import type { TradeFill, TradeRow } from '../../extension/engine/api/trades';
import type { DecimalString } from '../../shared/money/decimal';
import { decimal, e18, e36, formatE18, formatE36, mul18, roundE18 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { type UnixMs, unixMs } from '../../shared/result';

export const now = Date.now();
export const ago = (minutes: number): UnixMs => unixMs(now - minutes * 60_000);

export const whole = (amount: string, currency = 'USDT', parts = 1, minutes = 2): PartialAmount => ({
  amount: decimal(amount),
  currency,
  missing: [],
  missingCount: 0,
  partCount: parts,
  oldestAt: ago(minutes),
  lastKnown: null,
});

const idle: Omit<ImportProgress, 'accountId'> = {
  kind: 'import',
  state: 'complete',
  by: 'symbol',
  readFrom: null,
  readTo: null,
  symbolsDone: 14,
  symbolsTotal: 14,
  symbol: null,
  fillsStored: 18_204,
  fillsPerSecond: null,
  timeLeftMs: null,
  reachedFrom: ago(60 * 24 * 700),
  reachedTo: ago(3),
  retryAt: null,
  failure: null,
  warnings: [],
  startedAt: ago(60),
  finishedAt: ago(30),
};

export function account(
  id: string,
  label: string,
  value: Observed<PartialAmount>,
  progress: Partial<ImportProgress> = {},
): AccountView {
  return {
    id,
    exchange: 'binance',
    exchangeName: 'Binance',
    label,
    egress: 'direct',
    maskedKey: '••••a1b2',
    rights: {
      state: 'known',
      at: ago(2),
      value: { readable: true, read: true, trade: false, withdraw: false, transfer: false, ipRestricted: true },
    },
    value,
    wallets: [{ wallet: 'spot', value }],
    refreshing: false,
    progress: { ...idle, accountId: id, ...progress },
    userSymbols: [],
    hostsMissing: [],
    lookBack: null,
    closing: null,
    frozen: null,
    pausedAt: null,
    method: 'fifo',
  };
}

export const known = (amount: string, minutes = 2, currency = 'USDT'): Observed<PartialAmount> => ({
  state: 'known',
  at: ago(minutes),
  value: whole(amount, currency, 1, minutes),
});

export const failed = (failure: Failure, last: string | null, minutes = 180): Observed<PartialAmount> => ({
  state: 'unknown',
  failure,
  failedAt: ago(4),
  last: last === null ? null : { at: ago(minutes), value: whole(last, 'USDT', 1, minutes) },
});

const path = (symbol: string, price: string, inverted = false) => ({
  symbol,
  price: decimal(price),
  inverted,
  at: ago(2),
  exchange: 'binance' as const,
});

export function assets(accountId: string): readonly AssetRow[] {
  const row = (asset: string, free: string, locked: string, value: AssetRow['value']): AssetRow => ({
    accountId,
    wallet: 'spot',
    asset,
    free: decimal(free),
    locked: decimal(locked),
    total: formatE18((e18(free) + e18(locked)) as ReturnType<typeof e18>), // a brand is made of two of its kind
    value,
  });
  const priced = (amount: string, ...steps: ReturnType<typeof path>[]): AssetRow['value'] => ({
    state: 'known',
    amount: decimal(amount),
    price: formatE18(steps.reduce((price, step) => roundE18(mul18(price, e18(step.price))), e18('1'))),
    path: steps,
  });
  return [
    row('BTC', '0.04812345', '0.01', priced('5231.1105', path('BTC/USDT', '90000'))),
    row('USDT', '2011.4', '60', priced('2071.4')),
    row('ETH', '0.31', '0', priced('961', path('ETH/USDT', '3100'))),
    row('EUR', '100.5', '0', priced('116.58', path('EUR/USDT', '1.16'))),
    row('SUI', '84.25', '0', priced('134.8', path('SUI/BTC', '0.00001778'), path('BTC/USDT', '90000'))),
    row('SHIB', '1204331', '0', priced('10.8389', path('SHIB/USDT', '0.000009'))),
    row('LUNAX', '12', '0', { state: 'unknown', failure: { reason: 'price-missing', subject: 'LUNAX' } }),
  ];
}

/** The shares of rows that are known. */
export const allocation = (rows: readonly AssetRow[]): Allocation =>
  allocationOf(
    rows.flatMap(({ accountId, asset, value }) =>
      value.state === 'known' ? [{ accountId, asset, amount: e36(value.amount) }] : [],
    ),
  );

export function equity(days: number, last: number, gaps: readonly number[] = []): readonly EquityPoint[] {
  return Array.from({ length: days }, (_, index) => {
    const back = days - 1 - index;
    const drift = Math.round(Math.sin(index * 1.3) * last * 2.1 - back * last * 0.9);
    return {
      date: new Date(now - back * 86_400_000).toISOString().slice(0, 10),
      amount: gaps.includes(index) ? null : decimal(`${last * 100 + drift}.5`),
      partial: gaps.includes(index),
    };
  });
}

const symbols = ['BTC/USDT', 'ETH/USDT', 'SUI/USDT', 'SHIB/USDT', 'ETH/BTC', 'SOL/USDC'];
const prices = ['90000', '3100', '1.6', '0.00000912', '0.03441', '148.2'];

/** Trade number `n`, newest first: gross and fees by plain arithmetic, so that the table adds up. */
export function trade(n: number, accountId: string, isOpen = false): TradeRow {
  const symbol = symbols[n % symbols.length] ?? 'BTC/USDT';
  const entry = prices[n % prices.length] ?? '1';
  const [base = '', quote = ''] = symbol.split('/');
  const amount = e18(symbol.startsWith('SHIB') ? '2500000' : `${(n % 7) + 1}.25`);
  const exit = roundE18(mul18(e18(entry), e18(n % 3 === 0 ? '0.9875' : '1.0125')));
  const move = (exit - e18(entry)) as ReturnType<typeof e18>; // a brand is made of two of its kind
  const gross = roundE18(mul18(amount, move));
  const fees = roundE18(mul18(roundE18(mul18(amount, e18(entry))), e18('0.002')));
  const openedAt = ago(60 * 7 * (n + 1) + 95);
  const closedAt = isOpen ? null : ago(60 * 7 * n + 12);
  return {
    id: `trip-${n}`,
    accountId,
    symbol,
    base,
    quote,
    pooled: false,
    direction: 'long',
    openedAt,
    closedAt,
    holdMs: closedAt === null ? null : closedAt - openedAt,
    amount: formatE18(amount),
    averageEntry: decimal(entry),
    averageExit: isOpen ? null : formatE18(exit),
    gross: isOpen ? null : formatE18(gross),
    fees: formatE18(fees),
    net: isOpen ? null : formatE18((gross - fees) as ReturnType<typeof e18>), // as above
    netRate: isOpen ? null : decimal(n % 3 === 0 ? '-0.014500' : '0.010500'),
    fillCount: (n % 4) + 2,
    unconvertedFees: n % 11 === 4 ? [{ currency: 'BNB', amount: decimal('0.00123') }] : [],
    carriedIn: null,
    carriedOut: null,
    incompleteHistory: n % 13 === 5,
  };
}

export function fillsOf(row: TradeRow): readonly TradeFill[] {
  const value = (price: DecimalString) => formatE36(mul18(e18(row.amount), e18(price)));
  const fill = (side: 'buy' | 'sell', price: DecimalString, at: UnixMs, n: number): TradeFill => ({
    origin: null,
    id: `31${n}28457`,
    orderId: `77${n}120045`,
    executedAtUs: at * 1000 + 417,
    side,
    quantity: row.amount,
    price,
    notional: value(price),
    fees: [{ currency: row.quote, amount: row.fees }],
    liquidity: n % 2 === 0 ? 'maker' : 'taker',
  });
  const bought = fill('buy', row.averageEntry, row.openedAt, 1);
  return row.averageExit === null || row.closedAt === null
    ? [bought]
    : [bought, fill('sell', row.averageExit, row.closedAt, 2)];
}
