/**
 * What a refusal of BitMart means, from its own status, code and text.
 *
 * A body is `{"message": "…", "code": 30007, "trace": "…", "data": {}}`; 1000 with the message "OK" or "success" is the only
 * success, whatever the HTTP status (30016 and 30019 come with 200). Source: the error tables of BitMart's spot API
 * documentation, with its HTTP statuses. 401 are faults of the three headers, 403 those of the key's rights or address.
 */
import type { Failure, Reason } from '../../reasons';
import { type UnixMs, unixMs } from '../../result';
import { shownDetail } from '../detail';
import type { ExchangeReply } from '../reply';

/**
 * 30004 is an empty signature header, beside 30005, a wrong one. 30003, 30011 and 30012 are keys that were frozen, have expired,
 * or may request nothing any more: reading is a right that every key of BitMart has, so that only another key helps.
 * 50041 is the range of time that was asked for: paging answers it before a trader sees it.
 */
const reasonByCode: Readonly<Record<string, Reason>> = {
  ...{ '30001': 'key-rejected', '30002': 'key-rejected', '30003': 'key-rejected' },
  ...{ '30011': 'key-rejected', '30012': 'key-rejected' },
  ...{ '30004': 'signature-rejected', '30005': 'signature-rejected' },
  '30007': 'clock-skew',
  '30010': 'ip-not-whitelisted',
  ...{ '30013': 'rate-limited', '30017': 'rate-limited' },
  ...{ '30014': 'exchange-unavailable', '30016': 'exchange-unavailable', '50022': 'exchange-unavailable' },
  ...{ '30019': 'permission-missing', '40006': 'permission-missing' },
  ...{ '53003': 'permission-missing', '53005': 'permission-missing' },
  ...{ '30018': 'unexpected-payload', '50041': 'unexpected-payload' },
  ...{ '30030': 'unsupported', '30031': 'unsupported' },
  ...{ '53000': 'account-mode', '53002': 'account-mode', '53006': 'account-mode' },
  ...{ '53007': 'account-mode', '53009': 'account-mode', '53011': 'account-mode' },
  ...{ '53001': 'region-blocked', '53004': 'region-blocked', '53008': 'region-blocked' },
};

/** Codes that an address and a missing right share: the text says which. */
const addressOrRight = new Set(['30010', '30019', '40006']);

/** BitMart's code for a range of time that it does not serve: too wide, or too old. */
export const rangeCode = '50041';
/** BitMart's code for a public list without rows. */
export const noDataCode = '70000';

interface ErrorBody {
  readonly code: string | null;
  readonly message: string;
}

/** The code and message of an error body, each where it is there; null where the text is no JSON object. */
function readErrorBody(body: string): ErrorBody | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    const { code, message }: { code?: unknown; message?: unknown } = parsed;
    return {
      code: typeof code === 'number' || typeof code === 'string' ? shownDetail(String(code)).slice(0, 40) : null,
      message: typeof message === 'string' ? message : '',
    };
  } catch {
    return null;
  }
}

const longestRead = 4096;
const ended =
  /\b(bitmart|platform|exchange|website|services?|operations)\b[^.]{0,40}\b(has|have|is|are|was|were)( been| now| permanently)* (closed|ceased|discontinued|terminated|shut down)\b/i;
const ceased = /\bceased( all)? operations?\b/i;
const onePart =
  /\b(trading|orders?|markets?|symbols?|pairs?|contracts?|currency|channels?|deposits?|withdraw\w*|temporarily)\b/i;

/** Whether a text says plainly that the exchange itself has ended, not a market, a channel, or for a while. */
const saysClosed = (text: string): boolean => (ended.test(text) || ceased.test(text)) && !onePart.test(text);
const saysDown = (text: string): boolean => /\b(service is down|maintenance|unavailable)\b/i.test(text);

/** Limits and blocks are told by the status whatever the body says; then the code decides, then the text, then the status. */
function reasonOf(status: number, said: ErrorBody | null, text: string): Reason {
  if (status === 429 || status === 418) return 'rate-limited';
  if (status === 451) return 'region-blocked';
  const byCode = said?.code && Object.hasOwn(reasonByCode, said.code) ? reasonByCode[said.code] : undefined;
  if (said?.code && addressOrRight.has(said.code)) {
    if (/\bip\b/i.test(said.message)) return 'ip-not-whitelisted';
    if (/\bpermissions?\b/i.test(said.message)) return 'permission-missing';
  }
  if (byCode) return byCode;
  if (status === 410 || saysClosed(text)) return 'exchange-closed';
  if (status === 403 && said === null) return 'region-blocked';
  return status >= 500 || (said !== null && saysDown(text)) ? 'exchange-unavailable' : 'unexpected-payload';
}

/** `Retry-After` in seconds, else `X-BM-RateLimit-Reset`: the length of the window in seconds, after which it is empty again. */
function retryAt({ headers, receivedAt }: ExchangeReply): UnixMs | null {
  const told = [headers['retry-after'], headers['x-bm-ratelimit-reset']].find((text) =>
    /^[1-9]\d{0,6}$/.test(text ?? ''),
  );
  return told === undefined ? null : unixMs(receivedAt + Number(told) * 1000);
}

const addresses =
  /(?<![\w.:])(\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}:[0-9a-f:]{0,29})(?!\w)/i;

/** The caller's address where the text names one; BitMart's published text does not. */
const addressIn = (message: string): string | null => addresses.exec(message)?.[1] ?? null;

/** This computer's clock minus the exchange's, by the reply's `Date` header. It counts whole seconds: one or less is none. */
function skewOf(reply: ExchangeReply): number | null {
  const skewMs = reply.receivedAt - Date.parse(reply.headers.date ?? '');
  return Math.abs(skewMs) > 1000 ? skewMs : null;
}

/**
 * The reason behind a reply that is not what was asked for.
 *
 * `code` is BitMart's code, else the HTTP status. `detail` is its own text without secrets or markup; a body without a message
 * is shown as it stands. `address` comes with `ip-not-whitelisted` where the text names one; `untilAt` with `rate-limited` and
 * `exchange-unavailable` where a header tells one; `skewMs` with `clock-skew` where the reply is dated.
 * 403 30010 gives `ip-not-whitelisted`; 200 30016 and an HTML 503 give `exchange-unavailable`; an HTML 403 gives
 * `region-blocked`; 410, or a text that says that the platform has closed, gives `exchange-closed`; a code or a text that is
 * not known gives `unexpected-payload` with that text.
 */
export function classify(reply: ExchangeReply): Failure {
  const said = readErrorBody(reply.body);
  const text = (said?.message || reply.body).slice(0, longestRead);
  const reason = reasonOf(reply.status, said, text);
  const untilAt = reason === 'rate-limited' || reason === 'exchange-unavailable' ? retryAt(reply) : null;
  const address = reason === 'ip-not-whitelisted' && said ? addressIn(said.message) : null;
  const skewMs = reason === 'clock-skew' ? skewOf(reply) : null;
  const detail = shownDetail(text);
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
 * Whether a losslessly read body that came with a success status is a refusal all the same: a code other than 1000, or a message
 * other than OK or success ("This service is down" has come with 1000).
 */
export function isRefusal(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return false;
  const { code, message }: { code?: unknown; message?: unknown } = payload;
  if (code !== undefined && code !== '1000') return true;
  return typeof message === 'string' && !/^(ok|success)$/i.test(message);
}
