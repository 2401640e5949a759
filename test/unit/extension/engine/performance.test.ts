/** Metrics over two accounts and two quote currencies, worked by hand; the trades stand in performance-world.ts. */
import { describe, expect, test } from 'vitest';
import type { Grouping, PerformanceFigures, PerformanceRow } from '../../../../extension/engine/api/performance';
import { buy, sell } from '../../shared/ledger/fills';
import { at, bitcoin, entryOf, ether, everything, grow, pageOf, performanceOf, world } from './performance-world';

const both = () => [bitcoin(), ether()];
const ms = (day: number): number => at(day, '00:00:00') / 1_000;

/** In order of (close time, id), in USDT: 9, 4, 0, −10, −6, 30, 0, 100. The 4 and the −6 are 2 and −3 USDC. */
describe('all closings together', () => {
  test('have the metrics of their sums in the base currency', async () => {
    const { total, baseCurrency, methods } = await pageOf(both());
    expect([baseCurrency, methods]).toEqual(['USDT', ['fifo']]);
    expect(total).toEqual({
      ...{ trades: 8, wins: 4, losses: 2, unmatched: 1 },
      priced: { trades: 8, wins: 4, losses: 2 },
      unpriced: [],
      gross: '128', // 10 + 4 + 0 − 10 − 6 + 30 + 0 + 100
      fees: '1',
      net: '127',
      won: '143', // 9 + 4 + 30 + 100
      lost: '-16',
      winRate: '0.5', // 4 ÷ 8, the two of 0 among the 8
      profitFactor: '8.9375', // 143 ÷ 16
      expectancy: '15.875', // 127 ÷ 8
      averageWin: '35.75',
      averageLoss: '-8',
      largestWin: '100',
      largestLoss: '-10',
      longestWinStreak: 2, // 9, 4; the 0 ends it
      longestLossStreak: 2, // −10, −6: at one instant id 5 comes before id 50
      averageHoldMs: expect.any(String),
      held: 7, // what was never bought has no opening
    });
  });

  test('have an average hold over those whose opening is known', async () => {
    // of the short: 1 h, and from 02:00 to 00:00 a week later, 6 d 22 h = 166 h; (1 + 166) ÷ 2 = 83.5 h
    const { total } = await pageOf([ether()]);
    expect([total.averageHoldMs, total.held]).toEqual([String(83.5 * 3_600_000), 2]);
  });

  test('are exact in each quote currency', async () => {
    const { perQuote } = await pageOf(both());
    expect(perQuote).toEqual([
      { quote: 'USDC', trades: 2, unmatched: 0, gross: '-1', fees: '0', net: '-1' },
      { quote: 'USDT', trades: 6, unmatched: 1, gross: '130', fees: '1', net: '129' },
    ]);
  });

  test('add up over time to the total', async () => {
    const { curve } = await pageOf(both());
    expect(curve.step).toBe('day');
    expect(curve.points.map(({ startMs, net, cumulative }) => [startMs, net, cumulative])).toEqual([
      [ms(0), '13', '13'], // 9 + 4
      [ms(1), '0', '13'],
      [ms(6), '-10', '3'],
      [ms(7), '24', '27'], // 30 − 6
      [ms(31), '100', '127'],
    ]);
  });

  test('fall into hours and weekdays of UTC', async () => {
    const { hours, weekdays } = await pageOf(both());
    expect([hours.length, weekdays.length]).toEqual([24, 7]);
    expect(hours.filter(({ trades }) => trades > 0)).toEqual([
      { at: 0, trades: 2, wins: 1, net: '24' },
      { at: 1, trades: 2, wins: 1, net: '9' }, // 01:30, and 01:59:59.999 of another day
      { at: 3, trades: 1, wins: 1, net: '4' },
      { at: 12, trades: 2, wins: 1, net: '100' },
      { at: 23, trades: 1, wins: 0, net: '-10' },
    ]);
    expect(weekdays.filter(({ trades }) => trades > 0)).toEqual([
      { at: 0, trades: 4, wins: 3, net: '37' }, // Monday: 9 + 4 − 6 + 30
      { at: 1, trades: 1, wins: 0, net: '0' },
      { at: 3, trades: 2, wins: 1, net: '100' }, // 1 February was a Thursday
      { at: 6, trades: 1, wins: 0, net: '-10' },
    ]);
  });

  test('of no book are none, and nothing is divided by 0', async () => {
    const { total, curve, rows } = await pageOf([]);
    expect(total).toMatchObject({ trades: 0, net: '0', winRate: null, profitFactor: null, averageHoldMs: null });
    expect([curve.points, rows]).toEqual([[], []]);
  });
});

