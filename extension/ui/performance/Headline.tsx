/** The answer: net, and gross − fees that it is made of, with what made it, its age, and what is not in it. */
import type { ReactNode } from 'react';
import type { PerformancePage, QuotePerformance } from '../../engine/api/performance';
import { Age } from '../components/Age';
import { Amount } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { PoolingNote } from '../method/PoolingNote';
import { text } from '../text';
import { performance as say } from '../text/performance';
import { CoinFees } from '../trades/TradeTotals';
import classes from './Performance.module.css';

/** "closings by FIFO", "round trips". */
export function madeBy({ basis, methods, pooling }: Pick<PerformancePage, 'basis' | 'methods' | 'pooling'>): string {
  const isPooled = pooling !== null;
  if (basis === 'trips') return isPooled ? say.madeBy.pooledTrips : say.madeBy.trips();
  return say.madeBy.closings(methods.length === 0 ? say.noMethod : text.common.methods(methods, isPooled));
}

export function Headline({ page }: { page: PerformancePage }) {
  const { total, sums, baseCurrency } = page;
  const plain = total.unmatched === 0; // what was never bought is no gain: it has neither colour nor sign
  return (
    <div className={classes.headline}>
      <p className={classes.net}>
        <PartialAmountView sum={sums.net} signed={plain} showCurrency withoutMark />
        <span className={classes.marks}>
          {sums.net.oldestAt === null ? null : <Age at={sums.net.oldestAt} />}
          <PartialMark sum={sums.net} />
        </span>
      </p>
      <p className={classes.formula}>
        <Term name={say.gross}>
          <PartialAmountView sum={sums.gross} signed={plain} withoutMark />
        </Term>
        <span className={classes.dim}>{say.minus}</span>
        <Term name={say.fees}>
          <PartialAmountView sum={sums.fees} withoutMark />
        </Term>
        <span className={classes.dim}>{say.equals}</span>
        <Term name={say.net}>
          <strong>
            <PartialAmountView sum={sums.net} signed={plain} withoutMark />
          </strong>
        </Term>
        <span className={classes.dim}>
          {[say.tradesOf(total.trades), madeBy(page), say.inBase(baseCurrency), say.feesNote].join(' · ')}
        </span>
      </p>
      <PoolingNote pooling={page.pooling} shared={page.shared} className={classes.warning} />
      <Warnings page={page} />
      <CoinFees before={say.outside[page.basis]} fees={page.unconvertedFees} />
      {page.perQuote.length === 0 ? null : <PerQuote rows={page.perQuote} />}
    </div>
  );
}

const Term = ({ name, children }: { name: string; children: ReactNode }) => (
  <span>
    <span className={classes.dim}>{name}</span> {children}
  </span>
);

function Warnings({ page: { total, caveats } }: { page: PerformancePage }) {
  const causes = new Set(caveats.map(({ failure }) => `${failure.reason} ${failure.subject ?? ''}`)).size;
  const sentences = [
    ...(total.unmatched > 0 ? [say.unmatched(total.unmatched)] : []),
    ...(total.unpriced.length > 0 ? [say.unpriced(total.unpriced.join(', '))] : []),
    ...(causes > 0 ? [say.caveats(causes)] : []),
  ];
  if (sentences.length === 0) return null;
  return (
    <div className={classes.warning}>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

/** What the sums are made of, without any price. */
const PerQuote = ({ rows }: { rows: readonly QuotePerformance[] }) => (
  <details className={classes.details}>
    <summary>{say.perQuote}</summary>
    <table className={classes.small}>
      <caption>{say.perQuoteCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{say.quote}</th>
          <th scope="col">{say.tradesColumn}</th>
          <th scope="col">{say.gross}</th>
          <th scope="col">{say.fees}</th>
          <th scope="col">{say.net}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <PerQuoteRow key={row.quote} row={row} />
        ))}
      </tbody>
    </table>
  </details>
);

function PerQuoteRow({ row }: { row: QuotePerformance }) {
  const shown = { currency: row.quote, decimals: columnDecimals(row.quote) };
  const plain = row.unmatched === 0;
  return (
    <tr>
      <th scope="row">
        {row.quote} {plain ? null : <span className={classes.stale}>{say.incomplete}</span>}
      </th>
      <td>{row.trades.toLocaleString()}</td>
      <td>
        <Amount value={row.gross} {...shown} signed={plain} />
      </td>
      <td>
        <Amount value={row.fees} {...shown} />
      </td>
      <td>
        <Amount value={row.net} {...shown} signed={plain} />
      </td>
    </tr>
  );
}
