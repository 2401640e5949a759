/** The table of rows by identity finds what a map finds, whatever hashes meet and however it grows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillId, hashOfId } from '../../../../shared/ledger/id-column';
import { createRowIndex } from '../../../../shared/ledger/row-index';

/** Identities are small numbers; a hash is shared by many of them, so that probing goes on past others. */
const hashOf = (identity: number, spread: number): number => identity % spread;

test('rows are found, replaced and counted as in a map', () => {
  const identities = fc.array(fc.nat(300), { maxLength: 600, size: 'max' });
  fc.assert(
    fc.property(identities, fc.integer({ min: 1, max: 1000 }), (wanted, spread) => {
      const rows: number[] = [];
      const index = createRowIndex((row) => hashOf(rows[row] ?? -1, spread));
      const map = new Map<number, number>();
      const find = (identity: number) => index.find(hashOf(identity, spread), (row) => rows[row] === identity);
      for (const identity of wanted) {
        const old = find(identity);
        expect(old).toBe(map.get(identity));
        const row = rows.push(identity) - 1;
        if (old === undefined) index.add(hashOf(identity, spread), row);
        else index.replace(hashOf(identity, spread), old, row);
        map.set(identity, row);
      }
      for (let identity = 0; identity <= 300; identity += 1) expect(find(identity)).toBe(map.get(identity));
      expect(index.size).toBe(map.size);
    }),
  );
});

test('ids that follow one another, as numbers or as texts, do not share hashes', () => {
  const ids = (textOf: (n: number) => string) => Array.from({ length: 10_000 }, (_, n) => hashOfId(fillId(textOf(n))));
  // of 10,000 random hashes of 32 bits about 0.01 pairs meet
  expect(new Set(ids((n) => String(3_000_000_000 + n))).size).toBeGreaterThan(9_990);
  expect(new Set(ids((n) => `T${n}-spot`)).size).toBeGreaterThan(9_990);
  // the low bits, which choose the place in the table, spread too
  const places = new Set(ids((n) => String(3_000_000_000 + n * 1024)).map((hash) => hash & 16_383));
  expect(places.size).toBeGreaterThan(7_000); // 16,384 × (1 − e^(−10,000 ÷ 16,384)) = 7,485 in the mean
});