const brief = ({ group, trades, net }: PerformanceRow) => [group, trades, net];
const rowsBy = async (groupBy: Grouping) => (await pageOf(both(), { groupBy })).rows;

describe('groups', () => {
  test('of accounts, symbols and exchanges have their own trades, the highest net first', async () => {
    expect((await rowsBy('account')).map(brief)).toEqual([
      [{ by: 'account', accountId: 'a', label: 'label a', exchange: 'binance' }, 6, '129'],
      [{ by: 'account', accountId: 'b', label: 'label b', exchange: 'bitget' }, 2, '-2'],
    ]);
    expect((await rowsBy('symbol')).map(brief)).toEqual([
      [{ by: 'symbol', symbol: 'BTC/USDT', bookId: 'a-BTCUSDT' }, 6, '129'],
      [{ by: 'symbol', symbol: 'ETH/USDC', bookId: 'b-ETHUSDC' }, 2, '-2'],
    ]);
    expect((await rowsBy('exchange')).map(brief)).toEqual([
      [{ by: 'exchange', exchange: 'binance', accountId: 'a' }, 6, '129'],
      [{ by: 'exchange', exchange: 'bitget', accountId: 'b' }, 2, '-2'],
    ]);
  });

  test('of one symbol at two accounts name no single book', async () => {
    const elsewhere = entryOf('b', 'BTC/USDT', [
      buy('1', { at: '10', us: at(2, '00:00:00') }),
      sell('1', { at: '15', us: at(2, '01:00:00') }),
    ]);
    const { rows } = await pageOf([bitcoin(), elsewhere]);
    expect(rows.map(brief)).toEqual([[{ by: 'symbol', symbol: 'BTC/USDT', bookId: null }, 7, '134']]); // 129 + 5
  });

  test('of sides have streaks of their own', async () => {
    const rows = await rowsBy('side');
    expect(rows.map(brief)).toEqual([
      [{ by: 'side', side: 'long' }, 6, '129'],
      [{ by: 'side', side: 'short' }, 2, '-2'],
    ]);
    const streaks = ({ longestWinStreak, longestLossStreak }: PerformanceFigures) => [
      longestWinStreak,
      longestLossStreak,
    ];
    expect(rows.map(streaks)).toEqual([
      [1, 1], // 9, 0, −10, 30, 0, 100
      [1, 1], // 4, −6
    ]);
  });

  test('of weeks begin on Monday, the newest first', async () => {
    const week = (day: number) => ({ by: 'week', fromMs: ms(day), toMs: ms(day + 7) });
    expect((await rowsBy('week')).map(brief)).toEqual([
      [week(28), 2, '100'], // 29 January to 4 February
      [week(7), 2, '24'],
      [week(0), 4, '3'], // 9 + 4 + 0 − 10: Sunday's last instant is in it
    ]);
  });

  test('of days, months and years are those of UTC', async () => {
    expect((await rowsBy('day')).map(({ net }) => net)).toEqual(['100', '24', '-10', '0', '13']);
    const month = (from: number, to: number) => ({ by: 'month', fromMs: ms(from), toMs: ms(to) });
    expect((await rowsBy('month')).map(brief)).toEqual([
      [month(31, 60), 2, '100'], // February 2024 had 29 days
      [month(0, 31), 6, '27'],
    ]);
    expect((await rowsBy('year')).map(brief)).toEqual([[{ by: 'year', fromMs: ms(0), toMs: ms(366) }, 8, '127']]);
  });

  test('of hours and weekdays come in order', async () => {
    expect((await rowsBy('hour')).map(({ group }) => group)).toEqual(
      [0, 1, 3, 12, 23].map((hour) => ({ by: 'hour', hour })),
    );
    const weekdays = await rowsBy('weekday');
    expect(weekdays.map(brief)[0]).toEqual([{ by: 'weekday', weekday: 0 }, 4, '37']);
    expect(weekdays[0]).toMatchObject({ longestWinStreak: 2, longestLossStreak: 1 }); // 9, 4, −6, 30
  });
});

