/** One account: what it is worth, its key, its history and what is imported of each symbol. */
import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AccountView } from '../../engine/api/account-view';
import { Age } from '../components/Age';
import { EmptyState } from '../components/EmptyState';
import { InTurn } from '../components/InTurn';
import { Screen, Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { navigateHash } from '../hash-location';
import { routes } from '../routes';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import { AccountNotices } from './AccountNotices';
import classes from './AccountPage.module.css';
import { AccountValue } from './AccountValue';
import { DustSection } from './DustSection';
import { EgressSection } from './EgressSection';
import { ExchangeMark } from './ExchangeMark';
import { ImportSection } from './ImportSection';
import { KeySection } from './KeySection';
import { MethodSection } from './MethodSection';
import { PauseAccount } from './PauseAccount';
import { ReconciliationSection } from './ReconciliationSection';
import { RemoveAccount } from './RemoveAccount';
import { RenameAccount } from './RenameAccount';
import { SymbolsSection } from './SymbolsSection';
import { Wallets } from './Wallets';

const says = text.accounts;

export function AccountPage({ accountId }: { accountId: string }) {
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  const account = accounts?.find((one) => one.id === accountId);
  if (accounts === undefined) {
    return (
      <Screen title={says.title}>
        <Skeletons lines={6} />
      </Screen>
    );
  }
  if (account === undefined) {
    return (
      <EmptyState title={says.missingTitle} sentence={says.missing} headingOrder={1}>
        <Button onClick={() => navigateHash(routes.accounts)}>{says.back}</Button>
      </EmptyState>
    );
  }
  const others = accounts.filter((one) => one.id !== accountId && one.exchange === account.exchange);
  return <Page account={account} otherLabels={others.map((one) => one.label)} />;
}

function Page({ account, otherLabels }: { account: AccountView; otherLabels: readonly string[] }) {
  return (
    <Screen
      title={`${account.exchangeName} · ${account.label}`}
      actions={<PageActions account={account} otherLabels={otherLabels} />}
    >
      <div className={classes.sections}>
        <AccountNotices account={account} />
        <InTurn>
          <ValueSection account={account} />
          <KeySection account={account} />
          <EgressSection account={account} />
          <ImportSection account={account} />
          <SymbolsSection account={account} />
          <ReconciliationSection account={account} />
          <MethodSection account={account} />
          <DustSection account={account} />
        </InTurn>
      </div>
    </Screen>
  );
}

function PageActions({ account, otherLabels }: { account: AccountView; otherLabels: readonly string[] }) {
  const [open, setOpen] = useState<'pause' | 'rename' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Anchor component={Link} href={routes.accounts} className={classes.back ?? ''}>
        {says.back}
      </Anchor>
      {account.frozen === null ? (
        <Button variant="default" size="xs" component={Link} href={routes.doctor(account.id)}>
          {text.doctor.open}
        </Button>
      ) : null}
      {account.frozen === null && account.pausedAt === null ? (
        <Button variant="default" size="xs" onClick={() => setOpen('pause')}>
          {text.care.pause}
        </Button>
      ) : null}
      <Button variant="default" size="xs" onClick={() => setOpen('rename')}>
        {says.rename}
      </Button>
      <Button variant="default" size="xs" c="var(--fb-failed)" onClick={() => setOpen('remove')}>
        {account.frozen === null ? says.remove : text.care.erase}
      </Button>
      <PauseAccount account={account} opened={open === 'pause'} onClose={close} />
      <RenameAccount account={account} otherLabels={otherLabels} opened={open === 'rename'} onClose={close} />
      <RemoveAccount account={account} opened={open === 'remove'} onClose={close} />
    </>
  );
}

function ValueSection({ account }: { account: AccountView }) {
  const engine = useEngine();
  const task = useTask();
  const { value } = account;
  const refresh = (
    <Button
      variant="default"
      size="compact-sm"
      loading={task.running || account.refreshing}
      onClick={() => task.run(() => engine.refresh(account.id))}
    >
      {says.refresh}
    </Button>
  );
  return (
    <Section title={says.value} aside={account.frozen === null && account.pausedAt === null ? refresh : undefined}>
      <div className={classes.value}>
        <ExchangeMark exchange={account.exchange} large />
        <AccountValue account={account} large />
        {value.state === 'known' ? <Age at={value.value.oldestAt ?? value.at} /> : null}
        {value.state === 'unknown' && value.last !== null ? <Age at={value.last.at} /> : null}
        {value.state === 'pending' ? (
          <span className={classes.dimmed}>{account.frozen === null ? says.notFetched : says.nothingFetched}</span>
        ) : null}
      </div>
      {value.state === 'unknown' && account.frozen === null && account.pausedAt === null ? (
        <AccountFailure account={account} failure={value.failure} since={value.failedAt} />
      ) : null}
      <Wallets account={account} />
    </Section>
  );
}
