/**
 * The accounts of the open vault, their sealed keys, and one exchange client for each.
 *
 * A key is opened when its account is first called and stays in this worker's memory only. A key that does not open is
 * `credentials-invalid` for its account alone; the others work on.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import type { OnCall } from '../../shared/exchanges/call-record';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import type { CredentialField } from '../../shared/exchanges/info';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, Secret } from '../../shared/result';
import type { Credentials, ExchangeClient } from '../exchanges/client';
import type { CreateClient } from '../exchanges/create-clients';
import type { RelayServer } from '../exchanges/relay-egress';
import type { StoredCredential } from '../store/documents';
import type { RecordFailure } from '../store/failure';
import type { Store } from '../store/store';
import type { AccountDraft, AddAccountError, KeyDraft } from './api/account-entry';
import type { EngineDeps } from './context';

export interface Accounts {
  /** Exchange accounts, oldest first. */
  list(): readonly ExchangeAccount[];
  get(accountId: string): ExchangeAccount | undefined;
  /** Account records that could not be opened; shown as an issue, never silently missing. */
  readonly failures: readonly RecordFailure[];
  /** The account's client; `no-credentials` or `credentials-invalid` where it has none that opens. */
  clientOf(account: ExchangeAccount): Promise<Result<ExchangeClient, Failure>>;
  /** The key as `••••a1b2`; null where there is none that opens. */
  maskedKey(account: ExchangeAccount): string | null;
  /** A client for a draft that is not stored. */
  draftClient(draft: AccountDraft): ExchangeClient;
  add(draft: AccountDraft): Promise<Result<void, Failure>>;
  save(account: ExchangeAccount): Promise<Result<void, Failure>>;
  /** Saves it, and calls from now on as its `egress` says. */
  saveEgress(account: ExchangeAccount): Promise<Result<void, Failure>>;
  /** A client of the account that calls the given way, whichever its own is; as `clientOf` otherwise. */
  clientBy(account: ExchangeAccount, egress: ExchangeAccount['egress']): Promise<Result<ExchangeClient, Failure>>;
  replaceKey(account: ExchangeAccount, credential: StoredCredential): Promise<Result<void, Failure>>;
  /** Drops the key and keeps the account with its history: it is frozen, in no total, and its PnL counts on. */
  freeze(account: ExchangeAccount): Promise<Result<void, Failure>>;
  /** Removes the account, its key and everything that was imported for it, in one transaction. */
  remove(account: ExchangeAccount): Promise<Result<void, Failure>>;
}

/** Whether an account has a key: one without is kept for its history alone. */
export const isActive = (account: ExchangeAccount): boolean => account.credentialId !== null;

const credentialsOf = (stored: StoredCredential): Credentials => ({
  apiKey: new Secret(stored.apiKey),
  secret: new Secret(stored.secret),
  ...(stored.passphrase === undefined ? {} : { passphrase: new Secret(stored.passphrase) }),
  ...(stored.memo === undefined ? {} : { memo: new Secret(stored.memo) }),
});

/** What is stored of a draft that was checked: the fields that the exchange's keys have, without blanks around. */
export function credentialOf(exchange: ExchangeId, draft: KeyDraft): StoredCredential {
  const field = (name: CredentialField) => (draft[name] ?? '').trim();
  const asked = new Set(exchangeInfos[exchange].credentialFields);
  return {
    apiKey: field('apiKey'),
    secret: field('secret'),
    ...(asked.has('passphrase') ? { passphrase: field('passphrase') } : {}),
    ...(asked.has('memo') ? { memo: field('memo') } : {}),
  };
}

/** `••••` and the last four characters; a key of fewer than 12 shows none of them. */
export const maskKey = (apiKey: string): string => `••••${apiKey.length < 12 ? '' : apiKey.slice(-4)}`;

/** Checks what a person typed, before any exchange is asked. The label must be unlike those of the other accounts of the exchange. */
export function checkDraft(draft: AccountDraft, others: readonly ExchangeAccount[]): Result<void, AddAccountError> {
  const label = draft.label.trim();
  if (label === '' || label.length > 60) return err({ reason: 'field-invalid', field: 'label' });
  for (const field of exchangeInfos[draft.exchange].credentialFields) {
    const value = draft.credentials[field];
    if (value === undefined || value.trim() === '' || value.length > 512)
      return err({ reason: 'field-invalid', field });
  }
  const taken = others.some(
    (other) =>
      other.id !== draft.id && other.exchange === draft.exchange && other.label.toLowerCase() === label.toLowerCase(),
  );
  return taken ? err({ reason: 'label-taken' }) : ok(undefined);
}

/** Where no server can be connected, an account of the relay is not called straight instead. */
const noRelay: RelayServer = {
  isConnected: () => false,
  post: async () => err({ reason: 'relay-unreachable', code: 'not-connected' }),
};

/** Creates clients by either way; what goes through the relay shares a pace of its own, since exchanges count by address. */
function clientsBy(deps: EngineDeps): (egress: ExchangeAccount['egress']) => CreateClient {
  let relayed: CreateClient | null = null;
  const byRelay = (): CreateClient => {
    if (!deps.createRelayed) throw new Error('no client can call through a relay here');
    relayed ??= deps.createRelayed(deps.relay ?? noRelay);
    return relayed;
  };
  return (egress) => (egress === 'relay' ? byRelay() : deps.createClient);
}

