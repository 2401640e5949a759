import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillsOfTable } from '../../../../extension/store/fill-rows';
import { fillStream } from '../../../../extension/store/fill-stream';
import { cellsOf, decodeSegment, encodeSegment } from '../../../../extension/store/segment-codec';
import { foldRow } from '../../../../shared/exchanges/raw-row';
import { type Fill, fillIdentity, sameFill } from '../../../../shared/ledger/fill';
import { checkFill, checkParsed, type FillRefusal, fillOfParsed } from '../../../../shared/ledger/leg';
import { must } from './open-store';
import { arbitraryFill, fillNumber, fillsNumbered } from './sample-fills';

function encode(fills: readonly Fill[], kinds: typeof fillStream.columns = fillStream.columns): Uint8Array {
  const columns = new Map(Object.entries(fillStream.toColumns(fills)));
  return encodeSegment({ stream: 'fills', accountId: 'account-1', rowCount: fills.length, columns }, kinds);
}

async function decode(bytes: Uint8Array): Promise<Fill[]> {
  const table = must(await decodeSegment(bytes));
  const cells = new Map([...table.columns].map(([name, column]) => [name, cellsOf(column, table.rowCount)]));
  return fillStream.fromColumns(cells, table.accountId, table.rowCount);
}

const unitsPerOne = 10n ** 8n;

/** How many hundred-millionths an amount of at most eight decimals is: "-0.5" is -50000000. */
function unitsOf(amount: string): bigint {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(amount) ?? [];
  if (whole === '') throw new Error(`no amount of at most eight decimals: ${amount}`);
  return BigInt(`${sign}${whole}${decimals.padEnd(8, '0')}`);
}

