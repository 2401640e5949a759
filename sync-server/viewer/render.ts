/** An opened snapshot as the page shows it. What it is given was read by `parseContent`; all of it becomes text nodes. */
import type { SharedAccount, SharedFigure, SnapshotContent } from '../../shared/snapshot/content';
import type { OpenedSnapshot } from '../../shared/snapshot/sealing';
import { curveSection } from './curve';
import { grouped } from './digits';
import { element, table } from './element';
import { figureCell, figureMarks, figureValue } from './figure';
import { ageWords, instantWords, words } from './words';

interface Card {
  readonly name: string;
  readonly figure: SharedFigure;
  readonly unit: string;
  readonly made?: boolean;
  readonly note?: string;
}

function cardsOf(content: SnapshotContent): readonly Card[] {
  const { total, free, locked, net, volume, returned, currency, methods } = content;
  const part = total === null ? words.ofTotal : currency;
  const made = methods.map((method) => method.toUpperCase()).join(', ');
  return [
    ...(total === null ? [] : [{ name: words.total, figure: total, unit: currency }]),
    { name: words.free, figure: free, unit: part },
    { name: words.locked, figure: locked, unit: part },
    ...(net === null ? [] : [{ name: words.net, figure: net, unit: currency, made: true, note: words.netNote(made) }]),
    ...(volume === null ? [] : [{ name: words.volume, figure: volume, unit: currency, note: words.volumeNote }]),
    { name: words.returned, figure: returned, unit: '%', made: true, note: words.returnedNote },
  ];
}

function cards(content: SnapshotContent, now: number): HTMLElement {
  const made = cardsOf(content).map(({ name, figure, unit, made: isMade = false, note }) =>
    element(
      'div',
      { class: 'card' },
      element('dt', {}, name),
      element('dd', {}, figureValue(figure, { unit, made: isMade, now })),
      note === undefined ? null : element('dd', { class: 'note' }, note),
      wrapped(figureMarks(figure, now)),
    ),
  );
  return element('dl', { class: 'cards' }, ...made);
}

const wrapped = (marks: HTMLElement | null): HTMLElement | null => marks && element('dd', {}, marks);

const section = (name: string, note: string, shown: HTMLElement): HTMLElement =>
  element('section', {}, element('h2', {}, name), element('p', { class: 'note' }, note), shown);

/** A text of the sender's: its direction of writing stays its own. */
const sent = (text: string): HTMLElement => element('bdi', {}, text);

function accountRow(account: SharedAccount, content: SnapshotContent, now: number): readonly HTMLElement[] {
  const isPercent = content.detail === 'percent';
  const unit = isPercent ? '%' : content.currency;
  const { net, volume } = account;
  const name = element('div', {}, sent(account.label), element('div', { class: 'note' }, sent(account.exchange)));
  return [
    name,
    figureCell(account.value, { unit, now }),
    figureCell(account.free, { unit, now }),
    figureCell(account.locked, { unit, now }),
    ...(net === null ? [] : [figureCell(net, { unit, made: true, now })]),
    ...(volume === null ? [] : [figureCell(volume, { unit, now })]),
    figureCell(account.returned, { unit: '%', made: true, now }),
  ];
}

function accountsSection(content: SnapshotContent, now: number): HTMLElement | null {
  if (content.accounts.length === 0) return null;
  const isPercent = content.detail === 'percent';
  const columns = [
    ...[words.account, isPercent ? words.share : words.value, words.free, words.locked],
    ...(isPercent ? [] : [words.net, words.volume]),
    words.returned,
  ];
  const rows = content.accounts.map((account) => accountRow(account, content, now));
  return section(
    words.accounts,
    isPercent ? words.accountsPercent : words.amountsIn(content.currency),
    table(words.accountsCaption, columns, rows),
  );
}

function coinsSection({ coins, currency }: SnapshotContent, now: number): HTMLElement | null {
  if (coins === null || coins.length === 0) return null;
  const columns = [words.coin, words.quantity, words.free, words.locked, words.value];
  const rows = coins.map(({ asset, quantity, free, locked, value }) => [
    sent(asset),
    grouped(quantity),
    grouped(free),
    grouped(locked),
    figureCell(value, { unit: currency, now }),
  ]);
  return section(words.coins, words.coinsIn(currency), table(words.coinsCaption, columns, rows));
}

/** The whole of an opened snapshot, with its one heading. `now`: the reader's clock, against which ages are told. */
export function snapshotView({ content, expiresAt }: OpenedSnapshot, now: number): HTMLElement {
  const { title, asOf, live, detail } = content;
  const heading = element('h1', { tabindex: '-1' });
  heading.append(title === '' ? words.heading : sent(title));
  const detailNote = words.details[detail];
  return element(
    'article',
    {},
    heading,
    element('p', { class: 'asof' }, words.asOf(instantWords(asOf), ageWords(Math.max(0, now - asOf)))),
    element('p', { class: 'note' }, `${live ? words.live : words.once}; ${words.expires(instantWords(expiresAt))}.`),
    detailNote === '' ? null : element('p', { class: 'note' }, detailNote),
    cards(content, now),
    curveSection(content),
    accountsSection(content, now),
    coinsSection(content, now),
    element('p', { class: 'note' }, words.footer),
  );
}
