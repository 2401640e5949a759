/** Two fields for a range of UTC days, both inclusive; either may be left open. */
import { TextInput } from '@mantine/core';
import { text } from '../text';
import classes from './DayRange.module.css';

export interface DayRangeProps {
  /** As `2026-11-21`; null where that end is open. */
  readonly from: string | null;
  readonly to: string | null;
  /** What the range is of, before the first field: "From", "Closed from". */
  readonly label: string;
  readonly fromLabel: string;
  readonly toLabel: string;
  readonly onFrom: (day: string | null) => void;
  readonly onTo: (day: string | null) => void;
}

/** A day field holds nothing until all of it is typed. */
const dayOf = (value: string): string | null => (value === '' ? null : value);

export function DayRange({ from, to, label, fromLabel, toLabel, onFrom, onTo }: DayRangeProps) {
  return (
    <span className={classes.days}>
      <span aria-hidden="true">{label}</span>
      <TextInput
        type="date"
        size="xs"
        aria-label={fromLabel}
        value={from ?? ''}
        max={to ?? undefined}
        onChange={({ currentTarget: { value } }) => onFrom(dayOf(value))}
      />
      <span aria-hidden="true">{text.common.toDay}</span>
      <TextInput
        type="date"
        size="xs"
        aria-label={toLabel}
        value={to ?? ''}
        min={from ?? undefined}
        onChange={({ currentTarget: { value } }) => onTo(dayOf(value))}
      />
      <span aria-hidden="true">{text.common.utc}</span>
    </span>
  );
}
