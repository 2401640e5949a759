/** Instants and spans as a trader reads them, in the reader's own zone and locale. */
import type { UnixMs } from '../../../shared/result';
import { text } from '../text';

const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const compactOfYear = new Intl.DateTimeFormat(undefined, {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** "14:03:22" today, else with its day. */
export function timeText(at: UnixMs): string {
  const sameDay = new Date(at).toDateString() === new Date().toDateString();
  return (sameDay ? timeOnly : dayAndTime).format(at);
}

/** "21 Nov 2026, 14:03:22". */
export const fullTimeText = (at: UnixMs): string => dayAndTime.format(at);

const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** "21 Nov 2026". */
export const dateText = (at: UnixMs): string => dayOnly.format(at);

const compact = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

/** "21/11, 14:03" for columns; the year only where it is another one than now. */
export function compactTimeText(at: UnixMs): string {
  const sameYear = new Date(at).getFullYear() === new Date().getFullYear();
  return (sameYear ? compactOfYear : compact).format(at);
}

/** A span for columns: "45s", "2m", "3h 20m", "4d 2h". */
export const compactDurationText = (ms: number): string =>
  durationText(ms)
    .replace(/ (s|h|d)\b/g, '$1')
    .replace(' min', 'm');

/** A span in its one or two largest units: "45 s", "2 min", "3 h 20 min", "4 d 2 h". */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** An age in one unit: "just now", "45 s", "2 min", "3 h", "4 d". */
export function ageText(ms: number): string {
  if (ms < 15_000) return text.common.justNow;
  return durationText(ms).split(' ').slice(0, 2).join(' ');
}
