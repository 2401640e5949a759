/** The answer: the total, then free, locked, today's and all realized PnL, each opening what it is made of. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AccountView } from '../../engine/api/account-view';
import type { PartialAmount } from '../../engine/api/observed';
import type { Overview } from '../../engine/api/overview';
import { Age } from '../components/Age';
import { Unknown } from '../components/Amount';
import { FailureNotice } from '../components/FailureNotice';
import { LastKnownNote, PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { routes } from '../routes';
import { text } from '../text';
import { today as say } from '../text/today';
import { JumpTo, type Part } from './JumpTo';
import classes from './Overview.module.css';

export function Headline({ overview, scope }: { overview: Overview; scope: string | null }) {
  const account = overview.accounts.find((one) => one.id === scope);
  if (account !== undefined) return <AccountHeadline account={account} />;
  const method = text.common.methods(overview.realized.methods, overview.realized.pooling !== null);
  const isRealized = overview.today.change === null;
  return (
    <div className={classes.headline}>
      <p className={classes.total}>
        <JumpTo target="accounts" label={text.overview.openAccounts}>
          <PartialAmountView sum={overview.total} mode="holding" showCurrency withoutMark />
        </JumpTo>
        <Marks sum={overview.total} />
      </p>
      <dl className={classes.figures}>
        <HeldFigure name={text.overview.free} sum={overview.free} />
        <HeldFigure name={text.overview.locked} sum={overview.locked} />
        <PnlFigure
          target="today"
          name={say.figure(method, isRealized)}
          title={say.figureTitle(isRealized)}
          sum={overview.today.net}
        />
        <PnlFigure
          target="realized"
          name={text.overview.allTime(method)}
          title={text.overview.method(method)}
          sum={overview.realized.inBase.net}
        />
      </dl>
    </div>
  );
}

/** The mark of a partial sum and the age of its oldest part. */
function Marks({ sum }: { sum: PartialAmount }) {
  return (
    <span className={classes.marks}>
      {sum.amount === null ? null : <Age at={sum.oldestAt} />}
      <PartialMark sum={sum} />
      <LastKnownNote sum={sum} className={classes.dim ?? ''} />
    </span>
  );
}

interface FigureProps {
  readonly name: string;
  readonly sum: PartialAmount;
}

/** What is held opens to Balances. */
function HeldFigure({ name, sum }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Link href={routes.balances} className={classes.jump ?? ''} aria-description={text.overview.openBalances}>
          <PartialAmountView sum={sum} mode="holding" withoutMark />
        </Link>
      </dd>
    </div>
  );
}

/** What was made opens to what it is made of below. */
function PnlFigure({ name, title, sum, target }: FigureProps & { readonly title: string; readonly target: Part }) {
  return (
    <div>
      <dt title={title}>{name}</dt>
      <dd>
        <JumpTo target={target} label={text.overview.openPnl}>
          <PartialAmountView sum={sum} signed withoutMark />
        </JumpTo>
        <PartialMark sum={sum} />
      </dd>
    </div>
  );
}

/** Under a scope: the one account's value, or why it is not known. */
function AccountHeadline({ account }: { account: AccountView }) {
  const { value } = account;
  const last = value.state === 'unknown' ? value.last : null;
  return (
    <div className={classes.headline}>
      <Total>
        {value.state === 'known' ? (
          <>
            <PartialAmountView sum={value.value} mode="holding" showCurrency withoutMark />
            <Marks sum={value.value} />
          </>
        ) : (
          <Unknown because={text.common.unknownWord} />
        )}
        {last === null ? null : (
          <span className={classes.dim}>
            {text.common.lastKnown} <PartialAmountView sum={last.value} mode="holding" showCurrency withoutMark />,{' '}
            <Age at={last.at} />
          </span>
        )}
      </Total>
      {value.state === 'unknown' ? (
        <FailureNotice
          failure={value.failure}
          accountId={account.id}
          exchange={account.exchange}
          since={value.failedAt}
        />
      ) : null}
    </div>
  );
}

const Total = ({ children }: { children: ReactNode }) => <p className={classes.total}>{children}</p>;
