/**
 * Who signed a request, checked as Gate does.
 *
 * Header KEY names the key; SIGN is the HMAC-SHA512, in hex, of method, path, query without escapes, SHA-512 of the body in hex and
 * Timestamp, joined by line feeds. Timestamp, in seconds, may be 60 s off the exchange's clock either way; it is checked before
 * the key. The order of the others is not published; here: key, signature, address; the endpoint's rights come last.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WireReply, WireRequest } from '../exchange';
import { findSigner, type Signer } from '../signer';
import type { World } from '../world';
import { addressRefused, badSignature, expired, missingHeader, noRight, unknownKey } from './replies';

const toleranceMs = 60_000;

/** The text that a signature covers. */
export const signedText = (
  { method, path, rawQuery, body }: Pick<WireRequest, 'method' | 'path' | 'rawQuery' | 'body'>,
  timestamp: string,
): string =>
  [method, path, decodeURIComponent(rawQuery), createHash('sha512').update(body).digest('hex'), timestamp].join('\n');

export const sign = (secret: string, text: string): string => createHmac('sha512', secret).update(text).digest('hex');

function signatureMatches(request: WireRequest, secret: string, timestamp: string, given: string): boolean {
  const expected = Buffer.from(sign(secret, signedText(request, timestamp)));
  const sent = Buffer.from(given.toLowerCase());
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

/** The signer, or the refusal that the exchange answers. */
export function checkSigner(world: World, request: WireRequest): Signer | WireReply {
  const { key, timestamp, sign: signature } = request.headers;
  if (!key) return missingHeader('KEY');
  if (!timestamp || !/^\d{10}(\.\d{1,9})?$/.test(timestamp)) return missingHeader('Timestamp');
  if (!signature) return missingHeader('SIGN');
  if (Math.abs(Number(timestamp) * 1000 - request.nowMs) > toleranceMs) return expired;
  const signer = findSigner(world, 'gate', key);
  if (signer === null) return unknownKey;
  if (!signatureMatches(request, signer.key.secret, timestamp, signature)) return badSignature;
  const { ipWhitelist, reading } = signer.key;
  if (ipWhitelist !== null && !ipWhitelist.includes(request.address)) return addressRefused(request.address);
  return reading ? signer : noRight;
}
