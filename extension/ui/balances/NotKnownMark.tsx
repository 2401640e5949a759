/** Beside what was read last: that it is not known now, since when, and what can be done about it. */
import { Popover, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { BalancesAccount } from '../../engine/api/balances';
import { Age } from '../components/Age';
import { FailureNotice, failureSentence } from '../components/FailureNotice';
import { text } from '../text';
import classes from './Balances.module.css';

export interface NotKnownMarkProps {
  readonly account: BalancesAccount;
  readonly failure: Failure;
  /** When it was read last; null where it never was. */
  readonly at: UnixMs | null;
}

export function NotKnownMark({ account, failure, at }: NotKnownMarkProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={330} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.mark ?? ''}
          data-quiet={account.frozen !== null || isPaused(failure)}
          onClick={() => setOpened(!opened)}
          aria-description={text.balances.reason(account.label)}
        >
          <IconAlertTriangle size={14} stroke={1.8} className={classes.markIcon} aria-hidden="true" />
          <span className={classes.markWords}>
            <LastRead at={at} />
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.card ?? ''} aria-label={text.balances.reason(account.label)}>
        <Reason account={account} failure={failure} />
        <p className={classes.dim}>
          <LastRead at={at} />
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The trader's own doing: nothing failed. */
export const isPaused = ({ reason }: Failure): boolean => reason === 'account-paused';

const LastRead = ({ at }: { at: UnixMs | null }) =>
  at === null ? (
    text.balances.neverRead
  ) : (
    <>
      {text.common.lastKnown}, <Age at={at} />
    </>
  );

/** What is kept for its history alone can be mended by nothing. */
export function Reason({ account, failure }: { account: BalancesAccount; failure: Failure }) {
  if (account.frozen !== null) return <p>{failureSentence(failure, account.exchange)}</p>;
  return <FailureNotice failure={failure} accountId={account.id} exchange={account.exchange} variant="compact" />;
}
