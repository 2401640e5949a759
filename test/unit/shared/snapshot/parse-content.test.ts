import { describe, expect, test } from 'vitest';
import { parseContent, shownText } from '../../../../shared/snapshot/parse-content';
import { amountsSnapshot, coinsSnapshot, percentSnapshot } from './a-snapshot';

/** The whitelist, as the specification lists it, written down a second time. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  content: [
    ...['version', 'title', 'asOf', 'live', 'detail', 'currency', 'total', 'free', 'locked', 'methods', 'net'],
    ...['volume', 'returned', 'equity', 'accounts', 'coins'],
  ],
  figure: ['value', 'at', 'stale', 'missing'],
  equity: ['date', 'value', 'partial'],
  accounts: ['label', 'exchange', 'value', 'free', 'locked', 'net', 'volume', 'returned'],
  coins: ['asset', 'quantity', 'free', 'locked', 'value'],
};

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const keysOf = (value: unknown): readonly string[] => Object.keys(value as object).sort();

describe('the content of a shared snapshot', () => {
  test.each([
    ['percentages', percentSnapshot],
    ['amounts', amountsSnapshot],
    ['coins', coinsSnapshot],
  ])('with %s is read back as it was written', (_, content) => {
    expect(parseContent(json(content))).toEqual({ ok: true, value: content });
  });

  test('holds the keys of the whitelist and no other, at every depth', () => {
    const parsed = parseContent(json(coinsSnapshot));
    if (!parsed.ok) throw new Error(parsed.error.field);
    const { value } = parsed;
    expect(keysOf(value)).toEqual([...(allowed.content ?? [])].sort());
    for (const list of ['equity', 'accounts', 'coins'] as const)
      for (const row of value[list] ?? []) expect(keysOf(row)).toEqual([...(allowed[list] ?? [])].sort());
    for (const account of value.accounts) expect(keysOf(account.value)).toEqual([...(allowed.figure ?? [])].sort());
  });

  test.each([
    ['an id', { accountId: 'a1' }],
    ['a key', { apiKey: 'k' }],
    ['a note', { note: 'buy more' }],
    ['an address', { address: '203.0.113.7' }],
  ])('with %s in an account is refused', (_, more) => {
    const accounts = coinsSnapshot.accounts.map((account) => ({ ...account, ...more }));
    expect(parseContent(json({ ...coinsSnapshot, accounts }))).toMatchObject({ ok: false });
  });

  test.each([
    ['a total', { total: coinsSnapshot.total }],
    ['net PnL', { net: coinsSnapshot.net }],
    ['a volume', { volume: coinsSnapshot.volume }],
    ['coins', { coins: coinsSnapshot.coins }],
    ['equity in amounts', { equity: [{ date: '2026-11-16', value: '10000.123', partial: false }] }],
    ['an account with an amount', { accounts: amountsSnapshot.accounts }],
  ])('of percentages alone with %s is refused', (_, more) => {
    expect(parseContent(json({ ...percentSnapshot, ...more }))).toMatchObject({ ok: false });
  });

  test('of percentages alone has two decimals at most, so that no quotient tells what was divided', () => {
    const figures = JSON.stringify(percentSnapshot).match(/"\d+\.(\d+)"/g) ?? [];
    expect(figures.length).toBeGreaterThan(5);
    for (const written of figures) expect(written).toMatch(/^"\d+\.\d{1,2}"$/);
    const more = { ...percentSnapshot, free: { ...percentSnapshot.free, value: '72.999' } };
    expect(parseContent(json(more))).toEqual({ ok: false, error: { reason: 'content-invalid', field: 'free' } });
  });
});

describe('hostile content is refused without a throw', () => {
  const withTotal = (value: unknown) => ({ ...coinsSnapshot, total: { ...coinsSnapshot.total, value } });
  const withTitle = (title: unknown) => ({ ...coinsSnapshot, title });
  const account = coinsSnapshot.accounts[0];
  const nested = (depth: number): unknown => {
    let value: unknown = 1;
    for (let at = 0; at < depth; at++) value = [value];
    return value;
  };
  class Trap {
    get version(): number {
      throw new Error('a getter');
    }
  }

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 1],
    ['a text', 'snapshot'],
    ['a list', [coinsSnapshot]],
    ['nothing in it', {}],
    ['another version', { ...coinsSnapshot, version: 2 }],
    ['the version as a text', { ...coinsSnapshot, version: '1' }],
    ['a key too many', { ...coinsSnapshot, extra: 1 }],
    ['a key too few', { ...coinsSnapshot, net: undefined }],
    ['__proto__ as a key', JSON.parse(JSON.stringify(coinsSnapshot).replace('"title"', '"__proto__"'))],
    ['constructor as a key', JSON.parse(JSON.stringify(coinsSnapshot).replace('"title"', '"constructor"'))],
    ['an own toString', { ...coinsSnapshot, toString: 'x' }],
    ['a getter that throws', new Trap()],
    ['a title of an object', withTitle({ toString: () => 'x' })],
    ['a title of 81 letters', withTitle('x'.repeat(81))],
    ['a title of a megabyte', withTitle('x'.repeat(1_000_000))],
    ['a title that turns the writing', withTitle('USD\u202eTSU')],
    ['a title that isolates', withTitle('\u2067x')],
    ['a title with a zero-width space', withTitle('a\u200bb')],
    ['a title with a line break', withTitle('a\nb')],
    ['a title with a null character', withTitle('a\u0000b')],
    ['a title with half of a surrogate pair', withTitle('a\ud800')],
    ['a number for an amount', withTotal(12.5)],
    ['NaN for an amount', withTotal('NaN')],
    ['Infinity for an amount', withTotal('Infinity')],
    ['an exponent', withTotal('1e9')],
    ['a plus', withTotal('+1')],
    ['blanks', withTotal(' 1')],
    ['digits of another script', withTotal('١٢')],
    ['31 digits', withTotal('9'.repeat(31))],
    ['37 decimals', withTotal(`0.${'1'.repeat(37)}`)],
    ['a million digits', withTotal('9'.repeat(1_000_000))],
    ['markup for an amount', withTotal('<img src=x onerror=alert(1)>')],
    ['an amount that is nested', withTotal(nested(5_000))],
    [
      'a figure that is unknown without a reason',
      { ...coinsSnapshot, free: { ...coinsSnapshot.free, value: null, missing: [] } },
    ],
    ['an unknown reason', { ...coinsSnapshot, free: { ...coinsSnapshot.free, missing: ['<script>'] } }],
    ['a time that is a text', { ...coinsSnapshot, asOf: '2026' }],
    ['a time below 0', { ...coinsSnapshot, asOf: -1 }],
    ['a time that is a fraction', { ...coinsSnapshot, asOf: 1.5 }],
    ['a time of the year 275760', { ...coinsSnapshot, asOf: 8_640_000_000_000_000 }],
    ['a flag of 1', { ...coinsSnapshot, live: 1 }],
    ['another detail', { ...coinsSnapshot, detail: 'everything' }],
    ['a currency with markup', { ...coinsSnapshot, currency: '<b>' }],
    ['a method with markup', { ...coinsSnapshot, methods: ['<b>'] }],
    ['no method', { ...coinsSnapshot, methods: [] }],
    ['51 accounts', { ...coinsSnapshot, accounts: Array.from({ length: 51 }, () => account) }],
    ['a million accounts', { ...coinsSnapshot, accounts: Array.from({ length: 1_000_000 }, () => account) }],
    ['301 coins', { ...coinsSnapshot, coins: Array.from({ length: 301 }, () => coinsSnapshot.coins?.[0]) }],
    ['a coin below 0', { ...coinsSnapshot, coins: [{ ...coinsSnapshot.coins?.[0], quantity: '-1' }] }],
    ['401 days', { ...coinsSnapshot, equity: Array.from({ length: 401 }, () => coinsSnapshot.equity[0]) }],
    ['days out of order', { ...coinsSnapshot, equity: [...coinsSnapshot.equity].reverse() }],
    ['a day twice', { ...coinsSnapshot, equity: [coinsSnapshot.equity[0], coinsSnapshot.equity[0]] }],
    ['a day that is none', { ...coinsSnapshot, equity: [{ date: '2026-02-30', value: '1', partial: false }] }],
    ['a list that is an object', { ...coinsSnapshot, accounts: { length: 1, 0: account } }],
    ['a label that is a list', { ...coinsSnapshot, accounts: [{ ...account, label: ['x'] }] }],
  ])('%s', (_, value) => {
    const startedAt = performance.now();
    expect(parseContent(value)).toMatchObject({ ok: false, error: { reason: 'content-invalid' } });
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('markup in a text is a text like any other: it is shown as it stands', () => {
    const title = '<script>alert(1)</script>';
    expect(parseContent(json({ ...coinsSnapshot, title }))).toMatchObject({ ok: true, value: { title } });
  });
});

test('a label is freed of what no snapshot takes, and cut by characters, not by halves of them', () => {
  expect(shownText('  desk\u202e\n1\u0000 ', 60)).toBe('desk1');
  expect(shownText('📈📈📈', 2)).toBe('📈📈');
});
