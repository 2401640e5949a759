/** What a trader enters of an account: adding it, its key, its name and its symbols, and removing it. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { CredentialField, Wallet } from '../../../shared/exchanges/info';
import type { KeyRights } from '../../../shared/exchanges/readings';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';

/** What was typed for a key: each field that the exchange's keys consist of. */
export type KeyDraft = Readonly<Partial<Record<CredentialField, string>>>;

export interface AccountDraft {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly label: string;
  readonly credentials: KeyDraft;
  readonly userSymbols: readonly string[];
  /** How it is called; left out: straight from this computer, or as the stored account is. */
  readonly egress?: 'direct' | 'relay';
  /** The trader's word that the key can only read: through the relay nothing goes without it, or without knowing it. */
  readonly readOnlyConfirmed?: boolean;
}

/** The outcome of a key's test: the right to read was proven; warn when it can do more. */
export interface KeyTest {
  readonly rights: KeyRights;
  /** How many assets the wallets hold that could be read. */
  readonly assets: number;
  /** Wallets beside the spot wallet that the key could not read. */
  readonly walletFailures: readonly { readonly wallet: Wallet; readonly failure: Failure }[];
}

export type AddAccountError =
  | Failure
  | { readonly reason: 'label-taken' }
  /** `names`: the symbols that the exchange has no market for, where those are what is wrong. */
  | { readonly reason: 'field-invalid'; readonly field: string; readonly names?: readonly string[] };

export interface AccountEntryApi {
  /** Tests a key without storing anything: rights, then balances. */
  testKey(draft: AccountDraft): Promise<Result<KeyTest, AddAccountError>>;
  /** Tests, stores the account and its sealed key, refreshes it and starts its import. */
  addAccount(draft: AccountDraft): Promise<Result<KeyTest, AddAccountError>>;
  renameAccount(accountId: string, label: string): Promise<Result<void, AddAccountError>>;
  /** `readOnlyConfirmed`: as in the draft, for an account that calls through the relay. */
  replaceKey(
    accountId: string,
    credentials: KeyDraft,
    readOnlyConfirmed?: boolean,
  ): Promise<Result<KeyTest, AddAccountError>>;
  setUserSymbols(accountId: string, symbols: readonly string[]): Promise<Result<void, AddAccountError>>;
  /** Removes the account and its key; its history goes only with `history: 'erase'`. */
  removeAccount(accountId: string, history: 'keep' | 'erase'): Promise<Result<void, Failure>>;
}
