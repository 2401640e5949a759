/** The calls of a refresh, exchange by exchange: balances, then prices. Both sides of the benchmark make these and no others. */
import { binanceEndpoints } from '../../extension/exchanges/binance/endpoints';
import { bitgetEndpoints } from '../../extension/exchanges/bitget/endpoints';
import { bitmartEndpoints } from '../../extension/exchanges/bitmart/endpoints';
import type { CcxtCall } from '../../extension/exchanges/ccxt-signer';
import { coinstoreEndpoints } from '../../extension/exchanges/coinstore/endpoints';
import { gateEndpoints } from '../../extension/exchanges/gate/endpoints';
import { mexcEndpoints } from '../../extension/exchanges/mexc/endpoints';
import { poloniexEndpoints } from '../../extension/exchanges/poloniex/endpoints';
import { type ExchangeId, exchangeIds } from '../../shared/exchanges/ids';
import type { LoggedRequest } from '../simulator/request-log';

const balancesAndPrices: Readonly<Record<ExchangeId, readonly CcxtCall[]>> = {
  binance: [binanceEndpoints.account, binanceEndpoints.prices],
  bitget: [bitgetEndpoints.classicAssets, bitgetEndpoints.tickers],
  gate: [gateEndpoints.spotAccounts, gateEndpoints.tickers],
  mexc: [mexcEndpoints.account, mexcEndpoints.prices],
  poloniex: [poloniexEndpoints.spotBalances, poloniexEndpoints.futuresBalances, poloniexEndpoints.prices],
  bitmart: [bitmartEndpoints.wallet, bitmartEndpoints.tickers],
  coinstore: [coinstoreEndpoints.account, coinstoreEndpoints.prices],
};

/** One call as ccxt is asked for it, with the parameters that were sent. */
export interface RefreshCall extends CcxtCall {
  readonly params: Readonly<Record<string, string>>;
}

/** The calls of each exchange in the order in which they were made. */
export type CallsByExchange = Readonly<Record<ExchangeId, readonly RefreshCall[]>>;

/** The requests of one side: those of a refresh alone, since the import that follows it may begin before the clock is read. */
export function refreshRequests(requests: readonly LoggedRequest[]): readonly LoggedRequest[] {
  return requests.filter(({ exchange, method, path }) =>
    exchangeIds.some((id) => id === exchange && balancesAndPrices[id].some((call) => isOf(call, method, path))),
  );
}

const isOf = (call: CcxtCall, method: string, path: string): boolean =>
  (call.method ?? 'GET') === method && path.endsWith(`/${call.path}`);

/** (exchange, method, path), exchange by exchange, each exchange's in the order in which they were made. */
export const listOf = (requests: readonly LoggedRequest[]): string =>
  exchangeIds
    .flatMap((id) => requests.filter(({ exchange }) => exchange === id))
    .map(({ exchange, method, path }) => `${exchange} ${method} ${path}`)
    .join('\n');

/** Throws where a call was refused or left out: a refresh that asked less would look fast. */
export function callsOf(requests: readonly LoggedRequest[]): CallsByExchange {
  const refused = requests.find(({ status }) => status !== 200);
  if (refused) throw new Error(`${refused.exchange} answered ${refused.path} with ${refused.status}`);
  const calls = exchangeIds.map((id): [ExchangeId, readonly RefreshCall[]] => {
    const made = requests.filter(({ exchange }) => exchange === id);
    const asked = balancesAndPrices[id].map((call): RefreshCall => {
      const [request, ...more] = made.filter(({ method, path }) => isOf(call, method, path));
      if (!request || more.length > 0) throw new Error(`${id} was asked ${more.length + 1} times for ${call.path}`);
      return { ...call, params: request.query };
    });
    return [id, asked];
  });
  return Object.fromEntries(calls) as CallsByExchange; // every id is in the list it was made from
}
