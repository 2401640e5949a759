/** For any history and every method, what the command prints is what a slow ledger of fractions says, text for text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportMethods } from '../../../../shared/report/methods';
import type { FillLine } from '../ledger/rational-ledger';
import { rationalReport } from '../ledger/rational-report';
import { jsonLines, printed, run } from './in-memory';

/** A decimal of so many thousandths, written in one of several ways. */
const decimalOf = (thousandths: number, written: number): string => {
  const sign = thousandths < 0 ? '-' : '';
  const digits = String(Math.abs(thousandths)).padStart(4, '0');
  const [whole, fraction] = [digits.slice(0, -3), digits.slice(-3)];
  return `${sign}${written === 1 ? '0' : ''}${whole}.${fraction}${written === 2 ? '0'.repeat(18) : ''}`;
};
const written = fc.integer({ min: 0, max: 5 });
const decimal = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), written).map((drawn) => decimalOf(...drawn));

/** Of 18 decimals that count, and as large as no exchange gives them. */
const odd = fc
  .bigInt({ min: 10n ** 18n, max: 10n ** 20n })
  .map((n) => `${n / 10n ** 18n}.${String(n % 10n ** 18n).padStart(18, '0')}`);
const huge = fc.bigInt({ min: 10n ** 24n, max: 10n ** 26n }).map((n) => `${n}.000000000000000001`);

const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 6 }).map((n) => decimalOf(n * 500, 0)) }, // meets zero often
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: huge },
);
const price = fc.oneof(
  { weight: 4, arbitrary: decimal(0, 9000) },
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: huge },
);

const feeAmount = decimal(-30, 90); // below every amount
const fee = (base: string, quote: string) =>
  fc.oneof(
    fc.record({ currency: fc.constantFrom(base, quote, 'BNB', 'GT'), amount: feeAmount }),
    fc.record({ currency: fc.constantFrom('GT', 'BNB', base, quote), amount: feeAmount, rate: price }),
  );
const fees = (base: string, quote: string) =>
  fc.oneof(
    fc.constant({}),
    fc.constant({ fee: null }),
    fee(base, quote).map((one) => ({ fee: one })),
    fc.array(fee(base, quote), { maxLength: 3 }).map((list) => ({ fee: list })),
  );

/** A few instants a microsecond apart, each in several texts. */
const time = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3 })).map(([us, form]) => {
  const micros = String(us).padStart(6, '0');
  if (form === 0) return `2024-02-29T23:30:00.${micros}Z`;
  if (form === 1) return `2024-03-01T00:30:00.${micros}+01:00`;
  if (form === 2) return `2024-02-29T18:00:00.${micros}-05:30`;
  return `2024-02-29T23:30:00.00${us % 10}Z`;
});

const books = [
  { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT' },
  { account: 'main', exchange: 'gate', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', market: 'margin' },
  { account: 'main', symbol: 'ETH/USDT:USDT', base: 'ETH', quote: 'USDT', market: 'perp' },
  { account: 'side', symbol: 'ETH/BTC', base: 'ETH', quote: 'BTC', market: 'spot' },
] as const;

const fillOf = (book: (typeof books)[number]) =>
  fc
    .record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      amount,
      price,
      time,
      more: fees(book.base, book.quote),
    })
    .map(({ more, ...own }) => ({ ...book, ...own, ...more }));

/** Ids as numbers, with a leading zero, beyond 2^63, and as words. */
const idOf = (index: number, luck: number): string => {
  const prefixes = ['x', 'x', '0', '99999999999999999999'];
  return `${prefixes[luck] ?? ''}${index}`;
};

/** Most fills are of one book, so that it grows; some ids are on both sides, and some fills are another exchange's. */
const historyOf = (minLength: number, maxLength: number): fc.Arbitrary<readonly FillLine[]> =>
  fc.constantFrom(...books).chain((main) => {
    const any = fc.oneof(
      { weight: 5, arbitrary: fillOf(main) },
      { weight: 1, arbitrary: fc.constantFrom(...books).chain(fillOf) },
    );
    return fc.array(fc.tuple(any, fc.integer({ min: 0, max: 11 })), { minLength, maxLength }).map((rows) =>
      rows.flatMap(([fill, luck], index) => {
        const own = { ...fill, id: idOf(index, luck), ...(luck === 10 ? { exchange: 'other' } : {}) };
        return luck === 11
          ? [own, { ...own, side: fill.side === 'buy' ? ('sell' as const) : ('buy' as const) }]
          : [own];
      }),
    );
  });
const history = historyOf(0, 30);

