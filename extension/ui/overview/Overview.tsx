/**
 * Overview: what the trader holds, what was made, and what is not known. Its first line is the answer; every figure
 * opens to what it is made of: the total to the accounts, free and locked to Balances, PnL to its quotes and caveats.
 */
import type { AccountView } from '../../engine/api/account-view';
import { accountsOf, type Issue } from '../../engine/api/issues';
import type { Overview as OverviewData } from '../../engine/api/overview';
import { EquityLine } from '../components/EquityLine';
import { InTurn } from '../components/InTurn';
import { NoAccounts } from '../components/NoAccounts';
import { Screen, Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { useScope } from '../shell/use-scope';
import { text } from '../text';
import { AccountsSection } from './AccountsSection';
import { AllocationSection } from './AllocationSection';
import { Headline } from './Headline';
import { IssuesSection } from './IssuesSection';
import { NoticesSection } from './NoticesSection';
import classes from './Overview.module.css';
import { RealizedSection } from './RealizedSection';
import { TodaySection } from './TodaySection';
import { useIssuesAsked } from './use-issues-asked';

export function Overview() {
  const overview = useEngineQuery(['overview'], (engine) => engine.overview()).data;
  return (
    <Screen title={text.overview.title}>
      {overview === undefined ? (
        <Loading />
      ) : overview.accounts.length === 0 ? (
        <NoAccounts />
      ) : (
        <Content overview={overview} />
      )}
    </Screen>
  );
}

function Content({ overview }: { overview: OverviewData }) {
  const [asked] = useScope();
  const issuesAsked = useIssuesAsked();
  const account = overview.accounts.find((one) => one.id === asked);
  const scope = account?.id ?? null; // an account that is gone narrows nothing
  const accounts = account === undefined ? overview.accounts : [account];
  const issues = overview.issues.filter(
    (one) => scope === null || (accountsOf(one).some(({ id }) => id === scope) && !isHeadline(one, account)),
  );
  const notices = overview.notices.filter(({ accountIds }) => scope === null || accountIds.includes(scope));
  return (
    <InTurn>
      <Headline overview={overview} scope={scope} />
      <NoticesSection notices={notices} />
      {issues.length === 0 ? null : <IssuesSection issues={issues} asked={issuesAsked} />}
      <div className={classes.halves}>
        <div className={classes.pnl}>
          <TodaySection today={overview.today} realized={overview.realized} scope={scope} />
          <RealizedSection
            realized={overview.realized}
            accounts={overview.accounts}
            issues={overview.issues}
            scope={scope}
            baseCurrency={overview.baseCurrency}
          />
        </div>
        <Section title={text.overview.equity} aside={<Aside scope={scope} />}>
          <EquityLine
            points={overview.equity}
            currency={overview.baseCurrency}
            elsewhere={overview.equityElsewhere}
            width={600}
            height={130}
            withTable
          />
        </Section>
      </div>
      <AccountsSection accounts={accounts} issues={overview.issues} baseCurrency={overview.baseCurrency} />
      <AllocationSection overview={overview} aside={<Aside scope={scope} />} />
    </InTurn>
  );
}

/** Under a scope the headline says why the account's value is not known: the issues list need not repeat it. */
const isHeadline = (issue: Issue, account: AccountView | undefined): boolean =>
  account?.value.state === 'unknown' && account.value.failure.reason === issue.failure.reason;

/** Some figures exist for all accounts together only; under a scope they say so. */
function Aside({ scope }: { scope: string | null }) {
  return scope === null ? null : <span className={classes.dim}>{text.overview.allAccounts}</span>;
}

const Loading = () => (
  <>
    <Skeletons lines={1} height={40} />
    <Skeletons lines={4} />
    <Skeletons lines={6} />
  </>
);
