/**
 * Who signed a request, checked as Poloniex does.
 *
 * Headers `key`, `signTimestamp` (ms) and `signature`: base64 of the HMAC-SHA256 over the method, the path and the parameters
 * with signTimestamp among them, sorted by name and url-encoded, joined by line feeds; of a body "requestBody=…&signTimestamp=…"
 * instead. A request may be a minute old, or as old as its header `recvWindow` allows, and a minute ahead, with `recvWindow` a
 * second. The order of the checks is not published; here: key, address, signature, clock.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireReply, WireRequest } from '../exchange';
import { findSigner, type Signer } from '../signer';
import type { World } from '../world';
import { badSignature, illegalIp, tooEarly, tooOld, unknownKey } from './replies';

const toleranceMs = 60_000;

/** The text that a signature covers. */
function signedText({ method, path, query, body }: WireRequest, signTimestamp: string): string {
  if (method !== 'GET')
    return `${method}\n${path}\n${body === '' ? '' : `requestBody=${body}&`}signTimestamp=${signTimestamp}`;
  const named = [...query, ['signTimestamp', signTimestamp] as const].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${method}\n${path}\n${named.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

export const sign = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

function isSigned(request: WireRequest, secret: string): boolean {
  const expected = Buffer.from(sign(secret, signedText(request, request.headers.signtimestamp ?? '')));
  const given = Buffer.from(request.headers.signature ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function clockRefusal({ headers, nowMs }: WireRequest): WireReply | null {
  const age = nowMs - Number(headers.signtimestamp);
  const window = /^\d{1,6}$/.test(headers.recvwindow ?? '') ? Number(headers.recvwindow) : null;
  if (!(age >= -(window === null ? toleranceMs : 1000))) return tooEarly; // no number is no time at all
  return age > (window ?? toleranceMs) ? tooOld : null;
}

/** The signer, or the refusal that the exchange answers. */
export function checkSigner(world: World, request: WireRequest): Signer | WireReply {
  const signer = findSigner(world, 'poloniex', request.headers.key ?? '');
  if (signer === null) return unknownKey;
  const { ipWhitelist, secret } = signer.key;
  if (ipWhitelist !== null && !ipWhitelist.includes(request.address)) return illegalIp;
  if (!isSigned(request, secret)) return badSignature;
  return clockRefusal(request) ?? signer;
}
