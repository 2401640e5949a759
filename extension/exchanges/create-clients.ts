/** The registry: from an exchange's id to its client. A new exchange is one more line here. */

import type { OnCall } from '../../shared/exchanges/call-record';
import { type ExchangeId, exchangeIds } from '../../shared/exchanges/ids';
import type { Adapter, AdapterDeps, CreateAccountClient } from './adapter';
import { binanceAdapter } from './binance/adapter';
import { bitgetAdapter } from './bitget/adapter';
import { bitmartAdapter } from './bitmart/adapter';
import type { Credentials, ExchangeClient } from './client';
import { coinstoreAdapter } from './coinstore/adapter';
import { gateAdapter } from './gate/adapter';
import { mexcAdapter } from './mexc/adapter';
import { poloniexAdapter } from './poloniex/adapter';

const adapters: Readonly<Record<ExchangeId, Adapter>> = {
  binance: binanceAdapter,
  bitget: bitgetAdapter,
  gate: gateAdapter,
  mexc: mexcAdapter,
  poloniex: poloniexAdapter,
  bitmart: bitmartAdapter,
  coinstore: coinstoreAdapter,
};

/** Creates the client of an account; `onCall` hears of every call that it makes. */
export type CreateClient = (exchange: ExchangeId, credentials: Credentials, onCall?: OnCall) => ExchangeClient;

/** For all accounts that call from one address: those of one exchange share their pace, since it counts per address. */
export function createClients(deps: AdapterDeps): CreateClient {
  const created = new Map<ExchangeId, CreateAccountClient>(exchangeIds.map((id) => [id, adapters[id](deps)]));
  return (exchange, credentials, onCall) => {
    const create = created.get(exchange) ?? adapters[exchange](deps);
    return create(credentials, onCall);
  };
}
