/** The issues list: one per cause, each with its sentence and one action, instead of a toast per request. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { accountsOf, type Issue } from '../../engine/api/issues';
import { FailureNotice } from '../components/FailureNotice';
import { Section } from '../components/Screen';
import { useEngineQuery } from '../engine';
import { text } from '../text';
import { partId } from './JumpTo';
import classes from './Overview.module.css';

/** Shown before the trader asks for all: two rows at full width. */
const shownFirst = 4;

/** " · Binance · main", and of one cause of several accounts all of them. */
function namesOf(issue: Issue): string {
  const names = accountsOf(issue).map(({ exchange, label }) => `${exchangeInfos[exchange].name} · ${label}`);
  return names.length === 0 ? '' : ` · ${names.join(', ')}`;
}

const IssueNotice = ({ issue: { failure, accountId, exchange, since } }: { issue: Issue }) => (
  <FailureNotice failure={failure} accountId={accountId} exchange={exchange} since={since} />
);

/** Named as in the list of devices; where that is not known yet, or the name cannot be read, the sentence does without. */
function AddedDevice({ issue, deviceId }: { issue: Issue; deviceId: string }) {
  const view = useEngineQuery(['sync'], (engine) => engine.syncView(), { optional: true }).data;
  const label = view?.devices.find((device) => device.deviceId === deviceId)?.label ?? null;
  return <IssueNotice issue={label === null ? issue : { ...issue, failure: { ...issue.failure, subject: label } }} />;
}

export interface IssuesSectionProps {
  readonly issues: readonly Issue[];
  /** The trader came for them: all are shown. */
  readonly asked: boolean;
}

export function IssuesSection({ issues, asked }: IssuesSectionProps) {
  const [opened, setOpened] = useState<boolean | null>(null);
  const all = opened ?? asked;
  return (
    <div id={partId('issues')} tabIndex={-1} className={classes.part}>
      <Section title={text.overview.issues}>
        <ul className={classes.issues}>
          {(all ? issues : issues.slice(0, shownFirst)).map((issue) => (
            <li key={issue.id}>
              <p className={classes.issueWhere}>
                {text.overview.areas[issue.area]}
                {namesOf(issue)}
                {issue.wallet === null ? '' : text.common.inWallet(text.common.wallet[issue.wallet])}
              </p>
              {issue.deviceId === undefined ? (
                <IssueNotice issue={issue} />
              ) : (
                <AddedDevice issue={issue} deviceId={issue.deviceId} />
              )}
            </li>
          ))}
        </ul>
        {issues.length <= shownFirst ? null : (
          <UnstyledButton className={classes.more ?? ''} aria-expanded={all} onClick={() => setOpened(!all)}>
            {all ? text.overview.issuesFewer : text.overview.issuesShowAll(issues.length)}
          </UnstyledButton>
        )}
      </Section>
    </div>
  );
}
