/** The account's key: its last four characters, what it may do, and the form that replaces it. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { AccountView } from '../../engine/api/account-view';
import { Age } from '../components/Age';
import { Section } from '../components/Screen';
import { navigateHash, useHashSearch } from '../hash-location';
import { usePlatform } from '../platform';
import { routes } from '../routes';
import { NoKeys } from '../sample/NoKeys';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import classes from './AccountPage.module.css';
import { KeyVerdictNote, RightsList } from './KeyVerdict';
import { ReplaceKey } from './ReplaceKey';
import { TestKey } from './TestKey';
import { useKeyTest } from './use-key-test';
import { addressIn, addressOf, WhitelistAddress } from './WhitelistAddress';

const says = text.accounts;

/** A key's rights change only when someone changes them at the exchange: a day old is not stale. */
const rightsStaleAfterMs = 24 * 3600_000;

export function KeySection({ account }: { account: AccountView }) {
  if (account.frozen !== 'closed') return <OpenKeySection account={account} />;
  return (
    <Section title={says.key}>
      <p className={classes.note}>{says.keyDropped(account.exchangeName)}</p>
    </Section>
  );
}

function OpenKeySection({ account }: { account: AccountView }) {
  const { showsSample } = usePlatform();
  const replacing = new URLSearchParams(useHashSearch()).get('do') === 'key';
  const [replaced, setReplaced] = useState(false);
  const test = useKeyTest(account.id);
  const opener = useRef<HTMLButtonElement>(null);
  const tester = useRef<HTMLButtonElement>(null);
  const cancelTest = () => {
    test.cancel();
    tester.current?.focus(); // the button that was pressed goes
  };
  const returning = useRef(false);
  useEffect(() => {
    if (!replacing && returning.current) opener.current?.focus();
    returning.current = false;
  }, [replacing]);
  const close = () => {
    returning.current = true; // the button that opened the form stands there again after the next drawing
    navigateHash(routes.account(account.id), { replace: true });
  };
  const outcome = test.ended?.outcome;
  const addressNow = (outcome && !outcome.ok ? addressIn([outcome.error]) : null) ?? addressOf(account);
  const open = () => {
    setReplaced(false);
    navigateHash(routes.accountKey(account.id));
  };
  return (
    <Section title={says.key}>
      <div className={classes.key}>
        <div className={classes.keyLine}>
          <span className={account.maskedKey === null ? classes.dimmed : classes.masked}>
            {account.maskedKey ?? says.noKey}
          </span>
          <div className={classes.keyButtons}>
            {replacing || account.maskedKey === null ? null : (
              <Button
                ref={tester}
                variant="default"
                size="compact-sm"
                onClick={test.start}
                // one that is disabled loses the focus
                aria-disabled={test.running}
                data-disabled={test.running}
              >
                {test.ended === null ? text.care.test : text.care.testAgain}
              </Button>
            )}
            {replacing || showsSample ? null : (
              <Button ref={opener} variant="default" size="compact-sm" onClick={open}>
                {account.maskedKey === null ? says.enterKey : says.replaceKey}
              </Button>
            )}
          </div>
        </div>
        <p role="status" className={classes.note} hidden={!replaced}>
          {replaced ? says.replaced : null}
        </p>
        <MissingHosts account={account} />
        {replacing ? null : <TestKey account={account} run={test} onCancel={cancelTest} />}
        {test.ended?.outcome.ok && !replacing ? null : <Rights account={account} />}
        {replacing && showsSample ? <NoKeys /> : null}
        {replacing && !showsSample ? (
          <ReplaceKey
            account={account}
            onClose={close}
            onReplaced={() => {
              setReplaced(true);
              close();
            }}
          />
        ) : null}
        <Whitelist account={account} address={addressNow} />
      </div>
    </Section>
  );
}

/** Folded away while no address is known: it is then only how to come by one. */
function Whitelist({ account: { exchange }, address }: { account: AccountView; address: string | null }) {
  return (
    <details className={classes.whitelist} open={address !== null}>
      <summary>{text.care.addressTitle}</summary>
      <WhitelistAddress exchange={exchange} address={address} />
    </details>
  );
}

/** One cause is said once: not here where the value above already names it. */
function MissingHosts({ account }: { account: AccountView }) {
  const [first, ...more] = account.hostsMissing;
  const said = account.value.state === 'unknown' && account.value.failure.reason === 'host-access-missing';
  if (first === undefined || said) return null;
  const host = more.length === 0 ? { host: new URL(first).host } : {};
  return <AccountFailure account={account} failure={{ reason: 'host-access-missing', ...host }} />;
}

function Rights({ account }: { account: AccountView }) {
  const { rights } = account;
  switch (rights.state) {
    case 'known':
      return (
        <>
          <RightsList rights={rights.value} checked={<Age at={rights.at} staleAfterMs={rightsStaleAfterMs} />} />
          <KeyVerdictNote rights={rights.value} exchange={account.exchangeName} />
        </>
      );
    case 'pending':
      return account.maskedKey === null ? null : <p className={classes.note}>{says.rightsPending}</p>;
    case 'unknown':
      return (
        <>
          {rights.last === null ? null : (
            <RightsList
              rights={rights.last.value}
              checked={<Age at={rights.last.at} staleAfterMs={rightsStaleAfterMs} />}
            />
          )}
          {account.value.state === 'unknown' ? null : (
            <AccountFailure account={account} failure={rights.failure} since={rights.failedAt} />
          )}
        </>
      );
  }
}
