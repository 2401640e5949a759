import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldRow, keepRows, rawRowOf } from '../../../../shared/exchanges/raw-row';
import type { ExchangeFill } from '../../../../shared/exchanges/readings';
import { decimal } from '../../../../shared/money/decimal';

const fill: ExchangeFill = {
  id: '28457',
  orderId: '100234',
  executedAtUs: 1_704_067_200_123_456,
  exchange: 'binance',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  market: 'spot',
  side: 'buy',
  quantity: decimal('0.5'),
  price: decimal('43000.1'),
  fees: [{ currency: 'BNB', amount: decimal('0.0123') }],
  liquidity: 'maker',
  revision: 0,
};

const row = {
  symbol: 'BTCUSDT',
  id: '28457',
  orderId: '100234',
  orderListId: '-1',
  price: '43000.10000000',
  qty: '0.50000000',
  quoteQty: '21500.05000000', // 0.5 × 43000.1
  commission: '-0.01230000',
  commissionAsset: 'BNB',
  time: '1704067200123',
  isBuyer: true,
};

const withRaw = (raw: unknown) => ({ ...fill, raw: foldRow(raw, fill) });

describe('the row of a fill', () => {
  test('is folded to a shape without any of its own numbers, and what the fill cannot give', () => {
    const { shape, rest } = foldRow(row, fill);
    expect(rest).toBe('-1');
    expect(shape).not.toMatch(/28457|43000|21500|0123|1704067200/);
  });

  test('is shared in its shape by fills that differ in every figure', () => {
    const other: ExchangeFill = { ...fill, id: '28458', quantity: decimal('2'), price: decimal('1.5') };
    const same = foldRow(
      { ...row, id: '28458', qty: '2.00000000', price: '1.50000000', quoteQty: '3.00000000' },
      other,
    );
    expect(same.shape).toBe(foldRow(row, fill).shape);
  });

  test('opens field by field as the exchange wrote it, those inside others with a point', () => {
    const nested = {
      id: '28457',
      feeDetail: { feeCoin: 'BNB', totalFee: '-0.0123' },
      list: [],
      seen: null,
      open: true,
    };
    expect(rawRowOf(withRaw(nested))).toEqual([
      { name: 'id', value: '28457' },
      { name: 'feeDetail.feeCoin', value: 'BNB' },
      { name: 'feeDetail.totalFee', value: '-0.0123' },
      { name: 'list', value: '[]' },
      { name: 'seen', value: 'null' },
      { name: 'open', value: 'true' },
    ]);
  });

  test('opens unchanged when it holds the marks of the fold itself', () => {
    for (const mark of ['\u0001i', '\u0002', '=', '\u0000'])
      expect(rawRowOf(withRaw({ note: mark, id: '28457' }))).toEqual([
        { name: 'note', value: mark },
        { name: 'id', value: '28457' },
      ]);
  });

  test('opens to the same fields whatever it held', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '28457',
        '100234',
        '0.5',
        '0.500',
        '43000.1',
        '21500.05',
        '0.0123',
        '-0.0123',
        '1704067200',
        '-0',
        '1e5',
        '.5',
        '5.',
      ),
    );
    const name = fc.stringMatching(/^[a-z]{1,5}$/);
    const flat = fc.dictionary(name, fc.oneof(text, fc.boolean(), fc.constant(null)));
    fc.assert(
      fc.property(flat, (fields) => {
        const opened = rawRowOf(withRaw(fields));
        expect(opened).toEqual(
          Object.keys(fields).length === 0
            ? [{ name: '', value: '{}' }]
            : Object.entries(fields).map(([each, value]) => ({ name: each, value: String(value) })),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('is null of a fill that has none', () => {
    expect(rawRowOf(fill)).toBeNull();
  });

  test('is kept with each fill of a page, and never with another one', () => {
    expect(keepRows([fill], [row])[0]?.raw).toEqual(foldRow(row, fill));
    expect(keepRows([fill], [row, row])).toEqual([fill]);
    expect(keepRows([fill], undefined)).toEqual([fill]);
  });
});
