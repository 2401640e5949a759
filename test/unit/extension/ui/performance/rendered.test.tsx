/** What a trader reads on Performance: figures with what made them and what they are over, and why one is not known. */
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import type { EquityPerformance, PerformanceQuery } from '../../../../../extension/engine/api/performance';
import { equityPerformance } from '../../../../../extension/engine/performance-equity';
import { EquitySection } from '../../../../../extension/ui/performance/EquitySection';
import { inOrder } from '../../../../../extension/ui/performance/group-columns';
import { Performance } from '../../../../../extension/ui/performance/Performance';
import type { Period } from '../../../../../extension/ui/performance/periods';
import { filterOf, keyOf, viewOf } from '../../../../../extension/ui/performance/use-performance';
import { decimal } from '../../../../../shared/money/decimal';
import { buy, sell } from '../../../shared/ledger/fills';
import { at as atUs, bitcoin, entryOf, ether, pageOf, usdc, world } from '../../engine/performance-world';
import { staticMarkup, wordsOf } from '../static-markup';

const view = viewOf('');

interface Shown {
  readonly entries?: Parameters<typeof pageOf>[0];
  readonly query?: Partial<PerformanceQuery>;
  readonly context?: typeof world;
  readonly accounts?: readonly object[];
}

async function markup({
  entries = [bitcoin(), ether()],
  query,
  context,
  accounts = [{}],
}: Shown = {}): Promise<string> {
  const queries = new QueryClient();
  queries.setQueryData(['accounts'], accounts);
  const page = await pageOf(entries, query, context);
  queries.setQueryData(keyOf(view, filterOf(view, 0)), { view, page });
  return staticMarkup(<Performance />, '/performance', queries);
}

const words = async (shown?: Shown): Promise<string> => wordsOf(await markup(shown));

/** Two wins of 5 and 3 and a loss of −2, all bought before they were sold. */
const whole = () =>
  entryOf('a', 'BTC/USDT', [
    buy('3', { at: '10', us: atUs(0, '00:00:00') }),
    sell('1', { at: '15', us: atUs(0, '01:00:00') }),
    sell('1', { at: '8', us: atUs(1, '01:00:00') }),
    sell('1', { at: '13', us: atUs(2, '01:00:00') }),
  ]);

describe('the first lines', () => {
  test('are net, and gross − fees that it is made of, with what made them', async () => {
    expect(await words({ entries: [whole()] })).toMatch(
      /\+6\.00 USDT gain Gross \+6\.00 gain − Fees 0\.00 = Net \+6\.00 gain 3 trades · closings by FIFO · in USDT at prices of now/,
    );
  });

  test('have neither sign nor colour where something was never bought, and say so', async () => {
    const shown = await words();
    expect(shown).toMatch(/ 127\.00 USDT/);
    expect(shown).not.toMatch(/\+127/);
    expect(shown).toContain('1 trade was sold without having been bought: the history is incomplete');
  });

  test('name the quote without a price, whose trades still count', async () => {
    const context = { ...world, prices: new Map() };
    const shown = await words({ context });
    expect(shown).toContain('Not in any amount, since no price is known: what was made in USDC.');
    expect(shown).toContain('partial · 1 of 2');
    expect(shown).toMatch(/Expectancy 21\.50 of 6 of 8 trades, those with a price/); // 129 ÷ 6
    expect(shown).toMatch(/Win rate 50\.00 % 4 of 8 trades/);
  });

  test('name what keeps the history from being whole', async () => {
    const failure = { reason: 'history-incomplete' } as const;
    const accounts = world.accounts.map((one) => ({ ...one, failures: [failure] }));
    expect(await words({ context: { ...world, accounts } })).toMatch(/partial · 2 of 2 .* opens the cause\./);
  });
});

test('the method stands beside the metrics and the net over time', async () => {
  const shown = await words({ entries: [whole()] });
  expect(shown).toContain('Metrics closings by FIFO Trades');
  expect(shown).toContain('Net over time closings by FIFO · in USDT at prices of now');
  expect(await words({ entries: [whole()], query: { basis: 'trips' } })).toContain('Metrics round trips Trades');
});

describe('each metric', () => {
  test('stands with what it is over', async () => {
    const shown = await words({ entries: [whole()] });
    for (const part of [
      'Trades 3 2 won, 1 lost, 0 even',
      'Win rate 66.67 % 2 of 3 trades',
      'Profit factor 4.00 2 wins ÷ 1 loss', // 8 ÷ 2
      'Expectancy +2.00 gain of 3 trades',
      'Average win +4.00 gain of 2 wins',
      'Average loss −2.00 loss of 1 loss',
      'Largest win +5.00 gain of 2 wins',
      'Longest win streak 1 in 3 trades',
      'Average hold 1 d 1 h of 3 trades', // 1 h, 25 h and 49 h: 25 h
    ])
      expect(shown).toContain(part);
  });

  test('opens its definition by a button of its own', async () => {
    expect(await markup({ entries: [whole()] })).toMatch(/<button[^>]*aria-label="Profit factor: what it means"/);
  });

  test('that has no value says why', async () => {
    const won = entryOf('a', 'BTC/USDT', [
      buy('1', { at: '10', us: atUs(0, '00:00:00') }),
      sell('1', { at: '15', us: atUs(0, '01:00:00') }),
    ]);
    expect(await words({ entries: [won] })).toMatch(/Profit factor — there is no loss to divide by 1 win ÷ 0 losses/);
  });

  test('of equity is not known while deposits would count as gains', async () => {
    expect(await words()).toContain('deposits and withdrawals of');
  });
});

