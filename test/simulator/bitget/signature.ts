/**
 * Who signed a request, checked as Bitget does.
 *
 * Headers: ACCESS-KEY, ACCESS-PASSPHRASE, ACCESS-TIMESTAMP (milliseconds, at most 30 s off) and ACCESS-SIGN, the base64
 * HMAC-SHA256 of timestamp, method, path, "?" and the query as sent (where there is one), and the body. The kind of account is
 * checked before the signature, as Bitget does it. The order of the other checks is not published; here: key, kind, clock,
 * address, passphrase, signature; the endpoint's rights come last.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WireReply, WireRequest } from '../exchange';
import { findSigner, type Signer } from '../signer';
import type { World } from '../world';
import {
  badSignature,
  badTimestamp,
  classicAccount,
  expired,
  noKey,
  noPassphrase,
  noSignature,
  type Refusal,
  unifiedAccount,
  unknownKey,
  wrongAddress,
  wrongPassphrase,
} from './replies';

/** How far a timestamp may be off. */
const toleranceMs = 30_000;

/** The text that a signature covers. */
export function signedText(
  request: Pick<WireRequest, 'method' | 'path' | 'rawQuery' | 'body'>,
  timestamp: string,
): string {
  const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
  return `${timestamp}${request.method}${request.path}${query}${request.body}`;
}

export const sign = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refusalOf(request: WireRequest, { account, key }: Signer): Refusal | null {
  const { headers, nowMs, address, path } = request;
  const timestamp = headers['access-timestamp'] ?? '';
  const asksUnified = path.startsWith('/api/v3/');
  if (asksUnified !== (account.mode === 'unified')) return asksUnified ? classicAccount : unifiedAccount;
  if (!/^\d{13}$/.test(timestamp)) return badTimestamp;
  if (Math.abs(nowMs - Number(timestamp)) > toleranceMs) return expired;
  if (key.ipWhitelist !== null && !key.ipWhitelist.includes(address)) return wrongAddress;
  const passphrase = headers['access-passphrase'] ?? '';
  if (passphrase === '') return noPassphrase;
  if (!isSame(passphrase, key.passphrase)) return wrongPassphrase;
  const signature = headers['access-sign'] ?? '';
  if (signature === '') return noSignature;
  return isSame(signature, sign(key.secret, signedText(request, timestamp))) ? null : badSignature;
}

/** The signer, or the refusal that the exchange answers. */
export function checkSigner(world: World, request: WireRequest): Signer | WireReply {
  const apiKey = request.headers['access-key'] ?? '';
  if (apiKey === '') return noKey(request.nowMs);
  const signer = findSigner(world, 'bitget', apiKey);
  if (signer === null) return unknownKey(request.nowMs);
  const refused = refusalOf(request, signer);
  return refused === null ? signer : refused(request.nowMs);
}
