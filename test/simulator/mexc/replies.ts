/** MEXC's replies: compact JSON, error bodies {"code":n,"msg":"…"} with the texts of its documentation where it has them. */
import type { WireReply } from '../exchange';

export const json = (value: unknown, status = 200): WireReply => ({ status, body: JSON.stringify(value) });

const refusal = (status: number, code: number, msg: string): WireReply => json({ code, msg }, status);

export const badKeyFormat = refusal(400, 700001, 'Api key format invalid');
export const unknownKey = refusal(400, 10072, 'Api key info invalid');
export const badSignature = refusal(400, 700002, 'Signature for this request is not valid.');
export const outOfWindow = refusal(400, 700003, 'Timestamp for this request is outside of the recvWindow.');
export const windowTooLong = refusal(400, 700005, 'recvWindow must less than 60000');
export const noPermission = refusal(403, 700007, 'No permission to access the endpoint.');
export const badSymbol = refusal(400, -1121, 'Invalid symbol.');
export const unknownOrder = refusal(400, -2011, 'Unknown order sent.');
export const tradingDisabled = refusal(400, 30016, 'trading disabled');
export const tooFarBack = refusal(400, 400, 'The start time cannot be earlier than 90 days');
export const spanTooLong = refusal(400, 400, 'The time span cannot exceed 7 days');
export const busy = refusal(503, 503, 'service not available, please try again');
/** The one body whose text stands in `message`. */
export const underMaintenance = json(
  {
    code: 500,
    message: 'Under maintenance, please try again later',
    announcement: 'https://www.mexc.com/support/articles/1',
  },
  500,
);

/** The status of this refusal is not published. */
export const addressRefused = (address: string): WireReply =>
  refusal(403, 700006, `IP [${address}] not in the ip white list`);

export const missing = (name: string): WireReply =>
  refusal(400, 700004, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);

export const illegal = (name: string): WireReply =>
  refusal(400, 700008, `Illegal characters found in parameter '${name}'`);

/** 429, or 418 for one who goes on asking. */
export const tooManyRequests = (status: 429 | 418, seconds: number): WireReply => ({
  ...refusal(status, 429, 'Too Many Requests'),
  headers: { 'retry-after': String(seconds) },
});
