/**
 * Seeded fills of seven accounts, as the adapters give them, the exchange's own row folded: what the store's benches write.
 *
 * Each account trades 20 pairs. Ids are those that its exchange makes: counters of 9 to 13 digits, snowflakes of 18 and 19, or
 * texts; quantities have 5 decimals, prices 2, fees 8, four in five in quote and the others in the exchange's own coin.
 */
import { type FeeRate, minuteOf } from '../../shared/exchanges/fee-rate';
import type { ExchangeId } from '../../shared/exchanges/ids';
import { foldRow } from '../../shared/exchanges/raw-row';
import type { Fill } from '../../shared/ledger/fill';
import { textOfMantissa } from '../../shared/money/decimal-column';
import { unixMs } from '../../shared/result';
import { seeded } from './ledger-history';

const bases = [
  ...['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOGE', 'LTC', 'LINK', 'DOT', 'AVAX'],
  ...['ATOM', 'UNI', 'ETC', 'XLM', 'FIL', 'NEAR', 'APT', 'ARB', 'OP', 'INJ'],
];

/** How an exchange numbers: where ids begin, and the most by which one exceeds the one before. */
const idsOf: Readonly<Record<ExchangeId, { readonly first: bigint; readonly step: number; readonly prefix: string }>> =
  {
    binance: { first: 3_000_000_000n, step: 50, prefix: '' },
    bitget: { first: 1_098_394_344_925_597_696n, step: 4_000_000_000, prefix: '' },
    gate: { first: 700_000_000n, step: 90, prefix: '' },
    mexc: { first: 443_776_347_957_968_896n, step: 4_000_000_000, prefix: 'C02__' },
    poloniex: { first: 62_561_238_000n, step: 40, prefix: '' },
    bitmart: { first: 181_495_000_000_000_000n, step: 4_000_000_000, prefix: '' },
    coinstore: { first: 1_777_777_000_000n, step: 60, prefix: '' },
  };

const feeCoins: Readonly<Record<ExchangeId, string>> = {
  ...{ binance: 'BNB', bitget: 'BGB', gate: 'GT', mexc: 'MX', poloniex: 'TRX', bitmart: 'BMX', coinstore: 'USDT' },
};

const beginUs = 1_704_067_200_000_000;
const everyUs = 60_000_000;

/** An account's fills in the order of time, the same for the same arguments. */
export function* fillsMade(exchange: ExchangeId, account: string, count: number): Generator<Fill> {
  const random = seeded(account.length + count + exchange.length * 31);
  const { step, prefix, first } = idsOf[exchange];
  let id = first;
  let executedAtUs = beginUs;
  for (let at = 0; at < count; at += 1) {
    id += BigInt(1 + Math.floor(random() * step));
    executedAtUs += 1000 * Math.floor(random() * (everyUs / 500));
    const base = bases[Math.floor(random() * bases.length)] ?? 'BTC';
    const [quantity, price] = [1 + Math.floor(random() * 20_000), 6_000_000 + Math.floor(random() * 200_000)];
    const inQuote = random() < 0.8;
    const fill: Omit<Fill, 'raw'> = {
      id: `${id}`,
      orderId: `${prefix}${id - (id % 3n)}`,
      executedAtUs,
      account,
      exchange,
      symbol: `${base}/USDT`,
      base,
      quote: 'USDT',
      market: 'spot',
      side: random() < 0.5 ? 'buy' : 'sell',
      quantity: textOfMantissa(quantity, 5),
      price: textOfMantissa(price, 2),
      fees: [
        {
          currency: inQuote ? 'USDT' : feeCoins[exchange],
          amount: textOfMantissa(inQuote ? Math.floor(quantity * price) : 1 + Math.floor(random() * 1_000_000), 8),
        },
      ],
      liquidity: random() < 0.7 ? 'maker' : 'taker',
      revision: 0,
    };
    yield { ...fill, raw: foldRow(rowOf(fill), fill) };
  }
}

/** What the exchange's own coin was worth in the minutes of these fills, one leg each: none is left to be looked up. */
export function ratesMade(fills: readonly Fill[]): readonly FeeRate[] {
  return fills.flatMap(({ account, exchange, quote, fees, executedAtUs }) => {
    const minute = unixMs(minuteOf(executedAtUs));
    return fees
      .filter(({ currency }) => currency !== quote)
      .map(({ currency: coin }) => {
        const close = textOfMantissa(50_000 + (minute % 9_973), 2);
        const legs = [{ symbol: `${coin}/${quote}`, turned: false, interval: '1m', openAt: minute, close }] as const;
        return { account, coin, quote, minute, rate: close, exchange, legs, at: minute };
      });
  });
}

/** A row that repeats what the fill tells, and two fields of its own. */
const rowOf = ({
  id,
  orderId,
  symbol,
  quantity,
  price,
  fees: [fee],
  executedAtUs,
  side,
  liquidity,
}: Omit<Fill, 'raw'>) => ({
  symbol: symbol.replace('/', ''),
  id,
  orderId,
  orderListId: '-1',
  price,
  qty: quantity,
  commission: fee?.amount ?? '0',
  commissionAsset: fee?.currency ?? '',
  time: String(executedAtUs / 1000),
  isBuyer: side === 'buy',
  isMaker: liquidity === 'maker',
});
