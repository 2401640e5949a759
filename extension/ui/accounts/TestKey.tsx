/** What the test of the stored key is doing and what it came to: rights, wallets, or why the exchange refused. */
import { Button } from '@mantine/core';
import type { AccountView } from '../../engine/api/account-view';
import type { AccountTest } from '../../engine/api/accounts';
import { failureSentence } from '../components/FailureNotice';
import { fullTimeText } from '../components/time-format';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import classes from './AccountPage.module.css';
import { KeyVerdictNote, RightsList } from './KeyVerdict';
import type { KeyTestRun } from './use-key-test';

const says = text.care;

export interface TestKeyProps {
  readonly account: AccountView;
  readonly run: KeyTestRun;
  readonly onCancel: () => void;
}

export function TestKey({ account, run, onCancel }: TestKeyProps) {
  const { ended } = run;
  const cancelled = ended !== null && !ended.outcome.ok && ended.outcome.error.reason === 'cancelled';
  return (
    <>
      <p role="status" className={classes.note} hidden={!run.running && ended === null}>
        {run.running ? says.testing(account.exchangeName) : null}
        {/* seen, and not read out anew every second */}
        {run.running ? <span aria-hidden="true">{says.testingFor(run.seconds)}</span> : null}
        {cancelled ? says.testCancelled : null}
        {ended?.outcome.ok ? says.tested(fullTimeText(ended.outcome.value.testedAt)) : null}
        {ended !== null && !ended.outcome.ok && !cancelled ? says.testFailed(fullTimeText(ended.at)) : null}
      </p>
      {run.running ? (
        <div>
          <Button variant="default" size="compact-sm" onClick={onCancel}>
            {says.cancelTest}
          </Button>
        </div>
      ) : null}
      {ended === null || cancelled ? null : ended.outcome.ok ? (
        <Tested account={account} test={ended.outcome.value} />
      ) : (
        <AccountFailure account={account} failure={ended.outcome.error} />
      )}
    </>
  );
}

function Tested({ account, test }: { account: AccountView; test: AccountTest }) {
  return (
    <>
      <RightsList rights={test.rights} />
      <KeyVerdictNote rights={test.rights} exchange={account.exchangeName} assets={test.assets} />
      <ul className={classes.tested} aria-label={says.walletsRead}>
        {test.wallets.map(({ wallet, outcome }) => (
          <li key={wallet} data-failed={!outcome.ok}>
            {outcome.ok
              ? says.walletHolds(text.common.wallet[wallet], outcome.value)
              : `${says.walletFailed(text.common.wallet[wallet])}. ${failureSentence(outcome.error, account.exchange)}`}
          </li>
        ))}
      </ul>
    </>
  );
}
