/** Binance's replies: compact JSON, error bodies {"code":n,"msg":"…"} with the texts of its documentation. */
import type { WireReply } from '../exchange';

export const json = (value: unknown, status = 200): WireReply => ({ status, body: JSON.stringify(value) });

export const refusal = (status: number, code: number, msg: string): WireReply => json({ code, msg }, status);

export const badKeyFormat = refusal(401, -2014, 'API-key format invalid.');
export const unknownKey = refusal(401, -2008, 'Invalid Api-Key ID.');
/** One code for three causes: the key, the address or its rights. */
export const keyAddressOrRights = refusal(401, -2015, 'Invalid API-key, IP, or permissions for action.');
export const badSignature = refusal(400, -1022, 'Signature for this request is not valid.');
export const tooOld = refusal(400, -1021, 'Timestamp for this request is outside of the recvWindow.');
export const tooEarly = refusal(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
export const badSymbol = refusal(400, -1121, 'Invalid symbol.');
export const badInterval = refusal(400, -1120, 'Invalid interval.');
export const badCombination = refusal(400, -1128, 'Combination of optional parameters invalid.');
export const noSuchOrder = refusal(400, -2013, 'Order does not exist.');
export const busy = refusal(
  503,
  -1008,
  'Server is currently overloaded with other requests. Please try again in a few minutes.',
);
export const underMaintenance = refusal(503, 1, 'System is under maintenance.');

export const missing = (name: string): WireReply =>
  refusal(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);

export const illegal = (name: string, legal: string): WireReply =>
  refusal(400, -1100, `Illegal characters found in parameter '${name}'; legal range is '${legal}'.`);

export const windowTooWide = (hours: number): WireReply =>
  refusal(400, -1127, `More than ${hours} hours between startTime and endTime.`);

/** Too much weight in this minute; `seconds` until it is over. */
export const rateLimited = (seconds: number, limit: number): WireReply => ({
  ...refusal(
    429,
    -1003,
    `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
  ),
  headers: { 'retry-after': String(seconds) },
});

export const banned = (untilMs: number, nowMs: number): WireReply => ({
  ...refusal(
    418,
    -1003,
    `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`,
  ),
  headers: { 'retry-after': String(Math.ceil((untilMs - nowMs) / 1000)) },
});
