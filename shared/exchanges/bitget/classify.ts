/**
 * What a refusal of Bitget means, from its own status, code and text.
 *
 * Source: Bitget's list of error codes (API documentation, "Error Code", spot and unified account) and ccxt's table of them,
 * read November 2026. A body is `{"code":"40018","msg":"Invalid IP","requestTime":…,"data":null}`, or a firewall's HTML.
 */
import type { Failure, Reason } from '../../reasons';
import { type UnixMs, unixMs } from '../../result';
import { shownDetail } from '../detail';
import type { ExchangeReply } from '../reply';
import { successCode } from './envelope';

const reasonByCode: Readonly<Record<string, Reason>> = {
  '429': 'rate-limited',
  '40001': 'key-rejected',
  '40002': 'signature-rejected',
  '40003': 'signature-rejected',
  '40004': 'clock-skew',
  '40005': 'clock-skew',
  '40006': 'key-rejected',
  '40008': 'clock-skew',
  '40009': 'signature-rejected',
  '40011': 'passphrase-rejected',
  '40012': 'passphrase-rejected',
  '40014': 'permission-missing',
  '40015': 'exchange-unavailable',
  '40018': 'ip-not-whitelisted',
  '40037': 'key-rejected',
  '40084': 'account-mode',
  '40085': 'account-mode',
  '40200': 'exchange-unavailable',
  '40604': 'exchange-unavailable',
  // "service return an error": a service behind the interface failed. Named with 45001 among what passes during a release.
  '40725': 'exchange-unavailable',
  '45001': 'exchange-unavailable',
};

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly requestTime: string;
}

/** Texts and numbers as text; anything else is not told. */
const told = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** The code and message of an error body; null where the text is none. */
function readErrorBody(body: string): ErrorBody | null {
  if (!body.trim().startsWith('{')) return null;
  try {
    const parsed: Record<string, unknown> = JSON.parse(body);
    const code = told(parsed.code);
    if (!/^[\w-]{1,12}$/.test(code) || code === successCode) return null;
    return { code, message: told(parsed.msg) || told(parsed.message), requestTime: told(parsed.requestTime) };
  } catch {
    return null;
  }
}

/** Limits and blocks are told by the status whatever the body says; then the code decides, then the status again. */
function reasonOf(status: number, code: string | null): Reason {
  if (status === 429) return 'rate-limited';
  if (status === 451) return 'region-blocked';
  const byCode = code !== null && Object.hasOwn(reasonByCode, code) ? reasonByCode[code] : undefined;
  if (byCode) return byCode;
  if (status === 403 && code === null) return 'region-blocked';
  if (status >= 500) return 'exchange-unavailable';
  return 'unexpected-payload';
}

/** `Retry-After` in seconds or as a date. 0 tells nothing. */
function retryAt({ headers, receivedAt }: ExchangeReply): UnixMs | null {
  const header = headers['retry-after']?.trim() ?? '';
  if (/^[1-9]\d{0,8}$/.test(header)) return unixMs(receivedAt + Number(header) * 1000);
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return date > receivedAt ? unixMs(date) : null;
}

const addressPattern = /(?<![\w.:])(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:])/i;

/** The caller's address where the text names one: "Invalid IP: 203.0.113.9". */
const addressIn = (message: string): string | null => addressPattern.exec(message.slice(0, 300))?.[1] ?? null;

/**
 * This computer's clock minus the exchange's, by `requestTime` of the body, which is Bitget's clock in milliseconds, else by
 * the `Date` header. A second or less is none.
 */
function skewOf({ headers, receivedAt }: ExchangeReply, requestTime: string): number | null {
  const theirs = /^1\d{12}$/.test(requestTime) ? Number(requestTime) : Date.parse(headers.date ?? '');
  const skewMs = receivedAt - theirs;
  return Math.abs(skewMs) > 1000 ? skewMs : null;
}

/**
 * The reason behind a reply that is not what was asked for.
 *
 * `code` is Bitget's code, else the HTTP status. `detail` is its own text without secrets or markup, the whole body where it
 * has no words. `address` comes with
 * `ip-not-whitelisted` where the text names one; `untilAt` with `rate-limited` and `exchange-unavailable` where the reply tells
 * one; `skewMs` with `clock-skew` where the reply is dated.
 * 400 with 40018 gives `ip-not-whitelisted`; 40085 from /api/v2 and 40084 from /api/v3 give `account-mode`; an HTML 403 gives
 * `region-blocked`; a code or a text that is not known gives `unexpected-payload` with that text.
 */
export function classify(reply: ExchangeReply): Failure {
  const said = readErrorBody(reply.body);
  const reason = reasonOf(reply.status, said?.code ?? null);
  const untilAt = reason === 'rate-limited' || reason === 'exchange-unavailable' ? retryAt(reply) : null;
  const address = reason === 'ip-not-whitelisted' && said ? addressIn(said.message) : null;
  const skewMs = reason === 'clock-skew' ? skewOf(reply, said?.requestTime ?? '') : null;
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

/** Whether a JSON object that came with a success status is a refusal all the same: any code but that of success. */
export const isRefusal = (payload: unknown): boolean =>
  typeof payload === 'object' &&
  payload !== null &&
  !Array.isArray(payload) &&
  'code' in payload &&
  payload.code !== successCode;
