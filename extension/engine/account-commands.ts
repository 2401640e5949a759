/** What a trader does with accounts: test a key, add, rename, replace the key, name symbols, remove. */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { checkDraft, credentialOf } from './accounts';
import type { EngineApi } from './api';
import type { AccountDraft, AddAccountError, KeyTest } from './api/account-entry';
import { exchangeClosed, isClosed } from './closing';
import type { EngineDeps } from './context';
import { matchSymbols } from './discovery';
import type { Events } from './events';
import { type Tested, tryKey } from './key-test';
import type { Refresher } from './refresher';
import { relayRefusal } from './relay-rights';
import type { Session } from './session';

export interface CommandParts {
  readonly deps: EngineDeps;
  readonly events: Events;
  readonly refresher: Refresher;
  readonly session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
}

type Commands = Pick<
  EngineApi,
  'testKey' | 'addAccount' | 'renameAccount' | 'replaceKey' | 'setUserSymbols' | 'removeAccount'
>;

/** At most this many symbols may be named by hand, each of at most 40 characters. */
const namedSymbols = { count: 500, length: 40 } as const;

/** Creates the commands. A command that fails has changed nothing. */
export function accountCommands({ deps, events, refresher, session }: CommandParts): Commands {
  /** In our form; kept as they were typed where the exchange's markets cannot be read now. */
  async function matchedSymbols(
    at: Session,
    account: ExchangeAccount,
    typed: readonly string[],
  ): Promise<Result<readonly string[], AddAccountError>> {
    const client = await at.accounts.clientOf(account);
    if (typed.length === 0 || !client.ok) return ok(typed);
    const markets = await at.markets.of(account.exchange, client.value, at.signal);
    if (!markets.ok) return ok(typed);
    const { symbols, unknown } = matchSymbols(typed, markets.value);
    return unknown.length === 0 ? ok(symbols) : err({ reason: 'field-invalid', field: 'userSymbols', names: unknown });
  }

  const check = (at: Session, draft: AccountDraft): Result<void, AddAccountError> =>
    isClosed(draft.exchange, deps.now()) ? err(exchangeClosed) : checkDraft(draft, at.accounts.list());

  /** A draft that goes through the relay is sent only with the trader's word, and refused if the exchange tells otherwise. */
  async function tried(at: Session, draft: AccountDraft): Promise<Result<Tested, Failure>> {
    const confirmed = draft.readOnlyConfirmed === true;
    const relayed = (draft.egress ?? at.accounts.get(draft.id)?.egress) === 'relay';
    const before = relayed ? relayRefusal(null, confirmed) : null;
    if (before) return err(before);
    const tested = await tryKey(deps, draft.exchange, at.accounts.draftClient(draft));
    const after = relayed && tested.ok ? relayRefusal(tested.value.test.rights, confirmed) : null;
    return after ? err(after) : tested;
  }

  async function storeTested(at: Session, accountId: string, tested: Tested): Promise<void> {
    await at.observations.record(accountId, { wallets: tested.wallets, rights: tested.rights });
    events.emit({ topic: 'accounts' });
    void refresher.refresh(accountId);
  }

  return {
    testKey: (draft) =>
      session(async (at) => {
        const checked = check(at, draft);
        if (!checked.ok) return checked;
        const tested = await tried(at, draft);
        return tested.ok ? ok(tested.value.test) : tested;
      }),
    addAccount: (draft) =>
      session(async (at) => {
        const checked = check(at, draft);
        if (!checked.ok) return checked;
        const tested = await tried(at, draft);
        if (!tested.ok) return tested;
        const added = await at.accounts.add(draft);
        if (!added.ok) return added;
        await storeTested(at, draft.id, tested.value);
        return ok(tested.value.test);
      }),
    renameAccount: (accountId, label) =>
      session(async (at): Promise<Result<void, AddAccountError>> => {
        const account = at.accounts.get(accountId);
        if (!account) return ok(undefined); // removed meanwhile
        const trimmed = label.trim();
        if (trimmed === '' || trimmed.length > 60) return err({ reason: 'field-invalid', field: 'label' });
        const taken = at.accounts
          .list()
          .some(
            (other) =>
              other.id !== accountId &&
              other.exchange === account.exchange &&
              other.label.toLowerCase() === trimmed.toLowerCase(),
          );
        if (taken) return err({ reason: 'label-taken' });
        const saved = await at.accounts.save({ ...account, label: trimmed });
        if (saved.ok) events.emit({ topic: 'accounts' });
        return saved;
      }),
    replaceKey: (accountId, credentials, readOnlyConfirmed) =>
      session(async (at): Promise<Result<KeyTest, AddAccountError>> => {
        const account = at.accounts.get(accountId);
        if (!account) return err({ reason: 'no-credentials' });
        const draft: AccountDraft = {
          id: accountId,
          exchange: account.exchange,
          label: account.label,
          credentials,
          userSymbols: account.userSymbols,
          egress: account.egress,
          readOnlyConfirmed: readOnlyConfirmed === true,
        };
        const checked = check(at, draft);
        if (!checked.ok) return checked;
        const tested = await tried(at, draft);
        if (!tested.ok) return tested;
        const current = at.accounts.get(accountId); // it may have been renamed or removed while the exchange was asked
        if (!current) return err({ reason: 'no-credentials' });
        const stored = await at.accounts.replaceKey(current, credentialOf(current.exchange, credentials));
        if (!stored.ok) return stored;
        await storeTested(at, accountId, tested.value);
        return ok(tested.value.test);
      }),
    setUserSymbols: (accountId, symbols) =>
      session(async (at): Promise<Result<void, AddAccountError>> => {
        const account = at.accounts.get(accountId);
        if (!account) return ok(undefined);
        const named = [...new Set(symbols.map((symbol) => symbol.trim()).filter((symbol) => symbol !== ''))];
        if (named.length > namedSymbols.count || named.some((symbol) => symbol.length > namedSymbols.length))
          return err({ reason: 'field-invalid', field: 'userSymbols' });
        const matched = await matchedSymbols(at, account, named);
        if (!matched.ok) return matched;
        const current = at.accounts.get(accountId); // it may have been renamed or removed while the markets were asked
        if (!current) return ok(undefined);
        const saved = await at.accounts.save({ ...current, userSymbols: matched.value });
        if (!saved.ok) return saved;
        events.emit({ topic: 'accounts' });
        void refresher.refresh(accountId);
        return ok(undefined);
      }),
    removeAccount: (accountId, history) =>
      session(async (at) => {
        const account = at.accounts.get(accountId);
        if (!account) return ok(undefined);
        await Promise.all([at.imports.end(accountId), at.cashFlows.end(accountId), at.doctor.forget(accountId)]);
        if (history === 'keep') {
          const frozen = await at.accounts.freeze(account);
          if (!frozen.ok) return frozen;
        } else {
          const removed = await at.accounts.remove(account);
          if (!removed.ok) return removed;
          await at.imports.end(accountId); // a refresh may have started it once more meanwhile
          at.imports.forget(accountId);
          await at.cashFlows.forget(accountId);
          await at.unexplained.forget(accountId);
          await at.equity.forget(accountId);
          at.books.forget(accountId);
          at.rates.forget(accountId);
          await at.journal.forget(accountId);
        }
        await at.observations.forget(accountId);
        events.emit({ topic: 'accounts' });
        events.emit({ topic: 'fills' });
        return ok(undefined);
      }),
  };
}
