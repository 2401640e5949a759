/** One figure of a snapshot: its exact value, or a dash with why; its age where it is stale; what is not in it where it is partial. */
import type { SharedFigure } from '../../shared/snapshot/content';
import { grouped, shownAmount, signOf } from './digits';
import { element } from './element';
import { ageWords, instantWords, reasonWords, words } from './words';

/** `unit`: a currency, or a sign of percent. `made`: it is a gain or a loss, with sign and colour. `bare`: its unit stands elsewhere. */
interface FigureForm {
  readonly unit: string;
  readonly made?: boolean;
  readonly bare?: boolean;
  readonly now: number;
}

const why = ({ missing }: SharedFigure): string => missing.map((reason) => reasonWords[reason]).join('; ');

function knownValue(value: string, { unit, made = false, bare = false }: FigureForm): HTMLElement {
  const sign = made ? signOf(value) : 0;
  const glyph = sign === 1 ? '+' : '';
  const exact = `${glyph}${grouped(value)} ${unit}`;
  const shown = `${glyph}${unit === '%' ? grouped(value) : shownAmount(value, made ? 'nearest' : 'down')}`;
  const spoken = sign === 0 ? null : element('span', { class: 'hidden' }, sign === 1 ? words.gain : words.loss, ' ');
  return element(
    'data',
    { value, title: exact, class: sign === 1 ? 'value up' : sign === -1 ? 'value down' : 'value' },
    spoken,
    shown,
    bare && unit !== '%' ? null : element('span', { class: 'unit' }, `\u00a0${unit}`),
  );
}

/** The value, or a dash that says why there is none. */
export function figureValue(figure: SharedFigure, form: FigureForm): HTMLElement {
  if (figure.value !== null) return knownValue(figure.value, form);
  const reason = words.unknown(why(figure));
  return element(
    'span',
    { class: 'value none', title: reason },
    element('span', { 'aria-hidden': 'true' }, '—'),
    element('span', { class: 'hidden' }, reason),
  );
}

/** What is to be said beside the value; null where it is whole and fresh. */
export function figureMarks(figure: SharedFigure, now: number): HTMLElement | null {
  const marks = [
    figure.missing.length === 0
      ? null
      : figure.value === null
        ? words.unknown(why(figure))
        : words.partial(why(figure)),
    figure.stale && figure.at !== null ? words.stale(ageWords(Math.max(0, now - figure.at))) : null,
  ].filter((mark) => mark !== null);
  if (marks.length === 0) return null;
  const title = figure.at === null ? '' : instantWords(figure.at);
  return element('span', { class: 'marks', title }, marks.join(' · '));
}

/** Both, as a cell of a table has them; the currency stands above the table. */
export function figureCell(figure: SharedFigure, form: FigureForm): HTMLElement {
  return element(
    'div',
    { class: 'figure' },
    figureValue(figure, { ...form, bare: true }),
    figureMarks(figure, form.now),
  );
}
