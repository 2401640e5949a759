import { describe, expect, test } from 'vitest';
import { parseContent, shownText } from '../../../../shared/snapshot/parse-content';
import { amountsSnapshot, coinsSnapshot, percentSnapshot } from './a-snapshot';
import { hostileContents } from './hostile';

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
  class Trap {
    get version(): number {
      throw new Error('a getter');
    }
  }
  const million = Array.from({ length: 1_000_000 }, () => coinsSnapshot.accounts[0]);

  test.each<readonly [string, unknown]>([
    ...hostileContents,
    ['a getter that throws', new Trap()],
    ['a million accounts', { ...coinsSnapshot, accounts: million }],
    ['a title of a megabyte', { ...coinsSnapshot, title: 'x'.repeat(1_000_000) }],
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
