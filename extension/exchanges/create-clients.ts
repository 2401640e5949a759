/** The registry: from an exchange's id to its client. A new exchange is one more case here. */
import type { ExchangeId } from '../../shared/exchanges/ids';
import { assertNever, type UnixMs } from '../../shared/result';
import { createBinanceClient } from './binance/binance-client';
import { createBinanceSigner } from './binance/signer';
import type { Credentials, ExchangeClient } from './client';
import type { Egress } from './egress';

export interface ClientsDeps {
  readonly egress: Egress;
  readonly now: () => UnixMs;
}

/** Creates the client of an account. */
export type CreateClient = (exchange: ExchangeId, credentials: Credentials) => ExchangeClient;

/** For all accounts that call from one address: those of one exchange share their pace, since it counts per address. */
export function createClients({ egress, now }: ClientsDeps): CreateClient {
  const binanceSigner = createBinanceSigner(now);
  return (exchange, credentials) => {
    switch (exchange) {
      case 'binance':
        return createBinanceClient({ credentials, egress, signer: binanceSigner, now });
      default:
        return assertNever(exchange);
    }
  };
}
