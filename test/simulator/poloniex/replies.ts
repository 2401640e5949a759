/**
 * Poloniex's replies: compact JSON, spot errors as {"code":n,"message":"…"}, everything of the futures side (/v3) inside
 * {"code":n,"msg":"…","data":…}, its errors with the status of success. Ids above 2^53 stand as bare numbers where the exchange
 * writes them so.
 */
import type { WireReply } from '../exchange';

const bare = /"#(\d+)"/g;

/** A bigint becomes a bare number, digit for digit. */
export const json = (value: unknown, status = 200): WireReply => ({
  status,
  body: JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `#${part}` : part)).replace(bare, '$1'),
});

export const refusal = (status: number, code: number, message: string): WireReply => json({ code, message }, status);

export const futures = (data: unknown): WireReply => json({ code: 200, msg: '', data });

const futuresRefusal = (code: number, msg: string): WireReply => json({ code, msg, data: null });

/** The one text behind a 401 that is known. */
export const illegalIp = refusal(401, 401, 'Illegal of ip');
/** The gate in front answers a key that it does not know with a status alone. */
export const unknownKey: WireReply = { status: 401, body: '' };
/** The text of the exchange's earlier interface. Which texts the present one has is not published. */
export const badSignature = json({ error: 'Invalid API key/secret pair.' }, 401);
export const tooOld = refusal(408, 408, 'The request is outside of its recvWindow.');
export const tooEarly = refusal(400, 400, 'The signTimestamp is ahead of the server.');
export const rateLimited = refusal(429, 429, 'Too many requests');
export const windowTooWide = refusal(
  400,
  21355,
  'Interval between startTime and endTime in trade/order history has exceeded 7 day limit',
);
export const limitTooHigh = refusal(400, 21344, 'Value of limit param is greater than max value of 100');
export const limitTooLow = refusal(400, 21345, 'Value of limit param value must be greater than 0');
export const badSymbol = refusal(400, 24101, 'Invalid symbol');
export const frozen = refusal(400, 21351, 'Trading for this account is frozen. Contact support');

export const badParameter = (name: string): WireReply => refusal(400, 601, `Invalid Parameter ${name}`);
export const missing = (name: string): WireReply => refusal(400, 602, `Missing Required Parameters ${name}`);

/** What the two sides say of one cause, each in its own words. */
export const ofSide = {
  forbidden: (isFutures: boolean) => (isFutures ? futuresRefusal(403, 'ACCESS_DENY') : refusal(403, 403, 'Forbidden')),
  busy: (isFutures: boolean) =>
    isFutures ? futuresRefusal(503, 'DEGRADE_ERROR') : refusal(400, 24201, 'Service busy. Try again later'),
  maintenance: (isFutures: boolean) =>
    isFutures ? futuresRefusal(1002, 'SYSTEM_MAINTENANCE') : refusal(400, 1002, 'System maintenance'),
  locked: (isFutures: boolean) =>
    isFutures ? futuresRefusal(1003, 'USER_IS_FROZEN') : refusal(400, 21601, 'Account locked. Contact support'),
} as const;
