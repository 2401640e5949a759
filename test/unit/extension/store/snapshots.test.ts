import { describe, expect, test } from 'vitest';
import type { SnapshotRow } from '../../../../extension/store/store';
import { decimal } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { must, openStore } from './open-store';

const dayMs = 86_400_000;
const firstAt = Date.UTC(2025, 0, 1, 12);

/** Noon of the n-th day from 2025-01-01. */
const snapshotOf = (day: number, over: Partial<SnapshotRow> = {}): SnapshotRow => ({
  date: new Date(firstAt + day * dayMs).toISOString().slice(0, 10),
  at: unixMs(firstAt + day * dayMs),
  accountId: 'a',
  currency: 'USDT',
  value: decimal(`${1000 + day}.25`),
  assets: JSON.stringify([{ asset: 'BTC', total: '0.5' }]),
  ...over,
});

describe('daily snapshots', () => {
  test('are read by date, each day once, over a year in segments and tail', async () => {
    const { store, database } = await openStore();
    const year = Array.from({ length: 365 }, (_, day) => snapshotOf(day));
    for (const row of year) must(await store.write({ appendSnapshots: [row] }));
    await store.idle();
    // 365 = 5 × 64 + 45
    expect((await database.tables.segments.toArray()).map(({ count }) => count)).toEqual([64, 64, 64, 64, 64]);
    expect((await database.tables.tails.toArray()).map(({ count }) => count)).toEqual([45]);
    expect(must(await store.readSnapshots('a'))).toEqual({ rows: year, failures: [] });
  });

  test('of one day give way to the latest, whichever was written last', async () => {
    const { store } = await openStore();
    const evening = snapshotOf(0, { at: unixMs(firstAt + 3_600_000), value: decimal('7') });
    must(await store.write({ appendSnapshots: [evening] }));
    must(await store.write({ appendSnapshots: [snapshotOf(0)] }));
    expect(must(await store.readSnapshots('a')).rows).toEqual([evening]);
  });

  test('keep a value that was not known as unknown, not as zero', async () => {
    const { store } = await openStore();
    const rows = [snapshotOf(0), snapshotOf(1, { value: null })];
    must(await store.write({ appendSnapshots: rows }));
    expect(must(await store.readSnapshots('a')).rows).toEqual(rows);
  });

  test('in two currencies stand side by side, and apart by account', async () => {
    const { store } = await openStore();
    const [euro, dollar] = [snapshotOf(0, { currency: 'EUR' }), snapshotOf(0)];
    must(await store.write({ appendSnapshots: [dollar, euro, snapshotOf(0, { accountId: 'b' })] }));
    expect(must(await store.readSnapshots('a')).rows).toEqual([euro, dollar]);
  });

  test('go with the history of their account', async () => {
    const { store } = await openStore();
    must(await store.write({ appendSnapshots: [snapshotOf(0)] }));
    must(await store.eraseAccountHistory('a'));
    expect(must(await store.readSnapshots('a')).rows).toEqual([]);
  });
});
