/** A change in percent: triangle, colour and a word; neutral within ± 0.05 %. Its caption says of what. */

import { type DecimalString, e36 } from '../../../shared/money/decimal';
import { text } from '../text';
import classes from './Amount.module.css';
import { percentText } from './amount-format';
import { Unseen } from './Unseen';

/** ± 0.05 % as a fraction × 10^36. */
const neutralWithin = 5n * 10n ** 32n;

export function Rate({ rate, of }: { rate: DecimalString; of?: string }) {
  const exact = e36(rate);
  const flat = exact <= neutralWithin && exact >= -neutralWithin;
  const up = exact > 0n;
  const shown = percentText(rate);
  return (
    <span className={`${classes.amount} ${flat ? '' : up ? classes.up : classes.down}`} title={of}>
      <span aria-hidden="true">{flat ? '' : up ? '▲ ' : '▼ '}</span>
      {flat ? null : <Unseen>{up ? text.common.upWord : text.common.downWord} </Unseen>}
      {flat ? shown : shown.replace('−', '')} %{of === undefined ? null : <Unseen> {of}</Unseen>}
    </span>
  );
}
