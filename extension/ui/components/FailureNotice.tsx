/** One failure as a trader reads it: title, sentence, the exchange's own words, and exactly one action. */
import { Anchor, Button } from '@mantine/core';
import { type MouseEvent, useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { type Failure, type Reason, reasonSentence, reasons } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import { useEngine } from '../engine';
import { useOpen, usePlatform } from '../platform';
import { routes } from '../routes';
import { text } from '../text';
import { type ActionOutcome, actionOf, type FailureSubject, runAction } from './actions';
import classes from './FailureNotice.module.css';
import { timeText } from './time-format';

export interface FailureNoticeProps extends FailureSubject {
  readonly failure: Failure;
  /** `full` has the title and the exchange's words; `compact` is sentence and action, for rows. */
  readonly variant?: 'full' | 'compact';
  readonly since?: UnixMs;
  /** Stands in place of the reason's own action, where a form knows a better next step than leaving it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** What the doctor of an account can tell more of, beside the reasons whose own action leads there. */
const examined: ReadonlySet<Reason> = new Set<Reason>([
  'credentials-invalid',
  'key-rejected',
  'signature-rejected',
  'passphrase-rejected',
  'permission-missing',
  'ip-not-whitelisted',
  'clock-skew',
  'exchange-unavailable',
  'network-failed',
  'host-access-missing',
  'region-blocked',
  'account-mode',
  'unexpected-payload',
]);

/** The sentence of a failure, with the exchange's display name filled in. */
export function failureSentence(failure: Failure, exchange: FailureSubject['exchange']): string {
  const name = exchange === null ? text.common.theExchange : exchangeInfos[exchange].name;
  const sentence = reasonSentence(failure, name, timeText);
  return exchange === null ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
}

export function FailureNotice({ failure: given, variant = 'full', since, action, ...subject }: FailureNoticeProps) {
  const [outcome, setOutcome] = useState<ActionOutcome | null>(null);
  const failure = outcome?.kind === 'failed' ? outcome.failure : given;
  const full = variant === 'full';
  return (
    <div className={full ? classes.full : classes.compact}>
      {full ? (
        <p className={classes.title}>
          {reasons[failure.reason].title}
          {since === undefined ? null : <span className={classes.since}> {text.common.since(timeText(since))}</span>}
        </p>
      ) : null}
      <p className={classes.sentence}>{failureSentence(failure, subject.exchange)}</p>
      {full ? <ExchangeWords failure={failure} /> : null}
      {action === undefined ? (
        <div className={classes.deeds}>
          <ActionButton failure={failure} subject={subject} onOutcome={setOutcome} />
          {full ? <DoctorLink failure={failure} accountId={subject.accountId} /> : null}
        </div>
      ) : (
        <Button className={classes.action ?? ''} size="compact-xs" variant="default" onClick={action.run}>
          {action.label}
        </Button>
      )}
      <p className={classes.outcome} role="status">
        {outcome?.kind === 'told' ? outcome.sentence : null}
      </p>
    </div>
  );
}

/** The exchange's own code and text, folded away; nothing where it gave none. */
export function ExchangeWords({ failure }: { failure: Failure }) {
  if (failure.detail === undefined && failure.code === undefined) return null;
  return (
    <details className={classes.details}>
      <summary>{text.common.details}</summary>
      {failure.code === undefined ? null : <p>{text.common.code(failure.code)}</p>}
      {failure.detail === undefined ? null : <p>{failure.detail}</p>}
    </details>
  );
}

/** A way to more, not a second action: a link. */
function DoctorLink({ failure, accountId }: { failure: Failure; accountId: string | null }) {
  const open = useOpen();
  if (accountId === null || !examined.has(failure.reason)) return null;
  const route = routes.doctor(accountId);
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    open(route);
  };
  return (
    <Anchor href={`#${route}`} className={classes.doctor ?? ''} onClick={follow}>
      {text.doctor.open}
    </Anchor>
  );
}

interface ActionButtonProps {
  readonly failure: Failure;
  readonly subject: FailureSubject;
  readonly onOutcome: (outcome: ActionOutcome) => void;
}

function ActionButton({ failure, subject, onOutcome }: ActionButtonProps) {
  const deps = { engine: useEngine(), platform: usePlatform(), open: useOpen(), now: Date.now };
  const [running, setRunning] = useState(false);
  const [fault, setFault] = useState<{ readonly value: unknown } | null>(null);
  if (fault !== null) throw fault.value; // a call that throws is a bug: the boundary shows it
  const click = () => {
    setRunning(true);
    runAction(failure, subject, deps)
      .then(onOutcome, (value: unknown) => setFault({ value }))
      .finally(() => setRunning(false));
  };
  return (
    <Button className={classes.action ?? ''} size="compact-xs" variant="default" loading={running} onClick={click}>
      {actionOf(failure).label}
    </Button>
  );
}
