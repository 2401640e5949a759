/** Which fills have fees in a third coin without a rate, or a quote that a pool has no rate of, gathered by what is to be asked for. */
import { type FeeRate, minuteOf } from '../../shared/exchanges/fee-rate';
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Fill } from '../../shared/ledger/fill';
import type { BookEntry } from './books';
import type { Breath } from './breath';
import { settleInSteps } from './held-fills';
import type { LackingFills } from './pool';
import { feesWithoutRate } from './rated-fills';

/** The fills of one minute that wait for one rate. */
export interface MinuteNeed {
  readonly minute: number;
  /** By account: the same rate serves all accounts of an exchange. */
  readonly fills: readonly (readonly [accountId: string, fill: Fill])[];
}

/** One coin in one quote, at the accounts of one exchange; minutes from the oldest on, each once. */
export interface RateNeed {
  readonly exchange: ExchangeId;
  readonly coin: string;
  readonly quote: string;
  readonly minutes: readonly MinuteNeed[];
}

/** Fills looked at between two looks at the clock. */
const slice = 500;
const minuteMs = 60_000;

/** What tells one need from another. */
export const needKey = ({ exchange, coin, quote }: Pick<RateNeed, 'exchange' | 'coin' | 'quote'>): string =>
  `${exchange} ${coin} ${quote}`;

type Gathered = Map<string, { need: Omit<RateNeed, 'minutes'>; byMinute: Map<number, [string, Fill][]> }>;

function gatherOne(gathered: Gathered, need: Omit<RateNeed, 'minutes'>, accountId: string, fill: Fill): void {
  const group = gathered.get(needKey(need)) ?? { need, byMinute: new Map<number, [string, Fill][]>() };
  gathered.set(needKey(need), group);
  const minute = minuteOf(fill.executedAtUs);
  const fills = group.byMinute.get(minute);
  if (fills) fills.push([accountId, fill]);
  else group.byMinute.set(minute, [[accountId, fill]]);
}

function gather(gathered: Gathered, exchange: ExchangeId, accountId: string, fill: Fill): void {
  for (const { currency: coin } of feesWithoutRate(fill))
    gatherOne(gathered, { exchange, coin, quote: fill.quote }, accountId, fill);
}

/** What pools lack, and the currency that they are valued in; null while books are by market. */
export interface PoolNeeds {
  readonly currency: string;
  readonly lacking: readonly LackingFills[];
  /** Null for an account that has gone. */
  readonly exchangeOf: (accountId: string) => ExchangeId | null;
}

/** Looks through the books that have such fees, and through what pools lack; long computing yields, and ends where the signal aborts. */
export async function gatherNeeds(
  entries: readonly { readonly entry: BookEntry; readonly exchange: ExchangeId }[],
  pools: PoolNeeds | null,
  breath: Breath,
  signal: AbortSignal,
): Promise<readonly RateNeed[]> {
  const gathered: Gathered = new Map();
  for (const { entry, exchange } of entries) {
    const { book, accountId } = entry;
    await settleInSteps(book, breath);
    if (book.totals().unconvertedFees.length === 0) continue;
    for (let from = 0; from < book.fillCount() && !signal.aborted; from += slice) {
      for (const fill of book.fills(from, slice)) gather(gathered, exchange, accountId, fill);
      if (breath.isDue()) await breath.take();
    }
  }
  for (const { accountId, quote: coin, fills } of pools?.lacking ?? []) {
    const exchange = pools?.exchangeOf(accountId) ?? null;
    if (pools === null || exchange === null) continue;
    for (const fill of fills) gatherOne(gathered, { exchange, coin, quote: pools.currency }, accountId, fill);
    if (breath.isDue()) await breath.take();
  }
  return [...gathered.values()].map(({ need, byMinute }) => ({
    ...need,
    minutes: [...byMinute].sort(([a], [b]) => a - b).map(([minute, fills]) => ({ minute, fills })),
  }));
}

/** The place of the first fill at `us` or later. */
function placeSince(book: BookEntry['book'], us: number): number {
  let [from, to] = [0, book.fillCount()];
  while (from < to) {
    const middle = (from + to) >> 1;
    const [fill] = book.fills(middle, 1);
    if (fill && fill.executedAtUs < us) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The fills of a minute, which begins at `minute`. */
function fillsOfMinute(book: BookEntry['book'], minute: number): readonly Fill[] {
  const first = placeSince(book, minute * 1_000);
  return book.fills(first, placeSince(book, (minute + minuteMs) * 1_000) - first);
}

/** Fills of an account's books that have waited for one of these rates: looked for by their minutes, since a book may be long. */
export async function fillsThatWait(
  entries: readonly BookEntry[],
  found: readonly FeeRate[],
  breath: Breath,
): Promise<readonly Fill[]> {
  const waiting: Fill[] = [];
  for (const { book } of entries) {
    await settleInSteps(book, breath);
    const coins = new Set(book.totals().unconvertedFees.map(({ currency }) => currency));
    const here = found.filter(({ coin, quote }) => quote === book.key.quote && coins.has(coin));
    for (const minute of new Set(here.map((rate) => rate.minute))) {
      for (const fill of fillsOfMinute(book, minute)) if (feesWithoutRate(fill).length > 0) waiting.push(fill);
      if (breath.isDue()) await breath.take();
    }
  }
  return waiting;
}
