/** The markets of sample data: every coin against USDT, some others, and one that no longer trades. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Market } from '../../../shared/exchanges/readings';
import { type CoinName, coins, isCoin } from './coins';

/** A coin whose only market was closed: what it is worth nobody says. */
const unpriced = 'AURUM';

/** How each exchange writes a market's id. */
const separators: Readonly<Record<ExchangeId, string>> = {
  binance: '',
  bitget: '',
  gate: '_',
  mexc: '',
  poloniex: '_',
  bitmart: '_',
  coinstore: '',
};

/** The tokens that one exchange alone lists. */
const homes: Readonly<Partial<Record<CoinName, ExchangeId>>> = {
  BNB: 'binance',
  BGB: 'bitget',
  GT: 'gate',
  MX: 'mexc',
};

export function marketsOf(exchange: ExchangeId): readonly Market[] {
  const market = (base: string, quote: string, active = true): Market => ({
    id: `${base}${separators[exchange]}${quote}`,
    symbol: `${base}/${quote}`,
    base,
    quote,
    active,
    minQuantity: null,
  });
  const names = Object.keys(coins).filter(isCoin);
  const here = names.filter((name) => (homes[name] ?? exchange) === exchange);
  const crosses = exchange === 'binance' ? [market('ETH', 'BTC'), market('SOL', 'USDC'), market('BTC', 'USDC')] : [];
  return [...here.map((name) => market(name, 'USDT')), ...crosses, market(unpriced, 'USDT', false)];
}
