/** The issues list: one per cause, each with its sentence and one action, instead of a toast per request. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { accountsOf, type Issue } from '../../engine/api/issues';
import { FailureNotice } from '../components/FailureNotice';
import { Section } from '../components/Screen';
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
              <FailureNotice
                failure={issue.failure}
                accountId={issue.accountId}
                exchange={issue.exchange}
                since={issue.since}
              />
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
