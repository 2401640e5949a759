import { describe, expect, test } from 'vitest';
import { must, openStore } from './open-store';
import { fillNumber, fillsNumbered } from './sample-fills';

describe('fills', () => {
  test('are read back in the order of the ledger, each once, whatever the pages they came in', async () => {
    const { store, indexedDB } = await openStore();
    for (const [from, to] of [
      [0, 40],
      [30, 130],
      [1000, 2000],
      [120, 1000],
    ] as const)
      must(await store.write({ appendFills: fillsNumbered(from, to) }));
    expect(must(await store.readFills('account-1'))).toEqual({ rows: fillsNumbered(0, 2000), failures: [] });
    const again = await openStore(indexedDB);
    expect(must(await again.store.readFills('account-1')).rows).toEqual(fillsNumbered(0, 2000));
  });

  test('merge when eight segments of a tier are there', async () => {
    const { store, database, maintenance } = await openStore();
    for (let page = 0; page < 64; page += 1)
      must(await store.write({ appendFills: fillsNumbered(page * 64, page * 64 + 64) }));
    await store.idle();
    expect(maintenance).toEqual([]);
    // 64 pages of 64: eight at a time make 512, and eight of those 4,096
    const rows = await database.tables.segments.toArray();
    expect(rows.map(({ tier, count }) => ({ tier, count }))).toEqual([{ tier: 2, count: 4096 }]);
    expect(must(await store.readFills('account-1')).rows).toEqual(fillsNumbered(0, 4096));
  });

  test('of a higher revision win', async () => {
    const { store } = await openStore();
    const corrected = fillNumber(5, 'account-1', { revision: 1, liquidity: null });
    must(await store.write({ appendFills: [corrected] }));
    must(await store.write({ appendFills: fillsNumbered(0, 100) }));
    expect(must(await store.readFills('account-1')).rows[5]).toEqual(corrected);
  });
});
