/** The account's key: its last four characters, what it may do, and the form that replaces it. */
import { Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AccountView } from '../../engine/api';
import { Age } from '../components/Age';
import { Section } from '../components/Screen';
import { useEngine } from '../engine';
import { navigateHash, useHashSearch } from '../hash-location';
import { usePlatform } from '../platform';
import { routes } from '../routes';
import { NoKeys } from '../sample/NoKeys';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import classes from './AccountPage.module.css';
import { KeyFields, KeyOutcome } from './KeyFields';
import { KeyVerdictNote, RightsList } from './KeyVerdict';
import { useKeyForm } from './use-key-form';

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
  const close = () => navigateHash(routes.account(account.id), { replace: true });
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
          {replacing || showsSample ? null : (
            <Button variant="default" size="compact-sm" onClick={open}>
              {account.maskedKey === null ? says.enterKey : says.replaceKey}
            </Button>
          )}
        </div>
        <p role="status" className={classes.note} hidden={!replaced}>
          {replaced ? says.replaced : null}
        </p>
        <MissingHosts account={account} />
        <Rights account={account} />
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
      </div>
    </Section>
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

interface ReplaceKeyProps {
  readonly account: AccountView;
  readonly onClose: () => void;
  readonly onReplaced: () => void;
}

function ReplaceKey({ account, onClose, onReplaced }: ReplaceKeyProps) {
  const engine = useEngine();
  const key = useKeyForm(account.exchange, () => true);
  const replace = () =>
    key.submit(
      () => engine.replaceKey(account.id, key.credentials),
      () => {
        key.clear();
        onReplaced();
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    replace();
  };
  return (
    <form
      onSubmit={submit}
      className={classes.form}
      noValidate
      aria-label={account.maskedKey === null ? says.enterKey : says.replaceTitle}
    >
      <p className={classes.note}>{account.maskedKey === null ? says.enterHint : says.replaceHint}</p>
      <KeyFields exchange={account.exchange} form={key} autoFocus />
      <KeyOutcome exchange={account.exchange} form={key} onTestAgain={replace} />
      <Group>
        <Button type="submit" loading={key.running}>
          {account.maskedKey === null ? says.enter : says.replace}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {text.common.cancel}
        </Button>
      </Group>
    </form>
  );
}
