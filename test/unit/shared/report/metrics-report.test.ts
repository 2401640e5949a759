/** `--metrics`: what goes in, what comes out, and what is refused. */
import { describe, expect, test } from 'vitest';
import { run } from './in-memory';

const trade = (id: string, net: string, minutes: readonly [number, number] = [0, 1]) => {
  const at = (minute: number) => `2024-01-01T00:${String(minute).padStart(2, '0')}:00Z`;
  return { id, openTime: at(minutes[0]), closeTime: at(minutes[1]), net };
};

const days = (...values: readonly string[]) =>
  values.map((equity, index) => ({ date: `2024-02-${String(27 + index).padStart(2, '0')}`, equity }));

async function metricsOf(input: object): Promise<Record<string, unknown>> {
  const { status, out, err } = await run(['--metrics', 'IN.json'], { 'IN.json': JSON.stringify(input) });
  expect([status, err]).toEqual([0, '']);
  return JSON.parse(out);
}

test('closed trades and three days of equity', async () => {
  // nets 30, −10, 0 and −20, in order of their closing: win, loss, zero, loss
  const trades = [
    trade('4', '-20', [5, 9]),
    trade('1', '30', [0, 2]),
    trade('3', '0', [3, 5]),
    trade('2', '-10', [2, 3]),
  ];
  expect(await metricsOf({ trades, equity: days('100', '110', '99') })).toEqual({
    trades: 4,
    wins: 1,
    losses: 2,
    breakeven: 1,
    net: '0', // 30 − 10 − 20
    winRate: '0.25', // 1 ÷ 4
    profitFactor: '1', // 30 ÷ 30
    expectancy: '0',
    averageWin: '30',
    averageLoss: '-15',
    largestWin: '30',
    largestLoss: '-20',
    longestWinStreak: 1,
    longestLossStreak: 1, // the zero trade stands between the losses
    averageHoldMs: '135000', // (4 + 2 + 2 + 1) minutes ÷ 4
    equity: {
      days: 3,
      totalReturn: '-0.01', // 99 ÷ 100 − 1
      maxDrawdown: {
        amount: '11',
        amountPeakDate: '2024-02-28',
        amountTroughDate: '2024-02-29', // a leap year
        pct: '0.1', // 11 ÷ 110
        pctPeakDate: '2024-02-28',
        pctTroughDate: '2024-02-29',
      },
      sharpe: '0', // returns of 0.1 and −0.1: mean 0
      sortino: '0',
      cagr: '-0.840256566794465038', // 0.99^(365 ÷ 2) − 1, by Python's decimal at 60 digits
      calmar: '-8.402565667944650376',
    },
  });
});

test('without equity there is no equity, and what cannot be divided is null', async () => {
  const expected = {
    ...{ trades: 0, wins: 0, losses: 0, breakeven: 0, net: '0', winRate: null, profitFactor: null, expectancy: null },
    ...{ averageWin: null, averageLoss: null, largestWin: null, largestLoss: null },
    ...{ longestWinStreak: 0, longestLossStreak: 0, averageHoldMs: null },
  };
  expect(await metricsOf({ trades: [] })).toEqual(expected);
  expect(await metricsOf({ trades: [], equity: [] })).toEqual(expected);
});

test('an equity that never falls has a drawdown of 0 without dates, and one day has no ratios', async () => {
  const none = {
    amount: '0',
    amountPeakDate: null,
    amountTroughDate: null,
    pct: '0',
    pctPeakDate: null,
    pctTroughDate: null,
  };
  expect((await metricsOf({ trades: [], equity: days('100', '100', '121') })).equity).toMatchObject({
    ...{ days: 3, totalReturn: '0.21', maxDrawdown: none, sortino: null, calmar: null },
  });
  expect((await metricsOf({ trades: [], equity: days('100') })).equity).toEqual({
    ...{ days: 1, totalReturn: '0', maxDrawdown: none, sharpe: null, sortino: null, cagr: null, calmar: null },
  });
});

