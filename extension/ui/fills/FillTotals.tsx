/** The answer and the totals of what the filter leaves: notional per quote, units of one symbol, fees per coin. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { add36, e36, formatE36 } from '../../../shared/money/decimal';
import type { FillsPage, FillsTotals } from '../../engine/api/fills';
import { Amount } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { text } from '../text';
import classes from './Fills.module.css';

const say = text.fills;
const countFormat = new Intl.NumberFormat();
/** The answer names so many quotes; the table below it has them all. */
const quotesInAnswer = 3;
const coinsShown = 6;

export function FillTotals({ page }: { page: FillsPage }) {
  const { totals, totalCount } = page;
  return (
    <div className={classes.totals}>
      <p className={classes.answer} role="status">
        <strong>{say.count(countFormat.format(totalCount))}</strong>
        <Traded totals={totals} />
      </p>
      {totalCount === 0 ? null : (
        <>
          <PerQuote totals={totals} />
          <OfSymbol totals={totals} />
          <Fees fees={totals.fees} />
        </>
      )}
    </div>
  );
}

/** Bought and sold together, per quote. */
function Traded({ totals: { perQuote } }: { totals: FillsTotals }) {
  if (perQuote.length === 0) return null;
  return (
    <span>
      {' '}
      {say.traded}{' '}
      {perQuote.slice(0, quotesInAnswer).map(({ quote, bought, sold }, index) => (
        <span key={quote}>
          {index === 0 ? '' : ' + '}
          <Amount value={formatE36(add36(e36(bought), e36(sold)))} currency={quote} showCurrency />
        </span>
      ))}
      {perQuote.length > quotesInAnswer ? ' + …' : ''}
    </span>
  );
}

function PerQuote({ totals: { perQuote } }: { totals: FillsTotals }) {
  return (
    <table className={classes.totalsTable}>
      <caption>{say.totalsCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{say.quote}</th>
          <th scope="col">{say.bought}</th>
          <th scope="col">{say.sold}</th>
        </tr>
      </thead>
      <tbody>
        {perQuote.map(({ quote, bought, sold }) => (
          <tr key={quote}>
            <th scope="row">{quote}</th>
            <td>
              <Amount value={bought} currency={quote} decimals={columnDecimals(quote)} />
            </td>
            <td>
              <Amount value={sold} currency={quote} decimals={columnDecimals(quote)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OfSymbol({ totals: { ofSymbol } }: { totals: FillsTotals }) {
  if (ofSymbol === null) return null;
  const { symbol, base, quote, bought, sold, averageBuy, averageSell } = ofSymbol;
  const units = (quantity: typeof bought, average: typeof averageBuy, word: string, none: string) =>
    average === null ? (
      none
    ) : (
      <>
        {word} <Amount value={quantity} currency={base} showCurrency /> {say.onAverage}{' '}
        <Amount value={average} currency={quote} showCurrency />
      </>
    );
  return (
    <p className={classes.line}>
      <strong>{say.ofSymbol(symbol)}</strong> {units(bought, averageBuy, say.boughtUnits, say.nothingBought)},{' '}
      {units(sold, averageSell, say.soldUnits, say.nothingSold)}
    </p>
  );
}

function Fees({ fees }: { fees: FillsTotals['fees'] }) {
  const [all, setAll] = useState(false);
  if (fees.length === 0) return <p className={classes.line}>{say.noFees}</p>;
  const more = fees.length - coinsShown;
  return (
    <p className={classes.line}>
      {say.fees}{' '}
      {(all ? fees : fees.slice(0, coinsShown)).map(({ currency, amount }, index) => (
        <span key={currency}>
          {index === 0 ? '' : ' · '}
          <Amount value={amount} currency={currency} showCurrency />
        </span>
      ))}{' '}
      {more <= 0 ? null : (
        <UnstyledButton className={classes.more ?? ''} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? say.fewerCoins : say.moreCoins(more)}
        </UnstyledButton>
      )}
    </p>
  );
}
