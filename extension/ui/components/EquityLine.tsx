/**
 * The line of daily equity: a small inline drawing with a text summary, and the table behind it where there is room.
 *
 * A day on which an account could not be read is left out of the line: what is missing from it would look like a loss. Where
 * fewer than two days are whole, all are drawn. Amounts become binary floats only here, as positions in a drawing; everything
 * that is read stays exact.
 */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { DecimalString } from '../../../shared/money/decimal';
import type { EquityPoint } from '../../engine/api/overview';
import { usePrivacy } from '../privacy';
import { text } from '../text';
import { Amount } from './Amount';
import { amountText } from './amount-format';
import { extremesOf, positionOf } from './drawing';
import classes from './EquityLine.module.css';
import { Unseen } from './Unseen';

export interface EquityLineProps {
  readonly points: readonly EquityPoint[];
  readonly currency: string;
  /** Currencies in which other days of the span were kept; these days are in no line of `currency`. */
  readonly elsewhere: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly withTable?: boolean;
}

type KnownPoint = EquityPoint & { readonly amount: DecimalString };

const isKnown = (point: EquityPoint): point is KnownPoint => point.amount !== null;

/** The days that the line goes through. */
export function drawnDays(points: readonly EquityPoint[]): readonly KnownPoint[] {
  const known = points.filter(isKnown);
  const whole = known.filter(({ partial }) => !partial);
  return whole.length < 2 ? known : whole;
}

const gapsIn = (points: readonly EquityPoint[]): number =>
  points.filter((point) => !isKnown(point) || point.partial).length;

export function EquityLine({ points, currency, elsewhere, width, height, withTable = false }: EquityLineProps) {
  const known = drawnDays(points);
  const kept = elsewhere.join(', ');
  if (known.length < 2)
    return (
      <p className={classes.none}>
        {kept === '' ? text.common.equityNone : text.common.equityNoneElsewhere(kept, currency)}
      </p>
    );
  return (
    <div className={classes.line}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        height={height}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <path className={classes.path} d={pathOf(points, known, width, height)} />
      </svg>
      <Summary points={points} known={known} currency={currency} />
      {withTable ? <Edges points={points} known={known} currency={currency} /> : null}
      {kept === '' ? null : <p className={classes.none}>{text.common.equityElsewhere(kept, currency)}</p>}
      {withTable ? <TableBehind points={points} currency={currency} /> : null}
    </div>
  );
}

const pad = 3;

/** One move for each run of drawn days; a day that is not drawn leaves a gap instead of a guess, a day alone is a dash. */
function pathOf(points: readonly EquityPoint[], known: readonly KnownPoint[], width: number, height: number): string {
  const drawn = new Map(known.map(({ date, amount }) => [date, positionOf(amount)]));
  const values = points.map(({ date }) => drawn.get(date) ?? null);
  const low = Math.min(...drawn.values());
  const span = Math.max(...drawn.values()) - low || 1;
  const step = (width - 2 * pad) / Math.max(1, points.length - 1);
  const steps = values.map((value, index) => {
    if (value === null) return '';
    const x = (pad + index * step).toFixed(1);
    const y = (height - pad - ((value - low) / span) * (height - 2 * pad)).toFixed(1);
    const begins = (values[index - 1] ?? null) === null;
    const ends = (values[index + 1] ?? null) === null;
    return `${begins ? 'M' : 'L'}${x} ${y}${begins && ends ? 'm-2 0h4' : ''}`;
  });
  return steps.join('');
}

interface SummaryProps {
  readonly points: readonly EquityPoint[];
  readonly known: readonly KnownPoint[];
  readonly currency: string;
}

/** Under the line: the days it spans and the range that its height is. */
function Edges({ points, known, currency }: SummaryProps) {
  const { least, greatest } = extremesOf(known.map(({ amount }) => amount));
  const gaps = gapsIn(points);
  return (
    <p className={classes.edges}>
      <span>
        {points[0]?.date} – {points.at(-1)?.date}
      </span>
      <span>
        <Amount value={least} currency={currency} mode="holding" /> –{' '}
        <Amount value={greatest} currency={currency} mode="holding" showCurrency />
      </span>
      {gaps === 0 ? null : <span>{text.common.equityGaps(gaps)}</span>}
    </p>
  );
}

function Summary({ points, known, currency }: SummaryProps) {
  const [hidden] = usePrivacy();
  if (hidden) return <Unseen>{text.common.hiddenWord}</Unseen>;
  const { least, greatest } = extremesOf(known.map(({ amount }) => amount));
  const shown = (amount: DecimalString | null) => (amount === null ? '' : amountText(amount, currency));
  const gaps = gapsIn(points);
  return (
    <Unseen>
      {text.common.equitySummary(
        points.length,
        shown(known[0]?.amount ?? null),
        shown(known.at(-1)?.amount ?? null),
        shown(least),
        shown(greatest),
        currency,
      )}{' '}
      {gaps === 0 ? '' : text.common.equityGaps(gaps)}
    </Unseen>
  );
}

function TableBehind({ points, currency }: { points: readonly EquityPoint[]; currency: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <UnstyledButton className={classes.toggle ?? ''} aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? text.common.hideTable : text.common.showTable}
      </UnstyledButton>
      {shown ? (
        <table className={classes.table}>
          <caption data-shown>{text.common.equityTitle(points.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{text.common.columnDate}</th>
              <th scope="col">{text.common.columnEquity}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.date}>
                <th scope="row">{point.date}</th>
                <td>
                  <Amount value={point.amount} currency={currency} mode="holding" />
                  {point.partial ? ` ${text.common.notComplete}` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
