/**
 * Coinstore for ccxt, which has no class of it: where it is, and how a request is signed. Nothing else: readings are made
 * from raw payloads elsewhere, and requests are sent by an egress.
 *
 * Signing, from the official API documentation (July 2025): `floor(X-CS-EXPIRES ÷ 30000)`, as decimal text, names the span of
 * 30 s; its HMAC-SHA-256 with the secret, as 64 small hex letters, is the key (those letters, not the bytes they stand for) of
 * the HMAC-SHA-256 over the query as it is sent, in its order and without `?`, directly followed by the body as it is sent.
 * A GET without parameters signs the empty text, a POST without parameters sends and signs `{}`.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { Exchange } from 'ccxt';
import type { CallParams } from '../call';

const spanMs = 30_000;

const hexHmac = (key: string, text: string): string => bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(text)));

/** X-CS-SIGN over `payload`, the query and the body as they are sent; `expires` in milliseconds is X-CS-EXPIRES. */
export const signatureOf = (secret: string, expires: number, payload: string): string =>
  hexHmac(hexHmac(secret, String(Math.floor(expires / spanMs))), payload);

/** What `sign` gives, as ccxt's own classes give it. */
interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export class SigningExchange extends Exchange {
  override describe(): object {
    return this.deepExtend(super.describe(), {
      id: 'coinstore',
      name: 'Coinstore',
      urls: { api: { rest: 'https://api.coinstore.com/api' } },
      requiredCredentials: { apiKey: true, secret: true },
    });
  }

  override sign(path: string, api = 'public', method = 'GET', params: CallParams = {}): Signed {
    const isPost = method === 'POST';
    const sent = this.omit(params, this.extractParams(path));
    const query = isPost ? '' : this.urlencode(sent);
    const body = isPost ? JSON.stringify(sent) : undefined;
    const url = `https://api.coinstore.com/api/${this.implodeParams(path, params)}${query === '' ? '' : `?${query}`}`;
    const type: Record<string, string> = isPost || api === 'private' ? { 'Content-Type': 'application/json' } : {};
    if (api !== 'private') return { url, method, headers: type, body };
    this.checkRequiredCredentials();
    const expires = this.milliseconds();
    const headers = {
      ...type,
      'X-CS-APIKEY': this.apiKey,
      'X-CS-EXPIRES': String(expires),
      'X-CS-SIGN': signatureOf(this.secret, expires, `${query}${body ?? ''}`),
      'exch-language': 'en_US',
    };
    return { url, method, headers, body };
  }
}
