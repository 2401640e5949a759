/**
 * Finds the rates of fees in third coins, and of the quotes of fills that pools value in another currency: which fills lack one, which market tells it, a few calls for hundreds of minutes.
 *
 * A run goes through everything that is missing and may stop at any instant: rates are stored a few hundred at a time, and the
 * next run goes on with what is missing then. Calls wait while balances are being read, while someone goes through the rows of a
 * page, and while half of the exchange's limit is used. What no market tells stays unconverted, with its reason, and is not asked for again by itself for some hours, also after
 * a restart.
 */
import type { FeeRate } from '../../shared/exchanges/fee-rate';
import type { Fill } from '../../shared/ledger/fill';
import type { Failure } from '../../shared/reasons';
import { ok, type Result, unixMs } from '../../shared/result';
import type { Store } from '../store/store';
import type { FeeRatesView, UnratedFees } from './api/rates';
import type { Books } from './books';
import { createBreath } from './breath';
import type { Pools } from './pools';
import { gatherNeeds, type MinuteNeed, needKey, type PoolNeeds, type RateNeed } from './rate-needs';
import { createRateSearch, type RateSearchParts } from './rate-search';
import { feesWithoutRate } from './rated-fills';
import type { Rates } from './rates';
import { loadUntoldRates, type UntoldRates } from './untold-rates';
import type { Work } from './work';

export interface FeeRates {
  /** Looks up what is missing; a run that is going on looks once more. Resolves when nothing is left to ask. */
  run(): Promise<void>;
  /** The same, and asks again for what no market told before. */
  retry(): Promise<void>;
  /** Null while no run is going on. */
  progress(): FeeRatesView['progress'];
  unrated(): readonly UnratedFees[];
  /** Ends the run after the call in flight. */
  close(): Promise<void>;
}

interface FeeRateParts extends Omit<RateSearchParts, 'signal' | 'keep' | 'isMissing'> {
  readonly store: Pick<Store, 'eraseAccountHistory' | 'readLocal' | 'write'>;
  readonly books: Books;
  readonly rates: Rates;
  readonly pools: Pick<Pools, 'inUse' | 'lacking' | 'rate'>;
  readonly work: Work;
  /** Figures have changed, or what is known of a run. */
  readonly onRates: () => void;
  /** Hears of what nobody waits for. */
  readonly onDefect: (failure: Failure) => void;
}

const minuteMs = 60_000;
/** An exchange's candle may close a moment after its minute. */
const settledMs = 2_000;

