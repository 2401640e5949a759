/** Whatever is no fill ends the run: status 2, one line that names file, line and field, and nothing on standard output. */
import { describe, expect, test } from 'vitest';
import { run } from './in-memory';

const fill = {
  id: '1',
  time: '2024-01-01T00:00:00Z',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  side: 'buy',
  amount: '0.5',
  price: '43000',
};
const good = JSON.stringify(fill);

/** The one line that two lines of a file end in, with nothing printed. */
async function refusalOf(text: string | Uint8Array): Promise<string> {
  const { status, out, err } = await run(['--method', 'fifo', 'FILLS.jsonl'], { 'FILLS.jsonl': text });
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(/^[^\n]+\n$/);
  return err.trimEnd();
}

const withLine = (line: string): Promise<string> => refusalOf(`${good}\n${line}\n`);
const withFields = (changes: object): Promise<string> => withLine(JSON.stringify({ ...fill, id: '2', ...changes }));

describe('a line that is no JSON object', () => {
  test.each(['{"id":"2",', 'NaN', '[]', '"text"', 'null', '7', '{"id":"2"} {"id":"3"}', '\u0000'])(
    '%s',
    async (line) => {
      expect(await withLine(line)).toBe('report: FILLS.jsonl:2: (line): not a JSON object');
    },
  );

  test('or no UTF-8', async () => {
    expect(await refusalOf(new Uint8Array([0x7b, 0xff, 0x7d]))).toBe('report: FILLS.jsonl:1: (line): not UTF-8');
  });

  test('counts blank lines', async () => {
    expect(await refusalOf(`\n\n${good}\r\n  \nx`)).toBe('report: FILLS.jsonl:5: (line): not a JSON object');
  });
});

describe('a field', () => {
  test.each(['id', 'time', 'symbol', 'base', 'quote', 'side', 'amount', 'price'])(
    '%s that is missing',
    async (field) => {
      expect(await withFields({ [field]: undefined })).toBe(`report: FILLS.jsonl:2: ${field}: missing`);
    },
  );

  const decimals = 'more than 18 decimals';
  const form = 'not a plain decimal';
  const cases: readonly [string, unknown, string, string?][] = [
    ['id', 7, 'not a text'],
    ['id', '', 'empty'],
    ['time', '2024-02-30T00:00:00Z', 'not an ISO 8601 instant with a zone'],
    ['time', '2024-01-01T00:00:00', 'not an ISO 8601 instant with a zone'],
    ['time', 'yesterday', 'not an ISO 8601 instant with a zone'],
    ['time', 1_704_067_200_000, 'not a text'],
    ['time', '9999-01-01T00:00:00Z', 'not between the years 1684 and 2255'],
    ['side', 'long', 'not buy or sell'],
    ['side', 'BUY', 'not buy or sell'],
    ['market', 'futures', 'not spot, margin or perp'],
    ['amount', '0', 'not above 0'],
    ['amount', '0.000', 'not above 0'],
    ['amount', '-0.5', 'below 0'],
    ['amount', 0.5, 'not a text'],
    ['amount', '1e-3', form],
    ['amount', 'NaN', form],
    ['amount', 'Infinity', form],
    ['amount', '', form],
    ['amount', ' 1', form],
    ['amount', '+1', form],
    ['amount', '1,000', form],
    ['amount', '0x10', form],
    ['amount', '0.0000000000000000001', decimals],
    ['price', '-1', 'below 0'],
    ['price', null, 'not a text'],
    ['price', '1.0000000000000000001', decimals],
    ['fee', { currency: 'BNB' }, 'missing', 'fee.amount'],
    ['fee', { amount: '1' }, 'missing', 'fee.currency'],
    ['fee', { currency: 'BNB', amount: '1', rate: '-3' }, 'below 0', 'fee.rate'],
    ['fee', { currency: 'BNB', amount: 1 }, 'not a text', 'fee.amount'],
    ['fee', [{ currency: 'BNB', amount: '1' }, { currency: 'BNB' }], 'missing', 'fee[1].amount'],
    ['fee', { currency: 'BTC', amount: '0.5' }, 'in the base coin, leaves nothing of the fill'],
    [
      'fee',
      [
        { currency: 'BTC', amount: '0.3' },
        { currency: 'BTC', amount: '0.2' },
      ],
      'in the base coin, leaves nothing of the fill',
    ],
    ['base', 'ETH', 'does not agree with base, quote and market', 'symbol'],
    ['market', 'perp', 'does not agree with base, quote and market', 'symbol'],
    ['market', 'margin', 'not that of line 1, which has the same symbol'],
    ['liquidity', 'none', 'not maker or taker'],
  ];
  test.each(cases)('%s: %j', async (field, value, problem, named = field) => {
    expect(await withFields({ [field]: value })).toBe(`report: FILLS.jsonl:2: ${named}: ${problem}`);
  });
});

