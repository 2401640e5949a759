/**
 * What a refusal of MEXC means, from its own code and text, and only then from the status.
 *
 * Source: the spot v3 documentation (HTTP Return Codes, Limits, Error Code) and the contract v1 error list, read 2025. A spot
 * body is `{"code": 700006, "msg": "…"}`, a futures one `{"success": false, "code": 406, "message": "…"}` with status 200, a
 * firewall's is HTML. With which status the codes of keys and addresses (7000xx) come is not published: the code decides
 * whatever the status.
 */
import type { Failure, Reason } from '../../reasons';
import { type UnixMs, unixMs } from '../../result';
import { shownDetail } from '../detail';
import type { ExchangeReply } from '../reply';

const spotReasons: Readonly<Record<string, Reason>> = {
  '-1121': 'unsupported',
  '429': 'rate-limited',
  '500': 'exchange-unavailable',
  '501': 'exchange-unavailable',
  '503': 'exchange-unavailable',
  '504': 'exchange-unavailable',
  '602': 'signature-rejected',
  '604': 'exchange-unavailable',
  '801': 'exchange-unavailable',
  '10007': 'unsupported',
  '10072': 'key-rejected',
  '10073': 'clock-skew',
  '11444': 'exchange-unavailable',
  '700001': 'key-rejected',
  '700002': 'signature-rejected',
  '700003': 'clock-skew',
  '700006': 'ip-not-whitelisted',
  '700007': 'permission-missing',
  '730001': 'unsupported',
};

/** The futures side is not read; its codes are known all the same, for a reply in its envelope is a refusal too. */
const futuresReasons: Readonly<Record<string, Reason>> = {
  '402': 'key-rejected',
  '406': 'ip-not-whitelisted',
  '500': 'exchange-unavailable',
  '501': 'exchange-unavailable',
  '510': 'rate-limited',
  '513': 'clock-skew',
  '602': 'signature-rejected',
  '604': 'exchange-unavailable',
  '701': 'permission-missing',
  '801': 'exchange-unavailable',
};

interface ErrorBody {
  readonly futures: boolean;
  readonly code: string;
  readonly message: string;
}

/** The code and message of an error body; null where the text is none. */
function readErrorBody(body: string): ErrorBody | null {
  if (!body.trimStart().startsWith('{')) return null;
  try {
    const said: Record<string, unknown> = JSON.parse(body);
    const code = String(said.code ?? '');
    if (!/^-?\d{1,9}$/.test(code)) return null;
    const message = said.msg ?? said.message;
    return { futures: 'success' in said, code, message: typeof message === 'string' ? message : '' };
  } catch {
    return null;
  }
}

/** Limits and blocks are told by the status whatever the body says; then code and text decide, then the status again. */
function reasonOf(status: number, said: ErrorBody | null): Reason {
  if (status === 429 || status === 418) return 'rate-limited';
  if (status === 451) return 'region-blocked';
  if (said) {
    if (/\bunder maintenance\b/i.test(said.message)) return 'exchange-unavailable';
    const byCode = (said.futures ? futuresReasons : spotReasons)[said.code];
    if (byCode) return byCode;
  }
  if (status === 403 && !said) return 'region-blocked';
  if (status >= 500) return 'exchange-unavailable';
  return 'unexpected-payload';
}

/** `Retry-After` in seconds or as a date; 0 tells nothing. */
function retryAt({ headers, receivedAt }: ExchangeReply): UnixMs | null {
  const header = headers['retry-after']?.trim() ?? '';
  if (/^[1-9]\d{0,8}$/.test(header)) return unixMs(receivedAt + Number(header) * 1000);
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return date > receivedAt ? unixMs(date) : null;
}

/** The caller's address where the text names it: "IP [203.0.113.7] not in the ip white list". */
function addressIn(message: string): string | null {
  const named = /\bip\s*\[?\s*([0-9a-f.:]{2,45})/i.exec(message)?.[1]?.replace(/[.:]+$/, '');
  return named && /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)$/i.test(named) ? named : null;
}

/** This computer's clock minus the exchange's, by the reply's `Date` header. It counts whole seconds: one or less is none. */
function skewOf({ headers, receivedAt }: ExchangeReply): number | null {
  const skewMs = receivedAt - Date.parse(headers.date ?? '');
  return Math.abs(skewMs) > 1000 ? skewMs : null;
}

/**
 * The reason behind a reply that is not what was asked for.
 *
 * `code` is MEXC's code, else the HTTP status. `detail` is its own text without secrets or markup, the whole body where it
 * has no words. `address` comes with
 * `ip-not-whitelisted` where the text names one; `untilAt` with `rate-limited` and `exchange-unavailable` where the reply
 * tells one; `skewMs` with `clock-skew` where the reply is dated.
 * 700006 "IP [203.0.113.7] not in the ip white list" gives `ip-not-whitelisted` with 203.0.113.7, whatever its status; an HTML
 * 403 gives `region-blocked`; a code that is not known, such as 400 "start time cannot be earlier than 90 days", gives
 * `unexpected-payload` with that text.
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
    code: said?.code ?? String(reply.status),
    ...(untilAt === null ? {} : { untilAt }),
    ...(address === null ? {} : { address }),
    ...(skewMs === null ? {} : { skewMs }),
    ...(detail === '' ? {} : { detail }),
  };
}

/**
 * Whether a JSON object that came with a success status is a refusal all the same: `{"code": 700006, "msg": "…"}`, or the
 * futures envelope with `success` false. Codes 0 and 200 are success.
 */
export const isErrorBody = (payload: unknown): boolean =>
  typeof payload === 'object' &&
  payload !== null &&
  !Array.isArray(payload) &&
  (('success' in payload && payload.success === false) ||
    ('code' in payload &&
      payload.code !== '0' &&
      payload.code !== '200' &&
      ('msg' in payload || 'message' in payload)));