test('days may stand in any order, and quotients are rounded half to even at 18 places', async () => {
  const [first, second, third] = days('3', '2', '1');
  const { equity, winRate } = await metricsOf({
    trades: [trade('1', '1'), trade('2', '1'), trade('3', '-1')],
    equity: [third, first, second],
  });
  expect(winRate).toBe('0.666666666666666667');
  expect(equity).toMatchObject({
    totalReturn: '-0.666666666666666667',
    maxDrawdown: { amount: '2', amountPeakDate: '2024-02-27' },
  });
});

test('standard input is read too', async () => {
  const { status, out } = await run(['--metrics', '-'], { '-': JSON.stringify({ trades: [trade('1', '5')] }) });
  expect([status, JSON.parse(out).net]).toEqual([0, '5']);
});

describe('is refused with the field:', () => {
  const one = trade('1', '1');
  const cases: readonly [string, string][] = [
    ['{"trades":', '(file): not JSON'],
    ['', '(file): not JSON'],
    ['[]', '(file): not a JSON object'],
    ['{}', 'trades: missing'],
    ['{"trades":{}}', 'trades: not a list'],
    ['{"trades":[7]}', 'trades[0]: not an object'],
    ...[
      [{ ...one, id: undefined }, 'id: missing'],
      [{ ...one, id: 1 }, 'id: not a text'],
      [{ ...one, openTime: '2024-01-01' }, 'openTime: not an ISO 8601 instant with a zone'],
      [{ ...one, closeTime: undefined }, 'closeTime: missing'],
      [{ ...one, closeTime: '2023-12-31T23:59:59Z' }, 'closeTime: before openTime'],
      [{ ...one, net: 1 }, 'net: not a text'],
      [{ ...one, net: 'NaN' }, 'net: not a plain decimal'],
      [{ ...one, net: '1e3' }, 'net: not a plain decimal'],
      [{ ...one, net: '0.0000000000000000001' }, 'net: more than 18 decimals'],
    ].map(([row, problem]): [string, string] => [JSON.stringify({ trades: [one, row] }), `trades[1].${problem}`]),
    ...[
      [{ date: '2024-02-30', equity: '1' }, 'date: not a day as 2024-01-31'],
      [{ date: '2024-02-28' }, 'equity: missing'],
      [{ date: '2024-02-28', equity: 'Infinity' }, 'equity: not a plain decimal'],
      [{ date: '2024-02-27', equity: '1' }, 'date: 2024-02-27 is there twice'],
      [{ date: '2024-02-29', equity: '1' }, 'date: the day before 2024-02-29 is missing'],
    ].map(([row, problem]): [string, string] => [
      JSON.stringify({ trades: [], equity: [{ date: '2024-02-27', equity: '1' }, row] }),
      `equity[1].${problem}`,
    ]),
    ['{"trades":[],"equity":null}', 'equity: not a list'],
  ];
  test.each(cases)('%s', async (text, problem) => {
    expect(await run(['--metrics', 'IN.json'], { 'IN.json': text })).toMatchObject({
      status: 2,
      out: '',
      err: `report: IN.json: ${problem}\n`,
    });
  });

  test('more bytes than a text can have beside what is made of it', async () => {
    const mebibyte = new Uint8Array(2 ** 20).fill(0x20);
    const spaces = async function* (mebibytes: number) {
      for (let count = 0; count < mebibytes; count += 1) yield mebibyte;
    };
    const { status, out, err } = await run(['--metrics', 'IN.json'], { 'IN.json': spaces(257) });
    expect([status, out, err]).toEqual([2, '', 'report: IN.json: (file): longer than 256 MiB\n']);
  });

  test('bytes that are no UTF-8', async () => {
    const { status, out, err } = await run(['--metrics', 'IN.json'], { 'IN.json': new Uint8Array([0xff]) });
    expect([status, out, err]).toEqual([2, '', 'report: IN.json: (file): not UTF-8\n']);
  });
});
