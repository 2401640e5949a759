/** All accounts in one table: what each is worth, how old that is, and how far its history reaches. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { type AccountView, isInTrouble } from '../../engine/api/account-view';
import { Age } from '../components/Age';
import { EmptyState } from '../components/EmptyState';
import { FailureNotice } from '../components/FailureNotice';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { dateText } from '../components/time-format';
import { useEngineQuery } from '../engine';
import { navigateHash } from '../hash-location';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';
import classes from './AccountList.module.css';
import { AccountValue } from './AccountValue';
import { type AccountSort, accountSorts, sortAccounts } from './account-order';
import { ExchangeMark } from './ExchangeMark';
import { ImportBadge } from './ImportBadge';

const says = text.accounts;

export function AccountList() {
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  const add = <Button onClick={() => navigateHash(routes.addAccount)}>{says.add}</Button>;
  return (
    <Screen title={says.title} actions={accounts === undefined || accounts.length === 0 ? undefined : add}>
      {accounts === undefined ? (
        <Skeletons lines={4} />
      ) : accounts.length === 0 ? (
        <EmptyState title={says.emptyTitle} sentence={says.empty}>
          {add}
          <TrySample />
        </EmptyState>
      ) : (
        <AccountTable accounts={accounts} />
      )}
    </Screen>
  );
}

/** Fewer accounts are seen at one glance, in whatever order. */
const sortFrom = 4;

function AccountTable({ accounts }: { accounts: readonly AccountView[] }) {
  const [sort, setSort] = useState<AccountSort>('added');
  const failing = accounts.filter(isInTrouble).length;
  return (
    <>
      {accounts.length < sortFrom ? null : (
        <div className={classes.line}>
          <span className={classes.dimmed}>{text.care.summary(accounts.length, failing)}</span>
          <NativeSelect
            size="xs"
            label={text.care.sortBy}
            className={classes.sort ?? ''}
            data={accountSorts.map((value) => ({ value, label: text.care.sorts[value] }))}
            value={sort}
            onChange={(event) => setSort(accountSorts.find((one) => one === event.currentTarget.value) ?? 'added')}
          />
        </div>
      )}
      <Rows accounts={sortAccounts(accounts, sort)} />
    </>
  );
}

function Rows({ accounts }: { accounts: readonly AccountView[] }) {
  return (
    <table className={classes.table}>
      <caption>{says.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{says.columnAccount}</th>
          <th scope="col">{says.columnKey}</th>
          <th scope="col" className={classes.number}>
            {says.columnValue}
          </th>
          <th scope="col">{says.columnAge}</th>
          <th scope="col">{says.columnHistory}</th>
        </tr>
      </thead>
      {accounts.map((account) => (
        <tbody key={account.id}>
          <AccountRow account={account} />
          <TroubleRow account={account} />
        </tbody>
      ))}
    </table>
  );
}

function AccountRow({ account }: { account: AccountView }) {
  return (
    <tr>
      <th scope="row">
        <Link href={routes.account(account.id)} className={classes.name ?? ''}>
          <ExchangeMark exchange={account.exchange} />
          <span>
            {account.exchangeName} <span className={classes.label}>· {account.label}</span>
          </span>
        </Link>
        <Standing account={account} />
      </th>
      <td className={classes.key}>{account.maskedKey ?? says.noKey}</td>
      <td className={classes.number}>
        <AccountValue account={account} />
      </td>
      <td>
        <ValueAge account={account} />
      </td>
      <td>
        <ImportBadge progress={account.progress} />
      </td>
    </tr>
  );
}

/** That it is kept for its history alone, or that its exchange will close; of a paused one the row below tells. */
function Standing({ account: { frozen, closing } }: { account: AccountView }) {
  if (frozen !== null) return <span className={classes.standing}>{says.frozenShort[frozen]}</span>;
  if (closing === null) return null;
  return <span className={classes.closing}>{says.closesOn(dateText(closing.closesAt))}</span>;
}

function ValueAge({ account }: { account: AccountView }) {
  if (account.refreshing) return <span className={classes.dimmed}>{says.refreshing}</span>;
  if (account.value.state === 'known') return <Age at={account.value.value.oldestAt ?? account.value.at} />;
  if (account.value.state === 'unknown' && account.value.last !== null) return <Age at={account.value.last.at} />;
  return <span className={classes.dimmed}>{text.common.unknown}</span>;
}

/** Why the value is not known, or why the import stands: one cause with its one action. */
function TroubleRow({ account }: { account: AccountView }) {
  const value = account.value.state === 'unknown' ? account.value.failure : null;
  const stopped = account.progress.state === 'stopped' ? account.progress.failure : null;
  const failure = value ?? stopped;
  if (failure === null || account.frozen !== null) return null;
  const since = account.value.state === 'unknown' ? { since: account.value.failedAt } : {};
  return (
    <tr className={classes.trouble}>
      <td colSpan={5}>
        <FailureNotice
          failure={failure}
          accountId={account.id}
          exchange={account.exchange}
          variant="compact"
          {...(value === null ? {} : since)}
        />
      </td>
    </tr>
  );
}