/** The finder of an open vault; nothing is asked before `run`. */
export function createFeeRates(parts: FeeRateParts): FeeRates {
  const { deps, accounts, books, pools, rates, work } = parts;
  const closing = new AbortController();
  const { signal } = closing;
  let untold: Promise<UntoldRates> | null = null;
  const keptUntold = (): Promise<UntoldRates> => {
    untold ??= loadUntoldRates(parts.store, deps.now);
    return untold;
  };
  const unrated = new Map<string, UnratedFees>();
  let going: Promise<void> | null = null;
  let again = false;
  let progress: FeeRatesView['progress'] = null;
  /** When the newest minute that lacks a rate has ended. */
  let openUntil = 0;
  let waiting = false;

  const isMissing = ({ coin, quote }: RateNeed, { minute, fills }: MinuteNeed): boolean =>
    fills.some(([accountId]) => !rates.of(accountId)(coin, quote, minute));

  /** An account that was removed while its rates were written leaves none behind. */
  async function eraseRemoved(found: readonly FeeRate[]): Promise<void> {
    for (const account of new Set(found.map((rate) => rate.account))) {
      if (accounts.get(account)) continue;
      rates.forget(account);
      await parts.store.eraseAccountHistory(account);
    }
  }

  /** Stores rates and counts the fees that they are for. */
  async function keep(found: readonly FeeRate[], minutes: readonly MinuteNeed[]): Promise<Result<void, Failure>> {
    if (found.length === 0) return ok(undefined);
    const kept = await rates.keep(found.filter(({ account }) => accounts.get(account)));
    if (!kept.ok) return kept;
    await eraseRemoved(found);
    const told = new Set(found.map(({ minute }) => Number(minute)));
    const byAccount = new Map<string, Fill[]>();
    for (const { minute, fills } of minutes) {
      if (!told.has(minute)) continue;
      for (const [accountId, fill] of fills) {
        if (feesWithoutRate(fill).length === 0) continue; // a pool alone needs it
        const group = byAccount.get(accountId);
        if (group) group.push(fill);
        else byAccount.set(accountId, [fill]);
      }
    }
    for (const [accountId, fills] of byAccount) if (accounts.get(accountId)) await books.rate(accountId, fills);
    pools.rate();
    if (progress) progress = { ...progress, found: progress.found + told.size };
    parts.onRates();
    return kept;
  }

  const search = createRateSearch({ ...parts, signal, keep, isMissing });

  /** Without the minutes that were asked for in vain not long ago, and those that have not ended. */
  function worthAsking(need: RateNeed, resting: ReadonlyMap<number, number>): RateNeed {
    const isWorth = ({ minute }: MinuteNeed): boolean => minute + minuteMs <= deps.now() && !resting.has(minute);
    return { ...need, minutes: need.minutes.filter(isWorth) };
  }

  /** After a restart it is still said of what is not asked for again yet. */
  function sayResting(need: RateNeed, resting: ReadonlyMap<number, number>): void {
    const key = needKey(need);
    const minutes = need.minutes.filter(({ minute }) => resting.has(minute));
    if (minutes.length === 0 || unrated.has(key)) return;
    const { exchange, coin, quote } = need;
    const failedAt = unixMs([...resting.values()].reduce((latest, at) => Math.max(latest, at), 0));
    const failure: Failure = { reason: 'price-missing', subject: coin };
    unrated.set(key, { exchange, coin, quote, minutes: minutes.length, failure, failedAt });
  }

  /** `need` as it was asked, and what of it is left. */
  async function note(need: RateNeed, left: readonly MinuteNeed[], failure: Failure, kept: UntoldRates): Promise<void> {
    const key = needKey(need);
    const asked = new Set(need.minutes.map(({ minute }) => minute));
    const resting = [...kept.of(key).keys()].filter((minute) => !asked.has(minute));
    kept.note(key, asked, failure.reason === 'price-missing' ? left.map(({ minute }) => minute) : []);
    const { exchange, coin, quote } = need;
    const minutes = resting.length + left.length;
    if (minutes === 0) unrated.delete(key);
    else if (left.length > 0) unrated.set(key, { exchange, coin, quote, minutes, failure, failedAt: deps.now() });
    const saved = await kept.save();
    if (!saved.ok && !signal.aborted) parts.onDefect(saved.error);
  }

  async function searchAll(needs: readonly RateNeed[], kept: UntoldRates): Promise<void> {
    for (const need of needs) {
      const { left, failure } = await search(need);
      if (signal.aborted) return;
      await note(need, left, failure, kept);
    }
  }

  const poolNeeds = (): PoolNeeds | null => {
    const choice = pools.inUse();
    const exchangeOf = (accountId: string) => accounts.get(accountId)?.exchange ?? null;
    return choice && { currency: choice.currency, lacking: pools.lacking(), exchangeOf };
  };

  async function once(): Promise<void> {
    await books.loaded;
    const entries = accounts.list().flatMap(({ id, exchange }) => books.of(id).map((entry) => ({ entry, exchange })));
    const needs = await gatherNeeds(entries, poolNeeds(), createBreath(deps.now), signal);
    const named = new Set(needs.map(needKey));
    for (const key of unrated.keys()) if (!named.has(key)) unrated.delete(key);
    openUntil = Math.max(
      0,
      ...needs.flatMap(({ minutes }) => minutes.slice(-1).map(({ minute }) => minute + minuteMs)),
    );
    const kept = await keptUntold();
    const asked = needs.flatMap((need) => {
      const resting = kept.of(needKey(need));
      sayResting(need, resting);
      const worth = worthAsking(need, resting);
      return worth.minutes.length > 0 ? [worth] : [];
    });
    // Only what is asked for is worth holding the engine for.
    if (asked.length > 0) await work.during(() => lookUp(asked, kept));
  }

  async function lookUp(asked: readonly RateNeed[], kept: UntoldRates): Promise<void> {
    progress = { found: 0, total: asked.reduce((sum, { minutes }) => sum + minutes.length, 0) };
    parts.onRates();
    // No exchange waits for another.
    const exchanges = [...new Set(asked.map(({ exchange }) => exchange))];
    await Promise.all(
      exchanges.map((exchange) =>
        searchAll(
          asked.filter((need) => need.exchange === exchange),
          kept,
        ),
      ),
    );
    if (signal.aborted) return; // nobody asks for figures any more
    for (const { id } of accounts.list()) await books.settle(id);
  }

  async function all(): Promise<void> {
    try {
      do {
        again = false;
        await once();
      } while (again && !signal.aborted);
    } catch (error) {
      // Only the name: a message might quote what must not be shown.
      parts.onDefect({ reason: 'storage-failed', code: error instanceof Error ? error.name : typeof error });
    } finally {
      going = null;
      progress = null;
      if (!signal.aborted) parts.onRates();
      void waitForMinute();
    }
  }

  /** A minute that has not ended has no price yet: it is looked up when it has, where the engine still lives then. */
  async function waitForMinute(): Promise<void> {
    const leftMs = openUntil - deps.now();
    if (waiting || leftMs <= 0 || signal.aborted) return;
    waiting = true;
    await deps.sleep(leftMs + settledMs, signal);
    waiting = false;
    await run();
  }

  const run = (): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    if (going) again = true;
    going ??= all();
    return going;
  };

  return {
    run,
    retry: async () => {
      (await keptUntold()).clear();
      return run();
    },
    progress: () => progress,
    unrated: () => [...unrated.values()],
    async close() {
      closing.abort();
      await going;
    },
  };
}
