/** Which methods made the figures. */
import { type LotMethod, lotMethods } from '../../shared/ledger/lot-order';
import type { Accounts } from './accounts';
import type { Books } from './books';
import type { Ledger } from './ledger';
import type { LedgerEntry } from './pool';

/** Each once, in the order in which they are offered. */
const inOrder = (made: Iterable<LotMethod>): readonly LotMethod[] => {
  const methods = new Set(made);
  return lotMethods.filter((method) => methods.has(method));
};

/** The methods of these books; empty where there are none. */
export const methodsOfBooks = (books: readonly Pick<LedgerEntry, 'book'>[]): readonly LotMethod[] =>
  inOrder(books.map(({ book }) => book.method));

interface Made {
  readonly accounts: Pick<Accounts, 'list'>;
  readonly books: Pick<Books, 'methodOf'>;
  readonly ledger: Ledger;
  readonly settings: () => { readonly method: LotMethod };
}

/** What a total over all accounts is made by: the methods of those that have fills, else of all, else the vault's. */
export function methodsOf({ accounts, books, ledger, settings }: Made): readonly LotMethod[] {
  const pooled = ledger.pooling(null) === null ? [] : [...ledger.pools(null), ...ledger.unpriced(null)];
  const made = methodsOfBooks([...ledger.own(null), ...pooled]);
  if (made.length > 0) return made;
  const ofAccounts = inOrder(accounts.list().map(({ id }) => books.methodOf(id)));
  return ofAccounts.length > 0 ? ofAccounts : [settings().method];
}
