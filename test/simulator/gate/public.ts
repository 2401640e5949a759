/** Gate's public endpoints: time, markets, tickers. */
import type { WireReply, WireRequest } from '../exchange';
import { type Market, markets } from '../market';
import { hash32 } from '../random';
import { amountText, maximum, minimum, times, unit } from '../units';
import type { World } from '../world';
import { pairOf, pairParameter } from './parameters';
import { json } from './replies';

export const time = (request: WireRequest): WireReply => json({ server_time: request.nowMs });

/** Decimals of a step: 0.001 has 3. */
const placesOf = (step: bigint): number => (amountText(step).split('.')[1] ?? '').length;

/** Markets traded in whole coins have no smallest amount, as some have none at Gate. */
const pairInfo = (market: Market): object => ({
  id: pairOf(market),
  base: market.base,
  base_name: market.base,
  quote: market.quote,
  quote_name: market.quote,
  fee: '0.2',
  ...(placesOf(market.step) === 0 ? {} : { min_base_amount: amountText(market.step) }),
  min_quote_amount: '3',
  max_quote_amount: '5000000',
  amount_precision: placesOf(market.step),
  precision: placesOf(market.tick),
  trade_status: market.trading ? 'tradable' : 'untradable',
  sell_start: 0,
  buy_start: 0,
  type: 'normal',
});

export const currencyPairs = (): WireReply => json(markets.map(pairInfo));

const dayMs = 86_400_000;

function ticker(world: World, market: Market, nowMs: number): object {
  const [open, last] = [world.price(market, nowMs - dayMs), world.price(market, nowMs)];
  const volume = BigInt(1000 + (hash32(market.symbol) % 900_000)) * unit;
  const hundredths = ((last - open) * 10_000n) / open;
  return {
    currency_pair: pairOf(market),
    last: amountText(last),
    lowest_ask: amountText(last + market.tick),
    highest_bid: amountText(last > market.tick ? last - market.tick : last),
    change_percentage: `${hundredths / 100n}`,
    base_volume: amountText(volume),
    quote_volume: amountText(times(last, volume)),
    high_24h: amountText(maximum(open, last)),
    low_24h: amountText(minimum(open, last)),
  };
}

/** One market asked by name, else all; what is halted has no row. */
export function tickers(world: World, request: WireRequest): WireReply {
  const asked = pairParameter(request);
  if ('refused' in asked) return asked.refused;
  const shown = asked.value === null ? markets : [asked.value];
  return json(shown.filter(({ trading }) => trading).map((market) => ticker(world, market, request.nowMs)));
}
