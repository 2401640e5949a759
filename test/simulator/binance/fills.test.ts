import { describe, expect, test } from 'vitest';
import type { Fill } from '../history';
import { text8 } from '../units';
import { createHarness, errorOf, type Harness, rowsOf } from './test-harness';

const path = '/api/v3/myTrades';
const dayMs = 86_400_000;

const idOf = (row: Readonly<Record<string, unknown>>) => Number(row.id);

/** Reads a symbol as an importer does: from id 0, each page from the last id on, until nothing new comes. */
function readAll({ askSigned }: Harness, symbol: string, limit: string): { rows: Map<string, string>; pages: number } {
  const rows = new Map<string, string>();
  let fromId = 0;
  for (let pages = 1; ; pages += 1) {
    const page = rowsOf(askSigned(path, { symbol, fromId: String(fromId), limit }));
    const before = rows.size;
    for (const row of page)
      rows.set(`${row.id} ${row.isBuyer}`, `${row.price} ${row.qty} ${row.commission} ${row.time}`);
    if (rows.size === before) return { rows, pages };
    fromId = idOf(page.at(-1) ?? {});
  }
}

const written = (fills: readonly Fill[]) =>
  new Map(
    fills.map((one) => [
      `${one.id} ${one.side === 'buy'}`,
      `${text8(one.price)} ${text8(one.quantity)} ${text8(one.fees[0]?.amount ?? 0n)} ${one.at}`,
    ]),
  );

describe('paging by fromId', () => {
  // With two rows a page, the two rows of a self-trade would fill the page that starts at their id.
  test.each(['3', '7', '100', '1000'])('gives every fill of every symbol, once, at %s rows a page', (limit) => {
    const harness = createHarness();
    const { book } = harness.world.account('main');
    for (const [symbol, fills] of book.fills) {
      const { rows } = readAll({ ...harness, askSigned: freshMinutes(harness) }, symbol.replace('/', ''), limit);
      expect(rows).toEqual(written(fills));
    }
  });

  test('starts at the id itself, oldest first', () => {
    const { askSigned, world } = createHarness();
    const fills = world.account('main').book.fills.get('BTC/USDT') ?? [];
    const third = fills[2]?.id;
    const rows = rowsOf(askSigned(path, { symbol: 'BTCUSDT', fromId: String(third), limit: '2' }));
    expect(rows.map(idOf)).toEqual([fills[2]?.id, fills[3]?.id]);
    expect(rowsOf(askSigned(path, { symbol: 'BTCUSDT', fromId: String((fills.at(-1)?.id ?? 0) + 1) }))).toEqual([]);
  });

  test('a page may be shorter than asked where the exchange is told to keep them short', () => {
    const harness = createHarness({}, 5);
    const rows = rowsOf(harness.askSigned(path, { symbol: 'BTCUSDT', fromId: '0', limit: '1000' }));
    expect(rows).toHaveLength(5);
  });
});

/** Each request in a minute of its own, so that no weight adds up. */
function freshMinutes({ askSigned, clock }: Harness): Harness['askSigned'] {
  return (...asked) => {
    clock.nowMs += 60_000;
    return askSigned(...asked);
  };
}

