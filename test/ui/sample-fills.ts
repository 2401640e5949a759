/**
 * Invented fills for looking at the Fills screen: any number, each computed from its number, newest first. The real query is
 * tested elsewhere; here its answers only have to look alike.
 */
import type {
  FillDetail,
  FillsFilter,
  FillsPage,
  FillsQuery,
  FillsRow,
  FillsTotals,
} from '../../extension/engine/api/fills';
import type { FeeRatesView } from '../../extension/engine/api/rates';
import { add36, decimal, type E36, e18, e36, formatE36, mul18, zero36 } from '../../shared/money/decimal';
import { unixMs } from '../../shared/result';
import { now } from './sample-data';

const symbols = ['BTC/USDT', 'ETH/USDT', 'SUI/USDT', 'SHIB/USDT', 'ETH/BTC', 'SOL/USDC'];
const prices = ['90312.4', '3104.55', '1.6021', '0.00000912', '0.03441', '148.2'];
const quantities = ['0.00412', '0.31', '84.25', '2500000', '1.204', '3.1'];
const liquidities = ['maker', 'taker', 'taker', null] as const;

const symbolIdOf = (symbol: string): string => `symbol-${symbols.indexOf(symbol)}`;

function fill(n: number, accountIds: readonly string[]): FillsRow {
  const kind = (n * 7 + (n >> 3)) % symbols.length;
  const symbol = symbols[kind] ?? 'BTC/USDT';
  const [base = '', quote = ''] = symbol.split('/');
  const quantity = decimal(quantities[kind] ?? '1');
  const price = decimal(prices[kind] ?? '1');
  const fees = [{ currency: quote, amount: decimal('0.0372') }];
  if (n % 9 === 4) fees.push({ currency: 'BNB', amount: decimal('0.00001893') });
  return {
    id: `fill-${n}`,
    accountId: accountIds[n % accountIds.length] ?? 'acc-1',
    symbol,
    base,
    quote,
    market: n % 17 === 3 ? 'margin' : 'spot',
    executedAtUs: (now - n * 613_000) * 1_000 + 417,
    side: n % 3 === 0 ? 'sell' : 'buy',
    quantity,
    price,
    notional: formatE36(mul18(e18(quantity), e18(price))),
    fees,
    liquidity: liquidities[n % liquidities.length] ?? null,
  };
}

const passes = (row: FillsRow, filter: FillsFilter): boolean =>
  (filter.accountId === null || row.accountId === filter.accountId) &&
  (filter.symbolId === null || symbolIdOf(row.symbol) === filter.symbolId) &&
  (filter.side === null || row.side === filter.side) &&
  (filter.liquidity === null || (row.liquidity ?? 'unknown') === filter.liquidity) &&
  (filter.fromMs === null || row.executedAtUs >= filter.fromMs * 1_000) &&
  (filter.toMs === null || row.executedAtUs < filter.toMs * 1_000);

function totalsOf(rows: readonly FillsRow[]): FillsTotals {
  const sum = (pick: (row: FillsRow) => string | null): string => {
    let total: E36 = zero36;
    for (const row of rows) total = add36(total, e36(pick(row) ?? '0'));
    return formatE36(total);
  };
  const of = (quote: string, side: FillsRow['side']) =>
    decimalText(sum((row) => (row.quote === quote && row.side === side ? row.notional : null)));
  const [first] = new Set(rows.map((row) => row.symbol)).size === 1 ? rows : [];
  const units = (side: FillsRow['side']) => decimalText(sum((row) => (row.side === side ? row.quantity : null)));
  return {
    perQuote: [...new Set(rows.map((row) => row.quote))]
      .sort()
      .map((quote) => ({ quote, bought: of(quote, 'buy'), sold: of(quote, 'sell') })),
    ofSymbol: first
      ? {
          symbol: first.symbol,
          base: first.base,
          quote: first.quote,
          bought: units('buy'),
          sold: units('sell'),
          averageBuy: first.price,
          averageSell: units('sell') === '0' ? null : first.price,
        }
      : null,
    fees: [...new Set(rows.flatMap((row) => row.fees.map((fee) => fee.currency)))].sort().map((currency) => ({
      currency,
      amount: decimalText(sum((row) => row.fees.find((fee) => fee.currency === currency)?.amount ?? null)),
    })),
  };
}

const decimalText = (text: string) => decimal(text.slice(0, text.includes('.') ? text.indexOf('.') + 19 : undefined));

export interface SampleFills {
  page(query: FillsQuery): FillsPage;
  detail(id: string): FillDetail | null;
}

