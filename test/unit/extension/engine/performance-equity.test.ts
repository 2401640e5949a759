/** Return and risk over the days of two accounts, worked by hand. */
import { describe, expect, test } from 'vitest';
import { type AccountEquity, equityPerformance } from '../../../../extension/engine/performance-equity';
import type { Flow } from '../../../../shared/ledger/flow';
import { decimal } from '../../../../shared/money/decimal';

const anyTime = { symbolId: null, side: null, fromMs: null, toMs: null };
const day = (n: number): string => `2024-01-${String(n).padStart(2, '0')}`;
const ms = (n: number): number => Date.parse(`${day(n)}T00:00:00Z`);

type Value = string | null | readonly [value: string, assets: string];

/** One value a day from `from` on; observed at the day's end. */
function account(
  label: string,
  values: readonly Value[],
  { from = 1, ...rest }: Partial<AccountEquity> & { from?: number } = {},
): AccountEquity {
  const days = values.map((value, index) => {
    const [amount, assets] = typeof value === 'string' || value === null ? [value, '[]'] : value;
    return {
      date: day(from + index),
      at: ms(from + index + 1) - 1,
      value: amount === null ? null : decimal(amount),
      assets,
    };
  });
  return { id: label, label, live: true, days, flows: [], flowsReadAt: ms(31), ...rest };
}

const flow = (n: number, asset: string, amount: string, rest: Partial<Flow> = {}): Flow => ({
  ...{ id: `${n}`, kind: amount.startsWith('-') ? 'withdrawal' : 'deposit', occurredAtUs: (ms(n) + 3_600_000) * 1_000 },
  ...{ account: 'a', exchange: 'binance', asset, amount: decimal(amount), fee: decimal('0') },
  ...{ status: 'completed', revision: 0, ...rest },
});

const of = (accounts: readonly AccountEquity[], filter = {}) =>
  equityPerformance(accounts, 'USDT', { ...anyTime, ...filter });

const known = (...asked: Parameters<typeof of>) => {
  const performance = of(...asked);
  if (performance.state === 'unknown') throw new Error(performance.why);
  return performance.metrics;
};

describe('return and risk', () => {
  test('are those of the values where nothing moved in or out', () => {
    const metrics = known([account('a', ['100', '120', '90', '130', '104'])]);
    expect(metrics).toMatchObject({
      ...{ days: 5, from: day(1), to: day(5), totalReturn: '0.04' },
      maxDrawdown: {
        ...{ amount: '30', amountPeak: day(2), amountTrough: day(3) }, // 120 to 90
        ...{ part: '0.25', partPeak: day(2), partTrough: day(3) },
      },
    });
  });

  test('count no deposit as a gain and no withdrawal as a loss', () => {
    // 100; 1,000 come in: 1,100 is no gain; + 10 %: 1,210; 605 go out at its end: 605 is no loss
    const moved = account('a', ['100', '1100', '1210', '605'], {
      flows: [flow(2, 'USDT', '1000'), flow(4, 'USDT', '-605')],
    });
    expect(known([moved]).totalReturn).toBe('0.1');
  });

  test('take a flow of another coin at the price that the account had that day', () => {
    // 0.5 BTC of 2 that are worth 40,000 came in: 10,000; so 30,000 and then 40,000 is no gain
    const held = '[["BTC","2","40000"]]';
    const moved = account('a', ['30000', ['40000', held]], { flows: [flow(2, 'BTC', '0.5')] });
    expect(known([moved]).totalReturn).toBe('0');
  });

  test('leave a reward as a gain, and a conversion as what it is', () => {
    const given = account('a', ['100', '110'], {
      flows: [flow(2, 'USDT', '10', { kind: 'reward' }), flow(2, 'BNB', '-1', { kind: 'conversion' })],
    });
    expect(known([given]).totalReturn).toBe('0.1');
  });

  test('take an account that comes later, or is asked no more, for no gain and no loss', () => {
    const later = account('b', ['50', '55'], { from: 2 });
    // 100; 100 + 50; 100 + 55: the 50 came in, (155 ÷ 150) − 1 = 0.0333…
    expect(known([account('a', ['100', '100', '100']), later]).totalReturn).toBe('0.033333333333333333');
    const gone = account('b', ['50', '50'], { live: false });
    expect(known([account('a', ['100', '100', '110']), gone]).totalReturn).toBe('0.066666666666666667'); // (110 + 50) ÷ 150 − 1
  });

  test('of a period begin with the end of the day before', () => {
    const metrics = known([account('a', ['100', '120', '90', '130', '104'])], { fromMs: ms(3), toMs: ms(5) });
    expect(metrics).toMatchObject({ days: 3, from: day(2), to: day(4) });
    expect(metrics.totalReturn).toBe('0.083333333333333333'); // 130 ÷ 120 − 1
  });
});

describe('what is not known', () => {
  test('is told by the accounts whose flows were not read', () => {
    expect(of([account('a', ['1', '2']), account('b', ['1', '2'], { flows: null })])).toEqual({
      ...{ state: 'unknown', why: 'flows-unknown', accounts: [{ id: 'b', label: 'b' }] },
      ...{ days: 2, recordedSince: day(1) },
    });
  });

  test('is the equity of a symbol or a side', () => {
    expect(of([account('a', ['1', '2'])], { side: 'long' })).toMatchObject({ why: 'narrowed' });
    expect(of([account('a', ['1', '2'])], { symbolId: 's' })).toMatchObject({ why: 'narrowed' });
  });

  test('are fewer than two days', () => {
    expect(of([account('a', ['1'])])).toMatchObject({ why: 'too-short', days: 1, recordedSince: day(1) });
    expect(of([])).toMatchObject({ why: 'too-short', days: 0, recordedSince: null });
  });

  test('is a period with a day without a value; of all time the days behind it are told', () => {
    const broken = [account('a', ['100', null, '50', '60'])];
    expect(of(broken, { fromMs: ms(1), toMs: ms(5) })).toMatchObject({ why: 'days-missing', days: 3 });
    expect(known(broken)).toMatchObject({ days: 2, from: day(3), to: day(4), totalReturn: '0.2' });
  });

  test('is a sum with an account that lacks', () => {
    const sums = [account('a', ['100', '110', '120']), account('b', ['10', null, '10'])];
    expect(of(sums)).toMatchObject({ why: 'too-short', days: 2 });
  });

  test('is what a coin was worth that the account did not hold, and a day after the flows were read', () => {
    const foreign = account('a', ['100', '110', '130', '131'], { flows: [flow(3, 'XYZ', '1')] });
    expect(known([foreign])).toMatchObject({ from: day(3), to: day(4) }); // the third day starts anew
    const unread = account('a', ['100', '110', '500'], { flowsReadAt: ms(3) });
    expect(known([unread])).toMatchObject({ days: 2, totalReturn: '0.1' });
  });
});
