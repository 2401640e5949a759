/**
 * Refreshes: of every exchange side by side the balances of its accounts, then the prices of what they hold; then new fills.
 *
 * One account's failure never waits for or hides another's, and no exchange waits for another. Two refreshes at once are one, and
 * one that asks for an account which is being read joins that reading.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import { freezeClosed, isAsked } from './closing';
import type { EngineDeps } from './context';
import type { Events } from './events';
import { isOverdue } from './look-back';
import { assetRows, observedValue } from './portfolio';
import type { Session } from './session';
import { balancesFailure, heldAssets, isKnown } from './wallets';
import type { Work } from './work';

export interface Refresher {
  readonly refreshing: ReadonlySet<string>;
  /** Resolves when balances and prices are in; new fills are then being imported. Null: every account. */
  refresh(accountId: string | null): Promise<void>;
  /** The same of several accounts at once. */
  refreshSome(accountIds: readonly string[]): Promise<void>;
  /** Ends the reading of an account that was paused: nothing more is asked for it, and what was not read is not noted. */
  stop(accountId: string): void;
}

export interface RefresherParts {
  readonly deps: EngineDeps;
  readonly events: Events;
  readonly work: Work;
  readonly session: () => Session | null;
  /** Runs after each refresh, with the engine held. */
  readonly onRefreshed?: (session: Session, accountIds: readonly string[]) => Promise<void>;
}

/** One account being read. */
interface Reading {
  /** Aborted when it was ended, or its session has. */
  readonly signal: AbortSignal;
  readonly end: () => void;
  readonly done: Promise<void>;
}

/** Runs `next` when what went before has ended, however it did: who asked for that hears of its failure. */
async function after(before: Promise<void> | undefined, next: () => Promise<void>): Promise<void> {
  await before?.catch(() => undefined);
  await next();
}