describe('filters', () => {
  test('of time take the first instant and leave the last', async () => {
    const within = async (fromMs: number | null, toMs: number | null) => {
      const { total } = await pageOf(both(), { fromMs, toMs });
      return [total.trades, total.net];
    };
    expect(await within(ms(7), ms(31))).toEqual([2, '24']);
    expect(await within(null, ms(7))).toEqual([4, '3']); // 9 + 4 + 0 − 10
    expect(await within(ms(7), null)).toEqual([4, '124']); // 30 − 6 + 0 + 100
    expect(await within(ms(8), ms(8))).toEqual([0, '0']);
  });

  test('of a short time are shown by the hour', async () => {
    const { curve } = await pageOf(both(), { fromMs: ms(0), toMs: ms(1) });
    expect(curve).toEqual({
      step: 'hour',
      points: [
        { startMs: ms(0) + 3_600_000, trades: 1, net: '9', cumulative: '9' },
        { startMs: ms(0) + 3 * 3_600_000, trades: 1, net: '4', cumulative: '13' },
      ],
    });
  });

  test('of account, exchange, symbol and side leave what they name', async () => {
    const nets = await Promise.all(
      [
        { accountId: 'a' },
        { exchangeId: 'exchange:bitget.....' },
        { symbolId: 'symbol:BTC/USDT.....' },
        { side: 'short' as const },
        { side: 'long' as const },
        { accountId: 'a', side: 'short' as const },
      ].map(async (query) => (await pageOf(both(), query)).total.net),
    );
    expect(nets).toEqual(['129', '-2', '129', '-2', '129', '0']);
  });

  test('have opaque ids to choose from', async () => {
    const { symbols, exchanges } = await pageOf(both(), { accountId: 'b' });
    expect(symbols).toEqual([{ id: 'symbol:ETH/USDC.....', symbol: 'ETH/USDC' }]);
    expect(exchanges.map(({ exchange }) => exchange)).toEqual(['binance', 'bitget']);
  });
});

describe('round trips', () => {
  test('count as one trade each, without what was never bought', async () => {
    const { total, basis } = await pageOf(both(), { basis: 'trips' });
    expect(basis).toBe('trips');
    // BTC: 110 + 100 + 90 + 130 + 600 − 1,000 − 1 = 29; ETH: 20 − 8 − 13 = −1 USDC = −2
    expect(total).toMatchObject({ trades: 2, wins: 1, losses: 1, unmatched: 0, gross: '28', fees: '1', net: '27' });
  });
});

