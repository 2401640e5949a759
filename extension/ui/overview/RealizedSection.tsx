/** Realized PnL: gross − fees = net in the base currency, exactly per quote, with what is not in it. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AccountView } from '../../engine/api/account-view';
import { accountsOf, type Issue } from '../../engine/api/issues';
import type { QuotePnl, RealizedPnl } from '../../engine/api/realized';
import { Amount } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { FailureNotice, failureSentence } from '../components/FailureNotice';
import { PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { Section } from '../components/Screen';
import { MethodProgressNote } from '../method/MethodProgressNote';
import { PoolingNote } from '../method/PoolingNote';
import { routes } from '../routes';
import { text } from '../text';
import { pooling } from '../text/pooling';
import { partId } from './JumpTo';
import classes from './Overview.module.css';
import { Term } from './Term';
import { UnratedFees } from './UnratedFees';

export interface RealizedSectionProps {
  readonly realized: RealizedPnl;
  readonly accounts: readonly AccountView[];
  readonly issues: readonly Issue[];
  readonly scope: string | null;
  readonly baseCurrency: string;
}

export function RealizedSection({ realized, accounts, issues, scope, baseCurrency }: RealizedSectionProps) {
  const caveats = realized.caveats.filter((one) => scope === null || one.accountId === scope);
  const made = text.overview.method(text.common.methods(realized.methods, realized.pooling !== null));
  const method = scope === null ? made : `${made} · ${text.overview.allAccounts}`;
  return (
    <div id={partId('realized')} tabIndex={-1} className={classes.part}>
      <Section title={text.overview.realized} aside={<span className={classes.dim}>{method}</span>}>
        <MethodProgressNote className={classes.dim} />
        {realized.pooling === null ? null : <p className={classes.dim}>{pooling.of(realized.pooling.currency)}</p>}
        <PoolingNote pooling={realized.pooling} className={classes.note} />
        {isNothingSold(realized) ? (
          <p className={classes.dim}>{text.overview.noPnl}</p>
        ) : (
          <>
            <Formula inBase={realized.inBase} caption={text.overview.inBase(baseCurrency)} />
            {realized.perQuote.length === 0 ? null : <PerQuote rows={realized.perQuote} />}
          </>
        )}
        {caveats.length === 0 ? null : <Caveats caveats={caveats} accounts={accounts} issues={issues} />}
      </Section>
    </div>
  );
}

/** Without a fill nothing was sold only where every history is known to have none. */
const isNothingSold = ({ perQuote, inBase: { net } }: RealizedPnl): boolean =>
  perQuote.length === 0 && net.amount !== null && net.missing.length === 0;

function Formula({ inBase, caption }: { inBase: RealizedPnl['inBase']; caption: string }) {
  return (
    <div className={classes.formula}>
      <Term name={text.overview.gross}>
        <PartialAmountView sum={inBase.gross} signed withoutMark />
      </Term>
      <span className={classes.operator}>{text.overview.minus}</span>
      <Term name={text.overview.fees}>
        <PartialAmountView sum={inBase.fees} withoutMark />
      </Term>
      <span className={classes.operator}>{text.overview.equals}</span>
      <Term name={text.overview.net}>
        <strong>
          <PartialAmountView sum={inBase.net} signed showCurrency withoutMark />
        </strong>
      </Term>
      <PartialMark sum={inBase.net} />
      <span className={classes.dim}>{caption}</span>
    </div>
  );
}

function PerQuote({ rows }: { rows: readonly QuotePnl[] }) {
  return (
    <>
      <table className={classes.table}>
        <caption>{text.overview.perQuoteCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.overview.quote}</th>
            <th scope="col">{text.overview.gross}</th>
            <th scope="col">{text.overview.fees}</th>
            <th scope="col">{text.overview.net}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PerQuoteRow key={row.quote} row={row} />
          ))}
        </tbody>
      </table>
      <UnconvertedFees rows={rows} />
    </>
  );
}

function PerQuoteRow({ row }: { row: QuotePnl }) {
  const decimals = columnDecimals(row.quote);
  return (
    <tr>
      <th scope="row">
        {row.quote}
        {row.incompleteBooks === 0 ? null : (
          <span className={classes.incomplete}>{text.overview.incompleteBooks(row.incompleteBooks)}</span>
        )}
      </th>
      <td>
        <Amount value={row.gross} currency={row.quote} decimals={decimals} signed />
      </td>
      <td>
        <Amount value={row.fees} currency={row.quote} decimals={decimals} />
      </td>
      <td>
        <Amount value={row.net} currency={row.quote} decimals={decimals} signed />
      </td>
    </tr>
  );
}

