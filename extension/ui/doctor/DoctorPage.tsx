/** What is wrong with one account: the diagnosis first, then each step with what it found, then what the app did last. */
import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { version } from '../../../package.json';
import { unixMs } from '../../../shared/result';
import type { AccountView } from '../../engine/api/account-view';
import type { DoctorReport } from '../../engine/api/doctor';
import { EmptyState } from '../components/EmptyState';
import { Screen, Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { navigateHash } from '../hash-location';
import { usePlatform } from '../platform';
import { routes } from '../routes';
import { text } from '../text';
import { Diagnosis } from './Diagnosis';
import classes from './Doctor.module.css';
import { doctorText } from './doctor-text';
import { LastActivity } from './LastActivity';
import { Steps } from './Steps';
import { type DoctorRun, useDoctor } from './use-doctor';

const says = text.doctor;

export function DoctorPage({ accountId }: { accountId: string }) {
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  const account = accounts?.find((one) => one.id === accountId);
  if (accounts === undefined) {
    return (
      <Screen title={text.accounts.title}>
        <Skeletons lines={6} />
      </Screen>
    );
  }
  if (account === undefined) {
    return (
      <EmptyState title={text.accounts.missingTitle} sentence={text.accounts.missing} headingOrder={1}>
        <Button onClick={() => navigateHash(routes.accounts)}>{text.accounts.back}</Button>
      </EmptyState>
    );
  }
  return <Page account={account} />;
}

function Page({ account }: { account: AccountView }) {
  const run = useDoctor(account);
  const copying = useCopyReport(account, run.report ?? null);
  const { report } = run;
  return (
    <Screen
      title={says.title(`${account.exchangeName} · ${account.label}`)}
      actions={
        <Anchor component={Link} href={routes.account(account.id)} className={classes.back ?? ''}>
          {says.back}
        </Anchor>
      }
    >
      <div className={classes.sections}>
        {report ? (
          <>
            <Diagnosis report={report} account={account} start={run.start} copyReport={copying.copy} />
            <Section title={says.steps} aside={<Controls run={run} report={report} copying={copying} />}>
              <Steps report={report} />
            </Section>
            <Section title={says.last}>
              <LastActivity account={account} calls={report.calls} />
            </Section>
          </>
        ) : (
          <Skeletons lines={8} />
        )}
      </div>
    </Screen>
  );
}

interface Copying {
  readonly said: string | null;
  readonly copy: () => void;
}

function useCopyReport(account: AccountView, report: DoctorReport | null): Copying {
  const platform = usePlatform();
  const [said, setSaid] = useState<string | null>(null);
  const copy = () => {
    if (report === null) return;
    const at = unixMs(Date.now());
    platform.copy(doctorText({ report, account, version, at, ofSample: platform.showsSample })).then(
      () => setSaid(says.copied),
      () => setSaid(says.copyFailed), // the browser says no more than that it refused
    );
  };
  return { said, copy };
}

/** Running again stands here unless it is what the diagnosis asks for. */
function Controls({ run, report, copying }: { run: DoctorRun; report: DoctorReport; copying: Copying }) {
  const running = report.endedAt === null;
  const offered = report.diagnosis?.action === 'run-again';
  return (
    <div className={classes.controls}>
      <span className={classes.outcome} role="status">
        {copying.said}
      </span>
      <Button variant="default" size="compact-sm" onClick={copying.copy}>
        {says.copy}
      </Button>
      {running ? (
        <Button variant="default" size="compact-sm" onClick={run.cancel}>
          {says.cancel}
        </Button>
      ) : offered ? null : (
        <Button variant="default" size="compact-sm" onClick={run.start} loading={run.busy}>
          {says.run}
        </Button>
      )}
    </div>
  );
}