describe('what is not known', () => {
  const noPrice = { ...world, prices: new Map() };

  test('a quote without a price is in no amount, and its trades still count', async () => {
    const { total, sums } = await pageOf(both(), {}, noPrice);
    expect(total).toMatchObject({
      ...{ trades: 8, wins: 4, winRate: '0.5', longestLossStreak: 2 },
      ...{ unpriced: ['USDC'], priced: { trades: 6, wins: 3, losses: 1 } },
      ...{ net: '129', expectancy: '21.5' }, // 129 ÷ 6
    });
    expect(sums.net).toMatchObject({ amount: '129', missingCount: 1, partCount: 2 });
    expect(sums.net.missing).toMatchObject([
      { accountId: 'b', asset: 'USDC', failure: { reason: 'price-missing', subject: 'USDC' } },
    ]);
  });

  test('nothing that has a price has no amount', async () => {
    const { total, sums, rows, hours } = await pageOf([ether()], {}, noPrice);
    expect(total).toMatchObject({ trades: 2, net: null, gross: null, expectancy: null, winRate: '0.5' });
    expect(sums.net.amount).toBe('0'); // account a has made a known nothing
    expect(rows[0]?.net).toBeNull();
    expect(hours[3]).toEqual({ at: 3, trades: 1, wins: 1, net: null });
  });

  test('an account whose history is not whole makes the sums partial, with the reason', async () => {
    const failure = { reason: 'history-incomplete', subject: 'BTC/USDT' } as const;
    const accounts = world.accounts.map((one, index) => (index === 0 ? { ...one, failures: [failure] } : one));
    const { sums, caveats } = await pageOf(both(), {}, { ...world, accounts });
    expect(sums.net).toMatchObject({ amount: '127', missing: [{ accountId: 'a', failure }], missingCount: 1 });
    expect(caveats).toEqual([{ accountId: 'a', accountLabel: 'label a', failure }]);
    const ofOther = await pageOf(both(), { accountId: 'b' }, { ...world, accounts });
    expect([ofOther.sums.net.missing, ofOther.caveats]).toEqual([[], []]); // it does not rest on account a
  });

  test('fees in a coin without a rate stand apart', async () => {
    const paid = entryOf('a', 'BTC/USDT', [
      buy('1', { at: '10', us: at(0, '00:00:00'), fee: '0.1 BNB' }),
      sell('1', { at: '12', us: at(1, '00:00:00'), fee: '0.2 BNB' }),
    ]);
    expect((await pageOf([paid])).unconvertedFees).toEqual([{ currency: 'BNB', amount: '0.3' }]);
    const later = await pageOf([paid], { fromMs: ms(1) });
    expect(later.unconvertedFees).toEqual([{ currency: 'BNB', amount: '0.2' }]); // of the fills of these days
    expect((await pageOf([paid], { fromMs: ms(1), basis: 'trips' })).unconvertedFees).toEqual([
      { currency: 'BNB', amount: '0.3' }, // the whole trip's
    ]);
  });

  test('under average cost a closing has no opening fill, and is still no oversold one', async () => {
    const averaged = entryOf(
      'a',
      'BTC/USDT',
      [
        buy('1', { at: '10', us: at(0, '00:00:00') }),
        buy('1', { at: '20', us: at(0, '01:00:00') }),
        sell('1', { at: '16', us: at(0, '02:00:00') }), // at an average of 15
      ],
      { method: 'average' },
    );
    const { total, methods } = await pageOf([averaged]);
    expect(methods).toEqual(['average']);
    expect(total).toMatchObject({ net: '1', unmatched: 0, held: 1, averageHoldMs: String(2 * 3_600_000) });
  });
});

/** A clock that makes others have their turn at every look. */
const impatient = () => {
  let now = 0;
  return () => {
    now += 20;
    return now;
  };
};

