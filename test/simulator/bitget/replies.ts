/** Bitget's replies: compact JSON in its envelope, error codes with the texts of its documentation. */
import type { WireReply } from '../exchange';

const envelope = (status: number, code: string, msg: string, nowMs: number, data: unknown): WireReply => ({
  status,
  body: JSON.stringify({ code, msg, requestTime: nowMs, data }),
});

export const success = (nowMs: number, data: unknown): WireReply => envelope(200, '00000', 'success', nowMs, data);

/** A refusal, dated when it is sent. */
export type Refusal = (nowMs: number) => WireReply;

const refusal =
  (status: number, code: string, msg: string): Refusal =>
  (nowMs) =>
    envelope(status, code, msg, nowMs, null);

export const noKey = refusal(400, '40001', 'ACCESS_KEY cannot be empty');
export const noSignature = refusal(400, '40003', 'Signature cannot be empty');
export const badTimestamp = refusal(400, '40005', 'Invalid ACCESS_TIMESTAMP');
export const expired = refusal(400, '40008', 'Request timestamp expired');
export const badSignature = refusal(400, '40009', 'sign signature error');
export const noPassphrase = refusal(400, '40011', 'ACCESS_PASSPHRASE cannot be empty');
export const wrongPassphrase = refusal(400, '40012', 'apikey/password is incorrect');
export const missingRight = refusal(400, '40014', 'Incorrect permissions');
export const abnormal = refusal(400, '40015', 'System is abnormal, please try again later');
export const wrongAddress = refusal(400, '40018', 'Invalid IP');
export const unknownKey = refusal(400, '40037', 'Apikey does not exist');
export const classicAccount = refusal(
  400,
  '40084',
  'You are in Classic Account mode, and the Unified Account API is not supported at this time',
);
export const unifiedAccount = refusal(
  400,
  '40085',
  'You are in Unified Account mode, and the Classic Account API is not supported at this time',
);
export const underMaintenance = refusal(400, '40200', 'Server upgrade, please try again later');
export const notFound = refusal(404, '40404', 'Request URL NOT FOUND');
export const ordersRefused = refusal(400, '43012', 'Insufficient balance');
export const tooManyRequests = refusal(429, '429', 'Too Many Requests');

export const badParameter = (name: string): Refusal => refusal(400, '40020', `Parameter ${name} error`);
export const unknownParameter = (value: string): Refusal => refusal(400, '40034', `Parameter ${value} does not exist`);
export const rangeTooWide = (days: number): Refusal =>
  refusal(400, '40705', `The start and end time cannot exceed ${days} days`);
