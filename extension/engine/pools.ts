/**
 * The pools of all coins, where the trader wants books by coin: made of what the books by account and symbol hold, and kept up with it.
 *
 * Whatever changes of the choice (by coin or by market, the base currency, the vault's method) they are made anew in steps beside those in
 * use, which go on answering, and taken up at one instant: no figure is ever of two choices. One that throws while it is made leaves the
 * former ones in use and is said to have failed until it is followed again.
 */
import type { Fill } from '../../shared/ledger/fill';
import type { LotMethod } from '../../shared/ledger/lot-order';
import type { E18 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { MethodProgress } from './api/method';
import type { Books, DustOf } from './books';
import { type Breath, createBreath } from './breath';
import { settleInSteps } from './held-fills';
import { createPool, type LackingFills, type Pool, type PoolEntry } from './pool';
import type { RateOf } from './rated-fills';

/** `currency`: what the pools are valued in. */
interface PoolChoice {
  readonly currency: string;
  readonly method: LotMethod;
}

export interface Pools {
  /** Makes what is wanted when the books have been read; resolves when that is in use, or has failed. Never rejects. */
  load(): Promise<void>;
  /** The same, once the books are loaded, after the choice or an account has changed; those that failed are tried again. */
  follow(): Promise<void>;
  /** By which figures are made now; null while books are by market. */
  inUse(): PoolChoice | null;
  /** Those of one account, or of all (null), also those whose figures are not known. */
  of(accountId: string | null): readonly PoolEntry[];
  byId(id: string): PoolEntry | undefined;
  /** Takes in fills that the books have been given. */
  take(fills: readonly Fill[]): Promise<void>;
  /** Takes in the fills whose rate has come to be known. */
  rate(): void;
  /** Brings what is held back into the figures. */
  settle(): Promise<void>;
  holdsBack(): boolean;
  /** Cuts the round trips anew where a dust value has changed. */
  recut(): Promise<void>;
  /** An account has gone: its fills leave the pools. */
  forget(): void;
  lacking(): readonly LackingFills[];
  /** How many fills have been taken in of those of the books; null while none is made. */
  progress(): MethodProgress | null;
  /** The name of the defect for which the choice could not be computed; null where it was. */
  failed(): string | null;
}

interface PoolsParts {
  readonly books: () => Pick<Books, 'loaded' | 'of' | 'heldBack'>;
  /** The choice as it is when asked; null for books by market. */
  readonly wanted: () => PoolChoice | null;
  readonly rateOf: (accountId: string) => RateOf;
  readonly dustOf: DustOf;
  readonly vault: Pick<OpenVault, 'recordId'>;
  readonly now: () => number;
  /** Null: it has ended. */
  readonly onProgress: (progress: MethodProgress | null) => void;
  /** Figures are by the choice now. */
  readonly onTaken: () => void;
  /** Hears of a fill that a pool did not take. */
  readonly onRefused: (failure: Failure) => void;
  readonly signal: AbortSignal;
}

/** Fills read of a book between two looks at the clock. */
const slice = 200;
/** Progress is said at most so often. */
const sayingMs = 200;

interface PoolSet {
  readonly choice: PoolChoice;
  /** How many accounts had gone when it was begun. */
  readonly gone: number;
  readonly byBase: Map<string, Pool>;
}

const isSame = (a: PoolChoice | null, b: PoolChoice | null): boolean =>
  a?.currency === b?.currency && a?.method === b?.method;

/** Creates what follows the choice; nothing is made before `load`. */
export function createPools(parts: PoolsParts): Pools {
  const { wanted, rateOf, dustOf, vault, now, onProgress, onTaken, signal } = parts;
  let used: PoolSet | null = null;
  let making: PoolSet | null = null;
  let following: Promise<void> | null = null;
  let progress: MethodProgress | null = null;
  let saidAt = 0;
  let failed: string | null = null;
  let gone = 0;

  const isEven = (): boolean => isSame(used?.choice ?? null, wanted()) && (used === null || used.gone === gone);
  const pools = (): readonly Pool[] => [...(used?.byBase.values() ?? [])];

  async function poolOf({ choice, byBase }: PoolSet, base: string): Promise<Pool> {
    const known = byBase.get(base);
    if (known) return known;
    const id = (await vault.recordId('pool', choice.currency, base)).slice(0, 20);
    const fresh = byBase.get(base) ?? createPool({ id, base, ...choice, now, rateOf, onRefused: parts.onRefused });
    byBase.set(base, fresh);
    return fresh;
  }

  /** What a round trip may leave: the least of its markets, since a rest that one of them takes can be sold. */
  async function setDust(pool: Pool): Promise<void> {
    let least: E18 | null = null;
    for (const [accountId, symbol] of pool.entry.markets()) {
      const dust = await dustOf(accountId, symbol);
      if (least === null || dust < least) least = dust;
    }
    if (least !== null) pool.setDust(least);
  }

  async function takeInto(set: PoolSet, fills: readonly Fill[]): Promise<void> {
    const byBase = new Map<string, Fill[]>();
    for (const fill of fills) {
      if (fill.market !== 'spot') continue;
      const group = byBase.get(fill.base);
      if (group) group.push(fill);
      else byBase.set(fill.base, [fill]);
    }
    for (const [base, group] of byBase) {
      const pool = await poolOf(set, base);
      const markets = pool.entry.markets().length;
      if (set !== used) pool.load(group);
      else {
        pool.take(group);
        if (pool.entry.markets().length > markets) await setDust(pool);
        if (pool.isDue()) await pool.renew();
      }
    }
  }

  function say(next: MethodProgress): void {
    progress = next;
    if (next.done > 0 && now() - saidAt < sayingMs) return;
    saidAt = now();
    onProgress(next);
  }

  /** Reads every spot book; false where something else is wanted meanwhile. What comes meanwhile is taken in beside it. */
  async function read(set: PoolSet, breath: Breath): Promise<boolean> {
    const entries = parts
      .books()
      .of(null)
      .filter(({ book }) => book.key.market === 'spot');
    const total = entries.reduce((sum, { book }) => sum + book.fillCount(), 0);
    let done = 0;
    for (const { id, book } of entries) {
      // first what is held back: it may move into the book while that is read
      await takeInto(set, parts.books().heldBack(id));
      for (let from = 0; from < book.fillCount(); from += slice) {
        say({ done: Math.min(done + from, total), total }); // some may have come meanwhile
        await takeInto(set, book.fills(from, slice));
        if (breath.isDue()) await breath.take();
        if (signal.aborted || !isSame(set.choice, wanted())) return false;
      }
      done += book.fillCount();
    }
    return true;
  }

  async function settleAll(set: PoolSet, breath: Breath): Promise<void> {
    for (const pool of set.byBase.values()) {
      await setDust(pool);
      await pool.renew();
      await settleInSteps(pool.entry.book, breath);
    }
  }

  async function make(choice: PoolChoice): Promise<void> {
    const set: PoolSet = { choice, gone, byBase: new Map() };
    making = set;
    const breath = createBreath(now);
    if (!(await read(set, breath))) return;
    await settleAll(set, breath);
    if (set.gone !== gone || signal.aborted || !isSame(choice, wanted())) return;
    used = set;
    onTaken();
  }

  async function run(): Promise<void> {
    while (!isEven() && failed === null && !signal.aborted) {
      const choice = wanted();
      if (choice !== null) await make(choice);
      else {
        used = null;
        onTaken();
      }
    }
  }

  async function untilEven(): Promise<void> {
    try {
      await run();
    } catch (error) {
      // Only the name: a message might quote what must not be shown.
      failed = error instanceof Error ? error.name : typeof error;
    } finally {
      making = null;
      following = null;
      progress = null;
      if (!signal.aborted) onProgress(null);
    }
  }

  function load(): Promise<void> {
    failed = null;
    if (following === null && isEven()) return Promise.resolve();
    progress ??= { done: 0, total: 0 };
    following ??= untilEven();
    return following;
  }

  return {
    load,
    follow: async () => {
      await parts.books().loaded;
      await load();
    },
    inUse: () => used?.choice ?? null,
    of: (accountId) =>
      pools()
        .map(({ entry }) => entry)
        .filter((entry) => accountId === null || entry.accounts().has(accountId)),
    byId: (id) => pools().find(({ entry }) => entry.id === id)?.entry,
    async take(fills) {
      for (const set of [used, making]) if (set) await takeInto(set, fills);
    },
    rate() {
      for (const set of [used, making]) for (const pool of set?.byBase.values() ?? []) pool.rate();
    },
    async settle() {
      for (const pool of pools()) await pool.renew();
    },
    holdsBack: () => pools().some((pool) => pool.holdsBack()),
    async recut() {
      for (const pool of pools()) {
        await setDust(pool);
        await pool.renew();
      }
    },
    forget() {
      if (used === null && making === null) return;
      gone += 1;
      void load();
    },
    lacking: () => pools().flatMap(({ entry }) => entry.lacking()),
    progress: () => progress,
    failed: () => failed,
  };
}
