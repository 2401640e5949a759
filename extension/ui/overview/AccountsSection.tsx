/** What the total is made of: each account with its value, age and history; a failure stands under its account. */
import { Link } from 'wouter';
import { type Failure, reasons } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import type { ImportProgress } from '../../engine/api/imports';
import { accountsOf, type Issue } from '../../engine/api/issues';
import { percentDone } from '../accounts/import-figures';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { FailureNotice, failureSentence } from '../components/FailureNotice';
import { PartialMark } from '../components/PartialAmountView';
import { Section } from '../components/Screen';
import { timeText } from '../components/time-format';
import { routes } from '../routes';
import { text } from '../text';
import { partId } from './JumpTo';
import classes from './Overview.module.css';

export interface AccountsSectionProps {
  readonly accounts: readonly AccountView[];
  readonly issues: readonly Issue[];
  readonly baseCurrency: string;
}

export function AccountsSection({ accounts, issues, baseCurrency }: AccountsSectionProps) {
  return (
    <div id={partId('accounts')} tabIndex={-1} className={classes.part}>
      <Section title={text.overview.accounts}>
        <div className={classes.scroll}>
          <table className={classes.table}>
            <caption>{text.overview.accountsCaption}</caption>
            <thead>
              <tr>
                <th scope="col">{text.overview.account}</th>
                <th scope="col" className={classes.leftCell}>
                  {text.overview.history}
                </th>
                <th scope="col">
                  {text.overview.value}, {baseCurrency}
                </th>
                <th scope="col">{text.overview.age}</th>
              </tr>
            </thead>
            {accounts.map((account) => (
              <AccountRows key={account.id} account={account} issues={issues} decimals={columnDecimals(baseCurrency)} />
            ))}
          </table>
        </div>
      </Section>
    </div>
  );
}

interface AccountRowsProps {
  readonly account: AccountView;
  readonly issues: readonly Issue[];
  readonly decimals: number;
}

/** One account's row, and a second one with the reason where its value is not known. */
function AccountRows({ account, issues, decimals }: AccountRowsProps) {
  const { value } = account;
  return (
    <tbody>
      <tr>
        <th scope="row">
          <Link href={routes.account(account.id)}>
            {account.exchangeName} · {account.label}
          </Link>
        </th>
        <td className={classes.leftCell}>{historyText(account)}</td>
        <td>
          <Value account={account} decimals={decimals} />
        </td>
        <td className={classes.ageCell}>{value.state === 'known' ? <Age at={value.at} /> : null}</td>
      </tr>
      {value.state === 'unknown' ? (
        <tr className={classes.reasonRow}>
          <td colSpan={4}>
            <Reason account={account} failure={value.failure} issues={issues} />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

interface ReasonProps {
  readonly account: AccountView;
  readonly failure: Failure;
  readonly issues: readonly Issue[];
}

/** A cause that stands in the issues list has its action there; so has a closed exchange none but the way to the account. */
function Reason({ account, failure, issues }: ReasonProps) {
  const listed = issues.some(
    (issue) => issue.failure.reason === failure.reason && accountsOf(issue).some(({ id }) => id === account.id),
  );
  const { id, exchange, frozen } = account;
  if (listed || frozen !== null) return <p className={classes.reason}>{failureSentence(failure, exchange)}</p>;
  return <FailureNotice failure={failure} accountId={id} exchange={exchange} variant="compact" />;
}

function Value({ account: { value, frozen }, decimals }: { account: AccountView; decimals: number }) {
  switch (value.state) {
    case 'known':
      return (
        <>
          <PartialMark sum={value.value} />{' '}
          <Amount value={value.value.amount} currency={value.value.currency} mode="holding" decimals={decimals} />
        </>
      );
    case 'pending':
      return <Unknown because={frozen === null ? text.common.pendingWord : text.accounts.nothingFetched} />;
    case 'unknown':
      return (
        <>
          <Unknown because={reasons[value.failure.reason].title} />
          {value.last === null ? null : (
            <span className={classes.dim}>
              {' '}
              {text.common.lastKnown}{' '}
              <Amount
                value={value.last.value.amount}
                currency={value.last.value.currency}
                mode="holding"
                decimals={decimals}
              />
              , <Age at={value.last.at} />
            </span>
          )}
        </>
      );
  }
}

/** The state of the account's imported history in a few words. */
function historyText({ progress, frozen }: AccountView): string {
  const say = text.overview.imports;
  if (frozen !== null) return text.accounts.frozenShort[frozen];
  switch (progress.state) {
    case 'running':
      return runningText(progress);
    case 'waiting':
      return progress.retryAt === null ? say.waitingSoon : say.waiting(timeText(progress.retryAt));
    case 'stopped':
      return progress.failure === null ? say.stopped : `${say.stopped}: ${reasons[progress.failure.reason].title}`;
    case 'complete-with-warnings':
      return say['complete-with-warnings'](progress.warnings.length);
    default:
      return say[progress.state];
  }
}

/** How far a running import is: symbols of all symbols, or how much of the time was read of all markets at once. */
function runningText(progress: ImportProgress): string {
  const say = text.overview.imports;
  if (progress.by === 'symbol') return say.running(progress.symbolsDone, progress.symbolsTotal);
  const percent = percentDone(progress, Date.now());
  return percent === null ? say.running(0, 0) : say.runningWhole(percent);
}
