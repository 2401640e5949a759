/** The story of sample data: the same for one clock, agreeing with itself, and varied enough to show what a screen can show. */
import { expect, test } from 'vitest';
import { type SampleAccount, sampleAccounts } from '../../../../../extension/exchanges/sample/accounts';
import { createPrices } from '../../../../../extension/exchanges/sample/coins';
import { createStory, type Story } from '../../../../../extension/exchanges/sample/story';
import { exchangeIds } from '../../../../../shared/exchanges/ids';
import type { ExchangeFill } from '../../../../../shared/exchanges/readings';

const openedAt = Date.UTC(2026, 10, 21, 18);
const dayMs = 86_400_000;
const storyAt = (account: SampleAccount, at = openedAt): Story => createStory(account, at, createPrices(at));
const stories = sampleAccounts.map((account) => ({ account, story: storyAt(account) }));
const allFills = stories.flatMap(({ story }) => story.fills);
const until = (fills: readonly ExchangeFill[], atMs: number) =>
  fills.filter(({ executedAtUs }) => executedAtUs <= atMs * 1000);

/** A decimal text in units of 10^-24, by digits alone; nothing of the product's own arithmetic. */
function units(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(24, '0'));
}

/** What fills change, from their own texts: + quantity − cost on a buy, the reverse on a sell, − every fee. */
function changesOf(fills: readonly ExchangeFill[]): Map<string, bigint> {
  const changes = new Map<string, bigint>();
  const add = (asset: string, amount: bigint) => changes.set(asset, (changes.get(asset) ?? 0n) + amount);
  for (const { side, base, quote, quantity, price, fees } of fills) {
    const sign = side === 'buy' ? 1n : -1n;
    add(base, sign * units(quantity));
    add(quote, (-sign * units(quantity) * units(price)) / 10n ** 24n);
    for (const { currency, amount } of fees) add(currency, -units(amount));
  }
  return changes;
}

/** Rows that share what `keyOf` gives, in their order. */
function grouped<T>(rows: readonly T[], keyOf: (row: T) => string | null): ReadonlyMap<string | null, readonly T[]> {
  const groups = new Map<string | null, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

test('one account at each exchange, and a few thousand fills in all', () => {
  expect(sampleAccounts.map(({ exchange }) => exchange)).toEqual(exchangeIds);
  const told = stories.flatMap(({ story }) => until(story.fills, openedAt));
  expect(told.length).toBeGreaterThan(3_000);
  expect(told.length).toBeLessThan(12_000);
});

test('the same clock gives the same story to the last digit', () => {
  const textOf = ({ fills }: Story) => JSON.stringify(fills); // a difference of thousands of rows is not worth showing
  for (const { account, story } of stories) expect(textOf(storyAt(account)) === textOf(story)).toBe(true);
});

test('an hour later the same story is told an hour later', () => {
  const [account] = sampleAccounts;
  if (!account) throw new Error('no account');
  const shifted = storyAt(account, openedAt + 3_600_000).fills;
  const moved = storyAt(account).fills.map((fill) => ({ ...fill, executedAtUs: fill.executedAtUs + 3_600_000_000 }));
  expect(JSON.stringify(shifted) === JSON.stringify(moved)).toBe(true);
});

test('what is held changes by what was filled, and by nothing else', () => {
  for (const { story } of stories) {
    const [before, after] = story.heldAt([openedAt - 60 * dayMs, openedAt]);
    const between = until(story.fills, openedAt).filter(
      ({ executedAtUs }) => executedAtUs > (openedAt - 60 * dayMs) * 1000,
    );
    expect(between.length).toBeGreaterThan(0);
    for (const [asset, change] of changesOf(between))
      expect(((after?.get(asset) ?? 0n) - (before?.get(asset) ?? 0n)) * 10n ** 6n).toBe(change);
  }
});

test('nothing is ever sold that was not held', () => {
  for (const { story } of stories) {
    const held = story.heldAt(story.fills.map(({ executedAtUs }) => executedAtUs / 1000));
    expect(held.every((holdings) => [...holdings.values()].every((quantity) => quantity >= 0n))).toBe(true);
  }
});

test('fees are charged in the quote, in the base and in third coins, to makers and takers', () => {
  const currencies = new Set<string>();
  for (const { base, quote, fees } of allFills)
    for (const { currency } of fees)
      currencies.add(currency === quote ? 'quote' : currency === base ? 'base' : currency);
  expect([...currencies].sort()).toEqual(['BGB', 'BNB', 'GT', 'base', 'quote']);
  expect(new Set(allFills.map(({ liquidity }) => liquidity))).toEqual(new Set(['maker', 'taker']));
});

test('orders fill in parts, ids count up with time, and every amount is positive', () => {
  for (const { story } of stories) {
    const perOrder = grouped(story.fills, ({ orderId }) => orderId);
    expect([...perOrder.values()].some((parts) => parts.length > 1)).toBe(true);
    for (const parts of perOrder.values()) expect(new Set(parts.map(({ side, symbol }) => side + symbol)).size).toBe(1);
    const ids = story.fills.map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(story.fills.every(({ quantity, price }) => units(quantity) > 0n && units(price) > 0n)).toBe(true);
  }
});

test('some round trips win and some lose', () => {
  const poloniex = stories.find(({ account }) => account.exchange === 'poloniex');
  const litecoin = until(poloniex?.story.fills ?? [], openedAt).filter(({ symbol }) => symbol === 'LTC/USDT');
  const nets: bigint[] = [];
  let trip: ExchangeFill[] = [];
  for (const fill of litecoin) {
    trip.push(fill);
    const changes = changesOf(trip);
    if (changes.get('LTC') !== 0n) continue;
    nets.push(changes.get('USDT') ?? 0n);
    trip = [];
  }
  expect(nets.length).toBeGreaterThan(20);
  expect(nets.some((net) => net > 0n)).toBe(true);
  expect(nets.some((net) => net < 0n)).toBe(true);
});