function UnconvertedFees({ rows }: { rows: readonly QuotePnl[] }) {
  const fees = rows.flatMap((row) => row.unconvertedFees.map((fee) => ({ ...fee, quote: row.quote })));
  if (fees.length === 0) return null;
  return (
    <>
      <p className={classes.note}>
        {text.overview.unconverted}{' '}
        {fees.map((fee, index) => (
          <span key={`${fee.quote} ${fee.currency}`}>
            {index === 0 ? '' : ', '}
            <Amount value={fee.amount} currency={fee.currency} showCurrency /> {text.overview.ofQuote(fee.quote)}
          </span>
        ))}
      </p>
      <UnratedFees />
    </>
  );
}

type CaveatView = RealizedPnl['caveats'][number];

interface CaveatsProps {
  readonly caveats: readonly CaveatView[];
  readonly accounts: readonly AccountView[];
  readonly issues: readonly Issue[];
}

/** "Binance · main", with the way to it; the label alone for an account that has just gone. */
function Name({ caveat, accounts }: { caveat: CaveatView; accounts: CaveatsProps['accounts'] }) {
  const account = accounts.find((one) => one.id === caveat.accountId);
  if (account === undefined) return <span>{caveat.accountLabel}</span>;
  return (
    <Link href={routes.account(account.id)}>
      {account.exchangeName} · {caveat.accountLabel}
    </Link>
  );
}

/** Caveats that read alike, as those of several imports at work do, are one line with all their accounts. */
function alike(caveats: readonly CaveatView[], accounts: CaveatsProps['accounts']): readonly (readonly CaveatView[])[] {
  const bySentence = new Map<string, CaveatView[]>();
  for (const caveat of caveats) {
    const exchange = accounts.find((one) => one.id === caveat.accountId)?.exchange ?? null;
    const sentence = failureSentence(caveat.failure, exchange);
    bySentence.set(sentence, [...(bySentence.get(sentence) ?? []), caveat]);
  }
  return [...bySentence.values()];
}

interface CaveatProps extends Omit<CaveatsProps, 'caveats'> {
  readonly caveat: CaveatView;
  /** It is several accounts' cause: each name leads to what can be done about it. */
  readonly shared: boolean;
}

/** A cause that stands in the issues list has its action there; here it is only said. */
function Caveat({ caveat, accounts, issues, shared }: CaveatProps) {
  const { failure, accountId } = caveat;
  const exchange = accounts.find((one) => one.id === accountId)?.exchange ?? null;
  const listed = issues.some(
    (issue) =>
      accountsOf(issue).some(({ id }) => id === accountId) &&
      issue.failure.reason === failure.reason &&
      issue.failure.subject === failure.subject,
  );
  if (listed || shared) return <p>{failureSentence(failure, exchange)}</p>;
  return <FailureNotice failure={failure} accountId={accountId} exchange={exchange} variant="compact" />;
}

/** Caveats shown before the trader asks for all: what is wrong at all is said, the figures after them stay in reach. */
const caveatsFirst = 3;

function Caveats({ caveats, accounts, issues }: CaveatsProps) {
  const [all, setAll] = useState(false);
  const groups = alike(caveats, accounts);
  return (
    <div className={classes.caveats}>
      <h3>{text.overview.caveats}</h3>
      <ul>
        {groups.slice(0, all ? groups.length : caveatsFirst).map((group) => {
          const [first] = group;
          if (first === undefined) return null;
          return (
            <li key={`${first.accountId} ${first.failure.reason} ${first.failure.subject ?? ''}`}>
              <span className={classes.caveatNames}>
                {group.map((caveat, index) => (
                  <span key={caveat.accountId}>
                    <Name caveat={caveat} accounts={accounts} />
                    {index === group.length - 1 ? '' : ', '}
                  </span>
                ))}
              </span>
              <Caveat caveat={first} accounts={accounts} issues={issues} shared={group.length > 1} />
            </li>
          );
        })}
      </ul>
      {groups.length <= caveatsFirst ? null : (
        <UnstyledButton className={classes.more ?? ''} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.overview.caveatsFewer : text.overview.caveatsShowAll(groups.length)}
        </UnstyledButton>
      )}
    </div>
  );
}
