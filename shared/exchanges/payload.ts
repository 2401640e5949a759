/**
 * Raw payloads pass a schema once; a mismatch names the field and nothing of the payload is used.
 *
 * The JSON was read losslessly: a number is the text it was written as, so `28457` and `"28457"` are the same here.
 */
import { z } from 'zod';
import { parseDecimal } from '../money/decimal';
import type { Failure } from '../reasons';
import { err, ok, type Result, unixMs } from '../result';

/** An exact decimal of at most 18 decimals, normalised ("0.20000000" is "0.2"); an exponent is refused. Signed. */
export const amountText = z.string().transform((text, context) => {
  const amount = parseDecimal(text);
  if (amount.ok) return amount.value;
  context.addIssue({ code: 'custom', message: amount.error.reason });
  return z.NEVER;
});

const withExponent = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?[eE]([+-]?\d{1,2})$/;

/** The same number without its exponent, digit for digit; another text stays as it is. "9.1E-10" is "0.00000000091". */
function expanded(text: string): string {
  const [, sign = '', whole = '', fraction = '', power] = withExponent.exec(text) ?? [];
  if (power === undefined) return text;
  const shift = Number(power);
  const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${fraction}${'0'.repeat(Math.max(0, shift - fraction.length))}`;
  const decimals = Math.max(0, fraction.length - shift);
  return decimals === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The same where an exchange writes bare numbers, of which some have an exponent (`0E-18`): two digits of it at most. Signed. */
export const exponentText = z.string().transform(expanded).pipe(amountText);

/** A decimal ≥ 0. */
export const unsignedText = amountText.refine((amount) => !amount.startsWith('-'), 'negative');

/** A decimal > 0. */
export const positiveText = unsignedText.refine((amount) => amount !== '0', 'zero');

/** Digits alone, kept exactly as they were written: ids above 2^53 lose nothing. */
export const idText = z.string().regex(/^\d{1,40}$/, 'not-an-id');

/** The name of an asset or a market, in whatever script the exchange lists it. */
export const nameText = z.string().min(1).max(64);

const earliestMs = Date.UTC(2009, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/** Milliseconds since 1970; outside 2009 to 2100 it is another unit, or no time at all. */
export const instantText = z
  .string()
  .regex(/^\d{1,16}$/, 'not-an-instant')
  .transform((text) => Number(text))
  .refine((ms) => ms >= earliestMs && ms < latestMs, 'not-milliseconds')
  .transform(unixMs);

/** `[3].qty`, `balances[0].free`; "payload" for the whole. */
function fieldPath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '').slice(0, 80) || 'payload';
}

/** The failure of a payload that is not what it should be: `field` is where, `problem` a word of ours, never its content. */
export const unexpected = (field: string, problem: string): Failure => ({
  reason: 'unexpected-payload',
  subject: field,
  detail: problem,
});

/** The payload as its schema gives it, or `unexpected-payload` with the first field that does not fit. */
export function parsePayload<T>(schema: z.ZodType<T>, payload: unknown): Result<T, Failure> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return err(issue ? unexpected(fieldPath(issue.path), issue.message) : unexpected('payload', 'invalid'));
}
