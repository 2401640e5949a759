/**
 * What a refusal of Gate means, from its own label, text and status.
 *
 * Source: the "Error Handling" and "Frequency limit rule" chapters of Gate's API v4 pages, and recorded bodies, read
 * November 2026. A body is `{"label": "FORBIDDEN", "message": "…"}`, or a firewall's HTML.
 */
import type { Failure, Reason } from '../../reasons';
import { type UnixMs, unixMs } from '../../result';
import { shownDetail } from '../detail';
import type { ExchangeReply } from '../reply';

/**
 * FORBIDDEN is not here: it is a missing right and a refused address alike, told apart by its text.
 *
 * USER_NOT_FOUND means that the account has never opened the product that was asked for (a unified or a futures account):
 * a state of the account that its owner can change, hence `account-mode`; `unsupported` would say that Fillbook cannot.
 */
const reasonByLabel: Readonly<Record<string, Reason>> = {
  IP_FORBIDDEN: 'ip-not-whitelisted',
  READ_ONLY: 'permission-missing',
  INVALID_KEY: 'key-rejected',
  INVALID_CREDENTIALS: 'key-rejected',
  INVALID_SIGNATURE: 'signature-rejected',
  REQUEST_EXPIRED: 'clock-skew',
  TOO_MANY_REQUESTS: 'rate-limited',
  TOO_FAST: 'rate-limited',
  USER_NOT_FOUND: 'account-mode',
  ACCOUNT_LOCKED: 'account-mode',
  INVALID_CURRENCY: 'unsupported',
  INVALID_CURRENCY_PAIR: 'unsupported',
  SERVER_ERROR: 'exchange-unavailable',
  INTERNAL: 'exchange-unavailable',
  TOO_BUSY: 'exchange-unavailable',
};

interface ErrorBody {
  readonly label: string;
  readonly message: string;
}

const labelShape = /^[A-Z][A-Z0-9_]{1,63}$/;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The label and message of a parsed body; null where it has no label. Futures calls write `detail` for `message`. */
function errorIn(payload: unknown): ErrorBody | null {
  if (typeof payload !== 'object' || payload === null || !('label' in payload)) return null;
  const label = textOf(payload.label);
  if (!labelShape.test(label)) return null;
  const message = 'message' in payload ? textOf(payload.message) : '';
  return { label, message: message !== '' || !('detail' in payload) ? message : textOf(payload.detail) };
}

function readErrorBody(body: string): ErrorBody | null {
  const text = body.trim();
  if (!text.startsWith('{')) return null;
  try {
    return errorIn(JSON.parse(text));
  } catch {
    return null;
  }
}

const notWhitelisted = /\bIP\b.*\bwhitelist/i;

/** Limits and blocks are told by the status whatever the body says; then the label decides, then the status again. */
function reasonOf(status: number, said: ErrorBody | null): Reason {
  if (status === 429) return 'rate-limited';
  if (status === 451) return 'region-blocked';
  if (said?.label === 'FORBIDDEN')
    return notWhitelisted.test(said.message) ? 'ip-not-whitelisted' : 'permission-missing';
  const byLabel = said === null ? undefined : reasonByLabel[said.label];
  if (byLabel) return byLabel;
  if (status === 403 && said === null) return 'region-blocked';
  if (status >= 500) return 'exchange-unavailable';
  return 'unexpected-payload';
}

/** Seconds, or milliseconds where there are too many digits for seconds; null for no number. */
function instantOf(header: string | undefined): number | null {
  if (header === undefined || !/^\d{10,13}$/.test(header.trim())) return null;
  const value = Number(header.trim());
  return value < 100_000_000_000 ? value * 1000 : value;
}

/**
 * Until when to wait: `X-Gate-RateLimit-Reset-Timestamp`, else `Retry-After` in seconds.
 * The former is the present second where nothing was exceeded: an instant that has passed tells nothing.
 */
function retryAt({ headers, receivedAt }: ExchangeReply): UnixMs | null {
  const reset = instantOf(headers['x-gate-ratelimit-reset-timestamp']);
  if (reset !== null && reset > receivedAt) return unixMs(reset);
  const after = headers['retry-after']?.trim() ?? '';
  return /^[1-9]\d{0,8}$/.test(after) ? unixMs(receivedAt + Number(after) * 1000) : null;
}

/** The caller's address where the text names it: "Request IP not in whitelist: 203.0.113.9". */
function addressIn(message: string): string | null {
  const named = /whitelist:\s*([0-9a-f.:]{2,45})/i.exec(message)?.[1]?.replace(/[.:]+$/, '');
  return named && /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)$/i.test(named) ? named : null;
}

/** This computer's clock minus the exchange's, by the reply's `Date` header. It counts whole seconds: one or less is none. */
function skewOf(reply: ExchangeReply): number | null {
  const skewMs = reply.receivedAt - Date.parse(reply.headers.date ?? '');
  return Math.abs(skewMs) > 1000 ? skewMs : null;
}

/**
 * The reason behind a reply that is not what was asked for.
 *
 * `code` is Gate's label, else the HTTP status. `detail` is its own text without secrets or markup, the whole body where it
 * has no words. `address` comes with
 * `ip-not-whitelisted` where the text names one; `untilAt` with `rate-limited` and `exchange-unavailable` where the reply tells
 * one that lies ahead; `skewMs` with `clock-skew` where the reply is dated; `subject` with an unopened product.
 * 403 FORBIDDEN "Request IP not in whitelist: 1.1.1.1" gives `ip-not-whitelisted` with that address, and `permission-missing`
 * with any other text; 403 REQUEST_EXPIRED gives `clock-skew`; an HTML 403 gives `region-blocked`; a label or a text that is
 * not known gives `unexpected-payload` with that text.
 */
export function classify(reply: ExchangeReply): Failure {
  const said = readErrorBody(reply.body);
  const reason = reasonOf(reply.status, said);
  const untilAt = reason === 'rate-limited' || reason === 'exchange-unavailable' ? retryAt(reply) : null;
  const address = reason === 'ip-not-whitelisted' && said ? addressIn(said.message) : null;
  const skewMs = reason === 'clock-skew' ? skewOf(reply) : null;
  const detail = shownDetail(said?.message || reply.body);
  return {
    reason,
    host: reply.host,
    code: said?.label ?? String(reply.status),
    ...(untilAt === null ? {} : { untilAt }),
    ...(address === null ? {} : { address }),
    ...(skewMs === null ? {} : { skewMs }),
    ...(said?.label === 'USER_NOT_FOUND' ? { subject: 'unopened product' } : {}),
    ...(detail === '' ? {} : { detail }),
  };
}

/** Whether a payload that came with a success status is an error all the same: `{"label": "FORBIDDEN", "message": "…"}`. */
export const isErrorBody = (payload: unknown): boolean => errorIn(payload) !== null;
