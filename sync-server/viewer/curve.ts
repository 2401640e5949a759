/** The line of equity: a drawing, what it says in words, and the days behind it in a table. */
import type { SharedDay, SnapshotContent } from '../../shared/snapshot/content';
import { grouped, shownAmount } from './digits';
import { drawn, element, table } from './element';
import { words } from './words';

type KnownDay = SharedDay & { readonly value: string };

const width = 640;
const height = 160;
const margin = 6;

const isWhole = (day: SharedDay): day is KnownDay => day.value !== null && !day.partial;

/** The points of the line. Values become positions of a drawing here, and are binary floats nowhere else. */
function pointsOf(days: readonly KnownDay[]): string {
  const times = days.map(({ date }) => Date.parse(date));
  const values = days.map(({ value }) => Number(value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 1];
  return values
    .map((value, at) => {
      const x = margin + (((times[at] ?? from) - from) / Math.max(1, to - from)) * (width - 2 * margin);
      const y = high === low ? height / 2 : height - margin - ((value - low) / (high - low)) * (height - 2 * margin);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

function summaryOf(days: readonly KnownDay[], shown: (value: string) => string): string {
  const byValue = [...days].sort((a, b) => Number(a.value) - Number(b.value));
  const ends = [days[0], days.at(-1), byValue[0], byValue.at(-1)];
  const [first, last, low, high] = ends.map((day) => (day === undefined ? '' : shown(day.value)));
  return words.equitySummary(days.length, first ?? '', last ?? '', low ?? '', high ?? '');
}

const cellOf = (day: SharedDay): string => {
  if (day.value === null) return `— ${words.unknownDay}`;
  return day.partial ? `${grouped(day.value)} ${words.partialDay}` : grouped(day.value);
};

/** The section of the line; days on which not all was known are in the table alone. */
export function curveSection({ equity, detail, currency }: SnapshotContent): HTMLElement {
  const isIndex = detail === 'percent';
  const shown = (value: string) => (isIndex ? grouped(value) : `${shownAmount(value)} ${currency}`);
  const days = equity.filter(isWhole);
  const leftOut = equity.length - days.length;
  const section = element(
    'section',
    {},
    element('h2', {}, isIndex ? words.equityIndex : words.equity),
    element('p', { class: 'note' }, isIndex ? words.indexNote : words.equityNote(currency)),
  );
  if (days.length < 2) section.append(element('p', {}, words.equityNone));
  else {
    const line = drawn('polyline', { points: pointsOf(days), class: 'line' });
    const view = {
      viewBox: `0 0 ${width} ${height}`,
      class: 'curve',
      'aria-hidden': 'true',
      preserveAspectRatio: 'none',
    };
    section.append(drawn('svg', view, line), element('p', {}, summaryOf(days, shown)));
  }
  if (leftOut > 0) section.append(element('p', { class: 'note' }, words.leftOut(leftOut)));
  if (equity.length > 0) {
    const rows = equity.map((day) => [day.date, cellOf(day)]);
    const name = isIndex ? words.equityIndex : words.equity;
    section.append(element('details', {}, element('summary', {}, words.table), table(name, [words.day, name], rows)));
  }
  return section;
}
