/**
 * The one component for amounts. Rounding, grouping, sign, privacy mask and copying in full hang on it.
 *
 * The exact value is in the tooltip and is what copying gives (`copy-exact.ts`).
 */
import type { CSSProperties } from 'react';
import type { DecimalString } from '../../../shared/money/decimal';
import { usePrivacy } from '../privacy';
import { text } from '../text';
import classes from './Amount.module.css';
import { type AmountMode, decimalsFor, type FormattedAmount, formatAmount } from './amount-format';
import { Unseen } from './Unseen';

export interface AmountProps {
  /** Null is "not known" and shows `—`, never 0. */
  readonly value: DecimalString | null;
  /** Chooses the decimals; shown behind the digits only with `showCurrency`. */
  readonly currency?: string | null;
  readonly showCurrency?: boolean;
  readonly mode?: AmountMode;
  /** A gain or loss: plus or minus, colour, and a word for screen readers. */
  readonly signed?: boolean;
  /** Fixed decimals, so that a column has the same. */
  readonly decimals?: number;
  /** Room for so many decimals, so that the points of a column stand in line. */
  readonly alignTo?: number;
  /** Why it is not known, for the tooltip and screen readers. */
  readonly unknownBecause?: string;
  readonly className?: string;
}

export function Amount({ value, currency = null, mode = 'figure', signed = false, ...props }: AmountProps) {
  const [hidden] = usePrivacy();
  if (value === null) return <Unknown because={props.unknownBecause ?? text.common.unknownWord} />;
  const unit = props.showCurrency === true && currency !== null ? ` ${currency}` : '';
  if (hidden) return <Masked unit={unit} />;
  const shown = formatAmount(value, props.decimals ?? decimalsFor(value, currency), mode);
  const tone = signed && shown.sign !== 0 ? (shown.sign > 0 ? classes.up : classes.down) : undefined;
  const exact = currency === null ? value : `${value} ${currency}`;
  return (
    <span className={join(classes.amount, tone, props.className)} title={exact} data-exact={value}>
      <Digits shown={shown} signed={signed} alignTo={props.alignTo} />
      {unit === '' ? null : <span className={classes.unit}>{unit}</span>}
      {signed && shown.sign !== 0 ? (
        <Unseen> {shown.sign > 0 ? text.common.gainWord : text.common.lossWord}</Unseen>
      ) : null}
    </span>
  );
}

interface DigitsProps extends Required<Pick<AmountProps, 'signed'>> {
  readonly shown: FormattedAmount;
  readonly alignTo: number | undefined;
}

/** The decimals are an element of their own only where points stand in line: in each cell of a table it costs as much as the cell. */
function Digits({ shown, signed, alignTo }: DigitsProps) {
  const sign = shown.sign < 0 ? '−' : signed && shown.sign > 0 ? '+' : '';
  const whole = `${shown.below ? '< ' : ''}${sign}${shown.whole}`;
  if (alignTo === undefined) return whole + shown.fraction;
  return (
    <>
      {whole}
      <span className={classes.aligned} style={fractionWidth(alignTo)}>
        {shown.fraction}
      </span>
    </>
  );
}

/** `—` with its reason for the tooltip and screen readers. */
export function Unknown({ because }: { because: string }) {
  return (
    <span className={classes.unknown} title={because}>
      <span aria-hidden="true">{text.common.unknown}</span>
      <Unseen>{because}</Unseen>
    </span>
  );
}

function Masked({ unit }: { unit: string }) {
  return (
    <span className={classes.amount}>
      <span aria-hidden="true">{text.common.hiddenAmount}</span>
      <Unseen>{text.common.hiddenWord}</Unseen>
      {unit === '' ? null : <span className={classes.unit}>{unit}</span>}
    </span>
  );
}

/** The point is counted as a digit: tabular digits make the box of every row equally wide. */
const fractionWidth = (decimals: number): CSSProperties => ({ minWidth: `${decimals + 1}ch` });

const join = (...names: readonly (string | undefined)[]) => names.filter(Boolean).join(' ');