describe('the same identity with other content', () => {
  const fields: readonly [string, unknown, string][] = [
    ['amount', '0.6', 'amount'],
    ['price', '43000.1', 'price'],
    ['time', '2024-01-01T00:00:00.000001Z', 'time'],
    ['orderId', '9', 'orderId'],
    ['liquidity', 'maker', 'liquidity'],
    ['fee', { currency: 'USDT', amount: '1' }, 'fee'],
  ];
  test.each(fields)('in %s names both lines', async (field, value, named) => {
    const other = JSON.stringify({ ...fill, id: '7' });
    const refusal = await refusalOf([good, other, JSON.stringify({ ...fill, [field]: value })].join('\n'));
    expect(refusal).toBe(`report: FILLS.jsonl:3: ${named}: differs from the same fill in line 1`);
  });

  test('is another fill where exchange, account, symbol, id or side differ', async () => {
    const others = [
      { exchange: 'gate' },
      { account: 'main' },
      { symbol: 'BTC/EUR', quote: 'EUR' },
      { id: '01' },
      { side: 'sell' },
    ];
    const text = [{}, ...others].map((change) => JSON.stringify({ ...fill, price: '1', ...change })).join('\n');
    const { status, out } = await run(['--method', 'fifo', '-'], { '-': text });
    expect(status).toBe(0);
    expect(Object.values(JSON.parse(out).symbols).map((book) => (book as { fills: number }).fills)).toEqual([1, 4, 1]);
  });

  test('is none where numbers are written otherwise, or fees in another order', async () => {
    const fee = [
      { currency: 'BNB', amount: '1' },
      { currency: 'GT', amount: '2.50' },
    ];
    const same = { ...fill, amount: '00.500', price: '43000.0', market: 'spot', fee: fee.toReversed() };
    const text = [{ ...fill, fee }, same].map((line) => JSON.stringify(line)).join('\n');
    const { status, out } = await run(['--method', 'fifo', '-'], { '-': text });
    expect([status, JSON.parse(out).symbols['BTC/USDT'].fills]).toEqual([0, 1]);
  });
});

test('one fill at one instant, with its time in two texts, is told by the same one whatever comes first', async () => {
  const texts = ['2024-01-01T00:00:00Z', '2024-01-01T01:00:00+01:00', '2024-01-01T00:00:00.000Z'];
  const timeOf = async (times: readonly string[]) => {
    const text = times.map((time) => JSON.stringify({ ...fill, time })).join('\n');
    const { out } = await run(['--method', 'fifo', '-'], { '-': text });
    return JSON.parse(out).symbols['BTC/USDT'].open[0].time;
  };
  for (const times of [texts, texts.toReversed(), [...texts.slice(1), ...texts]])
    expect(await timeOf(times)).toBe('2024-01-01T00:00:00.000Z');
});

test('two books whose names would read alike are not mixed', async () => {
  const text = [
    { ...fill, symbol: 'a|BTC/USDT', base: 'a|BTC' },
    { ...fill, account: 'a' },
  ].map((line) => JSON.stringify(line));
  expect(await refusalOf(text.join('\n'))).toBe(
    'report: FILLS.jsonl:2: account: with its symbol reads like those of line 1',
  );
});

test('the last of many lines is found before anything is printed', async () => {
  const lines = Array.from({ length: 5000 }, (_, index) => JSON.stringify({ ...fill, id: String(index) }));
  expect(await refusalOf([...lines, '{}'].join('\n'))).toBe('report: FILLS.jsonl:5001: id: missing');
});

