import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClosedTrade, DailyEquity } from '../../../../shared/metrics/closed-trade';
import { maxDrawdown, partOf } from '../../../../shared/metrics/drawdown';
import { cagr, calmar, totalReturn } from '../../../../shared/metrics/growth';
import { sharpe } from '../../../../shared/metrics/sharpe';
import { sortino } from '../../../../shared/metrics/sortino';
import { streaks } from '../../../../shared/metrics/streaks';
import { addTrade, addTradeSums, noTradeSums, resultsOf, tradeResults } from '../../../../shared/metrics/trade-results';
import { type E18, e36, formatE18, formatE36 } from '../../../../shared/money/decimal';
import { Fraction, one, zero } from '../ledger/fraction';

/** Trades of these nets, one a minute, each held for `holdMs`. */
const trades = (nets: readonly string[], holdMs = 1_000): readonly ClosedTrade[] =>
  nets.map((net, index) => ({
    id: String(index + 1),
    openedAtUs: index * 60_000_000,
    closedAtUs: index * 60_000_000 + holdMs * 1_000,
    net: e36(net),
  }));

/** One value a day from 1 January 2024. */
const daily = (...values: readonly string[]): readonly DailyEquity[] =>
  values.map((equity, index) => ({
    date: new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10),
    equity: e36(equity),
  }));

const shown = (value: Parameters<typeof formatE18>[0] | null): string | null =>
  value === null ? null : formatE18(value);

describe('results of trades', () => {
  test('are counted and averaged, a trade of exactly 0 in the count alone', () => {
    const results = tradeResults(trades(['10', '20', '0', '-5', '-15']));
    expect([results.trades, results.wins, results.losses, results.breakeven]).toEqual([5, 2, 2, 1]);
    expect(formatE36(results.net)).toBe('10'); // 30 − 20
    expect(shown(results.winRate)).toBe('0.4'); // 2 ÷ 5
    expect(shown(results.profitFactor)).toBe('1.5'); // 30 ÷ 20
    expect(shown(results.expectancy)).toBe('2'); // 10 ÷ 5
    expect(shown(results.averageWin)).toBe('15');
    expect(shown(results.averageLoss)).toBe('-10');
    expect([results.largestWin, results.largestLoss].map((net) => net && formatE36(net))).toEqual(['20', '-15']);
    expect(shown(results.averageHoldMs)).toBe('1000');
  });

  test('are unknown, not 0, where there is nothing to divide by', () => {
    const { winRate, expectancy, averageHoldMs, profitFactor, averageWin, largestLoss } = tradeResults([]);
    expect([winRate, expectancy, averageHoldMs, profitFactor, averageWin, largestLoss]).toEqual(Array(6).fill(null));
    expect(tradeResults(trades(['5'])).profitFactor).toBeNull(); // no loss: not infinite
    expect(shown(tradeResults(trades(['-5'])).profitFactor)).toBe('0');
  });

  test('are rounded half to even at 18 decimals', () => {
    expect(shown(tradeResults(trades(['1', '1', '-1'])).winRate)).toBe('0.666666666666666667'); // 2 ÷ 3
    // (10^-18 + 0) ÷ 2 = 0.5 × 10^-18: to even, 0; 3 × 10^-18 ÷ 2 = 1.5 × 10^-18: to even, 2 × 10^-18
    expect(shown(tradeResults(trades(['0.000000000000000001', '0'])).expectancy)).toBe('0');
    expect(shown(tradeResults(trades(['0.000000000000000003', '0'])).expectancy)).toBe('0.000000000000000002');
  });

  test('of a hold in microseconds keep its fraction', () => {
    // 1.5 µs a trade on average: (1 + 2) ÷ 2 µs = 0.0015 ms
    const held = trades(['1', '1']).map((trade, index) => ({ ...trade, closedAtUs: trade.openedAtUs + index + 1 }));
    expect(shown(tradeResults(held).averageHoldMs)).toBe('0.0015');
  });
});

describe('trades that are added up', () => {
  const sumsOf = (nets: readonly string[], heldUs: number | null) => {
    const sums = noTradeSums();
    for (const net of nets) addTrade(sums, e36(net), heldUs);
    return sums;
  };

  test('in two parts come to what they come to at once', () => {
    const both = sumsOf(['10', '-5', '0'], 1_000_000);
    addTradeSums(both, sumsOf(['20', '-15'], 1_000_000));
    addTradeSums(both, noTradeSums());
    expect(resultsOf(both)).toEqual(tradeResults(trades(['10', '-5', '0', '20', '-15'])));
  });

  test('without a known opening are in no hold, and in every other figure', () => {
    const sums = sumsOf(['10'], 4_000);
    addTradeSums(sums, sumsOf(['30'], null));
    const { averageHoldMs, expectancy } = resultsOf(sums);
    expect(shown(averageHoldMs)).toBe('4'); // 4,000 µs ÷ 1 trade
    expect(shown(expectancy)).toBe('20'); // 40 ÷ 2 trades
    expect(resultsOf(sumsOf(['30'], null)).averageHoldMs).toBeNull();
  });
});

