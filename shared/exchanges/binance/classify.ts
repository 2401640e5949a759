/**
 * What a refusal of Binance means, from its own status, code and text.
 *
 * Source: the spot API's errors.md and rest-api.md ("General Information on Endpoints", "IP Limits"), read July 2026.
 * A body is `{"code": -2015, "msg": "…"}`, or a firewall's HTML.
 */
import type { Failure, Reason } from '../../reasons';
import { type UnixMs, unixMs } from '../../result';
import { shownDetail } from '../detail';
import type { ExchangeReply } from '../reply';

/** −2015 covers a wrong key, a refused address and a missing right alike: `key-or-address-refused`, never guessed further. */
const reasonByCode: Readonly<Record<string, Reason>> = {
  '-1000': 'exchange-unavailable',
  '-1001': 'exchange-unavailable',
  '-1002': 'permission-missing',
  '-1003': 'rate-limited',
  '-1006': 'exchange-unavailable',
  '-1007': 'exchange-unavailable',
  '-1008': 'exchange-unavailable',
  '-1020': 'unsupported',
  '-1021': 'clock-skew',
  '-1022': 'signature-rejected',
  '-1121': 'unsupported',
  '-2008': 'key-rejected',
  '-2014': 'key-rejected',
  '-2015': 'key-or-address-refused',
  '1': 'exchange-unavailable',
};

interface ErrorBody {
  readonly code: string;
  readonly message: string;
}

const codeInBody = /"code"\s*:\s*"?(-?\d{1,6})"?\s*[,}]/;

/** The code and message of an error body; null where the text is none. */
function readErrorBody(body: string): ErrorBody | null {
  const text = body.trim();
  const code = text.startsWith('{') ? codeInBody.exec(text.slice(0, 4096))?.[1] : undefined;
  if (code === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    const message = typeof parsed === 'object' && parsed !== null && 'msg' in parsed ? parsed.msg : '';
    return { code, message: typeof message === 'string' ? message : '' };
  } catch {
    return { code, message: '' };
  }
}

/** Limits and blocks are told by the status whatever the body says; then the code decides, then the status again. */
function reasonOf(status: number, code: string | null): Reason {
  if (status === 429 || status === 418) return 'rate-limited';
  if (status === 451) return 'region-blocked';
  const byCode = code === null ? undefined : reasonByCode[code];
  if (byCode) return byCode;
  if (status === 403 && code === null) return 'region-blocked';
  if (status >= 500) return 'exchange-unavailable';
  return 'unexpected-payload';
}

/** "banned until 1659146400000", else `Retry-After` in seconds or as a date. 0 has been seen and tells nothing. */
function retryAt(reply: ExchangeReply): UnixMs | null {
  const banned = /banned until (\d{13})\b/.exec(reply.body.slice(0, 4096))?.[1];
  if (banned) return unixMs(Number(banned));
  const header = reply.headers['retry-after']?.trim() ?? '';
  if (/^[1-9]\d{0,8}$/.test(header)) return unixMs(reply.receivedAt + Number(header) * 1000);
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return date > reply.receivedAt ? unixMs(date) : null;
}

/** The caller's address where the text names it: "…, request ip: 203.0.113.9". */
function addressIn(message: string): string | null {
  const named = /request ip:\s*([0-9a-f.:]{2,45})/i.exec(message)?.[1]?.replace(/[.:]+$/, '');
  return named && /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i.test(named) ? named : null;
}

/** This computer's clock minus the exchange's, by the reply's `Date` header. It counts whole seconds: one or less is none. */
function skewOf(reply: ExchangeReply): number | null {
  const skewMs = reply.receivedAt - Date.parse(reply.headers.date ?? '');
  return Math.abs(skewMs) > 1000 ? skewMs : null;
}

/**
 * The reason behind a reply that is not what was asked for.
 *
 * `code` is Binance's code, else the HTTP status. `detail` is its own text without secrets or markup, the whole body where it
 * has no words. `address` comes with
 * `key-or-address-refused` where the text names one; `untilAt` with `rate-limited` and `exchange-unavailable` where the reply
 * tells one (a `Retry-After` of 0 does not); `skewMs` with `clock-skew` where the reply is dated.
 * 401 −2015 gives `key-or-address-refused`; 418 "IP banned until 1659146400000" gives `rate-limited` until then;
 * an HTML 403 gives `region-blocked`; a code or a text that is not known gives `unexpected-payload` with that text.
 */
export function classify(reply: ExchangeReply): Failure {
  const said = readErrorBody(reply.body);
  const reason = reasonOf(reply.status, said?.code ?? null);
  const untilAt = reason === 'rate-limited' || reason === 'exchange-unavailable' ? retryAt(reply) : null;
  const address = reason === 'key-or-address-refused' && said ? addressIn(said.message) : null;
  const skewMs = reason === 'clock-skew' ? skewOf(reply) : null;
  const detail = shownDetail(said?.message || reply.body);
  return {
    reason,
    host: reply.host,
    code: said?.code ?? String(reply.status),
    ...(untilAt === null ? {} : { untilAt }),
    ...(address === null ? {} : { address }),
    ...(skewMs === null ? {} : { skewMs }),
    ...(detail === '' ? {} : { detail }),
  };
}

/** Whether a JSON object that came with a success status is an error all the same: `{"code": -1003, "msg": "…"}`. */
export const isErrorBody = (payload: unknown): boolean =>
  typeof payload === 'object' &&
  payload !== null &&
  !Array.isArray(payload) &&
  'code' in payload &&
  'msg' in payload &&
  payload.code !== '0' &&
  payload.code !== '200';