describe('the rate of a fill of another quote in a pool', () => {
  const inEuro = { ...fill, id: '2', symbol: 'BTC/EUR', quote: 'EUR' };
  const pooled = (...lines: readonly object[]) =>
    run(['--method', 'all', '--pool', 'USDT', '-'], {
      '-': [fill, ...lines].map((line) => JSON.stringify(line)).join('\n'),
    });

  test.each<[string, unknown, string]>([
    ['missing', undefined, 'missing'],
    ['null', null, 'not a text'],
    ['a number', 1.1, 'not a text'],
    ['no decimal', '1e3', 'not a plain decimal'],
    ['of too many decimals', `1.${'0'.repeat(18)}1`, 'more than 18 decimals'],
    ['0', '0.00', 'not above 0'],
    ['negative', '-1', 'below 0'],
  ])('that is %s', async (_, quoteRate, problem) => {
    const { status, out, err } = await pooled({ ...inEuro, quoteRate });
    expect([status, out, err]).toEqual([2, '', `report: (standard input):2: quoteRate: ${problem}\n`]);
  });

  test('that differs from the same fill in another line', async () => {
    const { status, out, err } = await pooled({ ...inEuro, quoteRate: '1.1' }, { ...inEuro, quoteRate: '1.2' });
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe('report: (standard input):3: quoteRate: differs from the same fill in line 2\n');
  });

  test('is not needed in the currency of the pool, nor by perp and margin, nor without a pool', async () => {
    const perp = { ...inEuro, id: '3', symbol: 'BTC/EUR:EUR', market: 'perp' };
    expect((await pooled(perp, { ...perp, id: '4', symbol: 'BTC/EUR', market: 'margin' })).status).toBe(0);
    const without = { ...inEuro, quoteRate: 'whatever' };
    expect((await run(['--method', 'fifo', '-'], { '-': JSON.stringify(without) })).status).toBe(0);
  });
});

describe('arguments', () => {
  const methods = 'fifo, lifo, hifo, lofo, average, roundtrip';
  const cases: readonly [string, readonly string[], string][] = [
    ['none', [], `--method is missing: ${methods} or all`],
    ['no method', ['FILLS.jsonl'], `--method is missing: ${methods} or all`],
    ['a method without a name', ['--method'], '--method needs a value'],
    ['an unknown method', ['--method', 'FIFO', 'FILLS.jsonl'], `--method takes ${methods} or all, not "FIFO"`],
    ['no file', ['--method', 'fifo'], 'a file of fills is missing; - is standard input'],
    ['two files', ['--method', 'fifo', 'a', 'b'], 'one file, not b too'],
    ['two methods', ['--method', 'fifo', '--method=lifo', 'a'], 'one --method or one --metrics, not more'],
    ['a method and metrics', ['--method', 'fifo', '--metrics', 'a'], 'one --method or one --metrics, not more'],
    ['metrics and a file', ['--metrics', 'a', 'b'], '--metrics takes one file, not b too'],
    ['a pool without a currency', ['--method', 'fifo', 'a', '--pool'], '--pool needs a value'],
    ['two pools', ['--method', 'fifo', '--pool', 'USDT', '--pool=EUR', 'a'], 'one --pool, not more'],
    ['metrics of pools', ['--metrics', 'a', '--pool', 'USDT'], '--pool is for reports of fills, not for --metrics'],
    ['an unknown option', ['--mehtod', 'fifo', 'a'], '--mehtod is not understood; --help tells what is'],
    ['a file that is not there', ['--method', 'fifo', 'none.jsonl'], 'none.jsonl: no such file'],
    ['a line end in a name', ['--method', 'fifo', 'a\nb'], 'a\\nb: no such file'],
  ];
  test.each(cases)('%s', async (_, args, problem) => {
    expect(await run(args)).toMatchObject({ status: 2, out: '', err: `report: ${problem}\n` });
  });

  test('--method=NAME, and a file whose name begins with a hyphen after --', async () => {
    const { status, out } = await run(['--method=lifo', '--', '-x'], { '-x': good });
    expect([status, JSON.parse(out).method]).toEqual([0, 'lifo']);
  });

  test('--help explains, whatever else is there', async () => {
    const { status, out, err } = await run(['--nonsense', '--help']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('--method METHOD');
    expect(out).toContain('docs/report.md');
  });
});

test('a byte order mark before the first line is passed over', async () => {
  expect((await run(['--method', 'fifo', '-'], { '-': `\uFEFF${good}` })).status).toBe(0);
});

test('U+2028 inside a text does not end a line', async () => {
  const { status } = await run(['--method', 'fifo', '-'], { '-': `{"note":"\u2028",${good.slice(1)}` });
  expect(status).toBe(0);
});

test('a report of many rows is written in pieces, and no more of them once nobody reads', async () => {
  const lines = Array.from({ length: 2000 }, (_, index) =>
    JSON.stringify({ ...fill, id: String(index), side: index % 2 === 0 ? 'buy' : 'sell' }),
  );
  const files = { '-': lines.join('\n') };
  const whole = await run(['--method', 'fifo', '-'], files);
  expect(whole.writes).toBeGreaterThan(2);
  expect(JSON.parse(whole.out).symbols['BTC/USDT'].closings).toHaveLength(1000);
  const cut = await run(['--method', 'fifo', '-'], files, { reads: 1 });
  expect(cut).toMatchObject({ status: 0, writes: 1, err: '' });
});
