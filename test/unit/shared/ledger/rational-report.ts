/** The report that the slow ledger makes of lines of fills: what `npm run report` prints must be this, text for text. */
import { Fraction, fr, zero } from './fraction';
import { type FillLine, feeInQuote, feesIn, inOrder, pieceOf, rationalMethods, type Told } from './rational-ledger';

const identityOf = ({ exchange = '', account = '', symbol, id, side }: FillLine): string =>
  JSON.stringify([exchange, account, symbol, id, side]);

/** Whether a fill is in a pool; pools are valued in the currency `pool`. */
const isPooled = ({ base, market = 'spot' }: FillLine, pool: string | undefined): boolean =>
  pool !== undefined && market === 'spot' && base !== pool;

const labelOf = (fill: FillLine, pool: string | undefined): string => {
  const { account = '', symbol, base } = fill;
  if (isPooled(fill, pool)) return base;
  return account === '' ? symbol : `${account}|${symbol}`;
};

/** A fill in the currency of its pool: prices times the rate, to 18 decimals, half to even; fees in the quote coin keep their own rate. */
function inPool(fill: FillLine, pool: string | undefined): FillLine {
  if (pool === undefined || !isPooled(fill, pool) || fill.quote === pool) return fill;
  const rate = fill.quoteRate ?? '';
  const priced = (price: string) => fr(price).times(fr(rate)).rounded(18).text();
  const fee = feesIn(fill).map((each) => {
    if (each.currency === fill.quote) return { ...each, rate };
    return each.rate === undefined ? each : { ...each, rate: priced(each.rate) };
  });
  return { ...fill, quote: pool, price: priced(fill.price), fee };
}

/** Sums per coin, those of zero left out. */
function byCoin(fees: readonly { readonly currency: string; readonly amount: string }[]): Record<string, string> {
  const coins = [...new Set(fees.map(({ currency }) => currency))];
  const sums = coins.map((coin) => {
    const amounts = fees.filter(({ currency }) => currency === coin).map(({ amount }) => fr(amount));
    return [coin, Fraction.sum(amounts)] as const;
  });
  return Object.fromEntries(sums.filter(([, sum]) => !sum.isZero()).map(([coin, sum]) => [coin, sum.text()]));
}

function symbolReport(fills: readonly FillLine[], method: string) {
  const told = rationalMethods[method]?.([...fills].sort(inOrder));
  if (!told) throw new Error(`no method ${method}`);
  const { gross, net } = told.realized;
  const moves = fills.map((fill) => (fill.side === 'buy' ? pieceOf(fill).units : zero.minus(pieceOf(fill).units)));
  const fees = fills.flatMap((fill) => feesIn(fill).map((fee) => ({ ...fee, inQuote: feeInQuote(fill, fee) })));
  const rows: Pick<Told, 'closings' | 'trades'> = told.trades
    ? { trades: told.trades }
    : { closings: told.closings ?? [] };
  const report = {
    fills: fills.length,
    realizedGross: gross.text(),
    realizedFees: gross.minus(net).text(),
    realizedNet: net.text(),
    position: Fraction.sum(moves).plus(told.unmatched).text(),
    unmatched: told.unmatched.text(),
    feesByCurrency: byCoin(fees),
    unconvertedFees: byCoin(fees.filter(({ inQuote }) => inQuote === null)),
    feesPaidQuote: Fraction.sum(fees.flatMap(({ inQuote }) => inQuote ?? [])).text(),
    open: told.open,
    ...rows,
  };
  return { report, gross, net };
}

/** The report by one method; `pool`: the currency of pools. */
export function rationalReport(lines: readonly FillLine[], method: string, pool?: string) {
  const fills = lines.filter(
    (line, index) => lines.findIndex((other) => identityOf(other) === identityOf(line)) === index,
  );
  const labels = [...new Set(fills.map((fill) => labelOf(fill, pool)))];
  const books = labels.map((label) => {
    const own = fills.filter((fill) => labelOf(fill, pool) === label).map((fill) => inPool(fill, pool));
    return { label, quote: own[0]?.quote ?? '', ...symbolReport(own, method) };
  });
  const totals = [...new Set(books.map(({ quote }) => quote))].map((quote) => {
    const own = books.filter((book) => book.quote === quote);
    const gross = Fraction.sum(own.map((book) => book.gross));
    const net = Fraction.sum(own.map((book) => book.net));
    return [quote, { gross: gross.text(), fees: gross.minus(net).text(), net: net.text() }];
  });
  return {
    method,
    symbols: Object.fromEntries(books.map(({ label, report }) => [label, report])),
    totalsByQuote: Object.fromEntries(totals),
  };
}
