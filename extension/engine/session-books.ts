/**
 * The books of a session and what they rest on: markets, rates, the pools of books by coin, and a change of method.
 *
 * These know one another: pools are filled by books, books are cut by what markets say of the smallest order, and all of them
 * follow the settings.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { Store } from '../store/store';
import type { Accounts } from './accounts';
import { type Books, createBooks, type DustOf } from './books';
import type { EngineDeps } from './context';
import { dustBy } from './dust';
import type { Events } from './events';
import { createLedger, type Ledger } from './ledger';
import { createMarkets, type Markets } from './markets';
import { createMethodChange, type MethodChange } from './method-change';
import { createPools, type Pools } from './pools';
import { createRates, type Rates } from './rates';
import type { Repeat } from './retry';
import type { VaultSettings } from './vault-settings';

interface SessionBooksParts {
  readonly store: Store;
  readonly vault: OpenVault;
  readonly deps: EngineDeps;
  readonly events: Events;
  readonly accounts: Accounts;
  readonly settings: VaultSettings;
  readonly repeat: Repeat;
  /** Round trips were cut anew. */
  readonly onRecut: () => void;
  /** Pools took the place of others. */
  readonly onPools: () => void;
  readonly onFailure: (failure: Failure) => void;
  readonly signal: AbortSignal;
}

interface SessionBooks {
  readonly books: Books;
  readonly pools: Pools;
  readonly ledger: Ledger;
  readonly markets: Markets;
  readonly rates: Rates;
  readonly methodChange: MethodChange;
  readonly dustOf: DustOf;
}

/** Nothing is loaded before `books.load`. */
export function createSessionBooks(parts: SessionBooksParts): SessionBooks {
  const { store, vault, deps, events, accounts, settings, signal } = parts;
  const accountIds = (): readonly string[] => accounts.list().map(({ id }) => id);
  const tellTaken = (): void => {
    for (const topic of ['accounts', 'fills'] as const) events.emit({ topic });
  };
  /** Books are opened before an exchange's markets are known, and smallest orders change: round trips follow. */
  const recut = async (exchange: ExchangeId): Promise<void> => {
    for (const account of accounts.list())
      if (account.exchange === exchange && (await books.recut(account.id)) && !signal.aborted) parts.onRecut();
  };
  const markets = createMarkets(store, deps, parts.repeat, (exchange) => void recut(exchange));
  const rates = createRates(store, deps.now);
  const wantedMethod = (accountId: string) => accounts.get(accountId)?.method ?? settings.current().method;
  const dustOf = dustBy(accounts, markets);
  const pools = createPools({
    books: () => books,
    wanted: () => {
      const { books: kind, baseCurrency, method } = settings.current();
      return kind === 'by-coin' ? { currency: baseCurrency, method } : null;
    },
    rateOf: rates.of,
    dustOf,
    vault,
    now: deps.now,
    onProgress: (progress) => events.emit({ topic: 'method', progress }),
    onTaken: () => {
      tellTaken();
      parts.onPools();
    },
    onRefused: parts.onFailure,
    signal,
  });
  const books = createBooks(store, vault, accountIds(), deps.now, dustOf, wantedMethod, rates, {
    filed: pools.take,
    settled: pools.settle,
    recut: pools.recut,
    forgotten: pools.forget,
    loaded: pools.load,
  });
  const ledger = createLedger(books, pools, accounts.get);
  const methodChange = createMethodChange({
    books,
    accountIds,
    wantedMethod,
    now: deps.now,
    rest: () => new Promise((resolve) => setTimeout(resolve)),
    onProgress: (progress) => events.emit({ topic: 'method', progress }),
    onTaken: tellTaken,
    signal,
  });
  return { books, pools, ledger, markets, rates, methodChange, dustOf };
}
