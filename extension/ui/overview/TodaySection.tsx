/** PnL of today: realized + change of unrealized = today, what that change is made of, and at which prices and rates. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { PartialAmount } from '../../engine/api/observed';
import type { RealizedPnl } from '../../engine/api/realized';
import type { TodayChange, TodayPnl } from '../../engine/api/today';
import { PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { Section } from '../components/Screen';
import { text } from '../text';
import { today as say } from '../text/today';
import { partId } from './JumpTo';
import classes from './Overview.module.css';
import { Term } from './Term';

export interface TodaySectionProps {
  readonly today: TodayPnl;
  readonly realized: Pick<RealizedPnl, 'methods' | 'pooling'>;
  readonly scope: string | null;
}

export function TodaySection({ today, realized, scope }: TodaySectionProps) {
  const since = say.since(text.common.methods(realized.methods, realized.pooling !== null));
  const aside = scope === null ? since : `${since} · ${text.overview.allAccounts}`;
  return (
    <div id={partId('today')} tabIndex={-1} className={classes.part}>
      <Section title={say.title} aside={<span className={classes.dim}>{aside}</span>}>
        {today.change === null ? <RealizedAlone today={today} /> : <Made today={today} change={today.change} />}
        <Rates today={today} />
      </Section>
    </div>
  );
}

function Made({ today, change }: { today: TodayPnl; change: TodayChange }) {
  return (
    <>
      <div className={classes.formula}>
        <Term name={say.realized}>
          <PartialAmountView sum={today.realized} signed withoutMark />
        </Term>
        <span className={classes.operator}>{say.plus}</span>
        <Term name={say.change}>
          <PartialAmountView sum={change.amount} signed withoutMark />
        </Term>
        <span className={classes.operator}>{say.equals}</span>
        <Net today={today} />
      </div>
      <div className={classes.formula}>
        <Marked name={say.unrealized} sum={today.unrealized} />
        <span className={classes.operator}>{say.minus}</span>
        <Marked name={say.before} sum={change.before} />
        <span className={classes.operator}>{say.equals}</span>
        <Marked name={say.changed} sum={change.amount} />
        <span className={classes.dim}>{say.pricedAt(new Date(change.pricedAt).toISOString().slice(11, 16))}</span>
      </div>
      {change.candles.length === 0 ? null : (
        <p className={classes.note}>
          {say.ofCandles(
            change.candles.map(({ symbol, exchange }) => say.market(symbol, exchangeInfos[exchange].name)).join(', '),
          )}
        </p>
      )}
      {change.unpriced.length === 0 ? null : <p className={classes.note}>{say.unpriced(change.unpriced.join(', '))}</p>}
    </>
  );
}

function RealizedAlone({ today }: { today: TodayPnl }) {
  return (
    <>
      <div className={classes.formula}>
        <Net today={today} />
        <Marked name={say.unrealized} sum={today.unrealized} />
      </div>
      <p className={classes.note}>{say.realizedAlone}</p>
    </>
  );
}

/** A term with what is missing of it beside it. */
const Marked = ({ name, sum }: { name: string; sum: PartialAmount }) => (
  <>
    <Term name={name}>
      <PartialAmountView sum={sum} signed withoutMark />
    </Term>
    <PartialMark sum={sum} />
  </>
);

const Net = ({ today: { net, change } }: { today: TodayPnl }) => (
  <>
    <Term name={change === null ? say.realized : say.net}>
      <strong>
        <PartialAmountView sum={net} signed showCurrency withoutMark />
      </strong>
    </Term>
    <PartialMark sum={net} />
  </>
);

/** Nothing is said where all of it was made in the base currency itself. */
function Rates({ today: { storedRates, ratesOfNow, change } }: { today: TodayPnl }) {
  const said = [
    ...(storedRates.length === 0 ? [] : [say.storedRates(storedRates.join(', '))]),
    ...(ratesOfNow.length === 0 ? [] : [say.ratesOfNow(ratesOfNow.join(', '))]),
    ...(change === null ? [] : [say.changeOfNow]),
  ];
  return said.length === 0 ? null : <p className={classes.note}>{said.join(' ')}</p>;
}