test.each(reportMethods)('the report by %s is that of the slow ledger', async (method) => {
  await fc.assert(
    fc.asyncProperty(history, async (lines) => {
      expect(JSON.parse(await printed(lines, method))).toEqual(rationalReport(lines, method));
    }),
    { numRuns: 120 },
  );
});

test('so are the reports of long histories', async () => {
  await fc.assert(
    fc.asyncProperty(historyOf(600, 600), fc.constantFrom('fifo', 'average', 'roundtrip'), async (lines, method) => {
      expect(JSON.parse(await printed(lines, method))).toEqual(rationalReport(lines, method));
    }),
    { numRuns: 6 },
  );
});

/** Spot fills of one asset for three quotes, in two accounts, and others that are in no pool of USDT. */
const poolOrigins = [
  { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT' },
  { account: 'main', exchange: 'gate', symbol: 'BTC/EUR', base: 'BTC', quote: 'EUR' },
  { account: 'side', exchange: 'gate', symbol: 'BTC/ETH', base: 'BTC', quote: 'ETH', market: 'spot' },
  { account: 'main', exchange: 'gate', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT' },
  { account: 'main', symbol: 'BTC/USDT:USDT', base: 'BTC', quote: 'USDT', market: 'perp' },
  { account: 'main', symbol: 'USDT/EUR', base: 'USDT', quote: 'EUR' },
] as const;

const rateAbove0 = fc.oneof(decimal(1, 9000), odd);

const pooledFill = fc.constantFrom(...poolOrigins).chain((origin) =>
  fc
    .record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      amount,
      price,
      time,
      more: fees(origin.base, origin.quote),
      quoteRate: rateAbove0,
    })
    .map(({ more, ...own }) => ({ ...origin, ...own, ...more })),
);

/** Few ids, so that fills of several accounts and symbols share one; of one identity the first line alone is kept. */
const pooledHistory: fc.Arbitrary<readonly FillLine[]> = fc
  .array(fc.tuple(pooledFill, fc.integer({ min: 0, max: 9 })), { maxLength: 30 })
  .map((rows) => {
    const lines = rows.map(([fill, id]) => ({ ...fill, id: String(id) }));
    const nameOf = ({ symbol, id, side, ...more }: FillLine) => [more.account, more.exchange, symbol, id, side].join();
    return lines.filter((line, index) => lines.findIndex((other) => nameOf(other) === nameOf(line)) === index);
  });

test.each(reportMethods)('the report of pools by %s is that of the slow ledger', async (method) => {
  await fc.assert(
    fc.asyncProperty(pooledHistory, async (lines) => {
      const told: unknown = JSON.parse(await printed(lines, method, ['--pool', 'USDT']));
      expect(told).toEqual(rationalReport(lines, method, 'USDT'));
    }),
    { numRuns: 120 },
  );
});

test('without pools a quote rate makes no difference', async () => {
  await fc.assert(
    fc.asyncProperty(pooledHistory, async (lines) => {
      const bare = lines.map(({ quoteRate: _, ...line }) => line);
      expect(await printed(lines, 'hifo')).toBe(await printed(bare, 'hifo'));
    }),
    { numRuns: 60 },
  );
});

test('"all" is an object of every method’s report', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (lines) => {
      const expected = Object.fromEntries(reportMethods.map((method) => [method, rationalReport(lines, method)]));
      expect(JSON.parse(await printed(lines, 'all'))).toEqual(expected);
    }),
    { numRuns: 20 },
  );
  await fc.assert(
    fc.asyncProperty(pooledHistory, async (lines) => {
      const expected = Object.fromEntries(
        reportMethods.map((method) => [method, rationalReport(lines, method, 'USDT')]),
      );
      expect(JSON.parse(await printed(lines, 'all', ['--pool=USDT']))).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test('the order of lines, repeated ones, blank ones and how the bytes are cut leave no trace', async () => {
  const arrival = history.chain((lines) =>
    fc.record({
      lines: fc.constant(lines),
      shuffled: fc.shuffledSubarray([...lines], { minLength: lines.length }),
      again: fc.subarray([...lines]),
      method: fc.constantFrom(...reportMethods),
      lineEnd: fc.constantFrom('\n', '\r\n', '\n\n \n'),
      chunk: fc.integer({ min: 1, max: 700 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(arrival, async ({ lines, shuffled, again, method, lineEnd, chunk }) => {
      const text = jsonLines([...again, ...shuffled]).replaceAll('\n', lineEnd);
      const { out } = await run(['--method', method, '-'], { '-': text }, { chunk });
      expect(out).toBe(await printed(lines, method));
    }),
    { numRuns: 100 },
  );
});
