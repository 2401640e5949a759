/**
 * What a refusal of Poloniex means, from its own status, code and text.
 *
 * Spot answers `{"code": 21355, "message": "…"}`, futures (`/v3`) `{"code": 1002, "msg": "…", "data": …}`, older parts
 * `{"error": "…"}` or `{"code": "FORBIDDEN", "message": "…"}`, the gate in front a status with an empty body, the firewall HTML.
 * The codes are those of the spot and futures error lists; of the texts that come with 401 only "Illegal of ip" is known.
 */
import type { Failure, Reason } from '../../reasons';
import { type UnixMs, unixMs } from '../../result';
import { shownDetail } from '../detail';
import type { ExchangeReply } from '../reply';

/** What is not here is told by the status, and by the text where that is clear. */
const reasonByCode: Readonly<Record<string, Reason>> = {
  '415': 'exchange-unavailable', // System Error
  '429': 'rate-limited', // TOO_MANY_REQUEST
  '500': 'exchange-unavailable', // Internal System Error
  '503': 'exchange-unavailable', // DEGRADE_ERROR
  '603': 'exchange-unavailable', // Internal Request Timeout
  '1000': 'account-mode', // futures: the user does not exist there
  '1001': 'exchange-unavailable', // futures: SYSTEM_CONFIG_ERROR
  '1002': 'exchange-unavailable', // futures: SYSTEM_MAINTENANCE
  '1003': 'account-mode', // futures: the user is frozen
  '10001': 'unsupported', // futures: SYMBOL_NOT_EXISTS
  '10008': 'account-mode', // futures: the user's state is abnormal
  '10040': 'unsupported', // Invalid symbol
  '21340': 'exchange-unavailable', // Maintenance Mode
  '21353': 'region-blocked', // not supported for US customers
  '21600': 'account-mode', // Account Not Found
  '21601': 'account-mode', // Account locked
  '21605': 'account-mode', // Invalid Account Type
  '21707': 'exchange-unavailable', // Internal accounts Error
  '24101': 'unsupported', // Invalid symbol
  '24201': 'exchange-unavailable', // Service busy
  '250012': 'account-mode', // Futures account is not valid
};

interface ErrorBody {
  /** Null where the body has a text only. */
  readonly code: string | null;
  readonly message: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The code and message of an error body; null where the text is none. A code in no more than 6 digits loses none as a number. */
function readErrorBody(body: string): ErrorBody | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isRecord(parsed) || !('code' in parsed || 'error' in parsed)) return null;
  const { code, message, msg, error } = parsed;
  const inside = isRecord(error) ? error.message : error;
  const said = [message, msg, inside].map(textOf).find((text) => text !== null);
  const shown = typeof code === 'number' || typeof code === 'string' ? shownDetail(String(code)).slice(0, 40) : null;
  return { code: shown, message: said ?? '' };
}

const causes: readonly (readonly [Reason, RegExp])[] = [
  ['ip-not-whitelisted', /\bip\b|white-?list/i],
  ['permission-missing', /permission/i],
  ['signature-rejected', /signature|\bsecret\b/i],
  ['key-rejected', /\bapi[-_ ]?key\b/i],
  ['clock-skew', /time-?stamp|sign ?time|recv-?window/i],
];

/** A text that names one cause tells it; one that names several, or none, leaves open which it is. */
function causeIn(message: string): Reason | null {
  const named = causes.filter(([, words]) => words.test(message));
  return named.length === 1 ? (named[0]?.[0] ?? null) : null;
}

/** The status or a code that repeats it: 401, 403, 408 or 400, told by its text where that is clear. */
function reasonOfAccess(kind: string, message: string): Reason | null {
  const cause = causeIn(message);
  if (kind === '401' || kind === 'FORBIDDEN' || kind === 'UNAUTHORIZED') return cause ?? 'key-or-address-refused';
  if (kind === '403') return cause === 'ip-not-whitelisted' ? cause : 'permission-missing';
  if (kind === '408') return 'clock-skew';
  if (kind === '400') return cause === 'clock-skew' ? cause : null;
  return null;
}

