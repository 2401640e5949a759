import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePage, encodePage, type LogPage } from '../../../../shared/sync/pull-frame';
import { toHex } from '../../../../shared/vault/bytes';
import { bodies, hexOfBytes } from './arbitraries';

/** A cursor, and a page that follows it. */
const pages: fc.Arbitrary<{ readonly after: number; readonly page: LogPage }> = fc
  .record({
    after: fc.nat({ max: 2 ** 40 }),
    logId: hexOfBytes(16),
    beyond: fc.nat({ max: 1_000 }),
    rows: fc.array(
      fc.record({ rid: hexOfBytes(32), deviceId: hexOfBytes(16), hash: hexOfBytes(32), body: fc.option(bodies) }),
      { maxLength: 8 },
    ),
  })
  .map(({ after, logId, beyond, rows }) => ({
    after,
    page: {
      logId,
      head: after + rows.length + beyond,
      rows: rows.map((row, index) => ({ ...row, seq: after + 1 + index })),
    },
  }));

describe('a page of the log', () => {
  test('reads back as it was written, bodies that are gone included', () => {
    fc.assert(
      fc.property(pages, ({ after, page }) => {
        expect(decodePage(encodePage(page), after)).toEqual({ ok: true, value: page });
      }),
    );
  });

  test('is malformed where it does not follow the cursor', () => {
    fc.assert(
      fc.property(pages, fc.integer({ min: 1, max: 5 }), ({ after, page }, off) => {
        fc.pre(page.rows.length > 0);
        expect(decodePage(encodePage(page), after + off).ok).toBe(false);
      }),
    );
  });

  test('is malformed with a gap between two rows, a row twice, or a row above its head', () => {
    const zero = toHex(new Uint8Array(32));
    const row = (seq: number) => ({ seq, rid: zero, deviceId: toHex(new Uint8Array(16)), hash: zero, body: null });
    const logId = toHex(new Uint8Array(16));
    const read = (head: number, ...seqs: number[]) =>
      decodePage(encodePage({ logId, head, rows: seqs.map(row) }), 4).ok;
    expect(read(6, 5, 6)).toBe(true);
    expect(read(7, 5, 7)).toBe(false);
    expect(read(6, 5, 5)).toBe(false);
    expect(read(5, 5, 6)).toBe(false);
  });

  test('is malformed wherever it is cut, and read from any bytes without throwing', () => {
    fc.assert(
      fc.property(pages, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), ({ after, page }, part) => {
        const bytes = encodePage(page);
        expect(decodePage(bytes.subarray(0, Math.floor(bytes.length * part)), after).ok).toBe(false);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof decodePage(bytes, 0).ok === 'boolean'));
  });
});
