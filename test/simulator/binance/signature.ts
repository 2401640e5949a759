/**
 * Who signed a request, checked as Binance does.
 *
 * Header X-MBX-APIKEY names the key; `signature` is the HMAC-SHA256, in hex, of the query string exactly as sent without the
 * signature itself, followed by the body. `timestamp` may be at most 1 s ahead of the exchange's clock and at most
 * `recvWindow` (5000 ms, at most 60000) behind it. The order of the checks is not published; here: parameters, key, address,
 * signature, clock; the endpoint's rights come last. A wrong address and a missing right give the same code.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireReply, WireRequest } from '../exchange';
import { findSigner, type Signer } from '../signer';
import type { World } from '../world';
import { integer } from './parameters';
import {
  badKeyFormat,
  badSignature,
  keyAddressOrRights,
  missing,
  refusal,
  tooEarly,
  tooOld,
  unknownKey,
} from './replies';

/** The text that a signature covers. */
export function signedText(rawQuery: string, body: string): string {
  const parts = rawQuery.split('&').filter((part) => part !== '' && !part.startsWith('signature='));
  return `${parts.join('&')}${body}`;
}

export const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

function signatureMatches(request: WireRequest, secret: string): boolean {
  const expected = Buffer.from(sign(secret, signedText(request.rawQuery, request.body)));
  const given = Buffer.from((request.query.get('signature') ?? '').toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function clockRefusal(request: WireRequest, timestamp: number, recvWindow: number): WireReply | null {
  if (timestamp >= request.nowMs + 1000) return tooEarly;
  return request.nowMs - timestamp > recvWindow ? tooOld : null;
}

/** The signer, or the refusal that the exchange answers. */
export function checkSigner(world: World, request: WireRequest): Signer | WireReply {
  const apiKey = request.headers['x-mbx-apikey'] ?? '';
  if (!/^[A-Za-z0-9]{64}$/.test(apiKey)) return badKeyFormat;
  const timestamp = integer(request, 'timestamp');
  const recvWindow = integer(request, 'recvWindow');
  if ('refused' in timestamp) return timestamp.refused;
  if ('refused' in recvWindow) return recvWindow.refused;
  if (timestamp.value === null) return missing('timestamp');
  if (!request.query.get('signature')) return missing('signature');
  if ((recvWindow.value ?? 0) > 60_000) return refusal(400, -1131, 'recvWindow must be less than 60000.');
  const signer = findSigner(world, 'binance', apiKey);
  if (signer === null) return unknownKey;
  const { ipWhitelist, secret } = signer.key;
  if (ipWhitelist !== null && !ipWhitelist.includes(request.address)) return keyAddressOrRights;
  if (!signatureMatches(request, secret)) return badSignature;
  return clockRefusal(request, timestamp.value, recvWindow.value ?? 5000) ?? signer;
}
