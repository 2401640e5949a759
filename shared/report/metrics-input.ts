/**
 * The input of metrics, one JSON object. This comment and the schemas are its specification.
 *
 * ```json
 * {"trades":[{"id":"1","openTime":"2024-01-01T00:00:00Z","closeTime":"2024-01-01T01:00:00Z","net":"11.96"}],
 *  "equity":[{"date":"2024-01-01","equity":"1000"},{"date":"2024-01-02","equity":"1011.96"}]}
 * ```
 *
 * - `trades`: closed trades in any order. Times as in a fill's line; a trade closes no earlier than it opens. `net`, in one
 *   currency for all of them, is a JSON text of a plain decimal with at most 18 decimals that count, negative for a loss.
 * - `equity` may be absent. One value a UTC day, at its end, deposits and withdrawals taken out: consecutive days, each once, in
 *   any order.
 * - Other fields are passed over.
 */
import { z } from 'zod';
import type { ClosedTrade, DailyEquity } from '../metrics/closed-trade';
import { e36 } from '../money/decimal';
import { err, ok, type Result } from '../result';
import { decimalText, instant, type LineError, lineError, name, told } from './fill-line';
import { parseDay } from './instant';

/** `equity` oldest day first, without a gap. */
export interface MetricsInput {
  readonly trades: readonly ClosedTrade[];
  readonly equity: readonly DailyEquity[];
}

const amount = decimalText.transform(e36);

const tradeSchema = z
  .object({ id: name, openTime: instant, closeTime: instant, net: amount }, 'not an object')
  .refine(({ openTime, closeTime }) => openTime <= closeTime, { path: ['closeTime'], message: 'before openTime' })
  .transform(({ id, openTime, closeTime, net }) => ({ id, openedAtUs: openTime, closedAtUs: closeTime, net }));

const day = z.string('not a text').refine((text) => parseDay(text) !== null, 'not a day as 2024-01-31');

const inputSchema = z.object({
  trades: z.array(tradeSchema, 'not a list'),
  equity: z.array(z.object({ date: day, equity: amount }, 'not an object'), 'not a list').default([]),
});

/** The first day, by date, that does not follow the one before it. */
function gapIn(equity: readonly { readonly date: string; readonly place: number }[]): LineError | null {
  for (const [index, { date, place }] of equity.entries()) {
    const before = equity[index - 1];
    if (!before) continue;
    const days = (parseDay(date) ?? 0) - (parseDay(before.date) ?? 0); // the schema has judged both
    const field = `equity[${place}].date`;
    if (days === 0) return { field, problem: `${date} is there twice` };
    if (days > 1) return { field, problem: `the day before ${date} is missing` };
  }
  return null;
}

const objectOf = (text: string): Result<object, LineError> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value);
    return err({ field: '(file)', problem: 'not a JSON object' });
  } catch {
    return err({ field: '(file)', problem: 'not JSON' });
  }
};

/** Reads the text of a file; the first fault found is the error, with the field as `trades[0].net`. */
export function parseMetricsInput(text: string): Result<MetricsInput, LineError> {
  const value = objectOf(text);
  if (!value.ok) return value;
  const parsed = inputSchema.safeParse(value.value, told);
  if (!parsed.success) return err(lineError(parsed.error));
  const equity = parsed.data.equity
    .map((each, place) => ({ ...each, place }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.place - b.place));
  const gap = gapIn(equity);
  if (gap) return err(gap);
  return ok({ trades: parsed.data.trades, equity: equity.map(({ place: _, ...each }) => each) });
}
