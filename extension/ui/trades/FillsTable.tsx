/** The fills of one trade, exact, with the exchange's own ids to look them up by. */
import { msOfUs } from '../../../shared/result';
import type { FillOrigin, TradeFill } from '../../engine/api/trades';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals, feeDecimals } from '../components/amount-format';
import { FeeRateNote } from '../components/FeeRateNote';
import { fullTimeText } from '../components/time-format';
import { useEngineQuery } from '../engine';
import { text } from '../text';
import { pooling } from '../text/pooling';
import classes from './Trades.module.css';

const say = text.trades;

interface FillsTableProps {
  readonly caption: string;
  readonly fills: readonly TradeFill[];
  readonly base: string;
  readonly quote: string;
}

export function FillsTable({ caption, fills, base, quote }: FillsTableProps) {
  const isPooled = fills.some(({ origin }) => origin !== null);
  const { fill } = say;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className={classes.fillsScroll} aria-label={say.fills} tabIndex={0}>
      <table className={classes.fills}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{fill.time}</th>
            <th scope="col">{fill.side}</th>
            <th scope="col" className={classes.right}>
              {fill.quantity}, {base}
            </th>
            {isPooled ? <th scope="col">{pooling.ofFill}</th> : null}
            <th scope="col" className={classes.right}>
              {isPooled ? fill.price : `${fill.price}, ${quote}`}
            </th>
            <th scope="col" className={classes.right}>
              {isPooled ? fill.notional : `${fill.notional}, ${quote}`}
            </th>
            <th scope="col" className={classes.right}>
              {fill.fee}
            </th>
            <th scope="col">{fill.liquidity}</th>
            <th scope="col">{fill.id}</th>
            <th scope="col">{fill.order}</th>
          </tr>
        </thead>
        <tbody>
          {fills.map((row) => (
            <FillCells
              key={`${row.id} ${row.side} ${row.origin?.accountId} ${row.origin?.symbol}`}
              row={row}
              base={base}
              quote={quote}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** "Binance · main, BTC/USDC". */
function Origin({ origin: { accountId, symbol } }: { origin: FillOrigin }) {
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  const account = accounts?.find(({ id }) => id === accountId);
  return (
    <>
      {account === undefined ? null : `${account.exchangeName} · ${account.label}, `}
      {symbol}
    </>
  );
}

function FillCells({ row, base, quote: ofRow }: { row: TradeFill; base: string; quote: string }) {
  const quote = row.origin?.quote ?? ofRow;
  const showCurrency = row.origin !== null;
  return (
    <tr>
      <td>{fullTimeText(msOfUs(row.executedAtUs))}</td>
      <td>{say.sides[row.side]}</td>
      <td className={classes.right}>
        <Amount value={row.quantity} currency={base} />
      </td>
      {row.origin === null ? null : (
        <td>
          <Origin origin={row.origin} />
        </td>
      )}
      <td className={classes.right}>
        <Amount value={row.price} currency={quote} showCurrency={showCurrency} />
        {row.origin?.rateSource === undefined ? null : (
          <div className={classes.dim}>
            {quote} <FeeRateNote source={row.origin.rateSource} quote={ofRow} />
          </div>
        )}
      </td>
      <td className={classes.right}>
        <Amount value={row.notional} currency={quote} decimals={columnDecimals(quote)} showCurrency={showCurrency} />
      </td>
      <td className={classes.right}>
        {row.fees.map((fee) => (
          <div key={fee.currency}>
            <Amount value={fee.amount} currency={fee.currency} decimals={feeDecimals(fee.currency)} showCurrency />
            {fee.rateSource === undefined ? null : (
              <div className={classes.dim}>
                <FeeRateNote source={fee.rateSource} quote={quote} />
              </div>
            )}
          </div>
        ))}
      </td>
      <td>{row.liquidity === null ? <Unknown because={say.liquidityUnknown} /> : say.liquidities[row.liquidity]}</td>
      <td>{row.id}</td>
      <td>{row.orderId ?? ''}</td>
    </tr>
  );
}
