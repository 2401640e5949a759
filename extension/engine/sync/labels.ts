/**
 * Two accounts of one exchange with one label: each device had given it before they met. The older keeps it, the other gets a number,
 * as a change of its own that every device sees.
 */
import type { Account } from '../../../shared/exchanges/account';
import type { Failure } from '../../../shared/reasons';
import { ok, type Result } from '../../../shared/result';
import type { SyncContext } from './sync-context';

/** What two accounts must not share. */
const nameOf = (account: Account): string =>
  `${account.kind === 'exchange' ? account.exchange : account.kind} ${account.label.toLowerCase()}`;

/** The accounts to rename, oldest first, each with the first number that makes it unlike all others. */
function renamedApart(accounts: readonly Account[]): readonly Account[] {
  const inOrder = [...accounts].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const taken = new Set(inOrder.map(nameOf));
  const kept = new Set<string>();
  const renamed: Account[] = [];
  for (const account of inOrder) {
    if (!kept.has(nameOf(account))) {
      kept.add(nameOf(account));
      continue;
    }
    let next = account;
    for (let number = 2; taken.has(nameOf(next)); number += 1)
      next = { ...account, label: `${account.label} ${number}` };
    taken.add(nameOf(next));
    kept.add(nameOf(next));
    renamed.push(next);
  }
  return renamed;
}

/** Gives every account of an exchange a label of its own. */
export async function distinctLabels({ store }: SyncContext): Promise<Result<void, Failure>> {
  const listed = await store.listDocuments('account');
  if (!listed.ok) return listed;
  const renamed = renamedApart(listed.value.documents.map(({ value }) => value));
  if (renamed.length === 0) return ok(undefined);
  return store.write({ putDocuments: renamed.map((value) => ({ kind: 'account', id: value.id, value })) });
}
