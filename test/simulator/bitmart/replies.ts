/** BitMart's replies: {"message":"…","code":n,"trace":"…","data":…}, with the texts and HTTP statuses of its documentation. */
import type { WireReply } from '../exchange';

const trace = '39069916-72f9-44c7-acde-2ad5afd21cad';

/** Older endpoints say OK, those of the fourth version "success", and put the message behind the code. */
export const okay = (data: unknown): WireReply => ({
  status: 200,
  body: JSON.stringify({ message: 'OK', code: 1000, trace, data }),
});
export const success = (data: unknown): WireReply => ({
  status: 200,
  body: JSON.stringify({ code: 1000, message: 'success', data, trace }),
});

const refusal = (status: number, code: number, message: string): WireReply => ({
  status,
  body: JSON.stringify({ message, code, trace, data: {} }),
});

export const notFound = refusal(404, 30000, 'Not found');
export const noKey = refusal(401, 30001, 'Header X-BM-KEY is empty');
export const unknownKey = refusal(401, 30002, 'Header X-BM-KEY not found');
export const noSignature = refusal(401, 30004, 'Header X-BM-SIGN is empty');
export const badSignature = refusal(401, 30005, 'Header X-BM-SIGN is wrong');
export const noTimestamp = refusal(401, 30006, 'Header X-BM-TIMESTAMP is empty');
export const notWithinAMinute = refusal(401, 30007, 'Header X-BM-TIMESTAMP range. Within a minute');
export const outsideWindow = refusal(
  401,
  30007,
  'Header X-BM-TIMESTAMP range. Timestamp for this request is outside of the recvWindow.',
);
export const badWindow = refusal(401, 30007, 'Param recvWindow must be less than 60000 and greater than 0');
export const badTimestamp = refusal(401, 30008, 'Header X-BM-TIMESTAMP invalid format');
export const addressRefused = refusal(
  403,
  30010,
  'IP is forbidden. We recommend enabling IP whitelist for API trading. After that reauth your account',
);
export const keyMayNot = refusal(403, 30012, 'Header X-BM-KEY is forbidden to request it');
export const tooMany = refusal(429, 30013, 'Request too many requests');
export const busy = refusal(503, 30014, 'Service unavailable');
export const underMaintenance = refusal(200, 30016, 'Service maintenance, the function is temporarily unavailable');
export const banned = refusal(
  418,
  30017,
  'Your account request is temporarily rejected due to violation of current limiting rules, please contact customer service',
);
export const noJson = refusal(503, 30018, 'Request Body requires JSON format');
export const noRight = refusal(
  200,
  30019,
  'You do not have the permissions to perform this operation. Please contact customer service or BD for assistance',
);
export const badRequest = (name: string): WireReply => refusal(400, 50000, `Bad Request [${name}]`);
export const noSymbol = refusal(400, 50001, 'Symbol not found');
export const limitTooSmall = refusal(400, 50015, 'Minimum limit is 1');
export const limitTooLarge = refusal(400, 50016, 'Maximum limit is 200');
export const noOrders = refusal(400, 50023, "This Symbol can't place order by api");
export const outOfRange = refusal(400, 50041, 'Out of query time range');
export const badOrderMode = refusal(400, 52000, 'Unsupported OrderMode Type');
export const endBeforeStart = refusal(400, 52004, 'End time must be greater than or equal to Start time');
