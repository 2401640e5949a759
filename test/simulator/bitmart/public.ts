/** BitMart's public endpoints: time, markets, prices. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { decimals, text8 } from '../units';
import type { World } from '../world';
import { okay, success } from './replies';

export const wireSymbol = ({ base, quote }: Market): string => `${base}_${quote}`;

export const time = (request: WireRequest): WireReply => okay({ server_time: request.nowMs });

/** As BitMart writes sizes: 30 decimals. */
const text30 = (value: bigint): string => `${decimals(value, 18)}${'0'.repeat(12)}`;

const details = (market: Market, index: number): object => ({
  symbol: wireSymbol(market),
  symbol_id: 53 + index,
  base_currency: market.base,
  quote_currency: market.quote,
  base_min_size: text30(market.step),
  base_max_size: `100000000.${'0'.repeat(30)}`,
  price_min_precision: -1,
  price_max_precision: 2,
  quote_increment: text8(market.step),
  expiration: 'NA',
  min_buy_amount: `5.${'0'.repeat(30)}`,
  min_sell_amount: `5.${'0'.repeat(30)}`,
  trade_status: market.trading ? 'trading' : 'pre-trade',
});

export const symbolsDetails = (): WireReply => okay({ symbols: markets.map(details) });

/** One row of texts for each market that is traded. */
export function tickers(world: World, { nowMs }: WireRequest): WireReply {
  const row = (market: Market): readonly string[] => {
    const last = text8(world.price(market, nowMs));
    return [
      wireSymbol(market),
      last,
      '11110',
      '11.632170',
      last,
      last,
      last,
      '0',
      last,
      '5555',
      last,
      '5297',
      `${nowMs}`,
    ];
  };
  return success(markets.filter(({ trading }) => trading).map(row));
}
