/**
 * Who signed a request, checked as MEXC does.
 *
 * Header X-MEXC-APIKEY names the key; `signature` is the HMAC-SHA256, in lower-case hex, of the query string exactly as sent
 * without the signature itself, followed by the body. `timestamp` may be less than 1 s ahead of the exchange's clock and at
 * most `recvWindow` (5000 ms, at most 60000) behind it. The order of the checks is not published; here: parameters, key,
 * address, signature, clock; the endpoint's rights come last.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireReply, WireRequest } from '../exchange';
import { findSigner, type Signer } from '../signer';
import type { World } from '../world';
import { integer } from './parameters';
import { addressRefused, badKeyFormat, badSignature, missing, outOfWindow, unknownKey, windowTooLong } from './replies';

/** The text that a signature covers. */
export function signedText(rawQuery: string, body: string): string {
  const parts = rawQuery.split('&').filter((part) => part !== '' && !part.startsWith('signature='));
  return `${parts.join('&')}${body}`;
}

export const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

function signatureMatches(request: WireRequest, secret: string): boolean {
  const expected = Buffer.from(sign(secret, signedText(request.rawQuery, request.body)));
  const given = Buffer.from(request.query.get('signature') ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const inWindow = (nowMs: number, timestamp: number, recvWindow: number): boolean =>
  timestamp < nowMs + 1000 && nowMs - timestamp <= recvWindow;

/** The signer, or the refusal that the exchange answers. */
export function checkSigner(world: World, request: WireRequest): Signer | WireReply {
  const apiKey = request.headers['x-mexc-apikey'] ?? '';
  if (!/^[A-Za-z0-9]{18}$/.test(apiKey)) return badKeyFormat;
  const timestamp = integer(request, 'timestamp');
  const recvWindow = integer(request, 'recvWindow');
  if ('refused' in timestamp) return timestamp.refused;
  if ('refused' in recvWindow) return recvWindow.refused;
  if (timestamp.value === null) return missing('timestamp');
  if (!request.query.get('signature')) return missing('signature');
  if ((recvWindow.value ?? 0) > 60_000) return windowTooLong;
  const signer = findSigner(world, 'mexc', apiKey);
  if (signer === null) return unknownKey;
  const { ipWhitelist, secret } = signer.key;
  if (ipWhitelist !== null && !ipWhitelist.includes(request.address)) return addressRefused(request.address);
  if (!signatureMatches(request, secret)) return badSignature;
  return inWindow(request.nowMs, timestamp.value, recvWindow.value ?? 5000) ? signer : outOfWindow;
}
