/** A move while it goes on, where it stands still, and its end: the new words once, and the exchange keys to renew. */
import { Anchor, Button, Checkbox, Progress } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { MovingState, SyncView } from '../../engine/api/sync';
import { Callout } from '../components/Callout';
import { Section } from '../components/Screen';
import { WordGrid } from '../components/WordGrid';
import { useEngine } from '../engine';
import { ConfirmStep } from '../onboarding/ConfirmStep';
import { routes } from '../routes';
import { text } from '../text';
import { AlarmNotice } from './AlarmNotice';
import classes from './Sync.module.css';
import { SyncProblem } from './SyncProblem';
import { syncSentence } from './sync-words';
import { namedRecords, UnopenedRecords } from './UnopenedRecords';
import { useCommand } from './use-command';

const says = text.sync.moving;

type Running = Extract<MovingState, { state: 'running' }>;
type Failed = Extract<MovingState, { state: 'failed' }>;
type Done = Extract<MovingState, { state: 'done' }>;

export interface MovingViewProps {
  readonly moving: Exclude<MovingState, { state: 'none' }>;
  readonly view: SyncView;
}

export function MovingView({ moving, view }: MovingViewProps) {
  if (moving.state === 'running') return <Steps moving={moving} />;
  return moving.state === 'failed' ? <StandsStill moving={moving} view={view} /> : <NewVault moving={moving} />;
}

const order = ['cut-off', 'pull', 'reseal', 'upload', 'swap', 'retire'] as const;

function Steps({ moving: { step, done, total } }: { moving: Running }) {
  const at = order.indexOf(step);
  return (
    <Section title={says.title}>
      <ol className={classes.moveSteps} aria-live="polite">
        {order.map((name, index) => (
          <li key={name} aria-current={index === at ? 'step' : undefined} data-state={stateOf(index, at)}>
            <span>{says.stepNames[name]}</span>
            <span className={classes.aside}>
              {index === at ? says.stepNow : index < at ? says.stepDone : says.stepAhead}
            </span>
          </li>
        ))}
      </ol>
      {total === 0 ? null : (
        <div className={classes.progress}>
          <Progress.Root size="sm">
            <Progress.Section value={(done / total) * 100} aria-label={says.progressLabel} />
          </Progress.Root>
          <p className={classes.note}>{text.sync.progress(done, total)}</p>
        </div>
      )}
      <p className={classes.note}>{says.closeable}</p>
    </Section>
  );
}

const stateOf = (index: number, at: number): string => (index === at ? 'now' : index < at ? 'done' : 'ahead');

function StandsStill({ moving, view }: { moving: Failed; view: SyncView }) {
  const { failure, canResume, unopened } = moving;
  const { activity } = view;
  const engine = useEngine();
  const command = useCommand();
  const close = async () => {
    await engine.endMoving();
    return { ok: true, value: undefined } as const;
  };
  return (
    <Section title={says.title}>
      <div className={classes.flow}>
        <Callout tone="danger" title={canResume ? says.failed : says.ended}>
          {/* an alarm has words of its own, below */}
          {activity.state === 'stopped' ? null : (
            <p>{unopened.length > 0 ? says.unopened(unopened.length) : syncSentence(failure)}</p>
          )}
          <p>{canResume ? says.resumable : says.notResumable}</p>
        </Callout>
        {/* what stops sync stops the move: it is answered here, since this screen shows nothing else meanwhile */}
        {activity.state === 'stopped' ? <AlarmNotice alarm={activity.alarm} /> : null}
        <div className={classes.deeds}>
          {canResume ? (
            <Button
              disabled={activity.state === 'stopped'}
              loading={command.running}
              onClick={() => command.run(() => engine.resumeMoving([]))}
            >
              {unopened.length > 0 ? says.retryUnopened : says.resume}
            </Button>
          ) : (
            <Button variant="default" loading={command.running} onClick={() => command.run(close)}>
              {says.acknowledge}
            </Button>
          )}
        </div>
        <SyncProblem failure={command.failure} onClose={command.dismiss} />
        {unopened.length > 0 ? <GivingUp unopened={unopened} view={view} /> : null}
      </div>
    </Section>
  );
}

/** The records that do not open, and the way on without just these: asked for twice, since nothing brings them back. */
function GivingUp({ unopened, view }: { unopened: Failed['unopened']; view: SyncView }) {
  const engine = useEngine();
  const command = useCommand();
  const [agreed, setAgreed] = useState(false);
  const count = unopened.length;
  return (
    <>
      <p>{says.unopenedWhat}</p>
      <UnopenedRecords records={namedRecords(view, unopened)} />
      <Checkbox
        label={says.giveUp(count)}
        checked={agreed}
        onChange={(event) => setAgreed(event.currentTarget.checked)}
      />
      <div className={classes.deeds}>
        <Button
          color="red"
          disabled={!agreed}
          loading={command.running}
          onClick={() => command.run(() => engine.resumeMoving(unopened.map(({ rid, seq }) => ({ rid, seq }))))}
        >
          {says.goOnWithout(count)}
        </Button>
      </div>
      <SyncProblem failure={command.failure} onClose={command.dismiss} />
    </>
  );
}

function NewVault({ moving: { words, renew, leftBehind, links } }: { moving: Done }) {
  const engine = useEngine();
  const command = useCommand();
  const [written, setWritten] = useState(false);
  const end = () =>
    command.run(async () => {
      await engine.endMoving();
      return { ok: true, value: undefined };
    });
  return (
    <>
      <Section title={says.doneTitle}>
        <div className={classes.flow}>
          {written ? (
            <>
              <p>{says.check}</p>
              {/* three right words are all there is to check: the engine keeps nothing to compare */}
              <ConfirmStep words={words} check={async () => true} onBack={() => setWritten(false)} onConfirmed={end} />
            </>
          ) : (
            <>
              <p>{says.wordsFor}</p>
              <WordGrid words={words} />
              <div className={classes.deeds}>
                <Button onClick={() => setWritten(true)}>{says.wrote}</Button>
              </div>
            </>
          )}
        </div>
      </Section>
      {renew.length === 0 ? null : (
        <Section title={says.renewTitle}>
          <p>{says.renew}</p>
          <ul className={classes.list}>
            {renew.map(({ accountId, label }) => (
              <li key={accountId}>
                <Anchor component={Link} href={routes.accountKey(accountId)}>
                  {says.renewLink(label)}
                </Anchor>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {links.length === 0 ? null : (
        <Section title={says.linksTitle}>
          <p>{says.links}</p>
          <ul className={classes.list}>
            {links.map(({ shareId, title, live }) => (
              <li key={shareId}>
                <bdi>{title === '' ? says.linkUntitled : title}</bdi>
                {live ? `, ${says.linkLive}` : null}
              </li>
            ))}
          </ul>
          <div className={classes.deeds}>
            <Button component={Link} href={routes.shares} variant="default">
              {says.linksAction}
            </Button>
          </div>
        </Section>
      )}
      {leftBehind.length === 0 ? null : (
        <Section title={says.leftBehindTitle}>
          <p>{says.leftBehind(leftBehind.length)}</p>
          <UnopenedRecords records={leftBehind} />
        </Section>
      )}
      <p className={classes.note}>{says.pairOthers}</p>
    </>
  );
}