/** Loads the accounts of an open vault; `onCallOf` hears of the calls of each. Fails only where the database itself does. */
export async function loadAccounts(
  store: Store,
  deps: EngineDeps,
  onCallOf: (accountId: string) => OnCall,
): Promise<Result<Accounts, Failure>> {
  const stored = await store.listDocuments('account');
  if (!stored.ok) return stored;
  const accounts = new Map<string, ExchangeAccount>();
  for (const { value } of stored.value.documents) if (value.kind === 'exchange') accounts.set(value.id, value);
  const clients = new Map<string, Result<ExchangeClient, Failure>>();
  const masked = new Map<string, string>();
  const createBy = clientsBy(deps);

  async function openClient(
    account: ExchangeAccount,
    egress = account.egress,
  ): Promise<Result<ExchangeClient, Failure>> {
    if (account.credentialId === null) return err({ reason: 'no-credentials' });
    const credential = await store.readDocument('credential', account.credentialId);
    if (!credential.ok) {
      const unreadable = credential.error.reason === 'damaged' || credential.error.reason === 'tampered';
      return err(unreadable ? { reason: 'credentials-invalid', code: credential.error.reason } : credential.error);
    }
    if (!credential.value) return err({ reason: 'credentials-invalid', code: 'missing' });
    masked.set(account.id, maskKey(credential.value.value.apiKey));
    return ok(createBy(egress)(account.exchange, credentialsOf(credential.value.value), onCallOf(account.id)));
  }

  async function clientOf(account: ExchangeAccount): Promise<Result<ExchangeClient, Failure>> {
    const known = clients.get(account.id);
    if (known) return known;
    const opened = await openClient(account);
    // A database that hiccuped is asked again; a key that does not open stays so until it is entered anew.
    if (opened.ok || opened.error.reason === 'credentials-invalid') clients.set(account.id, opened);
    return opened;
  }

  async function putBoth(account: ExchangeAccount, credential: StoredCredential): Promise<Result<void, Failure>> {
    const id = account.credentialId ?? account.id;
    const linked = { ...account, credentialId: id };
    const written = await store.write({
      putDocuments: [
        { kind: 'account', id: account.id, value: linked },
        { kind: 'credential', id, value: credential },
      ],
    });
    if (!written.ok) return written;
    accounts.set(account.id, linked);
    masked.set(account.id, maskKey(credential.apiKey));
    const create = createBy(account.egress);
    clients.set(account.id, ok(create(account.exchange, credentialsOf(credential), onCallOf(account.id))));
    return ok(undefined);
  }

  const inOrder = () => [...accounts.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  await Promise.all(inOrder().map(clientOf));
  return ok({
    failures: stored.value.failures,
    list: inOrder,
    get: (accountId) => accounts.get(accountId),
    clientOf,
    maskedKey: (account) => masked.get(account.id) ?? null,
    draftClient: (draft) =>
      createBy(draft.egress ?? accounts.get(draft.id)?.egress ?? 'direct')(
        draft.exchange,
        credentialsOf(credentialOf(draft.exchange, draft.credentials)),
        ...(accounts.has(draft.id) ? [onCallOf(draft.id)] : []),
      ),
    add: (draft) =>
      putBoth(
        {
          kind: 'exchange',
          id: draft.id,
          label: draft.label.trim(),
          createdAt: accounts.get(draft.id)?.createdAt ?? deps.now(),
          exchange: draft.exchange,
          egress: draft.egress ?? 'direct',
          ...(draft.egress === 'relay' && draft.readOnlyConfirmed === true ? { relayConfirmedAt: deps.now() } : {}),
          credentialId: draft.id,
          userSymbols: draft.userSymbols,
          pausedAt: null,
        },
        credentialOf(draft.exchange, draft.credentials),
      ),
    save: async (account) => {
      const written = await store.write({ putDocuments: [{ kind: 'account', id: account.id, value: account }] });
      if (written.ok) accounts.set(account.id, account);
      return written;
    },
    saveEgress: async (account) => {
      const written = await store.write({ putDocuments: [{ kind: 'account', id: account.id, value: account }] });
      if (!written.ok) return written;
      accounts.set(account.id, account);
      clients.delete(account.id);
      return written;
    },
    clientBy: (account, egress) => (egress === account.egress ? clientOf(account) : openClient(account, egress)),
    replaceKey: putBoth,
    freeze: async (account) => {
      const frozen: ExchangeAccount = { ...account, credentialId: null, pausedAt: null };
      const written = await store.write({
        putDocuments: [{ kind: 'account', id: account.id, value: frozen }],
        deleteDocuments: [{ kind: 'credential', id: account.credentialId ?? account.id }],
      });
      if (!written.ok) return written;
      accounts.set(account.id, frozen);
      clients.delete(account.id);
      masked.delete(account.id);
      return ok(undefined);
    },
    remove: async (account) => {
      const written = await store.write({
        eraseHistory: [account.id],
        deleteDocuments: [
          { kind: 'account', id: account.id },
          { kind: 'credential', id: account.credentialId ?? account.id },
        ],
      });
      if (!written.ok) return written;
      accounts.delete(account.id);
      clients.delete(account.id);
      masked.delete(account.id);
      return ok(undefined);
    },
  });
}
