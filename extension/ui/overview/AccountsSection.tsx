/** What the total is made of: each account with its value, age and history; a failure stands under its account. */
import { Link } from 'wouter';
import { reasons } from '../../../shared/reasons';
import type { AccountView, ImportProgress } from '../../engine/api';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { FailureNotice } from '../components/FailureNotice';
import { PartialMark } from '../components/PartialAmountView';
import { Section } from '../components/Screen';
import { timeText } from '../components/time-format';
import { routes } from '../routes';
import { text } from '../text';
import { partId } from './JumpTo';
import classes from './Overview.module.css';

export interface AccountsSectionProps {
  readonly accounts: readonly AccountView[];
  readonly baseCurrency: string;
}

export function AccountsSection({ accounts, baseCurrency }: AccountsSectionProps) {
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
              <AccountRows key={account.id} account={account} decimals={columnDecimals(baseCurrency)} />
            ))}
          </table>
        </div>
      </Section>
    </div>
  );
}

/** One account's row, and a second one with the reason where its value is not known. */
function AccountRows({ account, decimals }: { account: AccountView; decimals: number }) {
  const { value } = account;
  return (
    <tbody>
      <tr>
        <th scope="row">
          <Link href={routes.account(account.id)}>
            {account.exchangeName} · {account.label}
          </Link>
        </th>
        <td className={classes.leftCell}>{historyText(account.progress)}</td>
        <td>
          <Value account={account} decimals={decimals} />
        </td>
        <td className={classes.ageCell}>{value.state === 'known' ? <Age at={value.at} /> : null}</td>
      </tr>
      {value.state === 'unknown' ? (
        <tr className={classes.reasonRow}>
          <td colSpan={4}>
            <FailureNotice
              failure={value.failure}
              accountId={account.id}
              exchange={account.exchange}
              variant="compact"
            />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

function Value({ account: { value }, decimals }: { account: AccountView; decimals: number }) {
  switch (value.state) {
    case 'known':
      return (
        <>
          <PartialMark sum={value.value} />{' '}
          <Amount value={value.value.amount} currency={value.value.currency} mode="holding" decimals={decimals} />
        </>
      );
    case 'pending':
      return <Unknown because={text.common.pendingWord} />;
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
function historyText(progress: ImportProgress): string {
  const say = text.overview.imports;
  switch (progress.state) {
    case 'running':
      return say.running(progress.symbolsDone, progress.symbolsTotal);
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
