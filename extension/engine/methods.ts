/** Which methods made the figures, and the calls that choose one for an account. */
import { type LotMethod, lotMethods } from '../../shared/ledger/lot-order';
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import type { MethodApi } from './api/method';
import type { BookEntry } from './books';
import type { Events } from './events';
import type { Session } from './session';

/** Each once, in the order in which they are offered. */
const inOrder = (made: Iterable<LotMethod>): readonly LotMethod[] => {
  const methods = new Set(made);
  return lotMethods.filter((method) => methods.has(method));
};

/** The methods of these books; empty where there are none. */
export const methodsOfBooks = (books: readonly Pick<BookEntry, 'book'>[]): readonly LotMethod[] =>
  inOrder(books.map(({ book }) => book.method));

/** What a total over all accounts is made by: the methods of those that have fills, else of all, else the vault's. */
export function methodsOf({ accounts, books, settings }: Pick<Session, 'accounts' | 'books' | 'settings'>) {
  const made = methodsOfBooks(books.of(null));
  if (made.length > 0) return made;
  const ofAccounts = inOrder(accounts.list().map(({ id }) => books.methodOf(id)));
  return ofAccounts.length > 0 ? ofAccounts : [settings().method];
}

interface MethodCallParts {
  readonly events: Events;
  /** The open session; throws while the vault is locked. */
  readonly open: () => Session;
  readonly session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
}

export function methodCalls({ events, open, session }: MethodCallParts): MethodApi {
  return {
    methods: async () => {
      const { accounts, books, methodChange, settings } = open();
      return {
        vault: settings().method,
        accounts: accounts
          .list()
          .map(({ id, method }) => ({ accountId: id, own: method ?? null, inUse: books.methodOf(id) })),
        progress: methodChange.progress(),
      };
    },
    setAccountMethod: (accountId, method) =>
      session(async (at): Promise<Result<void, Failure>> => {
        const account = at.accounts.get(accountId);
        if (!account) return ok(undefined); // removed meanwhile
        const { method: _, ...rest } = account;
        const saved = await at.accounts.save(method === null ? rest : { ...rest, method });
        if (!saved.ok) return saved;
        events.emit({ topic: 'accounts' });
        void at.methodChange.follow();
        return saved;
      }),
  };
}
