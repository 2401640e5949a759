/** The answer: how many, and what they made, per quote; what is not in that stands beside it. */
import type { CoinFee, TradeTotals as Totals, TradesPage } from '../../engine/api/trades';
import { Amount } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { text } from '../text';
import { pooling } from '../text/pooling';
import classes from './Trades.module.css';
import { IncompleteMark } from './trade-cells';
import type { ListKind } from './use-trades';

const say = text.trades;
const countFormat = new Intl.NumberFormat();

type TotalsPage = Pick<TradesPage, 'totalCount' | 'methods' | 'pooling' | 'totals' | 'unconvertedFees'>;

interface TotalsProps {
  readonly kind: ListKind;
  readonly page: TotalsPage;
  /** Those of one account alone were asked for. */
  readonly ofAccount: boolean;
}

export function TradeTotals({ kind, page, ofAccount }: TotalsProps) {
  const ofClosings = kind === 'closings';
  const incomplete = page.totals.reduce((sum, { incompleteBooks }) => sum + incompleteBooks, 0);
  return (
    <div className={classes.totals}>
      <p className={classes.answer}>
        <strong>{say.counts[kind](countFormat.format(page.totalCount))}</strong>{' '}
        <span className={classes.dim}>{say.notes[kind](text.common.methods(page.methods, page.pooling !== null))}</span>
      </p>
      {page.pooling === null ? null : (
        <p className={classes.dim}>
          {pooling.of(page.pooling.currency)} {ofClosings && ofAccount ? pooling.closingsOfAccount : null}
        </p>
      )}
      {page.totals.length === 0 ? null : <TotalsTable totals={page.totals} plain={!ofClosings} />}
      {incomplete === 0 ? null : (
        <p className={classes.warning}>{(ofClosings ? say.incompleteTotals : say.incompleteTrips)(incomplete)}</p>
      )}
      <CoinFees before={ofClosings ? say.outside.closings : say.outside.trips} fees={page.unconvertedFees} />
    </div>
  );
}

/** `plain`: nothing in it was sold without having been bought, whatever the history lacks. */
const TotalsTable = ({ totals, plain }: { totals: readonly Totals[]; plain: boolean }) => (
  <table className={classes.totalsTable}>
    <caption>{say.totalsCaption}</caption>
    <thead>
      <tr>
        <th scope="col">{text.overview.quote}</th>
        <th scope="col">{say.columns.gross}</th>
        <th scope="col">{say.columns.fees}</th>
        <th scope="col">{say.columns.net}</th>
      </tr>
    </thead>
    <tbody>
      {totals.map((total) => (
        <TotalRow key={total.quote} total={total} plain={plain || total.incompleteBooks === 0} />
      ))}
    </tbody>
  </table>
);

/** What is no plain profit has neither colour nor sign, and a mark. */
function TotalRow({ total, plain }: { total: Totals; plain: boolean }) {
  const shown = { currency: total.quote, decimals: columnDecimals(total.quote) };
  return (
    <tr>
      <th scope="row">
        {total.quote}
        {plain ? null : <IncompleteMark word={say.incomplete} title={say.incompleteTotals(total.incompleteBooks)} />}
      </th>
      <td>
        <Amount value={total.gross} {...shown} signed={plain} />
      </td>
      <td>
        <Amount value={total.fees} {...shown} />
      </td>
      <td>
        <strong>
          <Amount value={total.net} {...shown} signed={plain} />
        </strong>
      </td>
    </tr>
  );
}

/** Fees in other coins, exact, behind the words that say where they are outside of. */
export function CoinFees({ before, fees }: { before: string; fees: readonly CoinFee[] }) {
  if (fees.length === 0) return null;
  return (
    <p className={classes.dim}>
      {before}{' '}
      {fees.map((fee, index) => (
        <span key={fee.currency}>
          {index === 0 ? '' : ', '}
          <Amount value={fee.amount} currency={fee.currency} showCurrency />
        </span>
      ))}
    </p>
  );
}