/** A text that is no JSON comes from the firewall or the gateway in front, whose 403 says nothing about a key. */
function reasonOfGateway(status: number): Reason {
  if (status === 401) return 'key-or-address-refused';
  if (status === 403) return 'region-blocked';
  return status >= 500 || status === 408 ? 'exchange-unavailable' : 'unexpected-payload';
}

/** Limits and blocks are told by the status whatever the body says; then the code decides, then the status again. */
function reasonOf({ status, body }: ExchangeReply, said: ErrorBody | null): Reason {
  if (status === 429 || status === 418) return 'rate-limited';
  if (status === 451) return 'region-blocked';
  if (said === null && body.trim() !== '') return reasonOfGateway(status);
  const { code = null, message = '' } = said ?? {};
  const known = code !== null && Object.hasOwn(reasonByCode, code) ? reasonByCode[code] : null;
  const byCode = code === null ? null : (reasonOfAccess(code, message) ?? known);
  if (byCode) return byCode;
  if (status >= 500) return 'exchange-unavailable';
  return reasonOfAccess(String(status), message) ?? 'unexpected-payload';
}

/** `Retry-After` in seconds or as a date. 0 tells nothing. */
function retryAt({ headers, receivedAt }: ExchangeReply): UnixMs | null {
  const header = headers['retry-after']?.trim() ?? '';
  if (/^[1-9]\d{0,8}$/.test(header)) return unixMs(receivedAt + Number(header) * 1000);
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return date > receivedAt ? unixMs(date) : null;
}

/** The caller's address where the text names it. */
function addressIn(message: string): string | null {
  const words = message.split(/[\s,;()[\]"']+/).map((word) => word.replace(/[.:]+$/, ''));
  return words.find((word) => /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7})$/i.test(word)) ?? null;
}

/** This computer's clock minus the exchange's, by the reply's `Date` header. It counts whole seconds: one or less is none. */
function skewOf({ receivedAt, headers }: ExchangeReply): number | null {
  const skewMs = receivedAt - Date.parse(headers.date ?? '');
  return Math.abs(skewMs) > 1000 ? skewMs : null;
}

const refusesAddress = new Set<Reason>(['ip-not-whitelisted', 'key-or-address-refused']);
const endsByItself = new Set<Reason>(['rate-limited', 'exchange-unavailable']);

/**
 * The reason behind a reply that is not what was asked for.
 *
 * `code` is Poloniex's code, else the HTTP status. `detail` is its own text without secrets or markup, the whole body where it
 * has no words. `address` comes with a
 * refused address where the text names one; `untilAt` with `rate-limited` and `exchange-unavailable` where `Retry-After` tells
 * one; `skewMs` with `clock-skew` where the reply is dated.
 * 401 "Illegal of ip" gives `ip-not-whitelisted`; a 401 whose text names no cause, or several, or that has none, gives
 * `key-or-address-refused`; 403 gives `permission-missing`, as HTML or plain text `region-blocked`; 408, and a 400 about the
 * timestamp, give `clock-skew`; 21355 (a window that is too wide) and every code that is not known give `unexpected-payload`.
 */
export function classify(reply: ExchangeReply): Failure {
  const said = readErrorBody(reply.body);
  const reason = reasonOf(reply, said);
  const untilAt = endsByItself.has(reason) ? retryAt(reply) : null;
  const address = refusesAddress.has(reason) && said ? addressIn(said.message) : null;
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

/**
 * Whether a JSON object that came with a success status is a refusal all the same: any `code` but 200 (the futures side sends
 * that with every answer), or an `error`.
 */
export const isErrorBody = (payload: unknown): boolean =>
  isRecord(payload) &&
  (('code' in payload && payload.code !== '200') || ('error' in payload && payload.error !== null));
