/** The issues list: one per cause, each with its sentence and one action, instead of a toast per request. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { Issue } from '../../engine/api';
import { FailureNotice } from '../components/FailureNotice';
import { Section } from '../components/Screen';
import { text } from '../text';
import classes from './Overview.module.css';

/** Shown before the trader asks for all: two rows at full width. */
const shownFirst = 4;

export function IssuesSection({ issues }: { issues: readonly Issue[] }) {
  const [all, setAll] = useState(false);
  return (
    <Section title={text.overview.issues}>
      <ul className={classes.issues}>
        {(all ? issues : issues.slice(0, shownFirst)).map((issue) => (
          <li key={issue.id}>
            <p className={classes.issueWhere}>
              {text.overview.areas[issue.area]}
              {issue.exchange === null || issue.accountLabel === null
                ? ''
                : ` · ${exchangeInfos[issue.exchange].name} · ${issue.accountLabel}`}
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
        <UnstyledButton className={classes.more ?? ''} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.overview.issuesFewer : text.overview.issuesShowAll(issues.length)}
        </UnstyledButton>
      )}
    </Section>
  );
}
