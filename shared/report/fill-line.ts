/**
 * One line of the interchange form of fills: a JSON object a line. This comment and `lineSchema` are its specification.
 *
 * ```json
 * {"id":"28457","orderId":"1234","time":"2024-01-01T00:00:00.000Z","account":"main","exchange":"binance","symbol":"BTC/USDT",
 *  "base":"BTC","quote":"USDT","market":"spot","side":"buy","amount":"0.5","price":"43000",
 *  "fee":{"currency":"BNB","amount":"0.0123","rate":"310.5"},"liquidity":"maker"}
 * ```
 *
 * - Amounts are JSON texts of plain decimals with at most 18 decimals that count: a JSON number or an exponent is refused.
 * - `amount` (> 0) is in base, `price` (≥ 0) quote per base. `fee` is null, one fee or a list of them; a negative amount is a
 *   rebate; `rate` (≥ 0) is the price of one fee coin in quote, needed only where the coin is neither base nor quote.
 * - `market` is `spot` (the default), `margin` or `perp`; `symbol` is BASE/QUOTE, a perp's BASE/QUOTE:SETTLE.
 * - `orderId`, `account`, `exchange`, `market`, `fee` and `liquidity` may be absent; `orderId`, `fee` and `liquidity` null too.
 * - `quoteRate` (> 0) is the price of one unit of quote in the currency of a pool (--pool); without a pool it is passed over.
 * - Other fields are passed over.
 */
import { z } from 'zod';
import type { Fill } from '../ledger/fill';
import type { PooledFill } from '../ledger/pooled-fill';
import { type DecimalString, parseDecimal } from '../money/decimal';
import { err, ok, type Result } from '../result';
import { parseInstant } from './instant';

/** A fill as it was read, with its time as the file wrote it. */
export interface ReportFill {
  readonly fill: PooledFill;
  readonly time: string;
}

/** What is wrong with a line: `field` names where, `(line)` where it is no JSON object; `problem` says what. */
export interface LineError {
  readonly field: string;
  readonly problem: string;
}

/** A plain decimal of at most 18 decimals that count, normalised; `refusal` says what else is wrong with it, or null. */
const decimalThat = (refusal: (amount: DecimalString) => string | null) =>
  z.string('not a text').transform((text, context) => {
    const amount = parseDecimal(text);
    const problem = amount.ok ? refusal(amount.value) : problems[amount.error.reason];
    if (amount.ok && problem === null) return amount.value;
    context.addIssue({ code: 'custom', message: problem ?? 'not a plain decimal' });
    return z.NEVER;
  });

const problems = {
  'too-many-decimals': 'more than 18 decimals',
  'not-a-decimal': 'not a plain decimal',
} as const;

const belowZero = (amount: DecimalString): string | null => (amount.startsWith('-') ? 'below 0' : null);

/** Any plain decimal. */
export const decimalText = decimalThat(() => null);
const notNegative = decimalThat(belowZero);
const positive = decimalThat((amount) => (amount === '0' ? 'not above 0' : belowZero(amount)));

/** An instant, in microseconds since 1970. */
export const instant = z.string('not a text').transform((text, context) => {
  const us = parseInstant(text);
  if (us !== null) return us;
  context.addIssue({ code: 'custom', message: 'not an ISO 8601 instant with a zone' });
  return z.NEVER;
});

/** A text that is not empty. */
export const name = z.string('not a text').min(1, 'empty');

const feeSchema = z.object(
  { currency: name, amount: decimalText, rate: notNegative.exactOptional() },
  'not an object with currency and amount',
);

const lineSchema = z.object({
  id: name,
  orderId: name.nullable().default(null),
  time: instant,
  account: z.string('not a text').default(''),
  exchange: z.string('not a text').default(''),
  symbol: name,
  base: name,
  quote: name,
  market: z.enum(['spot', 'margin', 'perp'], 'not spot, margin or perp').default('spot'),
  side: z.enum(['buy', 'sell'], 'not buy or sell'),
  amount: positive,
  price: notNegative,
  fee: z.unknown().optional(),
  liquidity: z.enum(['maker', 'taker'], 'not maker or taker').nullable().default(null),
});

/** A line whose fill may be of a pool. */
const pooledSchema = lineSchema.extend({ quoteRate: positive.exactOptional() });

/** With it an issue tells what stands there, so that what is missing is told apart. The errors name no content. */
export const told = { reportInput: true } as const;

const fieldOf = (path: readonly PropertyKey[], prefix: string): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, prefix);

/** The first fault; `prefix` stands before its path. */
export function lineError(error: z.ZodError, prefix = ''): LineError {
  const [issue] = error.issues;
  if (!issue) return { field: '(line)', problem: 'not a fill' };
  const missing = (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined;
  return { field: fieldOf(issue.path, prefix) || '(line)', problem: missing ? 'missing' : issue.message };
}

function feesOf(value: unknown): Result<Fill['fees'], LineError> {
  if (value === undefined || value === null) return ok([]);
  const parsed = Array.isArray(value) ? z.array(feeSchema).safeParse(value, told) : feeSchema.safeParse(value, told);
  if (!parsed.success) return err(lineError(parsed.error, 'fee'));
  return ok(Array.isArray(parsed.data) ? parsed.data : [parsed.data]);
}

/** BASE/QUOTE, and of a perp with the coin that it settles in. */
function symbolFits({ symbol, base, quote, market }: Pick<Fill, 'symbol' | 'base' | 'quote' | 'market'>): boolean {
  const [pair, settle, ...more] = symbol.split(':');
  if (pair !== `${base}/${quote}` || more.length > 0) return false;
  return market === 'perp' ? settle !== undefined && settle !== '' : settle === undefined;
}

function objectOf(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null; // not JSON: told as a line that is no object
  }
}

/** Reads one line, with its rate where there are pools; the first fault found is the error. */
export function parseFillLine(line: string, pooled = false): Result<ReportFill, LineError> {
  const value = objectOf(line);
  if (value === null) return err({ field: '(line)', problem: 'not a JSON object' });
  const parsed = (pooled ? pooledSchema : lineSchema).safeParse(value, told);
  if (!parsed.success) return err(lineError(parsed.error));
  const fees = feesOf(parsed.data.fee);
  if (!fees.ok) return fees;
  const { time, amount, fee: _, ...rest } = parsed.data;
  if (!symbolFits(rest)) return err({ field: 'symbol', problem: 'does not agree with base, quote and market' });
  const text = 'time' in value && typeof value.time === 'string' ? value.time : ''; // the schema has judged it
  return ok({ time: text, fill: { ...rest, executedAtUs: time, quantity: amount, fees: fees.value, revision: 0 } });
}