/** So many fills over these accounts; none without an account. */
export function sampleFills(count: number, accountIds: readonly string[]): SampleFills {
  const all = Array.from({ length: accountIds.length === 0 ? 0 : count }, (_, n) => fill(n, accountIds));
  const kept = new Map<string, readonly FillsRow[]>();
  const filtered = (query: FillsQuery): readonly FillsRow[] => {
    const { offset, limit, ...filter } = query;
    const key = JSON.stringify(filter);
    const rows = kept.get(key) ?? all.filter((row) => passes(row, filter));
    kept.set(key, rows);
    return rows;
  };
  const totals = new Map<readonly FillsRow[], FillsTotals>();
  return {
    page(query) {
      const rows = filtered(query);
      const sums = totals.get(rows) ?? totalsOf(rows);
      totals.set(rows, sums);
      return {
        rows: rows.slice(query.offset, query.offset + query.limit),
        totalCount: rows.length,
        symbols: count === 0 ? [] : symbols.map((symbol) => ({ id: symbolIdOf(symbol), symbol })),
        totals: sums,
      };
    },
    detail(id) {
      const row = all.find((one) => one.id === id);
      return row === undefined ? null : detailOf(row, all.indexOf(row));
    },
  };
}

/** Every other fill's fee in BNB has a rate, through USDT where the quote is another. */
function bnbRate(
  { quote, executedAtUs }: FillsRow,
  n: number,
): Pick<FillDetail['fees'][number], 'rate' | 'counted' | 'rateSource'> {
  if (n % 2 === 0) return { rate: null, counted: false };
  const minute = unixMs(Math.floor(executedAtUs / 60_000_000) * 60_000);
  const rate = decimal('612.34');
  const leg = { symbol: 'BNB/USDT', turned: false, interval: '1m', openAt: minute, close: rate } as const;
  const second = { ...leg, symbol: `${quote}/USDT`, turned: true, close: decimal('1') };
  const legs = quote === 'USDT' ? [leg] : [leg, second];
  return { rate, counted: true, rateSource: { rate, minute, interval: '1m', exchange: 'binance', legs } };
}

/** One coin whose price no market told at three minutes. */
export const sampleFeeRates: FeeRatesView = {
  unrated: [
    {
      exchange: 'binance',
      coin: 'BNB',
      quote: 'USDT',
      minutes: 3,
      failure: { reason: 'price-missing', subject: 'BNB' },
      failedAt: unixMs(Date.UTC(2026, 0, 1)),
    },
  ],
  progress: null,
};

function detailOf(row: FillsRow, n: number): FillDetail {
  const sold = row.side === 'sell';
  const orderId = n % 8 === 5 ? null : `77${n}120045`;
  const fillId = `31${n}28457`;
  return {
    ...row,
    exchange: 'binance',
    fillId,
    orderId,
    fees: row.fees.map((fee) => ({
      ...fee,
      ...(fee.currency === 'BNB' ? bnbRate(row, n) : { rate: null, counted: true }),
    })),
    revision: n % 10 === 9 ? 1 : 0,
    effect: {
      method: 'fifo',
      pooling: null,
      quote: row.quote,
      closings: sold
        ? [1, 2].map((lot) => ({
            opened:
              n % 6 === 0 && lot === 2
                ? null
                : { id: `fill-${n + lot}`, at: unixMs(now - (n + lot) * 613_000), price: row.price },
            direction: 'long' as const,
            quantity: row.quantity,
            gross: decimal(lot === 1 ? '12.4' : '-3.05'),
            fees: decimal('0.074'),
            net: decimal(lot === 1 ? '12.326' : '-3.124'),
          }))
        : [],
      closingCount: sold ? 2 : 0,
      realized: sold ? { gross: decimal('9.35'), fees: decimal('0.148'), net: decimal('9.202') } : null,
      unmatched: sold && n % 6 === 0 ? row.quantity : null,
      lot: sold ? null : { direction: 'long', opened: row.quantity, open: decimal(n % 2 === 0 ? '0' : row.quantity) },
      trades: [{ id: 'trip-1', state: 'closed' }],
    },
    raw:
      n % 5 === 4
        ? null
        : [
            { name: 'symbol', value: row.symbol.replace('/', '') },
            { name: 'id', value: fillId },
            { name: 'orderId', value: orderId ?? '0' },
            { name: 'price', value: row.price },
            { name: 'qty', value: row.quantity },
            { name: 'commission', value: '0.03720000' },
            { name: 'commissionAsset', value: row.quote },
            { name: 'time', value: String(Math.floor(row.executedAtUs / 1_000)) },
            { name: 'isBuyer', value: String(!sold) },
            { name: 'isMaker', value: String(row.liquidity === 'maker') },
          ],
  };
}