/** Creates the engine's one refresher. */
export function createRefresher({ deps, events, work, session, onRefreshed }: RefresherParts): Refresher {
  const refreshing = new Set<string>();
  const running = new Map<string, { readonly base: string; readonly done: Promise<void> }>();
  const readings = new Map<string, Reading>();

  /** Reads an account, or joins the reading that is going on; one that was ended, or of a session that has, is not joined. */
  function refreshOne(at: Session, account: ExchangeAccount): Promise<void> {
    const going = readings.get(account.id);
    if (going && !going.signal.aborted) return going.done;
    const ender = new AbortController();
    const signal = AbortSignal.any([at.signal, ender.signal]);
    const reading: Reading = { signal, end: () => ender.abort(), done: read() };
    readings.set(account.id, reading);
    return reading.done;

    async function read(): Promise<void> {
      refreshing.add(account.id);
      events.emit({ topic: 'accounts' });
      try {
        await at.observations.refresh(account, signal);
      } finally {
        // one that was ended may have been followed by another
        if (readings.get(account.id) === reading) {
          readings.delete(account.id);
          refreshing.delete(account.id);
        }
        events.emit({ topic: 'accounts' });
      }
    }
  }

  /**
   * What needs a price: everything held, every quote that PnL is counted in, and the markets of all books, whose open part is worth
   * what they cost there. Which books are open is not asked: that may take long, and a market more costs nothing.
   */
  function toPrice(at: Session, accounts: readonly ExchangeAccount[]) {
    const held = accounts.flatMap(({ id }) => heldAssets(at.observations.of(id).wallets));
    const keys = accounts.flatMap(({ id }) => at.books.of(id)).map(({ book }) => book.key);
    const assets = new Set([...held, ...keys.flatMap(({ base, quote }) => [base, quote])]);
    return { assets, symbols: new Set(keys.map(({ base, quote }) => `${base}/${quote}`)) };
  }

  /** A day keeps what it was worth when every wallet was known last. */
  async function noteEquity(at: Session, account: ExchangeAccount): Promise<void> {
    const { wallets } = at.observations.of(account.id);
    if (!wallets.every(({ balances }) => isKnown(balances))) return;
    const { baseCurrency: base } = at.settings();
    const prices = at.observations.prices();
    const value = observedValue(account, wallets, { field: 'total', base, prices });
    if (value.state === 'known')
      await at.equity.observe(account, value.value, assetRows(account, wallets, base, prices), deps.now());
  }

  /**
   * Imports new fills where balances could be read; a run that the trader paused stays paused. Where half of the exchange's
   * look-back has gone by, neither holds fills back until they are lost.
   */
  function importNews(at: Session, account: ExchangeAccount): void {
    const { state, kind } = at.imports.progress(account.id);
    const overdue = isOverdue(at.imports.coverage(account.id), exchangeInfos[account.exchange].lookBackMs, deps.now());
    if (!overdue && (state === 'paused' || balancesFailure(at.observations.of(account.id).wallets))) return;
    if (kind === 'deep-scan' && (state === 'running' || state === 'waiting')) return;
    void at.imports.start(account.id, 'import');
  }

  /**
   * Balances of those of the exchange's accounts that are refreshed, then the prices of what all of them hold. Gives what asks for
   * the prices of books that had not been read by then, right after the vault was opened: the refresh does not wait for them.
   */
  async function refreshExchange(
    at: Session,
    exchange: ExchangeId,
    { active, refreshed }: { readonly active: readonly ExchangeAccount[]; readonly refreshed: ReadonlySet<string> },
  ): Promise<() => Promise<void>> {
    const here = active.filter((account) => account.exchange === exchange);
    if (here.length === 0) return async () => undefined;
    await Promise.all(here.filter(({ id }) => refreshed.has(id)).map((account) => refreshOne(at, account)));
    if (at.signal.aborted) return async () => undefined;
    const ask = async ({ assets, symbols }: ReturnType<typeof toPrice>) => {
      let base: string;
      do {
        base = at.settings().baseCurrency;
        await at.observations.refreshPrices(exchange, assets, base, at.signal, symbols);
      } while (base !== at.settings().baseCurrency && !at.signal.aborted); // another was chosen meanwhile: it has other markets
    };
    const before = toPrice(at, here);
    await ask(before);
    return async () => {
      await at.books.loaded;
      const all = toPrice(at, here);
      if (all.symbols.size > before.symbols.size && !at.signal.aborted) await ask(all);
    };
  }

  async function run(wanted: ReadonlySet<string> | null): Promise<void> {
    const at = session();
    if (!at) return;
    await freezeClosed(at, deps.now());
    const active = at.accounts.list().filter((account) => isAsked(account, deps.now()));
    const accounts = active.filter(({ id }) => wanted === null || wanted.has(id));
    const refreshed = new Set(accounts.map(({ id }) => id));
    const left = await Promise.all(exchangeIds.map((exchange) => refreshExchange(at, exchange, { active, refreshed })));
    const still = (account: ExchangeAccount): boolean =>
      !at.signal.aborted && at.accounts.get(account.id)?.pausedAt === null;
    for (const account of accounts) if (still(account)) await noteEquity(at, account);
    for (const account of accounts) if (still(account)) importNews(at, account);
    if (at.signal.aborted) return;
    events.emit({ topic: 'balances' });
    void work.during(async () => {
      await Promise.all(left.map((askLater) => askLater()));
      await at.dayEnd.fill();
    });
    // Work of its own: neither the button nor a refresh that is asked for now waits for it, and the engine stays for it.
    if (onRefreshed) void work.during(() => onRefreshed(at, [...refreshed]));
  }

  /** Joins the refresh of the same accounts that is going on; where it began in another base currency, one follows it. */
  async function refresh(wanted: readonly string[] | null): Promise<void> {
    const at = session();
    if (!at) return; // locked: nothing is fetched, and nothing is held for it
    const key = [...(wanted ?? [])].sort().join();
    const base = at.settings().baseCurrency;
    const going = running.get(key);
    if (going?.base === base) return going.done;
    const next = { base, done: work.during(() => after(going?.done, () => run(wanted && new Set(wanted)))) };
    running.set(key, next);
    await next.done.finally(() => {
      if (running.get(key) === next) running.delete(key);
    });
  }

  return {
    refreshing,
    refresh: (accountId) => refresh(accountId === null ? null : [accountId]),
    refreshSome: refresh,
    stop: (accountId) => readings.get(accountId)?.end(),
  };
}
