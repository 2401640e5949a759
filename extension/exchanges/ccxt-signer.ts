/**
 * ccxt as the signer and the pace of all calls to one exchange.
 *
 * Requests are signed here and sent by an egress, not by ccxt: its own transport hands over one shared "last reply", throws
 * errors that carry the signed URL, and turns a second refusal into another class. A signed request as a value keeps each
 * call's reply its own, however many run at once.
 */
import type { Exchange } from 'ccxt';
import { err, ok, type Result, type UnixMs } from '../../shared/result';
import type { CallParams } from './call';
import type { Credentials } from './client';
import type { EgressRequest } from './egress';

/** A call as ccxt's `sign` takes it: `api` and `path` are its own names. */
export interface CcxtCall {
  readonly api: string | readonly string[];
  readonly path: string;
  readonly method?: 'GET' | 'POST';
}

export interface CcxtSigner {
  /** Resolves when `weight` more fits, in order of asking. */
  pace(weight: number): Promise<void>;
  sign(
    call: CcxtCall,
    params: CallParams,
    credentials: Credentials,
  ): Result<EgressRequest, { readonly reason: 'credentials-invalid' }>;
}

/**
 * Wraps one instance, shared by all accounts that call from one address. Its clock becomes `now`. `create` makes it for the first
 * call: ccxt builds a function for every endpoint that an exchange has, 10 to 20 ms each, which no figure waits for.
 */
export function createCcxtSigner(create: () => Exchange, now: () => UnixMs): CcxtSigner {
  let made: Exchange | null = null;
  const exchangeOf = (): Exchange => {
    if (made) return made;
    made = create();
    made.milliseconds = now;
    return made;
  };
  return {
    async pace(weight) {
      await exchangeOf().throttle(weight);
    },
    sign({ api, path, method = 'GET' }, params, { apiKey, secret, passphrase, memo }) {
      const exchange = exchangeOf();
      // Signing is synchronous: the keys lie in the shared instance only while it runs.
      try {
        exchange.apiKey = apiKey.reveal();
        exchange.secret = secret.reveal();
        exchange.password = passphrase?.reveal() ?? '';
        exchange.uid = memo?.reveal() ?? '';
        const { url, headers, body } = exchange.sign(path, api, method, { ...params });
        return ok({ method, url, headers: { ...headers }, ...(body === undefined ? {} : { body }) });
      } catch {
        return err({ reason: 'credentials-invalid' });
      } finally {
        exchange.apiKey = '';
        exchange.secret = '';
        exchange.password = '';
        exchange.uid = '';
      }
    },
  };
}
