/** What a person at a terminal is told while the command works: reading, then computing and writing, method by method and book by book. */
import { expect, test } from 'vitest';
import { jsonLines, run } from './in-memory';

const fill = (id: number, base = 'BTC') => ({
  ...{ id: String(id), time: '2024-01-01T00:00:00Z', symbol: `${base}/USDT`, base, quote: 'USDT' },
  ...{ side: id % 2 === 0 ? ('buy' as const) : ('sell' as const), amount: '1', price: '100' },
});

const progressOf = async (args: readonly string[], content: string): Promise<readonly (string | null)[]> => {
  const { status, progress } = await run([...args, 'FILE'], { FILE: content });
  expect(status).toBe(0);
  return progress;
};

test('each method and book has its turn, and nothing is left standing', async () => {
  const told = await progressOf(['--method', 'all'], jsonLines([fill(0), fill(1), fill(2, 'ETH')]));
  const turnsOf = (method: string) => [
    `Computing ${method}: BTC/USDT (1 of 2), 0 of 2 fills`,
    `Writing ${method}: BTC/USDT (1 of 2), 0 of 1 rows`, // a closing or a trade
    `Computing ${method}: ETH/USDT (2 of 2), 0 of 1 fills`,
    `Writing ${method}: ETH/USDT (2 of 2), 0 of 1 rows`, // a lot, or an open trade
  ];
  const methods = ['fifo', 'lifo', 'hifo', 'lofo', 'average', 'roundtrip'];
  const steps = told.filter((line) => line !== null);
  expect([...new Set(steps)]).toEqual(methods.flatMap(turnsOf)); // a book that is filled anew says so once more
  expect(told.at(-1)).toBeNull();
});

test('a large book is told of by its lines, fills and rows', async () => {
  const many = jsonLines(Array.from({ length: 20_000 }, (_, id) => fill(id)));
  expect(await progressOf(['--method', 'roundtrip'], many)).toEqual([
    'Read 10,000 lines',
    'Read 20,000 lines',
    null,
    'Computing roundtrip: BTC/USDT (1 of 1), 0 of 20,000 fills',
    'Computing roundtrip: BTC/USDT (1 of 1), 10,000 of 20,000 fills',
    'Writing roundtrip: BTC/USDT (1 of 1), 0 of 10,000 rows', // a buy and a sell each
    'Writing roundtrip: BTC/USDT (1 of 1), 10,000 of 10,000 rows',
    null,
  ]);
});

test('the fills of a large book are counted once by each method of all', async () => {
  const told = await progressOf(['--method', 'all'], jsonLines(Array.from({ length: 20_000 }, (_, id) => fill(id))));
  const countsOf = (method: string) =>
    told.flatMap((line) => line?.match(`^Computing ${method}: .* ([0-9,]+) of 20,000 fills$`)?.[1] ?? []);
  const pages = ['0', '0', '5,000', '10,000', '15,000']; // as they are taken into a book of the method, and computed
  for (const method of ['lifo', 'average']) expect([method, ...countsOf(method)]).toEqual([method, ...pages]);
});

test('metrics say what they are over', async () => {
  const trade = { id: '1', openTime: '2024-01-01T00:00:00Z', closeTime: '2024-01-01T01:00:00Z', net: '1' };
  const text = JSON.stringify({ trades: [trade], equity: [{ date: '2024-01-01', equity: '1' }] });
  expect(await progressOf(['--metrics'], text)).toEqual([
    `Read ${text.length} bytes`,
    'Checking trades and days',
    'Computing the metrics of 1 trades and 1 days',
    null,
    null,
  ]);
});

test('a name from the file cannot write on the terminal', async () => {
  const told = await progressOf(['--method', 'fifo'], jsonLines([{ ...fill(0), account: 'a\u001b[2J' }]));
  expect(told).toContain('Computing fifo: a\\u001b[2J|BTC/USDT (1 of 1), 0 of 1 fills');
});
