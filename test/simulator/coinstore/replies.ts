/** What Coinstore answers: an envelope of code, message and data, and refusals that mostly come with the status of success. */
import type { WireReply } from '../exchange';
import { decimals } from '../units';

const bareMark = '@bare@';

/** A number that stands on the wire without quotes, digit for digit. */
export const bare = (text: string): string => `${bareMark}${text}`;

/** An amount as Coinstore's fills have it: 18 decimals, and nothing at all as 0E-18. */
export const bare18 = (value: bigint): string => bare(value === 0n ? '0E-18' : decimals(value, 18));

const bareText = new RegExp(`"${bareMark}([^"]*)"`, 'g');

const envelope = (status: number, body: object): WireReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body).replace(bareText, '$1'),
});

/** The newer calls of the wallet and of the markets give the code as a text, the older ones as a number. */
export const success = (data: unknown): WireReply => envelope(200, { data, code: 0 });
export const textSuccess = (data: unknown): WireReply => envelope(200, { code: '0', message: 'Success', data });

const refusal = (status: number, code: number, message: string): WireReply => envelope(status, { message, code });

/** One code for an address that is not on the key's list, a wrong signature and a timestamp that is too far off. */
export const unauthorized = refusal(200, 1401, 'Unauthorized');
export const unknownKey = refusal(401, 401, 'signature-failed');
export const noSignature = refusal(200, 3005, 'signature error');
export const noSuchSymbol = refusal(200, 3011, 'symbol not found');
export const notQualified = refusal(200, 3012, 'not qualified');
export const noSuchOrder = refusal(200, 3103, 'order not found');
export const tradeRefused = refusal(200, 6001, 'not qualified to trade');
export const tooMany = refusal(429, 429, 'too many visits');
export const badRequest = refusal(400, 400, 'Bad Request');
export const notFound = refusal(404, 404, 'service not found');
export const serverFailed = refusal(500, 500, 'internal server error');
