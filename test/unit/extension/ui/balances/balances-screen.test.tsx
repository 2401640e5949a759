/** What a trader reads on Balances: the answer first, what is not known with its reason and one action, and never a 0 for it. */
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { Balances } from '../../../../../extension/ui/balances/Balances';
import { limitOf } from '../../../../../extension/ui/balances/use-balances-view';
import { balancesOf } from '../../../../ui/balances-scenarios';
import { scenarios } from '../../../../ui/scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

/** The screen of a scenario, drawn from what is in the cache. */
function markup(name: string): string {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`no scenario ${name}`);
  const queries = new QueryClient();
  queries.setQueryData(['balances'], balancesOf(scenario));
  return staticMarkup(<Balances />, '/balances', queries);
}

const words = (name: string): string => wordsOf(markup(name));

describe('the screen', () => {
  test('answers first: the total with its age, then what is free and locked', () => {
    const shown = words('little');
    expect(shown).toMatch(
      /^Balances · Fillbook Balances 8,525\.72 USDT \d min Free 7,565\.72 Locked in orders 960\.00/,
    );
    expect(shown).not.toContain('partial');
    expect(shown).not.toContain('Not known now');
  });

  test('has a caption, headings in order, and every column sortable', () => {
    const html = markup('partial');
    expect(html).toMatch(/<caption[^>]*>Assets by account:/);
    expect([...html.matchAll(/<h(\d)/g)].map(([, level]) => level)).toEqual(['1', '2']);
    const head = html.slice(html.indexOf('<thead'), html.indexOf('</thead>'));
    expect(head.match(/<th /g)).toHaveLength(8);
    expect(head.match(/<button/g)).toHaveLength(8);
    expect(head.match(/aria-sort="descending"/g)).toHaveLength(1);
  });

  test('names what is not known with its reason, what it was worth last, and one action', () => {
    const shown = words('partial');
    expect(shown).toContain('partial · 1 of 4');
    expect(shown).toMatch(/Not known now .* Binance · SHARP last 1,022\.40 USDT , \d h/);
    expect(shown).toContain('Your address 203.0.113.7 is not on this key');
    expect(shown).toContain('Copy address');
    expect(shown).toMatch(/Binance · new not fetched yet/);
  });

  test('keeps the rows of an account that is not known, each with the age of what was read last', () => {
    expect(words('partial')).toMatch(/BTC Binance · SHARP last, \d h/);
  });

  test('an asset without a price has no value: a dash with its reason, never 0', () => {
    const shown = words('little');
    expect(shown).toMatch(/LUNAX Binance · main 12 \.0000 0 \.00 12 \.0000 — No price .* — No price/);
  });

  test('all accounts refused leave no figure for a total', () => {
    const shown = words('seven-failing');
    expect(shown).toMatch(/^Balances · Fillbook Balances — not known .*not known · 7 of 7/);
    expect(shown).toMatch(/Show all 7 that are not known/);
  });

  test('accounts that hold nothing say that they were read', () => {
    expect(words('balances-none')).toContain('The accounts were read, and they are empty.');
  });

  test('without an account it says how to add one', () => {
    expect(words('empty')).toContain('Add exchange');
  });

  test('of 2,000 assets it draws the rows in view alone', () => {
    const html = markup('balances-much');
    const rows = html.match(/aria-rowindex/g) ?? [];
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThan(80);
    expect(html).toContain('2,063 rows'); // 2,000 + 60 + 3
  });
});

describe('the limit of what is small', () => {
  test('is an amount above 0, with a point or a comma', () => {
    expect(limitOf('1')).toBe('1');
    expect(limitOf(' 0,5 ')).toBe('0.5');
  });

  test('is none where what is typed is none', () => {
    for (const typed of ['', '0', '-1', '1e3', 'abc', '0.00']) expect(limitOf(typed)).toBeNull();
  });
});
