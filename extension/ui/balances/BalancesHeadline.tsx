/** The answer: what is held together, free and locked, as far as it is known; under a scope that of one account. */
import type { ReactNode } from 'react';
import type { BalancesPage } from '../../engine/api/balances';
import type { Observed, PartialAmount } from '../../engine/api/observed';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { LastKnownNote, PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { text } from '../text';
import classes from './Balances.module.css';

export interface BalancesHeadlineProps {
  readonly page: BalancesPage;
  readonly scope: string | null;
  readonly assetCount: string;
}

export function BalancesHeadline({ page, scope, assetCount }: BalancesHeadlineProps) {
  const account = page.accounts.find(({ id }) => id === scope);
  const { total, free, locked } = account === undefined ? page : { ...account, total: account.value };
  return (
    <div className={classes.headline}>
      <p className={classes.total}>
        <Sum of={total} withMarks />
      </p>
      <dl className={classes.figures}>
        <Figure name={text.balances.free}>
          <Sum of={free} />
        </Figure>
        <Figure name={text.balances.locked}>
          <Sum of={locked} />
        </Figure>
        <Figure name={text.balances.assets}>{assetCount}</Figure>
      </dl>
    </div>
  );
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** A total, or an account's sum, which may be unknown as a whole. */
function Sum({ of, withMarks = false }: { of: PartialAmount | Observed<PartialAmount>; withMarks?: boolean }) {
  if ('state' in of && of.state !== 'known') {
    const last = of.state === 'unknown' ? of.last : null;
    return (
      <>
        <Unknown because={of.state === 'pending' ? text.common.pendingWord : text.common.unknownWord} />
        {last === null ? null : (
          <span className={classes.dim}>
            {' '}
            {text.common.lastKnown} <Amount value={last.value.amount} currency={last.value.currency} mode="holding" />,{' '}
            <Age at={last.at} />
          </span>
        )}
      </>
    );
  }
  const sum = 'state' in of ? of.value : of;
  return (
    <>
      <PartialAmountView sum={sum} mode="holding" showCurrency={withMarks} withoutMark />
      {withMarks ? (
        <span className={classes.marks}>
          {sum.amount === null ? null : <Age at={sum.oldestAt} />}
          <PartialMark sum={sum} />
          <LastKnownNote sum={sum} className={classes.dim ?? ''} />
        </span>
      ) : null}
    </>
  );
}
