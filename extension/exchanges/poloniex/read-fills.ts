/**
 * One page of the account's fills, and the proof that pages are cut where the reading takes them to be cut.
 *
 * A full page is the beginning of a longer list: the rows beyond its last one are asked for next. That the exchange cuts the
 * other end off (serves the oldest 100 of a range, sorted newest first) is said nowhere, but were it so, rows would be passed
 * over in silence. So the first full page is checked once: nothing may lie between the range's end and the page's first row.
 * And since what is left of a range is asked for with the instant of a row that was read, that row must come again. Where it
 * does not, a millisecond more is asked for at both ends, in case they do not count after all; a page that lacks the row even
 * then, an empty one too, answers another question: the reading fails as `network-failed` and may be repeated.
 */
import { parseFills } from '../../../shared/exchanges/poloniex/fills';
import { fillsPageSize, fillsPlan } from '../../../shared/exchanges/poloniex/paging';
import { withRows } from '../../../shared/exchanges/raw-row';
import { afterWindow, type Window, windowAt } from '../../../shared/exchanges/windows';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import { ask, type Call } from '../call';
import type { ExchangeFill, FillsPage, MarketsBySymbol } from '../client';
import { confirmEmpty } from '../confirm-empty';
import { type PoloniexEndpoint, poloniexEndpoints } from './endpoints';

const host = 'api.poloniex.com';

/** What was learnt from the pages of one client: the most rows that one has had, and whether the cut has been checked. */
interface Learnt {
  longestPage: number;
  cutIsProven: boolean;
}

interface FillsReading {
  readonly call: Call<PoloniexEndpoint>;
  readonly now: () => UnixMs;
  readonly learnt: Learnt;
}

type Fills = Result<readonly ExchangeFill[], Failure>;

function fillsOf(
  { call }: FillsReading,
  markets: MarketsBySymbol,
  [fromMs, toMs]: readonly [number, number],
  signal: AbortSignal | undefined,
): Promise<Fills> {
  const params = { startTime: String(fromMs), endTime: String(toMs), limit: String(fillsPageSize) };
  return ask(call, poloniexEndpoints.fills, params, signal, ({ payload }) =>
    withRows(parseFills(payload, markets.values()), payload),
  );
}

const msOf = (fill: ExchangeFill | undefined): number => Math.floor((fill?.executedAtUs ?? 0) / 1000);

/** Whether the row came again whose instant the rest of a range begins at. */
const continues = ({ pages, fromMs, toMs }: Window, fills: readonly ExchangeFill[]): boolean =>
  pages === 0 || fills.some((fill) => msOf(fill) === toMs || msOf(fill) === fromMs);

/** What just happened may be listed a little later, and proves nothing. */
const settledMs = 3_600_000;

/** The part of the range that a full page says to be empty: between the range's end that it starts at, and its first row. */
function aheadOf(window: Window, fills: readonly ExchangeFill[], nowMs: UnixMs): readonly [number, number] | null {
  const first = msOf(fills[0]);
  const ahead = [first + 1, Math.min(window.toMs, nowMs - settledMs)] as const;
  const isCut = window.pages === 0 && fills.length >= fillsPageSize && first > msOf(fills.at(-1));
  return isCut && ahead[0] <= ahead[1] ? ahead : null;
}

/** Null where nothing speaks against it, and where this page cannot tell. */
async function cutElsewhere(
  reading: FillsReading,
  markets: MarketsBySymbol,
  ahead: readonly [number, number] | null,
  signal: AbortSignal | undefined,
): Promise<Failure | null> {
  if (reading.learnt.cutIsProven || ahead === null) return null;
  const between = await fillsOf(reading, markets, ahead, signal);
  if (!between.ok) return between.error;
  if (between.value.length > 0) {
    return { reason: 'unexpected-payload', host, subject: 'rows', detail: 'a full page lacks the newest rows' };
  }
  reading.learnt.cutIsProven = true;
  return null;
}

/**
 * Whether a range without rows would be passed over: it is wider than what a later reading looks into again. Not the hundreds
 * of weeks before the account's first fill, which would take twice as long.
 */
const passesOver = ({ learnt }: FillsReading, { pages, fromMs, toMs }: Window): boolean =>
  learnt.longestPage > 0 && pages === 0 && toMs - fromMs > fillsPlan.overlapMs;

/** The rows of a window, those of its ends included. */
async function rowsOf(
  reading: FillsReading,
  markets: MarketsBySymbol,
  window: Window,
  signal: AbortSignal | undefined,
): Promise<Fills> {
  const { fromMs, toMs } = window;
  const fills = await confirmEmpty(
    passesOver(reading, window),
    (rows: readonly ExchangeFill[]) => rows.length,
    () => fillsOf(reading, markets, [fromMs, toMs], signal),
  );
  if (!fills.ok || continues(window, fills.value)) return fills;
  const wider = await fillsOf(reading, markets, [fromMs - 1, toMs + 1], signal);
  if (!wider.ok || continues(window, wider.value)) return wider;
  return err({ reason: 'network-failed', host, detail: 'a page lacks the row it begins at' });
}

/** The page at a cursor, of all markets, and where to go on. */
export async function readFillsPage(
  reading: FillsReading,
  markets: MarketsBySymbol,
  cursor: string,
  signal: AbortSignal | undefined,
): Promise<Result<FillsPage, Failure>> {
  const { now, learnt } = reading;
  const nowMs = now();
  const window = windowAt(fillsPlan, cursor, nowMs);
  const fills = await rowsOf(reading, markets, window, signal);
  if (!fills.ok) return fills;
  const { longestPage } = learnt;
  const step = afterWindow(fillsPlan, window, { rows: fills.value, longestPage, pageLimit: fillsPageSize, nowMs });
  if (!step.ok) return err({ host, ...step.error });
  learnt.longestPage = Math.max(longestPage, fills.value.length);
  const failure = await cutElsewhere(reading, markets, aheadOf(window, fills.value, nowMs), signal);
  return failure ? err(failure) : ok({ fills: fills.value, ...step.value });
}