describe('limits', () => {
  const { askSigned, world } = createHarness({ fills: 4000, symbols: 1 });
  const fills = world.account('main').book.fills.get('BTC/USDT') ?? [];

  test('500 rows unless asked, 1000 at most; the latest where nothing says from where', () => {
    const usual = rowsOf(askSigned(path, { symbol: 'BTCUSDT' }));
    expect(usual.map(idOf)).toEqual(fills.slice(-500).map(({ id }) => id));
    expect(rowsOf(askSigned(path, { symbol: 'BTCUSDT', fromId: '0', limit: '5000' }))).toHaveLength(1000);
  });

  test('startTime alone gives the oldest rows from there, endTime alone the latest up to there', () => {
    const at = fills[1500]?.at ?? 0;
    const after = rowsOf(askSigned(path, { symbol: 'BTCUSDT', startTime: String(at), limit: '3' }));
    expect(after.map(idOf)).toEqual(
      fills
        .filter((one) => one.at >= at)
        .slice(0, 3)
        .map(({ id }) => id),
    );
    const before = rowsOf(askSigned(path, { symbol: 'BTCUSDT', endTime: String(at), limit: '3' }));
    expect(before.map(idOf)).toEqual(
      fills
        .filter((one) => one.at <= at)
        .slice(-3)
        .map(({ id }) => id),
    );
  });

  test('start and end may be 24 hours apart, both inclusive, not a millisecond more', () => {
    const start = fills[1000]?.at ?? 0;
    const window = (end: number) =>
      askSigned(path, { symbol: 'BTCUSDT', startTime: String(start), endTime: String(end) });
    const inside = fills.filter(({ at }) => at >= start && at <= start + dayMs);
    expect(rowsOf(window(start + dayMs)).map(idOf)).toEqual(inside.map(({ id }) => id));
    expect(errorOf(window(start + dayMs + 1))).toBe('400 -1127 More than 24 hours between startTime and endTime.');
  });

  test.each([
    { fromId: '1', startTime: '1' },
    { fromId: '1', endTime: '1' },
    { orderId: '1', startTime: '1' },
  ])('refuses the combination %j', (parameters) => {
    const refused = '400 -1128 Combination of optional parameters invalid.';
    expect(errorOf(askSigned(path, { symbol: 'BTCUSDT', ...parameters }))).toBe(refused);
  });

  test('orderId gives the fills of that order alone', () => {
    const several = fills.find((one, index) => one.orderId === fills[index + 1]?.orderId);
    const rows = rowsOf(askSigned(path, { symbol: 'BTCUSDT', orderId: String(several?.orderId) }));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map(idOf)).toEqual(fills.filter(({ orderId }) => orderId === several?.orderId).map(({ id }) => id));
  });

  test('symbol is mandatory, must be listed, and numbers must be numbers', () => {
    expect(errorOf(askSigned(path))).toBe(
      "400 -1102 Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
    );
    expect(errorOf(askSigned(path, { symbol: 'NOPEUSDT' }))).toBe('400 -1121 Invalid symbol.');
    expect(errorOf(askSigned(path, { symbol: 'BTCUSDT', fromId: '-1' }))).toBe(
      "400 -1100 Illegal characters found in parameter 'fromId'; legal range is '^[0-9]{1,20}$'.",
    );
    expect(rowsOf(askSigned(path, { symbol: 'XYZABC' }))).toEqual([]);
  });
});

test('a self-trade is two rows with one id, and a page may end between them', () => {
  const harness = createHarness();
  const fills = harness.world.account('main').book.fills.get('ETH/USDT') ?? [];
  const index = fills.findIndex((one, i) => one.id === fills[i + 1]?.id);
  const both = rowsOf(harness.askSigned(path, { symbol: 'ETHUSDT', fromId: String(fills[index]?.id), limit: '2' }));
  expect(both.map(({ isBuyer }) => isBuyer)).toEqual([true, false]);
  expect(new Set(both.map(idOf)).size).toBe(1);
  const one = rowsOf(harness.askSigned(path, { symbol: 'ETHUSDT', fromId: String(fills[index]?.id), limit: '1' }));
  expect(one).toHaveLength(1);
});

test('ids and times are bare numbers, decimals texts of 8 decimals, without blanks between', () => {
  const { body } = createHarness().askSigned(path, { symbol: 'BTCUSDT', fromId: '0', limit: '1' });
  expect(body).toMatch(
    /^\[\{"symbol":"BTCUSDT","id":\d+,"orderId":\d+,"orderListId":-1,"price":"\d+\.\d{8}","qty":"\d+\.\d{8}","quoteQty":"\d+\.\d{8}","commission":"\d+\.\d{8}","commissionAsset":"[A-Z]+","time":\d{13},"isBuyer":true,"isMaker":(true|false),"isBestMatch":true\}\]$/,
  );
});
