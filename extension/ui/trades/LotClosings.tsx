/** What closed parts of a lot, newest first, each with the way to its own detail. */
import { Link } from 'wouter';
import type { ClosingRow, LotLife } from '../../engine/api/trades';
import { Amount } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { fullTimeText } from '../components/time-format';
import { text } from '../text';
import classes from './Trades.module.css';
import { routeOf, useTradesFilter } from './use-trades';

const say = text.trades;

interface LotClosingsProps {
  readonly life: LotLife;
  readonly base: string;
  readonly quote: string;
  /** The closing that this stands beside, which needs no way to itself. */
  readonly besideId?: string;
}

export function LotClosings({ life: { closings, newest }, base, quote, besideId }: LotClosingsProps) {
  if (closings === 0) return <p className={classes.dim}>{say.lotUntouched}</p>;
  const { columns } = say;
  return (
    <>
      {newest.length < closings ? (
        <p className={classes.dim}>{say.closingsShown(newest.length, closings - newest.length)}</p>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <section className={classes.fillsScroll} aria-label={say.lotClosingsTitle} tabIndex={0}>
        <table className={classes.fills}>
          <caption>{say.lotClosingsCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{columns.closed}</th>
              <th scope="col" className={classes.right}>
                {columns.quantity}, {base}
              </th>
              <th scope="col" className={classes.right}>
                {columns.exit}, {quote}
              </th>
              <th scope="col" className={classes.right}>
                {columns.net}, {quote}
              </th>
            </tr>
          </thead>
          <tbody>
            {newest.map((row) => (
              <Cells key={row.id} row={row} isThis={row.id === besideId} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cells({
  row: { id, closedAt, quantity, base, exit, net, quote },
  isThis,
}: {
  row: ClosingRow;
  isThis: boolean;
}) {
  return (
    <tr>
      <td>
        {isThis ? (
          <>
            {fullTimeText(closedAt)} <span className={classes.dim}>{say.thisClosing}</span>
          </>
        ) : (
          <ToTrade id={id}>{fullTimeText(closedAt)}</ToTrade>
        )}
      </td>
      <td className={classes.right}>
        <Amount value={quantity} currency={base} />
      </td>
      <td className={classes.right}>
        <Amount value={exit} currency={quote} />
      </td>
      <td className={classes.right}>
        <Amount value={net} currency={quote} decimals={columnDecimals(quote)} signed />
      </td>
    </tr>
  );
}

/** Opens another row over the same list. */
export function ToTrade({ id, children }: { id: string; children: string }) {
  const [filter] = useTradesFilter();
  return (
    <Link href={routeOf(filter, id)} className={classes.link ?? ''}>
      {children}
    </Link>
  );
}
