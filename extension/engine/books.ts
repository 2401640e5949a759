/**
 * The ledger's books in memory: one per account and symbol, filled from the store once and then fill by fill.
 *
 * A fill reaches a book only after it was stored; one that comes far too late is held back for a while (`held-fills.ts`), and
 * an import that has ended holds none. What a book refuses, and what the store could not open, is kept as a
 * failure of the account: figures that lack it must say so.
 */
import type { Book } from '../../shared/ledger/book';
import { type Fill, sameFill } from '../../shared/ledger/fill';
import type { BookKey, FillRefusal, ParsedFill } from '../../shared/ledger/leg';
import type { LotMethod } from '../../shared/ledger/lot-order';
import type { E18 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { msOfUs, type UnixMs } from '../../shared/result';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { ExchangeFill } from '../exchanges/client';
import type { StoredFills } from '../store/fill-rows';
import type { Store } from '../store/store';
import { createBreath } from './breath';
import { createHeldBook, type HeldBook, settleInSteps } from './held-fills';
import { enterBook, enterBookParsed, type RateOf, ratedAgain, storedRevision } from './rated-fills';
import type { Rates } from './rates';

/** A book with the opaque id that URLs may hold; `version` counts its changes. */
export interface BookEntry {
  readonly id: string;
  readonly accountId: string;
  readonly book: Book;
  readonly version: number;
}

export interface Books {
  /** Begins to fill them from the store, which takes the thread for a while. */
  load(): void;
  /** Resolves when every account's stored fills are in; queries before that would show half a history as whole. */
  readonly loaded: Promise<void>;
  /** Takes stored fills, with the rates that are known of their fees. */
  add(accountId: string, fills: readonly Fill[]): Promise<void>;
  /** Takes fills that the books hold anew: rates of their fees have come to be known. `settle` then ends it. */
  rate(accountId: string, held: readonly Fill[]): Promise<void>;
  /** Brings what is held back of an account into its figures: its import has ended, or pauses. */
  settle(accountId: string): Promise<void>;
  /** How many fills of each symbol are known, held ones included. */
  counts(accountId: string): ReadonlyMap<string, number>;
  /** The rates that are known of an account's fee coins. */
  rateOf(accountId: string): RateOf;
  /** The fills of a page that are not held yet, each once, with their stored revision: a corrected row gets a higher one. */
  unknownOf(accountId: string, fills: readonly ExchangeFill[]): readonly Fill[];
  /** Books of one account, or of all (null). */
  of(accountId: string | null): readonly BookEntry[];
  byId(bookId: string): BookEntry | undefined;
  /** Fills of a book that are known and not in its figures yet. */
  heldBack(bookId: string): readonly Fill[];
  span(accountId: string): { readonly count: number; readonly oldest: UnixMs | null; readonly newest: UnixMs | null };
  failures(accountId: string): readonly Failure[];
  /** Cuts the round trips of an account's books anew where their dust value has changed; true where one has. */
  recut(accountId: string): Promise<boolean>;
  /** The method of every figure of an account's books. */
  methodOf(accountId: string): LotMethod;
  /** All of an account's books take up, at one instant, the method that they have prepared. */
  takeMethod(accountId: string, method: LotMethod): void;
  forget(accountId: string): void;
}

interface AccountBooks {
  /** By `bookName`. */
  readonly byName: Map<string, HeldEntry>;
  readonly failures: Failure[];
  /** That of all its books. */
  method: LotMethod;
  oldestUs: number;
  newestUs: number;
}

/** An entry whose book is made anew now and then. */
interface HeldEntry extends BookEntry {
  version: number;
  readonly fills: HeldBook;
}

/** A fill that a book does not take, and why. */
interface Refused extends FillRefusal {
  readonly fill: Pick<ParsedFill, 'symbol' | 'id'>;
}

const refusalOf = (fill: Refused['fill'], { field, reason }: FillRefusal): Refused => ({ fill, field, reason });

/** What a round trip of this symbol may leave and still close, in units of base. */
export type DustOf = (accountId: string, symbol: string) => Promise<E18>;

/** Hears of what the books take in. */
interface BookFeed {
  /** Fills that were stored, or have a rate more than before. */
  readonly filed: (fills: readonly Fill[]) => Promise<void>;
  /** What is held back of an account was brought into its figures. */
  readonly settled: () => Promise<void>;
  /** Dust values of an account may have changed. */
  readonly recut: () => Promise<void>;
  /** An account has gone. */
  readonly forgotten: () => void;
  /** All stored fills are in; queries wait until it resolves. */
  readonly loaded: () => Promise<void>;
}

const done = async (): Promise<void> => undefined;
const noFeed: BookFeed = { filed: done, settled: done, recut: done, forgotten: () => undefined, loaded: done };

/** Creates the books, without fills. */
export function createBooks(
  store: Store,
  vault: OpenVault,
  accountIds: readonly string[],
  now: () => number,
  dustOf: DustOf,
  wantedMethod: (accountId: string) => LotMethod,
  rates: Pick<Rates, 'load' | 'of'>,
  feed: BookFeed = noFeed,
): Books {
  const accounts = new Map<string, AccountBooks>();
  const byId = new Map<string, HeldEntry>();

  const accountOf = (accountId: string): AccountBooks => {
    const known = accounts.get(accountId);
    if (known) return known;
    const method = wantedMethod(accountId);
    const fresh = { byName: new Map(), failures: [], method, oldestUs: Number.POSITIVE_INFINITY, newestUs: 0 };
    accounts.set(accountId, fresh);
    return fresh;
  };

  async function entryOf(account: AccountBooks, fill: BookKey): Promise<HeldEntry> {
    const name = bookName(fill);
    const known = account.byName.get(name);
    if (known) return known;
    const id = (await vault.recordId('book', fill.account, name)).slice(0, 20);
    const { account: accountId, symbol, base, quote, market } = fill;
    const dust = await dustOf(accountId, symbol);
    const made = account.byName.get(name);
    if (made) return made; // meanwhile
    const fills = createHeldBook({ account: accountId, symbol, base, quote, market, method: account.method }, now);
    fills.setDust(dust);
    const entry: HeldEntry = {
      id,
      accountId,
      version: 0,
      fills,
      get book() {
        return fills.book();
      },
    };
    account.byName.set(name, entry);
    byId.set(id, entry);
    return entry;
  }

  async function file(accountId: string, fills: readonly Fill[]): Promise<void> {
    const account = accountOf(accountId);
    for (const [, group] of byBookOf(fills)) {
      const [first] = group;
      if (!first) continue;
      const entry = await entryOf(account, first);
      refuse(account, entry.fills.add(group));
      entry.version += 1;
      if (entry.fills.isDue()) await renew(account, entry);
      for (const { executedAtUs } of group) {
        account.oldestUs = Math.min(account.oldestUs, executedAtUs);
        account.newestUs = Math.max(account.newestUs, executedAtUs);
      }
    }
    await feed.filed(fills);
  }

  const add = (accountId: string, stored: readonly Fill[]): Promise<void> => {
    const rateOf = rates.of(accountId);
    return file(
      accountId,
      stored.map((fill) => enterBook(fill, rateOf)),
    );
  };

  const refuse = (account: AccountBooks, rejected: readonly Refused[]): void => {
    for (const { fill, field, reason } of rejected)
      account.failures.push({
        reason: 'unexpected-payload',
        subject: `${fill.symbol} fill ${fill.id}: ${field}`,
        code: reason,
      });
  };

  async function recut(accountId: string): Promise<boolean> {
    const account = accounts.get(accountId);
    let changed = false;
    for (const entry of account?.byName.values() ?? []) {
      const dust = await dustOf(accountId, entry.book.key.symbol);
      entry.fills.setDust(dust);
      if (account === undefined || entry.fills.dust() === dust) continue;
      await renew(account, entry);
      changed = true;
    }
    if (changed) await feed.recut();
    return changed;
  }

  async function renew(account: AccountBooks, entry: HeldEntry): Promise<void> {
    refuse(account, await entry.fills.renew());
    entry.version += 1;
  }

  /** Files what one segment holds: straight into the columns, since nobody asks before all is there. */
  async function fileStored(account: AccountBooks, rateOf: RateOf, { fills, unreadable }: StoredFills): Promise<void> {
    refuse(
      account,
      unreadable.map((fill) => refusalOf(fill, fill)),
    );
    for (const [, fill] of new Map(fills.map((each) => [bookName(each), each]))) await entryOf(account, fill);
    for (const fill of fills) {
      const entry = account.byName.get(bookName(fill));
      const refusal = entry?.fills.load(enterBookParsed(fill, rateOf));
      if (refusal) refuse(account, [refusalOf(fill, refusal)]);
      account.oldestUs = Math.min(account.oldestUs, fill.executedAtUs);
      account.newestUs = Math.max(account.newestUs, fill.executedAtUs);
    }
  }

  async function load(accountId: string): Promise<void> {
    const account = accountOf(accountId);
    account.failures.push(...(await rates.load(accountId)));
    const rateOf = rates.of(accountId);
    const breath = createBreath(now); // opening a segment may give nobody else a turn: browsers decrypt a short text at once
    const read = await store.readFills(accountId, async (fills) => {
      await fileStored(account, rateOf, fills);
      if (breath.isDue()) await breath.take();
    });
    if (!read.ok) account.failures.push(read.error);
    else account.failures.push(...read.value.map(({ failure }) => failure));
    for (const { book } of account.byName.values()) await settleInSteps(book, breath);
  }

  function unknownOf(accountId: string, fills: readonly ExchangeFill[]): readonly Fill[] {
    const account = accountOf(accountId);
    const rateOf = rates.of(accountId);
    const news = new Map<string, Fill>();
    for (const row of fills) {
      const fill: Fill = { ...row, account: accountId, revision: 0 };
      const key = `${bookName(fill)} ${fill.side} ${fill.id}`;
      const held = account.byName.get(bookName(fill))?.fills.find(fill);
      const known = news.get(key) ?? (held && { ...held, revision: storedRevision(held) });
      if (!known) news.set(key, fill);
      // A fill that is held has rates which the exchange's row has not.
      else if (!sameFill(known, fill) && !sameFill(known, enterBook(fill, rateOf)))
        news.set(key, { ...fill, revision: known.revision + 1 });
    }
    return [...news.values()];
  }

  const entriesOf = (accountId: string): readonly HeldEntry[] => [...(accounts.get(accountId)?.byName.values() ?? [])];

  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  return {
    load: () => begin(),
    loaded: begun.then(async () => {
      for (const accountId of accountIds) await load(accountId);
      await feed.loaded();
    }),
    add,
    rateOf: rates.of,
    rate: (accountId, held) => {
      const rateOf = rates.of(accountId);
      return file(
        accountId,
        held.map((fill) => ratedAgain(fill, rateOf)),
      );
    },
    async settle(accountId) {
      const account = accounts.get(accountId);
      for (const entry of account?.byName.values() ?? []) if (account) await renew(account, entry);
      await feed.settled();
    },
    counts: (accountId) => {
      const counts = new Map<string, number>();
      for (const { book, fills } of entriesOf(accountId))
        counts.set(book.key.symbol, (counts.get(book.key.symbol) ?? 0) + fills.count());
      return counts;
    },
    unknownOf,
    of: (accountId) => (accountId === null ? [...accounts.keys()] : [accountId]).flatMap(entriesOf),
    byId: (bookId) => byId.get(bookId),
    heldBack: (bookId) => byId.get(bookId)?.fills.held() ?? [],
    span: (accountId) => {
      const account = accounts.get(accountId);
      const count = entriesOf(accountId).reduce((sum, { fills }) => sum + fills.count(), 0);
      if (!account || count === 0) return { count, oldest: null, newest: null };
      return { count, oldest: msOfUs(account.oldestUs), newest: msOfUs(account.newestUs) };
    },
    failures: (accountId) => accounts.get(accountId)?.failures ?? [],
    recut,
    methodOf: (accountId) => accounts.get(accountId)?.method ?? wantedMethod(accountId),
    takeMethod: (accountId, method) => {
      const account = accounts.get(accountId);
      if (!account) return; // removed meanwhile
      for (const entry of account.byName.values()) {
        entry.book.prepare(method, Number.POSITIVE_INFINITY);
        entry.book.takePrepared();
        entry.version += 1;
      }
      account.method = method;
    },
    forget: (accountId) => {
      for (const { id } of entriesOf(accountId)) byId.delete(id);
      accounts.delete(accountId);
      feed.forgotten();
    },
  };
}

/** A symbol's spot and margin fills are books of their own: the lots of one do not close the other's. */
const bookName = ({ symbol, market }: Pick<Fill, 'symbol' | 'market'>): string =>
  market === 'spot' ? symbol : `${symbol} ${market}`;

function byBookOf(fills: readonly Fill[]): ReadonlyMap<string, readonly Fill[]> {
  const groups = new Map<string, Fill[]>();
  for (const fill of fills) {
    const name = bookName(fill);
    const group = groups.get(name);
    if (group) group.push(fill);
    else groups.set(name, [fill]);
  }
  return groups;
}
