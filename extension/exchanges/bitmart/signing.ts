/**
 * BitMart on ccxt's base class, for signing and pace alone: ccxt has no class of its own for it.
 *
 * A signed request carries X-BM-KEY, X-BM-TIMESTAMP (milliseconds) and X-BM-SIGN: the HMAC-SHA256, in hex, of
 * `timestamp#memo#payload` under the secret, where the payload is the query of a GET and the JSON body of a POST exactly as it is
 * sent. The memo is chosen when the key is made; ccxt keeps it in `uid`. Nothing names a broker.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { Exchange } from 'ccxt';

type Params = Readonly<Record<string, unknown>>;

/** Parameters that BitMart refuses as texts. */
const numeric: readonly string[] = ['startTime', 'endTime', 'limit'];

const jsonBody = (params: Params): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, numeric.includes(name) ? Number(value) : value]),
    ),
  );

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export class Bitmart extends Exchange {
  override describe() {
    return this.deepExtend(super.describe(), {
      id: 'bitmart',
      name: 'BitMart',
      urls: { api: { rest: 'https://api-cloud.bitmart.com' } },
      requiredCredentials: { apiKey: true, secret: true, uid: true },
    });
  }

  /** Throws without key, secret or memo. */
  override sign(path: string, api = 'public', method = 'GET', params: Params = {}) {
    const sent = method === 'POST' ? jsonBody(params) : this.urlencode(params);
    const query = method === 'POST' || sent === '' ? '' : `?${sent}`;
    const url = `https://api-cloud.bitmart.com/${path}${query}`;
    if (api === 'public') return { url, method, headers: {}, body: undefined };
    this.checkRequiredCredentials();
    const timestamp = String(this.milliseconds());
    const signature = bytesToHex(hmac(sha256, bytes(this.secret), bytes(`${timestamp}#${this.uid}#${sent}`)));
    const headers = { 'X-BM-KEY': this.apiKey, 'X-BM-TIMESTAMP': timestamp, 'X-BM-SIGN': signature };
    if (method !== 'POST') return { url, method, headers, body: undefined };
    return { url, method, headers: { ...headers, 'Content-Type': 'application/json' }, body: sent };
  }
}