describe('return and risk that are known', () => {
  /** Equity of one account without deposits, a day each from 2026-01-01. */
  const shown = (...values: readonly string[]) => {
    const days = values.map((value, index) => {
      const date = `2026-01-0${index + 1}`;
      return { date, at: Date.parse(date), value: decimal(value), assets: '[]' };
    });
    const account = { id: 'a', label: 'main', live: true, days, flows: [], flowsReadAt: Date.parse('2026-02-01') };
    const equity = equityPerformance([account], 'USDT', { symbolId: null, side: null, fromMs: null, toMs: null });
    return wordsOf(staticMarkup(<EquitySection equity={equity} currency="USDT" period="all" />, '/performance'));
  };

  test('tell the largest fall in percent and the largest amount apart, each with its own days', () => {
    const words = shown('100', '50', '1000', '900');
    expect(words).toContain('Max drawdown, % 50.00 % 2026-01-01 – 2026-01-02'); // 50 of 100
    expect(words).toContain('Max drawdown, amount 100.00 USDT 2026-01-03 – 2026-01-04'); // 1000 − 900
  });

  test('say why a growth in a year is not told', () => {
    const tooMuch = 'this pace for a year comes to a number of more than 5,000 digits';
    expect(shown('1', '100000000000000')).toContain(`CAGR — ${tooMuch}`); // 10^(14 × 365)
    expect(shown('100', '50', '-1')).toContain('CAGR — equity ended below 0');
    expect(shown('100', '50', '-1')).toContain('Calmar — equity ended below 0');
    expect(shown('100', '110')).toContain('Calmar — equity never fell');
  });

  test('say that equity never fell', () => {
    const words = shown('100', '110');
    expect(words).toContain('Max drawdown, % 0.00 % equity never fell');
    expect(words).toContain('Max drawdown, amount 0.00 USDT equity never fell');
  });
});

describe('return and risk that are not known', () => {
  type Unknown = Extract<EquityPerformance, { state: 'unknown' }>;
  const unknown = (why: Unknown['why'], rest: Partial<Unknown> = {}): Unknown => ({
    ...{ state: 'unknown', why, days: 1, recordedSince: '2026-01-01', accounts: [], ...rest },
  });
  const shown = (equity: Unknown, period: Period = 'all') =>
    staticMarkup(<EquitySection equity={equity} currency="USDT" period={period} />, '/performance');
  const buttons = (equity: Unknown, period?: Period) =>
    [...shown(equity, period).matchAll(/<button.*?<\/button>/g)].map(([html]) => wordsOf(html).trim());

  test('for want of days only wait, where all that was recorded is shown', () => {
    expect(buttons(unknown('too-short'))).toEqual([]);
    expect(buttons(unknown('too-short', { recordedSince: null, days: 0 }), 'week')).toEqual([]);
    expect(wordsOf(shown(unknown('too-short')))).toContain('Fillbook notes one a day when it refreshes.');
  });

  test('in a period that lacks days offer all time', () => {
    expect(buttons(unknown('too-short'), 'week')).toEqual(['Show all time']);
    expect(buttons(unknown('days-missing'), 'custom')).toEqual(['Show all time']);
  });

  test('for want of deposits and withdrawals lead to the accounts they are of', () => {
    const accounts = ['main', 'bot', 'old', 'new'].map((label) => ({ id: label, label }));
    expect(buttons(unknown('flows-unknown', { accounts: accounts.slice(0, 1) }))).toEqual(['Open main']);
    expect(buttons(unknown('flows-unknown', { accounts }))).toEqual(['Open main', 'Open bot', 'Open old']);
  });

  test('of a symbol or a side offer to clear both', () => {
    expect(buttons(unknown('narrowed'))).toEqual(['Clear symbol and side']);
  });
});

describe('groups and times', () => {
  test('have a table each, with its caption', async () => {
    const html = await markup({ entries: [whole()] });
    expect(html).toMatch(/<caption>Metrics by symbol, amounts in USDT at prices of now<\/caption>/);
    expect(wordsOf(html)).toMatch(/01:00 3 \+6\.00 gain/);
    expect(wordsOf(html)).toMatch(/Monday 1 \+5\.00 gain Tuesday 1 −2\.00 loss/);
  });

  test('lead from a name to its trades', async () => {
    expect(await markup({ entries: [whole()] })).toContain('href="#/trades?view=closings&amp;book=a-BTCUSDT"');
  });

  test('sort by the exact values, what is not known last either way', async () => {
    const { rows } = await pageOf([bitcoin(), ether(), whole()], {}, { ...world, prices: new Map() });
    const nets = (descending: boolean) => inOrder(rows, { column: 'net', descending }).map(({ net }) => net);
    expect(nets(true).at(-1)).toBeNull();
    expect(nets(false).at(-1)).toBeNull();
  });
});

describe('nothing to show', () => {
  test('without an account invites to add one', async () => {
    expect(await words({ entries: [], accounts: [] })).toContain('No accounts yet');
  });

  test('without a trade says what a trade is here', async () => {
    expect(await words({ entries: [] })).toContain('A trade counts here once it has closed.');
  });

  test('of a history that is not known says so, and not that there is none', async () => {
    const accounts = world.accounts.map((one) => ({
      ...one,
      failures: [{ reason: 'history-incomplete' } as const],
      unread: true,
    }));
    const shown = await words({ entries: [], context: { ...world, accounts } });
    expect(shown).toContain('No trade is known');
    expect(shown).toContain('not known · 2 of 2');
  });
});

test('amounts tell the age of their prices', async () => {
  expect(await markup()).toContain(new Date(usdc.at).toISOString());
});
