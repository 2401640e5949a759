/**
 * Who signed a request, checked as BitMart does.
 *
 * X-BM-KEY names the key; X-BM-SIGN is the HMAC-SHA256, in hex, of `timestamp#memo#payload`, where the payload is the query of a
 * GET or the body of a POST exactly as sent. X-BM-TIMESTAMP may be a minute off; for endpoints of the fourth version less than
 * 1 s ahead and at most `recvWindow` (5000 ms, at most 60000) behind. A wrong memo is a wrong signature.
 *
 * Some endpoints ("keyed") demand the key alone. Whether they check a signature that comes along is not published; here they do.
 * The order of the checks is not published; here: key, address, headers, signature, clock.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireReply, WireRequest } from '../exchange';
import { findSigner, type Signer } from '../signer';
import type { ApiKey, World } from '../world';
import {
  addressRefused,
  badSignature,
  badTimestamp,
  badWindow,
  noKey,
  noSignature,
  noTimestamp,
  notWithinAMinute,
  outsideWindow,
  unknownKey,
} from './replies';

export const sign = (key: Pick<ApiKey, 'secret' | 'memo'>, timestamp: string, payload: string): string =>
  createHmac('sha256', key.secret).update(`${timestamp}#${key.memo}#${payload}`).digest('hex');

function matches(request: WireRequest, key: ApiKey, timestamp: string, given: string): boolean {
  const expected = Buffer.from(sign(key, timestamp, request.method === 'GET' ? request.rawQuery : request.body));
  const received = Buffer.from(given.toLowerCase());
  return received.length === expected.length && timingSafeEqual(received, expected);
}

const recvWindowOf = (body: string): number => {
  const told = /"recvWindow":(\d+)/.exec(body)?.[1];
  return told === undefined ? 5000 : Number(told);
};

function clockRefusal(request: WireRequest, timestamp: number): WireReply | null {
  const behindMs = request.nowMs - timestamp;
  if (!request.path.startsWith('/spot/v4/')) return Math.abs(behindMs) > 60_000 ? notWithinAMinute : null;
  const recvWindow = recvWindowOf(request.body);
  if (recvWindow <= 0 || recvWindow > 60_000) return badWindow;
  return behindMs > -1000 && behindMs <= recvWindow ? null : outsideWindow;
}

/** The signer, or the refusal that the exchange answers. `keyed`: the endpoint demands no signature. */
export function checkSigner(world: World, request: WireRequest, keyed: boolean): Signer | WireReply {
  const { headers } = request;
  const apiKey = headers['x-bm-key'] ?? '';
  if (apiKey === '') return noKey;
  const signer = findSigner(world, 'bitmart', apiKey);
  if (signer === null) return unknownKey;
  const { ipWhitelist } = signer.key;
  if (ipWhitelist !== null && !ipWhitelist.includes(request.address)) return addressRefused;
  const [given = '', timestamp = ''] = [headers['x-bm-sign'], headers['x-bm-timestamp']];
  if (keyed && given === '' && timestamp === '') return signer;
  if (given === '') return noSignature;
  if (timestamp === '') return noTimestamp;
  if (!/^\d{13}$/.test(timestamp)) return badTimestamp;
  if (!matches(request, signer.key, timestamp, given)) return badSignature;
  return clockRefusal(request, Number(timestamp)) ?? signer;
}
