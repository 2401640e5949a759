/** Gate's replies: compact JSON, error bodies {"label":"…","message":"…"}. */
import type { WireReply } from '../exchange';

export const json = (value: unknown, status = 200): WireReply => ({ status, body: JSON.stringify(value) });

export const refusal = (status: number, label: string, message: string): WireReply => json({ label, message }, status);

export const unknownKey = refusal(401, 'INVALID_KEY', 'Invalid key provided');
export const badSignature = refusal(401, 'INVALID_SIGNATURE', 'Signature mismatch');
export const expired = refusal(403, 'REQUEST_EXPIRED', 'gap between request Timestamp and server time exceeds 60');
export const noRight = refusal(403, 'FORBIDDEN', 'API key has no permission to access this endpoint');
export const readOnlyKey = refusal(403, 'READ_ONLY', 'API key is read-only');
export const tradeRestricted = refusal(400, 'TRADE_RESTRICTED', 'Trading is disabled on this account');
export const badPair = refusal(400, 'INVALID_CURRENCY_PAIR', 'Invalid currency pair');
export const badCurrency = refusal(400, 'INVALID_CURRENCY', 'Invalid currency');
export const windowTooWide = refusal(400, 'INVALID_PARAM_VALUE', 'time range is too large, the maximum is 30 days');
export const pageTooDeep = refusal(400, 'INVALID_PARAM_VALUE', 'limit * (page - 1) must not exceed 100000');
export const notOpened = refusal(400, 'USER_NOT_FOUND', 'unified account is not opened');
export const busy = refusal(503, 'TOO_BUSY', 'System is busy, please try again later');
export const underMaintenance = refusal(503, 'SERVER_ERROR', 'System is under maintenance');

/** The same label as a missing right, with the caller's address in its text and the fields the other way round. */
export const addressRefused = (address: string): WireReply =>
  json({ message: `Request IP not in whitelist: ${address}`, label: 'FORBIDDEN' }, 403);

export const missingHeader = (name: string): WireReply =>
  refusal(400, 'MISSING_REQUIRED_HEADER', `Missing required header: ${name}`);

export const badParameter = (name: string): WireReply =>
  refusal(400, 'INVALID_PARAM_VALUE', `Invalid request parameter \`${name}\` value`);

/** `resetAt` in seconds; absent from the text, told by a header alone. */
export const rateLimited = (used: number, resetAt: number): WireReply => ({
  ...refusal(429, 'TOO_MANY_REQUESTS', `Request Rate limit Exceeded (${used})`),
  headers: { 'x-gate-ratelimit-reset-timestamp': String(resetAt) },
});