describe('streaks', () => {
  test('go by the time of closing, and a trade of 0 ends both kinds', () => {
    const inOrder = trades(['1', '2', '0', '3', '-1', '-2', '-3', '4']);
    expect(streaks(inOrder)).toEqual({ longestWinStreak: 2, longestLossStreak: 3 });
    expect(streaks(inOrder.toReversed())).toEqual({ longestWinStreak: 2, longestLossStreak: 3 });
  });

  test('of trades that closed at one instant go by their ids as numbers', () => {
    const at = (id: string, net: string): ClosedTrade => ({ id, openedAtUs: 0, closedAtUs: 1, net: e36(net) });
    // 2, 9, 10: +, −, + and not 10, 2, 9: +, +, −
    const atOnce = [at('10', '1'), at('2', '1'), at('9', '-1')];
    expect(streaks(atOnce)).toEqual({ longestWinStreak: 1, longestLossStreak: 1 });
  });

  test('are 0 of no trades', () => {
    expect(streaks([])).toEqual({ longestWinStreak: 0, longestLossStreak: 0 });
  });
});

describe('the largest drawdown', () => {
  test('is another fall by amount than by part', () => {
    // 10 to 5: 5, a half; 100 to 80: 20, a fifth
    const { byAmount, byPart } = maxDrawdown(daily('10', '5', '100', '80'));
    expect([byAmount?.peak.date, byAmount?.trough.date]).toEqual(['2024-01-03', '2024-01-04']);
    expect(byAmount && formatE36(byAmount.depth)).toBe('20');
    expect([byPart?.peak.date, byPart?.trough.date]).toEqual(['2024-01-01', '2024-01-02']);
    expect(formatE18(partOf(byPart))).toBe('0.5');
  });

  test('names the first day of a peak and the first day of a trough', () => {
    const { byAmount } = maxDrawdown(daily('120', '120', '90', '90', '120', '90'));
    expect([byAmount?.peak.date, byAmount?.trough.date]).toEqual(['2024-01-01', '2024-01-03']);
  });

  test('is none where equity never falls, and where there is no day', () => {
    for (const days of [daily('1', '1', '2'), daily()])
      expect(maxDrawdown(days)).toEqual({ byAmount: null, byPart: null });
    expect(formatE18(partOf(null))).toBe('0');
  });

  test('has no part of a peak that is not above 0', () => {
    const { byAmount, byPart } = maxDrawdown(daily('0', '-5'));
    expect(byAmount && formatE36(byAmount.depth)).toBe('5');
    expect(byPart).toBeNull();
  });
});

