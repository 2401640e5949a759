/** Fills of all accounts as one list, newest first, with filters and their totals. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FillsFilter, FillsPage } from '../../../../extension/engine/api/fills';
import { compareFills, type Fill } from '../../../../shared/ledger/fill';
import { type FillSketch, fillFrom, fillsWorld, noFilter, startMs } from './fills-world';

/** What tells rows apart in these tests: when, which side, how much. */
const shown = ({ rows }: FillsPage) =>
  rows.map(({ executedAtUs, side, quantity }) => `${executedAtUs} ${side} ${quantity}`);
const seconds = ({ rows }: FillsPage) => rows.map(({ executedAtUs }) => executedAtUs / 1e6 - startMs / 1e3);

async function symbolIdOf(world: Awaited<ReturnType<typeof fillsWorld>>, symbol: string): Promise<string> {
  const found = (await world.page()).symbols.find((one) => one.symbol === symbol);
  if (!found) throw new Error(`no ${symbol}`);
  return found.id;
}

describe('the list', () => {
  test('has the newest fill of all books first', async () => {
    const world = await fillsWorld();
    await world.add(
      { id: '1', at: 10 },
      { id: '2', at: 30 },
      { id: '1', at: 20, symbol: 'ETH/USDT' },
      { id: '1', at: 40, account: 'b' },
      { id: '2', at: 25, symbol: 'ETH/USDT' },
    );
    const page = await world.page();
    expect(seconds(page)).toEqual([40, 30, 25, 20, 10]);
    expect(page.totalCount).toBe(5);
    expect(page.symbols.map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT']);
  });

  test('orders fills of one instant as the ledger does: by id as a number, then buy before sell', async () => {
    const world = await fillsWorld();
    await world.add(
      { id: '9', at: 10, quantity: '9' },
      { id: '10', at: 10, quantity: '10' },
      { id: '10', at: 10, quantity: '10', side: 'sell' },
      { id: '11', at: 10, quantity: '11', symbol: 'ETH/USDT' },
    );
    // the ledger takes 9, 10 buy, 10 sell, 11; the list has the last first
    expect((await world.page()).rows.map(({ quantity, side }) => `${quantity} ${side}`)).toEqual([
      '11 buy',
      '10 sell',
      '10 buy',
      '9 buy',
    ]);
  });

  test('gives pages by offset and limit, and none beyond its end', async () => {
    const world = await fillsWorld();
    await world.add(...[1, 2, 3, 4, 5].map((n) => ({ id: String(n), at: n })));
    expect(seconds(await world.page({ offset: 1, limit: 2 }))).toEqual([4, 3]);
    expect(seconds(await world.page({ offset: 4, limit: 2 }))).toEqual([1]);
    expect(await world.page({ offset: 5, limit: 2 })).toMatchObject({ rows: [], totalCount: 5 });
    expect(seconds(await world.page({ offset: 0, limit: 0 }))).toEqual([5]);
  });

  test('tells of a fill what the exchange gave, the notional exactly, and no id of the exchange', async () => {
    const world = await fillsWorld();
    await world.add({ id: '700123', at: 1, quantity: '0.3', price: '0.1', fees: ['0.001 BTC', '0.02 BNB'] });
    const [row] = (await world.page()).rows;
    expect(row).toMatchObject({
      accountId: 'a',
      symbol: 'BTC/USDT',
      quantity: '0.3', // not what was left after the fee in base
      notional: '0.03', // 0.3 × 0.1
      fees: [
        { currency: 'BTC', amount: '0.001' },
        { currency: 'BNB', amount: '0.02' },
      ],
      liquidity: 'taker',
    });
    expect(JSON.stringify(row)).not.toContain('700123');
  });
});

describe('the filter', () => {
  const sketches: readonly FillSketch[] = [
    { id: '1', at: 10, side: 'buy', liquidity: 'maker' },
    { id: '2', at: 20, side: 'sell', liquidity: 'taker' },
    { id: '3', at: 30, side: 'buy', liquidity: null, symbol: 'ETH/USDT' },
    { id: '4', at: 40, side: 'sell', liquidity: 'maker', account: 'b' },
  ];

  test('narrows by account, side, liquidity and symbol; one symbol has one id at all accounts', async () => {
    const world = await fillsWorld();
    await world.add(...sketches);
    expect(seconds(await world.page({ accountId: 'b' }))).toEqual([40]);
    expect(seconds(await world.page({ side: 'sell' }))).toEqual([40, 20]);
    expect(seconds(await world.page({ liquidity: 'maker' }))).toEqual([40, 10]);
    expect(seconds(await world.page({ liquidity: 'unknown' }))).toEqual([30]);
    expect(seconds(await world.page({ side: 'buy', liquidity: 'taker' }))).toEqual([]);
    const symbolId = await symbolIdOf(world, 'BTC/USDT');
    expect(symbolId).not.toContain('BTC');
    expect(seconds(await world.page({ symbolId }))).toEqual([40, 20, 10]);
    expect(seconds(await world.page({ symbolId, accountId: 'a' }))).toEqual([20, 10]);
    expect((await world.page({ accountId: 'b' })).symbols).toEqual([{ id: symbolId, symbol: 'BTC/USDT' }]);
  });

  test('takes dates from the first instant to before the last', async () => {
    const world = await fillsWorld();
    await world.add(...sketches);
    const at = (second: number) => startMs + second * 1_000;
    expect(seconds(await world.page({ fromMs: at(20) }))).toEqual([40, 30, 20]);
    expect(seconds(await world.page({ toMs: at(30) }))).toEqual([20, 10]);
    expect(seconds(await world.page({ fromMs: at(20), toMs: at(40) }))).toEqual([30, 20]);
    expect(seconds(await world.page({ fromMs: at(30), toMs: at(30) }))).toEqual([]);
  });

  test('that names a symbol or an account which is not there leaves nothing', async () => {
    const world = await fillsWorld();
    await world.add(...sketches);
    expect(await world.page({ symbolId: 'no-such-id' })).toMatchObject({ rows: [], totalCount: 0 });
    expect(await world.page({ accountId: 'c' })).toMatchObject({ rows: [], totalCount: 0, symbols: [] });
  });
});

describe('the totals', () => {
  test('are bought and sold notional per quote and fees per coin, over every fill of the filter', async () => {
    const world = await fillsWorld();
    await world.add(
      { id: '1', at: 1, quantity: '0.5', price: '100', fees: ['0.05 USDT'] },
      { id: '2', at: 2, quantity: '0.1', price: '0.3', fees: ['0.0001 BTC', '0.01 BNB'] },
      { id: '3', at: 3, side: 'sell', quantity: '0.2', price: '120', fees: ['0.024 USDT'] },
      { id: '4', at: 4, symbol: 'ETH/BTC', quantity: '2', price: '0.05', fees: ['-0.0001 BTC'] },
    );
    const { totals } = await world.page({ limit: 1 });
    // USDT bought 0.5 × 100 + 0.1 × 0.3 = 50.03, sold 0.2 × 120 = 24; BTC bought 2 × 0.05 = 0.1
    expect(totals.perQuote).toEqual([
      { quote: 'BTC', bought: '0.1', sold: '0' },
      { quote: 'USDT', bought: '50.03', sold: '24' },
    ]);
    // BTC: 0.0001 paid and 0.0001 rebated make 0; USDT 0.05 + 0.024
    expect(totals.fees).toEqual([
      { currency: 'BNB', amount: '0.01' },
      { currency: 'USDT', amount: '0.074' },
    ]);
    expect(totals.ofSymbol).toBeNull();
  });

  test('of one symbol have its units and the average price of each side', async () => {
    const world = await fillsWorld();
    await world.add(
      { id: '1', at: 1, quantity: '1', price: '100', fees: ['0.001 BTC'] },
      { id: '2', at: 2, quantity: '3', price: '120', account: 'b' },
      { id: '3', at: 3, quantity: '2', price: '10', symbol: 'ETH/USDT' },
    );
    const { totals } = await world.page({ symbolId: await symbolIdOf(world, 'BTC/USDT') });
    // 1 × 100 + 3 × 120 = 460 over 4 units: 115
    expect(totals.ofSymbol).toEqual({
      symbol: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      bought: '4',
      sold: '0',
      averageBuy: '115',
      averageSell: null,
    });
  });

  test('of a filter that leaves nothing are empty', async () => {
    const world = await fillsWorld();
    expect((await world.page()).totals).toEqual({ perQuote: [], ofSymbol: null, fees: [] });
  });
});

describe('a change', () => {
  test('of the newest fills shows at once, in rows and totals', async () => {
    const world = await fillsWorld();
    await world.add({ id: '1', at: 10 });
    expect((await world.page()).totals.perQuote).toEqual([{ quote: 'USDT', bought: '100', sold: '0' }]);
    await world.add({ id: '2', at: 20, quantity: '0.5' });
    const page = await world.page();
    expect(seconds(page)).toEqual([20, 10]);
    expect(page.totals.perQuote).toEqual([{ quote: 'USDT', bought: '150', sold: '0' }]); // 100 + 0.5 × 100
  });

  test('by fills that are older than all others, or between them, or of a new symbol, shows in its place', async () => {
    const world = await fillsWorld();
    await world.add({ id: '5', at: 50 }, { id: '7', at: 70 });
    await world.page();
    await world.add({ id: '1', at: 10 }, { id: '6', at: 60 }, { id: '1', at: 55, symbol: 'ETH/USDT' });
    const page = await world.page();
    expect(seconds(page)).toEqual([70, 60, 55, 50, 10]);
    expect(page.totals.perQuote).toEqual([{ quote: 'USDT', bought: '500', sold: '0' }]);
    expect(seconds(await world.page({ fromMs: startMs + 55_000 }))).toEqual([70, 60, 55]);
  });

  test('of a row that the exchange corrected replaces it in rows and totals', async () => {
    const world = await fillsWorld();
    await world.add({ id: '1', at: 10, fees: ['0.1 USDT'] }, { id: '2', at: 20 });
    await world.page();
    await world.add({ id: '1', at: 10, price: '90', fees: ['0.09 USDT'], revision: 1 });
    const page = await world.page();
    expect(page.rows.map(({ price }) => price)).toEqual(['100', '90']);
    expect(page.totals.perQuote).toEqual([{ quote: 'USDT', bought: '190', sold: '0' }]);
    expect(page.totals.fees).toEqual([{ currency: 'USDT', amount: '0.09' }]);
  });

  test('that removes an account takes its fills out of rows, totals and symbols', async () => {
    const world = await fillsWorld();
    await world.add({ id: '1', at: 10 }, { id: '1', at: 20, account: 'b', symbol: 'ETH/USDT' });
    expect((await world.page()).totalCount).toBe(2);
    world.books.forget('b');
    const page = await world.page();
    expect(seconds(page)).toEqual([10]);
    expect(page.symbols.map(({ symbol }) => symbol)).toEqual(['BTC/USDT']);
    expect(page.totals.perQuote).toEqual([{ quote: 'USDT', bought: '100', sold: '0' }]);
  });

  test('of the fills while a list is being made leaves no list that is half old', async () => {
    const world = await fillsWorld();
    const many = Array.from({ length: 1_900 }, (_, n) => fillFrom({ id: String(n + 1), at: n * 2 }));
    await world.books.add('a', many);
    world.clock.stepMs = 30; // every look at the clock finds that others are due
    const first = world.page({ limit: 1 });
    while (world.clock.now < 90) await new Promise((resolve) => setTimeout(resolve)); // until it is at work
    await world.add({ id: '9001', at: 1 });
    const second = world.page({ limit: 1 });
    expect((await first).totalCount).toBe(1_900);
    expect((await second).totalCount).toBe(1_901);
    expect(seconds(await world.page({ offset: 1_898 }))).toEqual([2, 1, 0]);
  });
});

test('a fill that its book holds back is in the list when the book has taken it in, as in every other figure', async () => {
  const world = await fillsWorld();
  await world.books.add(
    'a',
    Array.from({ length: 2_500 }, (_, n) => fillFrom({ id: String(n + 2), at: n + 10 })),
  );
  await world.page();
  await world.add({ id: '1', at: 0 }); // 2,500 before the end: further back than 2,000
  expect((await world.page()).totalCount).toBe(2_500);
  await world.books.settle('a');
  const page = await world.page({ offset: 2_499 });
  expect(page.totalCount).toBe(2_501);
  expect(seconds(page)).toEqual([10, 0]);
  expect(page.totals.perQuote).toEqual([{ quote: 'USDT', bought: '250100', sold: '0' }]); // 2,501 × 100
});

const filters: readonly FillsFilter[] = [
  noFilter,
  { ...noFilter, accountId: 'a' },
  { ...noFilter, side: 'sell', liquidity: 'maker' },
  { ...noFilter, liquidity: 'unknown', fromMs: startMs + 3_000 },
  { ...noFilter, accountId: 'b', side: 'buy', fromMs: startMs + 2_000, toMs: startMs + 8_000 },
];

/** The plain way: every fill looked at, then sorted. */
const plainly = (fills: readonly Fill[], filter: FillsFilter): readonly string[] =>
  fills
    .filter(
      ({ account, side, liquidity, executedAtUs: us }) =>
        (filter.accountId === null || account === filter.accountId) &&
        (filter.side === null || side === filter.side) &&
        (filter.liquidity === null || (liquidity ?? 'unknown') === filter.liquidity) &&
        (filter.fromMs === null || us >= filter.fromMs * 1_000) &&
        (filter.toMs === null || us < filter.toMs * 1_000),
    )
    .sort((a, b) => compareFills(b, a))
    .map(({ executedAtUs, side, quantity }) => `${executedAtUs} ${side} ${quantity}`);

const drawn = fc.record({
  at: fc.integer({ min: 0, max: 9 }),
  account: fc.constantFrom('a', 'b'),
  symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT', 'ETH/BTC'),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  liquidity: fc.constantFrom('maker' as const, 'taker' as const, null),
});

test('pages of any size, put together, are what filtering and sorting gives, after every batch of fills', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(drawn, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      async (batches, limit) => {
        const world = await fillsWorld();
        world.clock.stepMs = 30;
        const all: Fill[] = [];
        for (const batch of batches) {
          for (const sketch of batch) {
            const fill = fillFrom({ ...sketch, id: String(all.length + 1), quantity: String(all.length + 1) });
            all.push(fill);
            await world.books.add(fill.account, [fill]);
          }
          for (const filter of filters) {
            const rows: string[] = [];
            const { totalCount } = await world.page({ ...filter, limit });
            for (let offset = 0; offset < totalCount; offset += limit)
              rows.push(...shown(await world.page({ ...filter, offset, limit })));
            expect(rows).toEqual(plainly(all, filter));
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});

describe('one fill', () => {
  test('opens to the ids of the exchange, its fees with what they count for, and what it closed', async () => {
    const world = await fillsWorld();
    await world.add(
      { id: '501', at: 1, quantity: '1', price: '100', fees: ['0.1 USDT'] },
      { id: '502', at: 2, side: 'sell', quantity: '0.4', price: '130', fees: ['0.052 USDT', '0.01 BNB'] },
    );
    const { rows } = await world.page();
    const detail = await world.fills.detail(rows[0]?.id ?? '');
    expect(detail).toMatchObject({
      fillId: '502',
      orderId: 'order-502',
      exchange: 'binance',
      revision: 0,
      raw: null,
      fees: [
        { currency: 'USDT', amount: '0.052', rate: null, counted: true },
        { currency: 'BNB', amount: '0.01', rate: null, counted: false },
      ],
    });
    // 0.4 × (130 − 100) = 12 gross; fees 0.4 × 0.1 + 0.052 = 0.092; net 11.908
    expect(detail?.effect).toMatchObject({
      closingCount: 1,
      realized: { gross: '12', fees: '0.092', net: '11.908' },
      unmatched: null,
      lot: null,
    });
    expect(detail?.effect.closings).toEqual([
      {
        opened: { id: rows[1]?.id, at: startMs + 1_000, price: '100' },
        direction: 'long',
        quantity: '0.4',
        gross: '12',
        fees: '0.092',
        net: '11.908',
      },
    ]);
    const bought = await world.fills.detail(rows[1]?.id ?? '');
    expect(bought?.effect).toMatchObject({
      realized: null,
      lot: { direction: 'long', opened: '1', open: '0.6' },
      trades: [{ state: 'open' }],
    });
  });

  test('leads to the trade it stands in, closed or still open', async () => {
    const world = await fillsWorld();
    await world.add({ id: '1', at: 1 }, { id: '2', at: 2, side: 'sell' }, { id: '3', at: 3 });
    const { rows } = await world.page();
    const tradesOf = async (place: number) => (await world.fills.detail(rows[place]?.id ?? ''))?.effect.trades ?? [];
    const [open] = await tradesOf(0);
    const [closed] = await tradesOf(1);
    expect([open?.state, closed?.state]).toEqual(['open', 'closed']);
    expect(await tradesOf(2)).toEqual([closed]);
    expect(world.trades.detail(open?.id ?? '')).toMatchObject({ fills: [{ id: '3' }] });
    expect(world.trades.detail(closed?.id ?? '')).toMatchObject({ fills: [{ id: '1' }, { id: '2' }] });
  });

  test('keeps its id when others come before it, and when the exchange corrects it', async () => {
    const world = await fillsWorld();
    await world.add({ id: '5', at: 50, quantity: '5' });
    const [row] = (await world.page()).rows;
    await world.add({ id: '1', at: 10 }, { id: '2', at: 20 }, { id: '3', at: 30 }, { id: '9', at: 90 });
    expect(await world.fills.detail(row?.id ?? '')).toMatchObject({ fillId: '5', quantity: '5' });
    const later = (await world.page()).rows[1]; // now behind three others
    await world.add({ id: '5', at: 5, quantity: '4', revision: 1 }); // and now the first of all
    for (const id of [row?.id ?? '', later?.id ?? ''])
      expect(await world.fills.detail(id)).toMatchObject({ fillId: '5', quantity: '4', revision: 1 });
  });

  test('that is not stored is null, however its id is wrong', async () => {
    const world = await fillsWorld();
    await world.add({ id: '1', at: 10 });
    const id = (await world.page()).rows[0]?.id ?? '';
    for (const wrong of ['', 'x', `${id}0`, id.replace(/\.0\./, '.7.').slice(0, -1), 'nobook.0.00', '...'])
      expect(await world.fills.detail(wrong)).toBeNull();
  });

  test('that was bought and sold by the trader on both sides is two fills with an id each', async () => {
    const world = await fillsWorld();
    await world.add({ id: '1', at: 10 }, { id: '1', at: 10, side: 'sell' });
    const { rows } = await world.page();
    expect(new Set(rows.map(({ id }) => id.split('.')[2])).size).toBe(2);
    expect((await world.fills.detail(rows[0]?.id ?? ''))?.side).toBe('sell');
    expect((await world.fills.detail(rows[1]?.id ?? ''))?.side).toBe('buy');
  });
});
