/**
 * Who signed a request, checked as Coinstore does.
 *
 * X-CS-APIKEY names the key, X-CS-EXPIRES is the caller's clock in 13 digits of milliseconds, X-CS-SIGN covers the query and the
 * body exactly as they were sent: HMAC-SHA256 with a key that is the hex text of HMAC-SHA256(secret, floor(expires / 30000)).
 * The order of the checks and how far the clock may be off are not published; here: key, address, signature, clock within
 * 30 s. All but an unknown key give the same code.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireReply, WireRequest } from '../exchange';
import { findSigner, type Signer } from '../signer';
import type { World } from '../world';
import { noSignature, unauthorized, unknownKey } from './replies';

const toleranceMs = 30_000;

export function sign(secret: string, expires: number, payload: string): string {
  const span = String(Math.floor(expires / 30_000));
  const key = createHmac('sha256', secret).update(span).digest('hex');
  return createHmac('sha256', key).update(payload).digest('hex');
}

function matches(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The signer, or the refusal that the exchange answers. */
export function checkSigner(world: World, request: WireRequest): Signer | WireReply {
  const { headers, rawQuery, body, address, nowMs } = request;
  const given = headers['x-cs-sign'] ?? '';
  const expiresText = headers['x-cs-expires'] ?? '';
  const signer = findSigner(world, 'coinstore', headers['x-cs-apikey'] ?? '');
  if (signer === null) return unknownKey;
  if (!/^[0-9a-f]{64}$/.test(given) || !/^\d{13}$/.test(expiresText)) return noSignature;
  const { ipWhitelist, secret } = signer.key;
  if (ipWhitelist !== null && !ipWhitelist.includes(address)) return unauthorized;
  const expires = Number(expiresText);
  if (!matches(given, sign(secret, expires, `${rawQuery}${body}`))) return unauthorized;
  return Math.abs(nowMs - expires) > toleranceMs ? unauthorized : signer;
}