/** An amount of so many hundred-millionths with all its eight decimals. */
function eight(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(9, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** A row of GET /api/v3/myTrades, whose amounts all have eight decimals. */
function binanceRow({ symbol, id, orderId, price, quantity, fees: [fee], executedAtUs, side, liquidity }: Fill) {
  return {
    symbol: symbol.replace('/', ''),
    id,
    orderId,
    orderListId: '-1',
    price: eight(unitsOf(price)),
    qty: eight(unitsOf(quantity)),
    quoteQty: eight((unitsOf(price) * unitsOf(quantity)) / unitsPerOne),
    commission: eight(unitsOf(fee?.amount ?? '0')),
    commissionAsset: fee?.currency,
    time: String(executedAtUs / 1000),
    isBuyer: side === 'buy',
    isMaker: liquidity === 'maker',
    isBestMatch: true,
  };
}

describe('the segment codec', () => {
  test('gives back exactly the fills that were encoded, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryFill, { minLength: 1, maxLength: 80 }), async (fills) => {
        expect(await decode(encode(fills))).toEqual(fills);
      }),
      { numRuns: 200 },
    );
  });

  test('gives the ledger the same fills without a text for each cell', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryFill, { minLength: 1, maxLength: 80 }), async (fills) => {
        const { fills: parsed, unreadable } = fillsOfTable(must(await decodeSegment(encode(fills))));
        const wanted = fills.map(({ account, symbol, base, quote, market, ...fill }) =>
          checkFill({ account, symbol, base, quote, market, ...fill }, { account, symbol, base, quote, market }),
        );
        const refused = (refusal: FillRefusal) => /decimal/.test(refusal.reason);
        expect(unreadable.map(({ field, reason }) => ({ field, reason }))).toEqual(
          wanted.flatMap((checked) => (!checked.ok && refused(checked.error) ? [checked.error] : [])),
        );
        expect(parsed.map((fill) => checkParsed(fill, fill))).toEqual(
          wanted.filter((checked) => checked.ok || !refused(checked.error)),
        );
        const texts = new Map(fills.map((fill) => [fillIdentity(fill), fill]));
        for (const fill of parsed.map(fillOfParsed)) {
          const before = texts.get(fillIdentity(fill));
          if (texts.size < fills.length || !before) continue; // two of one identity
          expect(sameFill(fill, before)).toBe(true);
          expect(fill.raw).toEqual(before.raw);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('reads a segment that was written before the exchange’s rows were kept', async () => {
    const { rawShape, rawRest, ...before } = fillStream.columns;
    expect([rawShape, rawRest]).toEqual(['word', 'id']);
    expect(await decode(encode(fillsNumbered(0, 100), before))).toEqual(fillsNumbered(0, 100));
  });

  test('keeps the rows of Binance for less than a byte a fill', () => {
    const fills = fillsNumbered(0, 4096);
    const withRows = fills.map((fill) => ({ ...fill, raw: foldRow(binanceRow(fill), fill) }));
    expect(encode(withRows).length - encode(fills).length).toBeLessThan(4096);
  });

  test('keeps 18 decimals, the largest 64-bit mantissa, a rebate and a fee in a third coin', async () => {
    const fills = [
      fillNumber(1, 'account-1', { quantity: '0.000000000000000001' as Fill['quantity'] }),
      // 9223372036854775807 is 2^63 − 1: the largest mantissa; at scale 18 it is 9.223372036854775807
      fillNumber(2, 'account-1', { quantity: '9.223372036854775807' as Fill['quantity'] }),
      fillNumber(3, 'account-1', {
        fees: [{ currency: 'BNB', amount: '-0.5' as Fill['price'], rate: '310.25' as Fill['price'] }],
      }),
      fillNumber(4, 'account-1', { fees: [] }),
    ];
    expect(await decode(encode(fills))).toEqual(fills);
  });

  test.each([
    ['more digits than 64 bits hold', '10.0000000000000000001'],
    // 9223372036854775808 is 2^63
    ['the first mantissa beyond 64 bits', '9.223372036854775808'],
    ['trailing zeros', '1.50'],
    ['minus zero', '-0'],
    ['leading zeros', '007'],
    ['twenty decimals', '0.00000000000000000001'],
  ])('keeps a decimal text with %s', async (_, price) => {
    const prices = ['0', price].map((text) => text as Fill['price']);
    const fills = prices.map((each, n) => fillNumber(n, 'account-1', { price: each }));
    expect(await decode(encode(fills))).toEqual(fills);
  });

  test.each([
    ['a leading zero', '007'],
    ['2^63 − 1', '9223372036854775807'],
    ['2^63', '9223372036854775808'],
    ['a letter', '7a'],
  ])('keeps ids as they are when one of them is or has %s', async (_, id) => {
    const fills = [fillNumber(0, 'account-1', { id: '7' }), fillNumber(1, 'account-1', { id })];
    expect(await decode(encode(fills))).toEqual(fills);
  });

  test('keeps an order id that is not known as unknown', async () => {
    const fills = [fillNumber(0, 'account-1', { orderId: null }), fillNumber(1)];
    expect(await decode(encode(fills))).toEqual(fills);
  });

  test('keeps both sides of a self-trade', async () => {
    const sides = [fillNumber(1, 'account-1', { side: 'buy' }), fillNumber(1, 'account-1', { side: 'sell' })];
    expect(await decode(encode(sides))).toEqual(sides);
  });

  test('stores 4,096 fills of one account in at most 32 bytes each', () => {
    // 32 × 4,096 = 131,072
    expect(encode(fillsNumbered(0, 4096)).byteLength).toBeLessThan(131_072);
  });

  test('calls bytes that are no segment damaged, at any length', async () => {
    const whole = encode(fillsNumbered(0, 70));
    for (const bytes of [new Uint8Array(), new Uint8Array(100), whole.slice(0, 200), whole.slice(50)])
      expect(await decodeSegment(bytes)).toEqual({ ok: false, error: { reason: 'damaged' } });
  });

  test('calls a segment of a later version damaged', async () => {
    const bytes = encode(fillsNumbered(0, 70));
    const text = Buffer.from(bytes).toString('latin1').replace('{"version":1', '{"version":2');
    expect(await decodeSegment(Buffer.from(text, 'latin1'))).toEqual({ ok: false, error: { reason: 'damaged' } });
  });
});
