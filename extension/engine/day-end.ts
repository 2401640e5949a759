/**
 * Prices of yesterday's end that were not read then: the last price of 23:59 UTC by the exchange's candles, so that PnL of today has the
 * change of what is unrealized although no page was open in that hour.
 *
 * Asked for are only markets of books that held something then, at their own exchange first, else wherever the pair is listed, crossed
 * if need be, as the rates of fees are. What no exchange tells is not asked for again that day; then PnL of today is as without it.
 */
import { intervalMs } from '../../shared/exchanges/candles';
import type { FeeRate } from '../../shared/exchanges/fee-rate';
import { type ExchangeId, exchangeIdOf } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { ok, unixMs } from '../../shared/result';
import { startOfUtcDay } from '../../shared/utc-day';
import type { Books } from './books';
import { createBreath } from './breath';
import { settleInSteps } from './held-fills';
import type { Ledger } from './ledger';
import type { Observations } from './observations';
import type { LedgerEntry } from './pool';
import type { RateNeed } from './rate-needs';
import { createRateSearch, type RateSearchParts } from './rate-search';
import { type Price, pathTo } from './valuation';

export interface DayEnd {
  /** Looks up what lacks; one that is going on is joined. Never rejects. */
  fill(): Promise<void>;
}

interface DayEndParts extends Omit<RateSearchParts, 'keep' | 'isMissing'> {
  readonly books: Pick<Books, 'loaded'>;
  readonly ledger: Ledger;
  readonly observations: Pick<Observations, 'pricesAtEnd' | 'noteEnd'>;
  /** Hears of what nobody waits for. */
  readonly onDefect: (failure: Failure) => void;
}

const minuteMs = 60_000;

const symbolOf = ({ coin, quote }: Pick<RateNeed, 'coin' | 'quote'>): string => `${coin}/${quote}`;

/** A candle that goes on into the next day does not tell what the price was at the end of this one. */
const endsWithin = ({ legs }: FeeRate, endMs: number): boolean =>
  legs.every(({ openAt, interval }) => openAt + intervalMs[interval] <= endMs);

/** The finder of an open vault; nothing is asked before `fill`. */
export function createDayEnd(parts: DayEndParts): DayEnd {
  const { deps, accounts, books, ledger, observations, signal } = parts;
  /** What no exchange told, by day and symbol. */
  const untold = new Set<string>();
  let going: Promise<void> | null = null;
  let found = new Map<string, Price>();

  const exchangeOf = (entry: LedgerEntry): ExchangeId | null => {
    const ids = entry.accountId === null ? [...entry.accounts()] : [entry.accountId];
    return ids.flatMap((id) => accounts.get(id)?.exchange ?? []).at(0) ?? null;
  };

  const search = createRateSearch({
    ...parts,
    isMissing: (need) => !found.has(symbolOf(need)),
    keep: async (rates) => {
      for (const rate of rates) {
        const exchange = exchangeIdOf(rate.exchange);
        if (exchange === null || !endsWithin(rate, rate.minute + minuteMs)) continue;
        const symbol = symbolOf(rate);
        found.set(symbol, { exchange, symbol, price: rate.rate, at: rate.minute, ofCandle: true });
      }
      return ok(undefined);
    },
  });

  /** The markets of books that held something at the end of the day and have no price of it. */
  async function needsOf(endMs: number): Promise<readonly RateNeed[]> {
    const breath = createBreath(deps.now);
    const prices = observations.pricesAtEnd(endMs)?.prices ?? new Map<string, Price>();
    const needs = new Map<string, RateNeed>();
    for (const entry of [...ledger.own(null), ...ledger.pools(null)]) {
      const { book } = entry;
      const { base: coin, quote } = book.key;
      await settleInSteps(book, breath);
      const exchange = exchangeOf(entry);
      const [fill] = book.fills(0, 1);
      const symbol = symbolOf({ coin, quote });
      const isKnown = needs.has(symbol) || untold.has(`${endMs} ${symbol}`) || pathTo(coin, quote, prices) !== null;
      if (isKnown || exchange === null || !fill || book.heldBefore(endMs * 1_000).position === 0n) continue;
      const fills = [[entry.accountId ?? fill.account, fill] as const];
      needs.set(symbol, { exchange, coin, quote, minutes: [{ minute: endMs - minuteMs, fills }] });
    }
    return [...needs.values()];
  }

  async function once(): Promise<void> {
    await books.loaded;
    const endMs = startOfUtcDay(deps.now());
    found = new Map();
    for (const need of await needsOf(endMs)) {
      const { left, failure } = await search(need);
      if (signal.aborted) return;
      if (left.length > 0 && failure.reason === 'price-missing') untold.add(`${endMs} ${symbolOf(need)}`);
    }
    if (found.size === 0) return;
    const noted = await observations.noteEnd(unixMs(endMs), [...found.values()]);
    if (!noted.ok && !signal.aborted) parts.onDefect(noted.error);
  }

  async function all(): Promise<void> {
    try {
      await once();
    } catch (error) {
      // Only the name: a message might quote what must not be shown.
      parts.onDefect({ reason: 'storage-failed', code: error instanceof Error ? error.name : typeof error });
    } finally {
      going = null;
    }
  }

  return {
    fill() {
      if (signal.aborted) return Promise.resolve();
      going ??= all();
      return going;
    },
  };
}
