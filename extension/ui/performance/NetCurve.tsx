/**
 * Net over time: the sum of all trades until then as a line, with its text summary and the table behind it.
 *
 * Amounts become binary floats only here, as positions in a drawing; everything that is read stays exact.
 */
import { UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DecimalString } from '../../../shared/money/decimal';
import { utcDayOf } from '../../../shared/utc-day';
import type { CurvePoint, PerformancePage } from '../../engine/api/performance';
import { Amount } from '../components/Amount';
import { amountText, columnDecimals } from '../components/amount-format';
import { type Column, DataTable } from '../components/DataTable';
import { extremesOf, positionOf } from '../components/drawing';
import { Section } from '../components/Screen';
import { Unseen } from '../components/Unseen';
import { usePrivacy } from '../privacy';
import { text } from '../text';
import { performance as say } from '../text/performance';
import { madeBy } from './Headline';
import classes from './Performance.module.css';

const [width, height, pad] = [1200, 150, 4];

/** Where the line begins and ends is its first and last step with a trade; `zero`: the height of 0. */
function drawingOf(points: readonly CurvePoint[]): { readonly path: string; readonly zero: number } {
  const values = points.map(({ cumulative }) => positionOf(cumulative));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const [first = 0, last = 0] = [points[0]?.startMs, points.at(-1)?.startMs];
  const yOf = (value: number): number => height - pad - ((value - low) / (high - low || 1)) * (height - 2 * pad);
  const xOf = (ms: number): number => pad + ((ms - first) / (last - first || 1)) * (width - 2 * pad);
  const steps = points.map(({ startMs }, index) => {
    const [x, y] = [xOf(startMs).toFixed(1), yOf(values[index] ?? 0).toFixed(1)];
    return index === 0 ? `M${x} ${y}` : `H${x}V${y}`; // nothing is made between two steps
  });
  return { path: steps.join(''), zero: yOf(0) };
}

export function NetCurve({ page }: { page: PerformancePage }) {
  const { curve, baseCurrency: currency } = page;
  const { points, step } = curve;
  if (points.length === 0) return null;
  const plain = page.total.unmatched === 0; // what was never bought is no gain: it has neither colour nor sign
  return (
    <Section
      title={say.curve}
      aside={<span className={classes.dim}>{[madeBy(page), say.inBase(currency)].join(' · ')}</span>}
    >
      {points.length < 2 ? <p className={classes.dim}>{say.curveOne}</p> : <Line points={points} />}
      <Edges curve={curve} currency={currency} />
      <TableBehind points={points} step={step} currency={currency} plain={plain} />
    </Section>
  );
}

function Line({ points }: { points: readonly CurvePoint[] }) {
  const { path, zero } = useMemo(() => drawingOf(points), [points]);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
      className={classes.curve}
    >
      <path className={classes.zero} d={`M0 ${zero.toFixed(1)}H${width}`} />
      <path className={classes.path} d={path} />
    </svg>
  );
}

const labelOf = ({ startMs }: CurvePoint, step: PerformancePage['curve']['step']): string =>
  step === 'day' ? utcDayOf(startMs) : new Date(startMs).toISOString().slice(0, 16).replace('T', ' ');

/** Under the line: the time it spans, and the range that its height is. */
function Edges({ curve: { points, step }, currency }: { curve: PerformancePage['curve']; currency: string }) {
  const [hidden] = usePrivacy();
  const [first, last] = [points[0], points.at(-1)];
  const { least, greatest } = useMemo(() => extremesOf(points.map(({ cumulative }) => cumulative)), [points]);
  if (!first || !last || least === null || greatest === null) return null;
  const shown = (amount: DecimalString): string => amountText(amount, currency);
  return (
    <p className={classes.edges}>
      <span>
        {labelOf(first, step)} – {labelOf(last, step)} {text.common.utc}
      </span>
      <span>
        <Amount value={least} currency={currency} /> – <Amount value={greatest} currency={currency} showCurrency />
      </span>
      <Unseen>
        {hidden
          ? text.common.hiddenWord
          : say.curveSummary(
              say.steps[step](points.length),
              shown(last.cumulative),
              shown(least),
              shown(greatest),
              currency,
            )}
      </Unseen>
    </p>
  );
}

interface TableProps {
  readonly points: readonly CurvePoint[];
  readonly step: PerformancePage['curve']['step'];
  readonly currency: string;
  readonly plain: boolean;
}

function columnsOf({ step, currency, plain }: Omit<TableProps, 'points'>): readonly Column<CurvePoint>[] {
  const money = (value: DecimalString) => (
    <Amount value={value} currency={currency} decimals={columnDecimals(currency)} signed={plain} />
  );
  return [
    {
      id: 'time',
      header: step === 'day' ? say.day : say.hourOfDay,
      cell: (point) => labelOf(point, step),
    },
    { id: 'trades', header: say.tradesColumn, align: 'right', cell: ({ trades }) => trades.toLocaleString() },
    { id: 'net', header: say.net, align: 'right', cell: ({ net }) => money(net) },
    { id: 'cumulative', header: say.cumulative, align: 'right', cell: ({ cumulative }) => money(cumulative) },
  ];
}

function TableBehind({ points, step, currency, plain }: TableProps) {
  const [shown, setShown] = useState(false);
  const columns = useMemo(() => columnsOf({ step, currency, plain }), [step, currency, plain]);
  const newestFirst = useMemo(() => points.toReversed(), [points]);
  return (
    <>
      <UnstyledButton className={classes.toggle ?? ''} aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? text.common.hideTable : text.common.showTable}
      </UnstyledButton>
      {shown ? (
        <DataTable
          caption={say.curveCaption[step]}
          columns={columns}
          rows={newestFirst}
          rowKey={({ startMs }) => String(startMs)}
          maxHeight="360px"
        />
      ) : null}
    </>
  );
}
