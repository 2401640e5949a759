/** The rows of balances that a query leaves, each with how and when it was read and what it is worth, parsed once. */
import type { Wallet } from '../../../shared/exchanges/info';
import { type E36, e36 } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { AssetRow, BalancesAccount, BalancesPage } from '../../engine/api/balances';

/** When a row's wallet was read last, and why it is not known now; null while it is. */
export interface ReadState {
  readonly at: UnixMs;
  readonly failure: Failure | null;
}

/** A row with what it is compared and summed by. */
export interface Item {
  readonly row: AssetRow;
  readonly account: BalancesAccount;
  readonly read: ReadState;
  readonly oldestAt: UnixMs;
  readonly value: E36 | null;
}

/** "Binance · main". */
export const nameOf = ({ exchangeName, label }: BalancesAccount): string => `${exchangeName} · ${label}`;

/** How a wallet was read; null where it never was. */
function readOf(account: BalancesAccount, wallet: Wallet): ReadState | null {
  const value = account.wallets.find((each) => each.wallet === wallet)?.value;
  if (value?.state === 'known') return { at: value.at, failure: null };
  return value?.state === 'unknown' && value.last ? { at: value.last.at, failure: value.failure } : null;
}

const older = (a: UnixMs, b: UnixMs): UnixMs => (b < a ? b : a);

/** Parsed once for as long as a page of rows is shown: typing and sorting ask for thousands of them again and again. */
const values = new WeakMap<AssetRow, E36 | null>();

function worthOf(row: AssetRow): E36 | null {
  const known = values.get(row);
  if (known !== undefined) return known;
  const value = row.value.state === 'known' ? e36(row.value.amount) : null;
  values.set(row, value);
  return value;
}

function itemOf(row: AssetRow, account: BalancesAccount, read: ReadState): Item {
  const steps = row.value.state === 'known' ? row.value.path : [];
  const oldestAt = steps.reduce((oldest, step) => older(oldest, step.at), read.at);
  return { row, account, read, oldestAt, value: worthOf(row) };
}

/** The rows of the accounts in scope whose asset has `search` in its name, in any case; '' is in every name. */
export function itemsOf(page: BalancesPage, scope: string | null, search: string): readonly Item[] {
  const wanted = search.trim().toUpperCase();
  const accounts = new Map(page.accounts.map((account) => [account.id, account]));
  const reads = new Map<string, ReadState | null>();
  return page.rows.flatMap((row) => {
    const account = accounts.get(row.accountId);
    if (!account || (scope !== null && account.id !== scope) || !row.asset.toUpperCase().includes(wanted)) return [];
    const wallet = `${row.accountId} ${row.wallet}`;
    const read = reads.get(wallet) ?? readOf(account, row.wallet);
    reads.set(wallet, read);
    return read ? [itemOf(row, account, read)] : [];
  });
}

/** Known now, priced, and worth less: nobody knows that of what is not known or has no price. */
export const isSmall = ({ read, value }: Item, limit: E36): boolean =>
  read.failure === null && value !== null && value < limit;
