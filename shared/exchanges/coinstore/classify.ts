/**
 * What a refusal of Coinstore means, from its own status, code and text.
 *
 * Source: the code list of the official API documentation (coinstore-openapi.github.io, July 2025) and public reports of 1401.
 * A body is `{"code": 1401, "message": "…"}`, the code a number or a text, the text sometimes called `msg`; many refusals
 * come with the status of success. A firewall answers HTML.
 */
import type { Failure, Reason } from '../../reasons';
import { type UnixMs, unixMs } from '../../result';
import { shownDetail } from '../detail';
import type { ExchangeReply } from '../reply';
import { parseServerTime } from './clock';

/**
 * 1401 covers an address that is not on the key's list, a wrong signature and a timestamp that is too far off alike:
 * `key-or-address-refused`, never guessed further. 401 is a key that is wrong, or of a sub-account that was frozen or deleted.
 */
const reasonByCode: Readonly<Record<string, Reason>> = {
  '1401': 'key-or-address-refused',
  '401': 'key-rejected',
  '3005': 'signature-rejected',
  '3011': 'unsupported',
  '3012': 'permission-missing',
  '3013': 'permission-missing',
  '3014': 'permission-missing',
  '3015': 'permission-missing',
  '6001': 'permission-missing',
  '3103': 'unexpected-payload',
  '429': 'rate-limited',
  '400': 'unexpected-payload',
  '404': 'unexpected-payload',
  '500': 'exchange-unavailable',
};

interface ErrorBody {
  readonly code: string;
  readonly message: string;
}

/** The code and text of a body that is one of Coinstore's envelopes; null where it is none. */
function readErrorBody(body: string): ErrorBody | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('code' in parsed)) return null;
  const { code } = parsed;
  if (typeof code !== 'number' && typeof code !== 'string') return null;
  const texts = ['message' in parsed ? parsed.message : null, 'msg' in parsed ? parsed.msg : null];
  const message = texts.find((text): text is string => typeof text === 'string' && text !== '') ?? '';
  return { code: shownDetail(String(code)).slice(0, 20), message };
}

/** Limits and blocks are told by the status whatever the body says; then the code decides, then the status again. */
function reasonOf(status: number, code: string | null): Reason {
  if (status === 429) return 'rate-limited';
  if (status === 451) return 'region-blocked';
  const byCode = code !== null && Object.hasOwn(reasonByCode, code) ? reasonByCode[code] : undefined;
  if (byCode) return byCode;
  if (status === 403 && code === null) return 'region-blocked';
  if (status === 401) return 'key-rejected';
  if (status >= 500) return 'exchange-unavailable';
  return 'unexpected-payload';
}

/** `Retry-After` in seconds or as a date; 0 tells nothing. */
function retryAt(reply: ExchangeReply): UnixMs | null {
  const header = reply.headers['retry-after']?.trim() ?? '';
  if (/^[1-9]\d{0,8}$/.test(header)) return unixMs(reply.receivedAt + Number(header) * 1000);
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return date > reply.receivedAt ? unixMs(date) : null;
}

/** Signatures are made for spans of so long; a clock that is off by less cannot be why one is refused for its time. */
const toleratedSkewMs = 30_000;

/** This computer's clock minus the exchange's, by the reply's own date; null where it is undated or within the span. */
function skewOf(reply: ExchangeReply): number | null {
  const time = parseServerTime(reply);
  if (!time.ok) return null;
  const skewMs = reply.receivedAt - time.value;
  return Math.abs(skewMs) > toleratedSkewMs ? skewMs : null;
}

/**
 * The reason behind a reply that is not what was asked for.
 *
 * `code` is Coinstore's code, else the HTTP status. `detail` is its own text without secrets or markup, the whole body where it
 * has no words. `untilAt` comes with
 * `rate-limited` and `exchange-unavailable` where the reply has a `Retry-After`. `skewMs` comes with `key-or-address-refused`
 * and `signature-rejected` where the reply is dated more than 30 s from this computer's clock: a likely cause, not a proof.
 * 200 1401 "Unauthorized" gives `key-or-address-refused`; 401 "signature-failed" gives `key-rejected`; an HTML 403 gives
 * `region-blocked`; a code or a text that is not known gives `unexpected-payload` with that text.
 */
export function classify(reply: ExchangeReply): Failure {
  const said = readErrorBody(reply.body);
  const reason = reasonOf(reply.status, said?.code ?? null);
  const untilAt = reason === 'rate-limited' || reason === 'exchange-unavailable' ? retryAt(reply) : null;
  const skewMs = reason === 'key-or-address-refused' || reason === 'signature-rejected' ? skewOf(reply) : null;
  const detail = shownDetail(said?.message || reply.body);
  return {
    reason,
    host: reply.host,
    code: said?.code ?? String(reply.status),
    ...(untilAt === null ? {} : { untilAt }),
    ...(skewMs === null ? {} : { skewMs }),
    ...(detail === '' ? {} : { detail }),
  };
}

/** Whether a payload that came with a success status is none: anything but an envelope whose code is 0. */
export const isRefusal = (payload: unknown): boolean =>
  !(typeof payload === 'object' && payload !== null && 'code' in payload && String(payload.code) === '0');
