/** The composed payloads of Bitget, as an adapter reads them. */
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import type { Market } from '../../../../../shared/exchanges/readings';
import { storedPayload } from '../../../../fixtures/exchange-payload';

export function composed(name: string): unknown {
  const json = readJson(storedPayload(`test/fixtures/bitget/${name}.json`).text);
  if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
  return json.value;
}

export const listedMarket = (base: string, quote: string, id = `${base}${quote}`): Market => ({
  id,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

/** The markets of symbols.json. */
export const listedMarkets = [
  listedMarket('BTC', 'USDT'),
  listedMarket('ETH', 'BTC'),
  listedMarket('rNVDA', 'USDT', 'RNVDAUSDT'),
  listedMarket('SOL', 'BGB'),
];