describe('a query that takes long', () => {
  test('is given up where the same view asks another, and not where another view does', async () => {
    const performance = performanceOf(both(), impatient());
    const [first, second, elsewhere] = await Promise.all([
      performance.ask(everything, () => world),
      performance.ask({ ...everything, side: 'short' }, () => world),
      performance.ask({ ...everything, viewId: 'other' }, () => world),
    ]);
    expect(first).toBeNull();
    expect([second?.total.net, elsewhere?.total.net]).toEqual(['-2', '127']);
  });

  test('that is asked again meanwhile is answered first as it was, then with what has come since', async () => {
    const growing = bitcoin();
    const performance = performanceOf([ether(), growing], impatient());
    const first = performance.ask(everything, () => world);
    const again = [performance.ask(everything, () => world), performance.ask(everything, () => world)];
    expect((await first)?.total.net).toBe('127');
    grow(growing, [
      buy('1', { at: '1', us: at(40, '00:00:00'), id: '900' }),
      sell('1', { at: '3', us: at(41, '00:00:00'), id: '901' }),
    ]);
    const [second, third] = await Promise.all(again);
    expect(second?.total.net).toBe('129'); // 127 + 2
    expect(third).toBe(second);
  });

  test('is answered though a book changes at every turn of others', async () => {
    const restless = bitcoin();
    const now = impatient();
    const performance = performanceOf([restless], () => {
      restless.version += 1;
      return now();
    });
    expect((await performance.ask(everything, () => world))?.total.net).toBe('129');
  });

  test('reads a book anew that changes meanwhile, so that each of its trades counts once', async () => {
    const growing = bitcoin();
    let looks = 0;
    const performance = performanceOf([growing, ether()], () => {
      looks += 1;
      if (looks === 3) {
        // an older sale moves the places of all that were read
        grow(growing, [sell('1', { at: '105', us: at(0, '00:30:00'), id: '900' })]);
      }
      return looks * 20;
    });
    const page = await performance.ask(everything, () => world);
    expect(looks).toBeGreaterThan(3);
    // one more of the 10 was sold early, at 5: of the last 7 sold 5 were bought and 2 never; 127 + 5 + 100
    expect(page?.total).toMatchObject({ trades: 9, net: '232' });
  });

  test('is answered anew once a book has changed', async () => {
    const growing = bitcoin();
    const performance = performanceOf([growing]);
    expect((await performance.ask(everything, () => world))?.total.net).toBe('129');
    grow(growing, [
      buy('1', { at: '1', us: at(40, '00:00:00'), id: '900' }),
      sell('1', { at: '3', us: at(41, '00:00:00'), id: '901' }),
    ]);
    expect((await performance.ask(everything, () => world))?.total.net).toBe('131'); // 129 + 2
  });

  test('reads only the books that have changed, and comes to what all of them read anew do', async () => {
    const growing = bitcoin();
    const still = entryOf('b', 'SOL/USDT', [
      buy('1', { at: '10', us: at(0, '01:00:00') }),
      sell('1', { at: '17', us: at(0, '01:45:00') }),
    ]);
    const entries = [growing, ether(), still];
    const read = new Set<string>();
    for (const { book } of entries) {
      const { closings } = book;
      Object.assign(book, {
        closings: (from: number, count: number) => {
          if (count > 1) read.add(book.key.symbol); // one alone is looked up for its id
          return closings(from, count);
        },
      });
    }
    const performance = performanceOf(entries);
    await performance.ask(everything, () => world);
    grow(still, [
      buy('2', { at: '1', us: at(40, '00:00:00'), id: '900' }),
      sell('2', { at: '3', us: at(41, '00:00:00'), id: '901' }),
    ]);
    grow(growing, [
      buy('1', { at: '1', us: at(40, '00:00:00'), id: '900' }),
      sell('1', { at: '3', us: at(41, '00:00:00'), id: '901' }),
    ]);
    read.clear();
    expect(await performance.ask(everything, () => world)).toEqual(await pageOf(entries));
    const page = await performance.ask(everything, () => world);
    expect(page?.total.net).toBe('140'); // 127 + 7 + 2 × 2 + 2
    read.clear();
    grow(growing, [sell('1', { at: '4', us: at(42, '00:00:00'), id: '902' })]);
    const last = await performance.ask(everything, () => world);
    expect(read).toEqual(new Set(['BTC/USDT']));
    expect(last).toEqual(await pageOf(entries));
  });

  test('reads all books under another filter, and each by its method', async () => {
    const entries = both();
    const performance = performanceOf(entries);
    await performance.ask(everything, () => world);
    const short = { ...everything, side: 'short' } as const;
    expect((await performance.ask(short, () => world))?.total.net).toBe('-2');
    expect((await performance.ask(everything, () => world))?.total.net).toBe('127');
    for (const { book } of entries) {
      book.prepare('lifo', Number.POSITIVE_INFINITY);
      book.takePrepared();
    }
    expect(await performance.ask(everything, () => world)).toEqual(await pageOf(entries));
  });
});
