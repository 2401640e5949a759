/** The answer of the screen: what is wrong, in which order to look, and one thing to do. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Reason } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import type { DoctorDiagnosis, DoctorReport } from '../../engine/api/doctor';
import { useRelay } from '../accounts/EgressChoice';
import type { ActionOutcome } from '../components/actions';
import { ExchangeWords, failureSentence } from '../components/FailureNotice';
import { timeText } from '../components/time-format';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { useOpen, usePlatform } from '../platform';
import { text } from '../text';
import classes from './Doctor.module.css';
import { diagnosisWords } from './diagnosis-words';
import { runDoctorAction } from './doctor-action';
import { StateGlyph } from './Steps';

const says = text.doctor;

export interface DiagnosisProps {
  readonly report: DoctorReport;
  readonly account: AccountView;
  readonly start: () => void;
  readonly copyReport: () => void;
}

const stateOf = { healthy: 'passed', warning: 'warned', failed: 'failed', cancelled: 'not-run' } as const;

export function Diagnosis({ report, account, ...deeds }: DiagnosisProps) {
  const { diagnosis } = report;
  return (
    <div className={classes.diagnosis} data-kind={diagnosis?.kind ?? 'running'}>
      <div className={classes.words} aria-live="polite">
        {diagnosis === null ? (
          <Title state="running" title={says.examining} />
        ) : (
          <Words report={report} diagnosis={diagnosis} account={account} />
        )}
      </div>
      {diagnosis === null ? (
        <Running report={report} account={account} />
      ) : (
        <Deed key={report.startedAt} report={report} diagnosis={diagnosis} {...deeds} />
      )}
    </div>
  );
}

/** Refusals that can be of the address that a call comes from. */
const ofAddress: ReadonlySet<Reason> = new Set(['ip-not-whitelisted', 'key-or-address-refused', 'region-blocked']);

/** The server's address in place of this computer's, where it is not known yet that the exchange takes it. */
function RelayInstead({ account, diagnosis }: { account: AccountView; diagnosis: DoctorDiagnosis }) {
  const relay = useRelay()?.relay ?? null;
  const { failure, cause } = diagnosis;
  const isOfAddress = failure !== null && ofAddress.has(failure.reason) && cause !== 'relay-answers';
  if (relay === null || relay.addresses.length === 0 || account.egress === 'relay' || !isOfAddress) return null;
  return <p>{says.relayInstead(relay.addresses.join(', '))}</p>;
}

function Title({ state, title }: { state: Parameters<typeof StateGlyph>[0]['state']; title: string }) {
  return (
    <h2 className={classes.verdict}>
      <StateGlyph state={state} />
      {title}
    </h2>
  );
}

function Words({
  report,
  diagnosis,
  account,
}: {
  report: DoctorReport;
  diagnosis: DoctorDiagnosis;
  account: AccountView;
}) {
  const { title, sentences, checks } = diagnosisWords(report, diagnosis, timeText);
  const stale = diagnosis.kind === 'healthy' && account.value.state === 'unknown';
  return (
    <>
      <Title state={stateOf[diagnosis.kind]} title={title} />
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <RelayInstead account={account} diagnosis={diagnosis} />
      {checks.length === 0 ? null : (
        <ol className={classes.checks}>
          {checks.map((check) => (
            <li key={check}>{check}</li>
          ))}
        </ol>
      )}
      {stale ? <p>{says.stillOld}</p> : null}
    </>
  );
}

/** Which step it is at; a run beside an import may wait for its turn. */
function Running({ report, account }: { report: DoctorReport; account: AccountView }) {
  const now = report.steps.find((step) => step.state === 'running');
  return (
    <>
      <p>{now === undefined ? null : says.examiningNow(says.step[now.id])}</p>
      {account.progress.state === 'running' ? <p className={classes.dimmed}>{says.waitsItsTurn}</p> : null}
    </>
  );
}

type DeedProps = Omit<DiagnosisProps, 'account'> & { readonly diagnosis: DoctorDiagnosis };

function Deed({ report, diagnosis, start, copyReport }: DeedProps) {
  const deps = { engine: useEngine(), platform: usePlatform(), open: useOpen(), now: Date.now, start, copyReport };
  const task = useTask();
  const [outcome, setOutcome] = useState<ActionOutcome | null>(null);
  const click = () => task.run(async () => setOutcome(await runDoctorAction(report, diagnosis, deps)));
  return (
    <div className={classes.deed}>
      {diagnosis.failure === null ? null : <ExchangeWords failure={diagnosis.failure} />}
      <Button size="xs" onClick={click} loading={task.running}>
        {says.actions[diagnosis.action]}
      </Button>
      <p className={classes.outcome} role="status">
        {outcome?.kind === 'told' ? outcome.sentence : null}
        {outcome?.kind === 'failed' ? failureSentence(outcome.failure, report.exchange) : null}
      </p>
    </div>
  );
}
