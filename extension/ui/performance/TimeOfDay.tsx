/** When trades did well: by hour of the day and by weekday, in UTC, as two small tables with bars. */
import { type DecimalString, e36 } from '../../../shared/money/decimal';
import type { PerformancePage, TimeShare } from '../../engine/api/performance';
import { Amount } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { Section } from '../components/Screen';
import { performance as say } from '../text/performance';
import { madeBy } from './Headline';
import classes from './Performance.module.css';

const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

export const TimeOfDay = ({ page }: { page: PerformancePage }) => (
  <div className={classes.halves}>
    <Bars
      title={say.hours}
      caption={say.hoursCaption}
      column={say.hourOfDay}
      nameOf={hourText}
      shares={page.hours}
      page={page}
    />
    <Bars
      title={say.weekdays}
      caption={say.weekdaysCaption}
      column={say.weekday}
      nameOf={(weekday) => say.weekdayNames[weekday] ?? ''}
      shares={page.weekdays}
      page={page}
    />
  </div>
);

const magnitude = (amount: DecimalString | null): bigint => {
  const value = amount === null ? 0n : e36(amount);
  return value < 0n ? -value : value;
};

function largestOf(shares: readonly TimeShare[]): bigint {
  let largest = 0n;
  for (const { net } of shares) if (magnitude(net) > largest) largest = magnitude(net);
  return largest;
}

interface BarsProps {
  readonly title: string;
  readonly caption: string;
  readonly column: string;
  readonly nameOf: (at: number) => string;
  readonly shares: readonly TimeShare[];
  readonly page: PerformancePage;
}

function Bars({ title, caption, column, nameOf, shares, page }: BarsProps) {
  const { baseCurrency: currency } = page;
  const largest = largestOf(shares);
  const plain = page.total.unmatched === 0;
  return (
    <Section title={title} aside={<span className={classes.dim}>{madeBy(page)}</span>}>
      <table className={classes.bars}>
        <caption>{`${caption}, ${say.inBase(currency)}`}</caption>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col">{say.tradesColumn}</th>
            <th scope="col">{say.net}</th>
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.at} className={share.trades === 0 ? classes.idle : undefined}>
              <th scope="row">{nameOf(share.at)}</th>
              <td>{share.trades.toLocaleString()}</td>
              <td>
                <Amount
                  value={share.net}
                  currency={currency}
                  decimals={columnDecimals(currency)}
                  signed={plain}
                  unknownBecause={say.unknown.noPrice}
                />
              </td>
              <td aria-hidden="true">
                <Bar net={share.net} largest={largest} plain={plain} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** Its length against the largest, in thousandths; a float only as a position in a drawing. */
function Bar({ net, largest, plain }: { net: DecimalString | null; largest: bigint; plain: boolean }) {
  if (net === null || magnitude(net) === 0n) return null;
  const part = Number((magnitude(net) * 1_000n) / largest) / 10;
  const tone = plain ? (net.startsWith('-') ? classes.lossBar : classes.gainBar) : classes.bar;
  return <span className={tone} style={{ width: `${part}%` }} />;
}
