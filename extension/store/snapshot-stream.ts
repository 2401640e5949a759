/**
 * The stream `snapshots`: what an account was worth on a day, version 1. One row per account, day and currency: the last
 * one observed that day.
 *
 * Columns: date (word), at (integer), currency (word), value (decimal or null), assets (text). The account stands in the
 * segment's metadata.
 */
import type { DecimalString } from '../../shared/money/decimal';
import { type UnixMs, unixMs } from '../../shared/result';
import type { Cell } from './columns';
import { byRow, type Stream } from './streams';

/**
 * - `date`: the UTC day, `2026-03-01`. `at`: when it was observed; of two rows of a day the later one stays.
 * - `value`: in `currency`; null where it was not known.
 * - `assets`: JSON text of what the value was made of; its shape is the writer's.
 */
export interface SnapshotRow {
  readonly date: string;
  readonly at: UnixMs;
  readonly accountId: string;
  readonly currency: string;
  readonly value: DecimalString | null;
  readonly assets: string;
}

const text = (cell: Cell | undefined): string => {
  if (typeof cell !== 'string') throw new TypeError('a snapshot lacks a text');
  return cell;
};

function fromColumns(
  columns: ReadonlyMap<string, readonly Cell[]>,
  accountId: string,
  rowCount: number,
): SnapshotRow[] {
  return Array.from({ length: rowCount }, (_, row) => {
    const cell = (name: string): Cell | undefined => columns.get(name)?.[row];
    const value = cell('value');
    return {
      date: text(cell('date')),
      at: unixMs(Number(cell('at'))),
      accountId,
      currency: text(cell('currency')),
      value: value === null ? null : (text(value) as DecimalString), // sealed from a SnapshotRow
      assets: text(cell('assets')),
    };
  });
}

/** What two devices may have observed differently at one instant. */
const contentOf = ({ value, assets }: SnapshotRow): string => JSON.stringify([value, assets]);

export const snapshotStream: Stream<SnapshotRow> = {
  name: 'snapshots',
  columns: { date: 'word', at: 'integer', currency: 'word', value: 'decimal', assets: 'text' },
  accountOf: (row) => row.accountId,
  identity: (row) => `${row.date}\u0000${row.currency}`,
  supersedes: (row, other) => row.at > other.at || (row.at === other.at && contentOf(row) > contentOf(other)),
  compare: (a, b) =>
    a.date === b.date ? (a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : 0) : a.date < b.date ? -1 : 1,
  toColumns: byRow(({ date, at, currency, value, assets }) => ({ date, at, currency, value, assets })),
  fromColumns,
};
