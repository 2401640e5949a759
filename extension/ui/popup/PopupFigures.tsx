/** The popup's figures: the total first, then what was made, what is free and what is locked, the week's line, and the largest shares. */
import { utcDayOf } from '../../../shared/utc-day';
import type { PartialAmount } from '../../engine/api/observed';
import type { PopupSummary } from '../../engine/api/popup-summary';
import { Unknown } from '../components/Amount';
import { EquityLine } from '../components/EquityLine';
import { LastKnownNote, PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { Rate } from '../components/Rate';
import { useNow } from '../components/use-now';
import { text } from '../text';
import { barParts } from './allocation-bar';
import classes from './Popup.module.css';
import { todayRate } from './popup-summary';

/** The line's length. */
const shownDays = 7;

/** Does not fit the popup's width in the large size: more than a dozen digits before the point. */
const isLong = (amount: string | null): boolean => (amount?.split('.')[0]?.length ?? 0) > 9;

export function PopupFigures({ summary }: { summary: PopupSummary }) {
  const week = summary.equity.slice(-shownDays);
  return (
    <section className={classes.figures} aria-label={text.popup.summaryHeading}>
      <p className={isLong(summary.total.amount) ? classes.longTotal : classes.total}>
        <PartialAmountView sum={summary.total} mode="holding" showCurrency withoutMark />
        <PartialMark sum={summary.total} />
      </p>
      <LastKnownNote sum={summary.total} className={classes.rate ?? ''} />
      <Stats summary={summary} />
      <div className={classes.line}>
        <EquityLine
          points={week}
          currency={summary.baseCurrency}
          elsewhere={summary.equityElsewhere}
          width={300}
          height={30}
        />
        {week.length === 0 ? null : (
          <span className={classes.lineName} aria-hidden="true">
            {text.popup.days(week.length)}
          </span>
        )}
      </div>
      <AllocationBar summary={summary} />
    </section>
  );
}

/** A summary of another UTC day knows nothing of today: the engine writes it anew once it hears of this page. */
function Stats({ summary }: { summary: PopupSummary }) {
  const today = utcDayOf(useNow());
  const isOfToday = utcDayOf(summary.writtenAt) === today;
  const rate = isOfToday ? todayRate(summary, today) : null;
  const method = text.common.methods(summary.methods, summary.pooled);
  return (
    <dl className={classes.stats}>
      <div>
        <dt title={text.popup.todayTitle(method, summary.todayIsRealized)}>
          {text.popup.today(method, summary.todayIsRealized)}
        </dt>
        <dd>
          {isOfToday ? <PartialAmountView sum={summary.today} signed /> : <Unknown because={text.popup.todayBegan} />}{' '}
          {rate === null ? null : (
            <span className={classes.rate}>
              <Rate rate={rate} /> {text.popup.todayRateOf}
            </span>
          )}
        </dd>
      </div>
      <Held name={text.popup.free} sum={summary.free} />
      <div>
        <dt title={text.popup.allTimeTitle(method)}>{text.popup.allTime(method)}</dt>
        <dd>
          <PartialAmountView sum={summary.realized} signed />
        </dd>
      </div>
      <Held name={text.popup.locked} sum={summary.locked} />
    </dl>
  );
}

/** What is missing of it is missing of the total, whose mark stands above. */
const Held = ({ name, sum }: { name: string; sum: PartialAmount }) => (
  <div className={classes.right}>
    <dt>{name}</dt>
    <dd>
      <PartialAmountView sum={sum} mode="holding" withoutMark />
    </dd>
  </div>
);

/** One thin bar, told in words below it: percentages of what is known. */
function AllocationBar({ summary }: { summary: PopupSummary }) {
  const parts = barParts(summary.allocation);
  if (parts.length === 0) return null;
  return (
    <div className={classes.allocation}>
      <span className={classes.bar} aria-hidden="true">
        {parts.map(({ asset, millionths }) => (
          <span key={asset ?? ''} style={{ flexGrow: millionths }} />
        ))}
      </span>
      <p className={classes.lineName}>
        {summary.total.missing.length === 0 ? '' : `${text.popup.ofKnown} `}
        {parts.map(({ asset, percent }) => `${asset ?? text.popup.others} ${percent}`).join(' · ')}
      </p>
    </div>
  );
}