/** Worked out apart from this code, with Python's decimal at 80 digits. */
describe('ratios of daily equity', () => {
  const series = daily('1000', '1003.5', '998.25', '1010', '1004.75', '1021.125');

  test('agree with an independent computation to 18 decimals', () => {
    expect(shown(sharpe(series))).toBe('8.271265424681295875');
    expect(shown(sortino(series))).toBe('24.48925953682426713');
    expect(shown(totalReturn(series))).toBe('0.021125');
    expect(shown(cagr(series))).toBe('3.60002680031002479');
    expect(shown(calmar(series, maxDrawdown(series)))).toBe('688.119408402116167098');
    const three = daily('100', '110', '99', '108.9');
    expect(shown(sharpe(three))).toBe('5.51513070259143239');
    expect(shown(sortino(three))).toBe('11.03026140518286478');
    expect(shown(cagr(three))).toBe('31992.275338197865606759');
    expect(shown(calmar(three, maxDrawdown(three)))).toBe('319922.753381978656067588');
  });

  test('grow by a tenth a year where 100 become 121 in two years', () => {
    const first = { date: '2022-01-01', equity: e36('100') };
    const last = { date: '2024-01-01', equity: e36('121') }; // 730 days
    expect(shown(cagr([first, last]))).toBe('0.1');
  });

  test('have every digit right, however many there are', () => {
    const growth = 3n ** 365n - 1n; // 175 digits
    expect(shown(cagr(daily('1', '3')))).toBe(String(growth));
    const fallen = daily('2', '1', '18'); // 9^(365 ÷ 2) = 3^365, and half was lost
    expect(shown(cagr(fallen))).toBe(String(growth));
    expect(shown(calmar(fallen, maxDrawdown(fallen)))).toBe(String(2n * growth));
    // 7^(365 ÷ 2) − 1 by Python's decimal at 400 digits
    expect(shown(cagr(daily('1', '1', '7')))).toBe(
      '169977838621026212190424554750513232839690587991678576326933865034737465567335360271231' +
        '58114395914793220532066438778156758654533771519662324705228327130255.359283236203486853',
    );
  });

  test('of huge amounts that hardly move keep their digits', () => {
    const [huge, more] = [`1${'0'.repeat(80)}`, `1${'0'.repeat(80)}.000000000000000001`];
    expect(shown(sharpe(daily(huge, more, huge)))).toBe('0'); // 10^−98 up and down again: nearly 0, and not undefined
    expect(shown(sortino(daily(huge, more, huge)))).toBe('0');
    // returns of 1 and of 1 + 5 × 10^−79, by Python's decimal at 1,500 digits
    const doubled = daily(
      ...[1, 2].map((first) => `${first}${'0'.repeat(60)}`),
      `4${'0'.repeat(60)}.000000000000000001`,
    );
    expect(shown(sharpe(doubled))).toBe(
      '54037024344425184123493667429737486376979536017528043560196347712522202105845823.125452032232443827',
    );
  });

  test('are those of fractions, rounded once, whatever the amounts', () => {
    const near = fc.tuple(fc.bigInt(1n, 10n ** 120n), fc.array(fc.bigInt(0n, 3n), { minLength: 2, maxLength: 4 }));
    const far = fc.array(fc.bigInt(1n, 10n ** 120n), { minLength: 3, maxLength: 5 });
    const amounts = fc.oneof(
      far,
      near.map(([first, steps]) => [first, ...steps.map((step) => first + step)]),
    );
    fc.assert(
      fc.property(amounts, (mantissas) => {
        const days = daily(...mantissas.map((each) => formatE18(each as E18)));
        const returns = mantissas.slice(1).map((to, index) => new Fraction(to, mantissas[index]).minus(one));
        const n = new Fraction(BigInt(returns.length));
        const mean = Fraction.sum(returns).over(n);
        const squares = (all: readonly Fraction[]) => Fraction.sum(all.map((each) => each.times(each)));
        const variance = squares(returns.map((each) => each.minus(mean))).over(n.minus(one));
        const downside = squares(returns.filter((each) => each.less(zero))).over(n);
        for (const [ratio, below] of [
          [sharpe(days), variance],
          [sortino(days), downside],
        ] as const) {
          expect(ratio === null).toBe(below.isZero());
          if (ratio === null) continue;
          // the ratio is √(mean² × 365 ÷ below) to half of its last digit, so its square lies between those of both ends
          const square = mean.times(mean).times(new Fraction(365n)).over(below);
          const end = (half: bigint) => new Fraction(half * half, 4n * 10n ** 36n);
          const twice = 2n * (ratio < 0n ? -ratio : ratio);
          expect(square.less(end(twice === 0n ? 0n : twice - 1n))).toBe(false);
          expect(end(twice + 1n).less(square)).toBe(false);
          expect(mean.less(zero) ? ratio <= 0n : ratio >= 0n).toBe(true);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('are refused where a growth has more than 5,000 digits before the point', () => {
    expect(shown(cagr(daily('1', '10000000000000')))).toHaveLength(13 * 365); // 10^4,745 − 1
    expect(cagr(daily('1', '100000000000000'))).toBeNull(); // 10^5,110
    const fallen = daily('2', '1', '200000000000000000000000000000'); // 10^(29 × 365 ÷ 2) = 10^5,292.5
    expect(calmar(fallen, maxDrawdown(fallen))).toBeNull();
  });

  test('are unknown where they are not defined', () => {
    expect(sharpe(daily('100', '110'))).toBeNull(); // one return
    expect(sharpe(daily('100', '110', '121'))).toBeNull(); // 0.1 twice: no deviation
    expect(sortino(daily('100', '110', '121'))).toBeNull(); // never down
    expect(sharpe(daily('100', '0', '10'))).toBeNull(); // no return on nothing
    expect(sortino(daily('100', '0', '10'))).toBeNull();
    for (const days of [daily(), daily('0', '10'), daily('-1', '1')])
      expect([totalReturn(days), cagr(days)]).toEqual([null, null]);
    expect(cagr(daily('100'))).toBeNull();
    const rising = daily('1', '2');
    expect(calmar(rising, maxDrawdown(rising))).toBeNull();
  });

  test('of all that was lost are a growth of −1', () => {
    expect(shown(totalReturn(daily('100', '0')))).toBe('-1');
    expect(shown(cagr(daily('100', '0')))).toBe('-1');
  });
});
