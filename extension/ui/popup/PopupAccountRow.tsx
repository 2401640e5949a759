/** One account in the popup: name, value and age; where the value is not known its reason and one action, never 0. */
import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { reasons } from '../../../shared/reasons';
import type { PopupAccount } from '../../engine/api/popup-summary';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { FailureNotice } from '../components/FailureNotice';
import { PartialMark } from '../components/PartialAmountView';
import { Unseen } from '../components/Unseen';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { text } from '../text';
import classes from './Popup.module.css';

export interface PopupAccountRowProps {
  readonly account: PopupAccount;
  /** The same for every row. */
  readonly decimals: number;
}

export function PopupAccountRow({ account, decimals }: PopupAccountRowProps) {
  const open = useOpen();
  const { value } = account;
  return (
    <li className={classes.account}>
      <div className={classes.accountLine}>
        <UnstyledButton
          className={classes.accountName ?? ''}
          onClick={() => open(routes.account(account.id))}
          title={text.popup.openAccount(account.label)}
        >
          {account.exchangeName} · {account.label}
        </UnstyledButton>
        {account.importing ? <span className={classes.importing}>{text.popup.importing}</span> : null}
        <span className={classes.worth}>
          <Value account={account} decimals={decimals} />
        </span>
      </div>
      {value.state === 'unknown' && account.frozen === null ? (
        <div className={classes.notice}>
          <FailureNotice failure={value.failure} accountId={account.id} exchange={account.exchange} variant="compact" />
        </div>
      ) : null}
    </li>
  );
}

/** What stands beside a last value: a word where nothing failed, else the sign of a failure. */
function StateMark({ account, title }: { account: PopupAccount; title: string }) {
  // A closed exchange leaves nothing to do; a removed key and a pause are the trader's own.
  if (account.frozen !== null) return <span className={classes.tag}>{text.popup.frozen[account.frozen]}</span>;
  if (account.pausedAt !== null) return <span className={classes.tag}>{text.common.pausedWord}</span>;
  return (
    <>
      <IconAlertTriangle size={15} stroke={1.8} className={classes.warning} aria-hidden="true" />
      <Unseen>{title}</Unseen>
    </>
  );
}

function Value({ account, decimals }: PopupAccountRowProps) {
  const { value } = account;
  switch (value.state) {
    case 'known':
      return (
        <>
          <PartialMark sum={value.value} />
          <Amount value={value.value.amount} currency={value.value.currency} mode="holding" decimals={decimals} />
          <span className={classes.accountAge}>
            <Age at={value.at} />
          </span>
        </>
      );
    case 'pending':
      return <Unknown because={text.common.pendingWord} />;
    case 'unknown':
      return (
        <span className={classes.unknown}>
          <Unknown because={reasons[value.failure.reason].title} />
          {value.last === null ? null : (
            <span className={classes.last}>
              {text.common.lastKnown}{' '}
              <Amount
                value={value.last.value.amount}
                currency={value.last.value.currency}
                mode="holding"
                decimals={decimals}
              />
              , <Age at={value.last.at} />
            </span>
          )}
          <StateMark account={account} title={reasons[value.failure.reason].title} />
        </span>
      );
  }
}
