/**
 * Every call that is known of the seven exchanges: ccxt's own tables for the five that it knows, and for BitMart and Coinstore
 * those calls of their documents that trade, move or withdraw.
 */
import { binance, bitget, type Exchange, gate, mexc, poloniex } from 'ccxt';

export interface Listed {
  readonly method: string;
  readonly host: string;
  readonly path: string;
}

const verbs = new Set(['get', 'post', 'put', 'delete', 'patch']);

/** What stands for a name in a path: a settle coin, else an order's number. */
const filled = (path: string): string => path.replaceAll('{settle}', 'usdt').replace(/\{\w+\}/g, '12345');

/** The address that ccxt would call; of Gate's few that it does not sign without a market, the one that its table says. */
function addressOf(exchange: Exchange, api: readonly string[], method: string, path: string): URL {
  try {
    const { url } = exchange.sign(filled(path), api.length === 1 ? api[0] : api, method, {});
    return new URL(String(url));
  } catch {
    return new URL(`https://api.gateio.ws/api/v4/${api.at(-1)}/${filled(path)}`);
  }
}

/** Every call of ccxt's own table, whose leaves are lists of paths or of paths with their weights. */
export function* callsOf(exchange: Exchange, node: unknown, api: readonly string[]): Generator<Listed> {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, inner] of Object.entries(node)) {
    if (!verbs.has(name)) {
      yield* callsOf(exchange, inner, [...api, name]);
      continue;
    }
    const paths: readonly string[] = Array.isArray(inner) ? inner : Object.keys(inner);
    for (const path of paths) {
      const method = name.toUpperCase();
      const { hostname, pathname } = addressOf(exchange, api, method, path);
      yield { method, host: hostname, path: pathname };
    }
  }
}

/** Enough for ccxt to sign with. */
const keys = { apiKey: 'key', secret: 'c2VjcmV0', password: 'word' };
/** The five exchanges that ccxt knows, made so that they sign. */
export const ccxtExchanges = {
  binance: new binance(keys),
  bitget: new bitget(keys),
  gate: new gate(keys),
  mexc: new mexc(keys),
  poloniex: new poloniex(keys),
} as const satisfies Readonly<Record<string, Exchange>>;

export const bitmartSpotHost = 'api-cloud.bitmart.com';
export const coinstoreHost = 'api.coinstore.com';
const bitmartContractsHost = 'api-cloud-v2.bitmart.com';

/** Host and path of what BitMart and Coinstore let a key with rights do. */
export const writtenOutWrites: readonly (readonly [host: string, path: string])[] = [
  [bitmartSpotHost, '/spot/v2/submit_order'],
  [bitmartSpotHost, '/spot/v1/margin/submit_order'],
  [bitmartSpotHost, '/spot/v2/batch_orders'],
  [bitmartSpotHost, '/spot/v4/batch_orders'],
  [bitmartSpotHost, '/spot/v3/cancel_order'],
  [bitmartSpotHost, '/spot/v4/cancel_orders'],
  [bitmartSpotHost, '/spot/v4/cancel_all'],
  [bitmartSpotHost, '/spot/v4/algo/submit_order'],
  [bitmartSpotHost, '/spot/v4/algo/cancel_order'],
  [bitmartSpotHost, '/spot/v1/margin/isolated/borrow'],
  [bitmartSpotHost, '/spot/v1/margin/isolated/repay'],
  [bitmartSpotHost, '/spot/v1/margin/isolated/transfer'],
  [bitmartSpotHost, '/account/v1/withdraw/apply'],
  [bitmartSpotHost, '/account/v1/transfer-contract'],
  [bitmartSpotHost, '/account/sub-account/main/v1/sub-to-main'],
  [bitmartContractsHost, '/contract/private/submit-order'],
  [bitmartContractsHost, '/contract/private/cancel-order'],
  [bitmartContractsHost, '/contract/private/cancel-orders'],
  [bitmartContractsHost, '/contract/private/submit-leverage'],
  [bitmartContractsHost, '/account/v1/transfer-contract'],
  [coinstoreHost, '/api/trade/order/place'],
  [coinstoreHost, '/api/trade/order/placeBatch'],
  [coinstoreHost, '/api/trade/order/batchPlace'],
  [coinstoreHost, '/api/trade/order/cancel'],
  [coinstoreHost, '/api/trade/order/cancelAll'],
  [coinstoreHost, '/api/trade/order/cancelBatch'],
  [coinstoreHost, '/api/v2/trade/order/place'],
  [coinstoreHost, '/api/v2/trade/order/cancel'],
  [coinstoreHost, '/api/trade/orders/del'],
  [coinstoreHost, '/api/fi/v3/asset/doWithdraw'],
  [coinstoreHost, '/api/fi/v3/asset/cancelWithdraw'],
  [coinstoreHost, '/api/v1/future/transfer'],
];
