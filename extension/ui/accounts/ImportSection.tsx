/** The account's history: how far the import is, what it ended with, and the deep scan of all markets. */
import { Button, Group, Progress, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';
import type { AccountView } from '../../engine/api/account-view';
import type { ImportProgress } from '../../engine/api/imports';
import { Refusal } from '../components/Refusal';
import { Section } from '../components/Screen';
import { fullTimeText, timeText } from '../components/time-format';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import { DeepScan } from './DeepScan';
import { ImportAnnouncer } from './ImportAnnouncer';
import { ImportBadge } from './ImportBadge';
import { ImportFigures } from './ImportFigures';
import classes from './ImportSection.module.css';
import { importControls, isUntouched, percentDone } from './import-figures';

const says = text.accounts;

export function ImportSection({ account }: { account: AccountView }) {
  const engine = useEngine();
  const task = useTask();
  const [refused, setRefused] = useState<Failure | null>(null);
  const { progress } = account;
  const begin = (kind: ImportProgress['kind']) =>
    task.run(async () => {
      const begun: Result<void, Failure> = await engine.startImport(account.id, kind);
      setRefused(begun.ok ? null : begun.error);
    });
  const cancel = () => task.run(() => engine.cancelImport(account.id));
  const { start, cancel: cancellable } = importControls(progress);
  const repeats = start === 'start' || start === 'again';
  return (
    <Section title={says.history} aside={<ImportBadge progress={progress} />}>
      <div className={classes.import}>
        <ImportBody account={account} />
        <Refusal failure={refused} account={account} onClose={() => setRefused(null)} />
        {account.frozen === null && account.pausedAt === null ? (
          <Group>
            {cancellable ? (
              <Button variant="default" size="xs" onClick={cancel} loading={task.running}>
                {says.cancel}
              </Button>
            ) : null}
            {start === null ? null : (
              <Button
                variant={start === 'again' ? 'default' : 'filled'}
                size="xs"
                onClick={() => begin(repeats ? 'import' : progress.kind)}
                loading={task.running}
                disabled={account.maskedKey === null}
              >
                {says[start]}
              </Button>
            )}
          </Group>
        ) : null}
        <DeepScan account={account} onStart={() => begin('deep-scan')} busy={task.running} />
      </div>
    </Section>
  );
}

function ImportBody({ account }: { account: AccountView }) {
  const { progress } = account;
  const percent = percentDone(progress, Date.now());
  const atWork = progress.state === 'running' || progress.state === 'waiting';
  return (
    <>
      <StateLine account={account} />
      {atWork || progress.state === 'paused' || progress.state === 'stopped' ? (
        <Progress.Root size="sm">
          <Progress.Section
            value={percent ?? 0}
            aria-label={says.progressLabel(account.label)}
            aria-valuetext={doneText(progress)}
            color={progress.state === 'running' ? 'accent' : 'gray.5'}
          />
        </Progress.Root>
      ) : null}
      {progress.state === 'idle' ? null : <ImportFigures progress={progress} />}
      {progress.state === 'running' ? <ImportAnnouncer progress={progress} /> : null}
      <Cause account={account} />
      <Warnings account={account} />
    </>
  );
}

/** Why it stands: one cause is said once, so not here where the value above names the same. */
function Cause({ account }: { account: AccountView }) {
  const { state, failure } = account.progress;
  if (failure === null || (state !== 'stopped' && state !== 'waiting')) return null;
  if (account.value.state === 'unknown' && account.value.failure.reason === failure.reason) {
    return <p className={classes.state}>{says.sameCause}</p>;
  }
  return <AccountFailure account={account} failure={failure} variant={state === 'waiting' ? 'compact' : 'full'} />;
}

/** How far it has come: symbols of all symbols, or the instant up to which all markets are read. */
function doneText({ by, readTo, symbolsDone, symbolsTotal }: ImportProgress): string {
  if (by === 'account') return readTo === null ? says.readingBegins : says.readUpTo(fullTimeText(readTo));
  return symbolsTotal === 0 ? says.symbolsUnknown : says.symbolsDone(symbolsDone, symbolsTotal);
}

/** What it is and how it stands, in a sentence; while it runs, how far. */
function StateLine({ account: { progress, pausedAt } }: { account: AccountView }) {
  const finished = progress.finishedAt === null ? '' : ` ${says.finished(fullTimeText(progress.finishedAt))}`;
  return (
    <p className={classes.state}>
      <strong>{says.importTitle[progress.kind]}</strong>
      {': '}
      {pausedAt !== null && progress.state === 'paused' ? text.care.pausedImport : stateSentence(progress)}
      {progress.state === 'complete' || progress.state === 'complete-with-warnings' ? finished : ''}
    </p>
  );
}

function stateSentence(progress: ImportProgress): string {
  switch (progress.state) {
    case 'running':
      return doneText(progress);
    case 'waiting':
      return progress.retryAt === null ? says.waiting : says.waitingUntil(timeText(progress.retryAt));
    case 'stopped':
      return progress.symbol === null ? says.stopped : says.stoppedAt(progress.symbol);
    default:
      if (isUntouched(progress)) return says.stoppedUntouched;
      return says.stateSentence[progress.state];
  }
}

function Warnings({ account }: { account: AccountView }) {
  const [opened, setOpened] = useState(false);
  const { warnings } = account.progress;
  if (warnings.length === 0) return null;
  return (
    <div>
      <UnstyledButton className={classes.toggle ?? ''} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {opened ? says.hideWarnings : says.showWarnings(warnings.length)}
      </UnstyledButton>
      {opened ? (
        <ul className={classes.warnings}>
          {warnings.map(({ symbol, failure }) => (
            <li key={`${symbol ?? ''} ${failure.reason} ${failure.code ?? ''}`}>
              <p>{symbol ?? says.wholeAccount}</p>
              <AccountFailure account={account} failure={failure} variant="compact" />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
