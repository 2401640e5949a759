import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fill } from '../../../../shared/ledger/fill';
import { must, openStore } from './open-store';
import { arbitraryFill, fillNumber, fillsNumbered } from './sample-fills';
import { storedFills } from './stored-rows';

/** What the rows in `fills` come to, computed another way than the store does: the highest revision of each identity. */
function expectedOf(fills: readonly Fill[]): Map<string, Fill> {
  const byIdentity = new Map<string, Fill>();
  for (const fill of fills) {
    const key = JSON.stringify([fill.symbol, fill.id, fill.side]);
    const known = byIdentity.get(key);
    if (!known || known.revision < fill.revision) byIdentity.set(key, fill);
  }
  return byIdentity;
}

/** The same identity and revision is the same fact: a later row of both becomes the first one. */
function consistent(batches: readonly Fill[][]): Fill[][] {
  const facts = new Map<string, Fill>();
  return batches.map((batch) =>
    batch.map((fill) => {
      const key = JSON.stringify([fill.symbol, fill.id, fill.side, fill.revision]);
      const fact = facts.get(key) ?? fill;
      facts.set(key, fact);
      return fact;
    }),
  );
}

describe('fills', () => {
  test('are read back in the order of the ledger, each once, whatever the pages they came in', async () => {
    const { store, indexedDB } = await openStore();
    const pages = [
      [0, 40],
      [30, 130],
      [1000, 2000],
      [120, 1000],
    ] as const;
    for (const [from, to] of pages) must(await store.write({ appendFills: fillsNumbered(from, to) }));
    expect(must(await storedFills(store, 'account-1'))).toEqual({ rows: fillsNumbered(0, 2000), failures: [] });
    const again = await openStore(indexedDB);
    expect(must(await storedFills(again.store, 'account-1')).rows).toEqual(fillsNumbered(0, 2000));
  });

  test('read back as the same set for any rows in any pages', async () => {
    const pages = fc.array(fc.array(arbitraryFill, { maxLength: 90 }), { maxLength: 6 }).map(consistent);
    await fc.assert(
      fc.asyncProperty(pages, async (batches) => {
        const { store } = await openStore();
        for (const appendFills of batches) must(await store.write({ appendFills }));
        await store.idle();
        const { rows, failures } = must(await storedFills(store, 'account-1'));
        const expected = expectedOf(batches.flat());
        expect(failures).toEqual([]);
        expect(expectedOf(rows)).toEqual(expected);
        expect(rows.length).toBe(expected.size);
      }),
      { numRuns: 40 },
    );
  });

  test('of a higher revision win, in either order of arrival', async () => {
    const corrected = fillNumber(5, 'account-1', { revision: 1, liquidity: null });
    const original = fillNumber(5);
    for (const order of [
      [corrected, original],
      [original, corrected],
    ]) {
      const { store } = await openStore();
      for (const fill of order) must(await store.write({ appendFills: [fill] }));
      expect(must(await storedFills(store, 'account-1')).rows).toEqual([corrected]);
    }
  });

  test('that came again in an overlapping page are stored once', async () => {
    const { store, database } = await openStore();
    for (let again = 0; again < 3; again += 1) must(await store.write({ appendFills: fillsNumbered(0, 30) }));
    const tails = await database.tables.tails.toArray();
    expect(tails.map(({ count }) => count)).toEqual([30]);
  });

  test('of one account are not those of another', async () => {
    const { store } = await openStore();
    must(await store.write({ appendFills: [...fillsNumbered(0, 70, 'a'), ...fillsNumbered(0, 5, 'b')] }));
    expect(must(await storedFills(store, 'a')).rows).toEqual(fillsNumbered(0, 70, 'a'));
    expect(must(await storedFills(store, 'b')).rows).toEqual(fillsNumbered(0, 5, 'b'));
    expect(must(await storedFills(store, 'c'))).toEqual({ rows: [], failures: [] });
  });
});

describe('segments', () => {
  test('begin at 64 rows: 63 wait in the tail', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: fillsNumbered(0, 63) }));
    expect([await database.tables.tails.count(), await database.tables.segments.count()]).toEqual([1, 0]);
    must(await store.write({ appendFills: fillsNumbered(63, 64) }));
    expect([await database.tables.tails.count(), await database.tables.segments.count()]).toEqual([0, 1]);
  });

  test('merge by eights into the next tier', async () => {
    const { store, database, maintenance } = await openStore();
    for (let page = 0; page < 64; page += 1)
      must(await store.write({ appendFills: fillsNumbered(page * 64, page * 64 + 64) }));
    await store.idle();
    expect(maintenance).toEqual([]);
    // 64 pages of 64: eight at a time make 512, and eight of those 4,096
    const rows = await database.tables.segments.toArray();
    expect(rows.map(({ tier, count }) => ({ tier, count }))).toEqual([{ tier: 2, count: 4096 }]);
    expect(must(await storedFills(store, 'account-1')).rows).toEqual(fillsNumbered(0, 4096));
  });

  test('hold at most 4,096 rows', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: fillsNumbered(0, 5000) }));
    const counts = (await database.tables.segments.toArray()).map(({ count }) => count);
    // 5,000 = 4,096 + 904
    expect(counts.sort((a, b) => b - a)).toEqual([4096, 904]);
  });

  test('hold at most 384 KiB, and what was cut for that is never merged again', async () => {
    const { store, database } = await openStore();
    // 600 random ids of 1,000 characters: 600 kB of text that does not compress
    const wide = Array.from({ length: 600 }, (_, n) => {
      const id = Array.from({ length: 28 }, () => crypto.randomUUID()).join('');
      return fillNumber(n, 'account-1', { id });
    });
    must(await store.write({ appendFills: wide }));
    const segments = await database.tables.segments.toArray();
    expect(segments.map(({ count, tier }) => ({ count, tier }))).toEqual([
      { count: 300, tier: 2 },
      { count: 300, tier: 2 },
    ]);
    // padding adds at most 12 %, the envelope 32 bytes
    for (const { sealed } of segments) expect(sealed.byteLength).toBeLessThan(384 * 1024 * 1.12 + 64);
    expect(must(await storedFills(store, 'account-1')).rows).toEqual(wide);
  });

  test('cost at most 32 bytes a fill, sealed', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: fillsNumbered(0, 4096) }));
    const [segment] = await database.tables.segments.toArray();
    expect(segment?.count).toBe(4096);
    // 32 × 4,096 = 131,072
    expect(segment?.sealed.byteLength).toBeLessThanOrEqual(131_072);
  });
});

describe('a segment that does not open', () => {
  const spoil = async (flip: number) => {
    const opened = await openStore();
    for (let page = 0; page < 7; page += 1)
      must(await opened.store.write({ appendFills: fillsNumbered(page * 64, page * 64 + 64) }));
    await opened.store.idle();
    const [first] = await opened.database.tables.segments.toArray();
    if (!first) throw new Error('no segment was written');
    const sealed = first.sealed.map((byte, index) => (index === flip ? byte ^ 1 : byte));
    await opened.database.tables.segments.put({ ...first, sealed });
    return { ...opened, spoiledId: first.id };
  };

  test('is named, and the others are read', async () => {
    const { store, spoiledId } = await spoil(100);
    const { rows, failures } = must(await storedFills(store, 'account-1'));
    expect(failures).toEqual([{ id: spoiledId, failure: { reason: 'tampered', subject: 'fills' } }]);
    // 7 segments of 64 but one: 6 × 64 = 384
    expect(rows.length).toBe(384);
  });

  test('is left out of merges and kept, and merging goes on with the others', async () => {
    const { store, database, spoiledId } = await spoil(100);
    for (let page = 7; page < 10; page += 1)
      must(await store.write({ appendFills: fillsNumbered(page * 64, page * 64 + 64) }));
    await store.idle();
    const segments = await database.tables.segments.toArray();
    // of ten segments one is spoiled, eight made one of 512, one is left
    expect(segments.map(({ count }) => count).sort((a, b) => a - b)).toEqual([64, 64, 512]);
    expect(segments.some(({ id }) => id === spoiledId)).toBe(true);
    expect(must(await storedFills(store, 'account-1')).failures.map(({ id }) => id)).toEqual([spoiledId]);
  });

  test('because it was moved from another account is tampered with', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: [...fillsNumbered(0, 64, 'a'), ...fillsNumbered(0, 64, 'b')] }));
    const [one, other] = await database.tables.segments.toArray();
    if (!one || !other) throw new Error('both segments are missing');
    await database.tables.segments.put({ ...one, streamId: other.streamId });
    const both = [must(await storedFills(store, 'a')), must(await storedFills(store, 'b'))];
    expect(both.map(({ rows }) => rows.length).sort((a, b) => a - b)).toEqual([0, 64]);
    expect(both.flatMap(({ failures }) => failures)).toEqual([
      { id: one.id, failure: { reason: 'tampered', subject: 'fills' } },
    ]);
  });

  test('does not stop new fills where it is the tail: the tail is kept and named beside the new one', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: fillsNumbered(0, 10) }));
    const [tail] = await database.tables.tails.toArray();
    if (!tail) throw new Error('no tail was written');
    await database.tables.tails.put({ ...tail, sealed: new Uint8Array(10) });
    must(await store.write({ appendFills: fillsNumbered(10, 20) }));
    must(await store.write({ appendFills: fillsNumbered(20, 30) }));
    expect(must(await storedFills(store, 'account-1'))).toEqual({
      rows: fillsNumbered(10, 30),
      failures: [{ id: tail.id, failure: { reason: 'damaged', subject: 'fills' } }],
    });
  });
});

describe('erasing an account', () => {
  test('deletes every stream of it and of no other', async () => {
    const { store, database } = await openStore();
    must(await store.write({ appendFills: [...fillsNumbered(0, 100, 'a'), ...fillsNumbered(0, 100, 'b')] }));
    must(await store.write({ appendFills: [...fillsNumbered(100, 110, 'a'), ...fillsNumbered(100, 110, 'b')] }));
    must(await store.eraseAccountHistory('a'));
    expect(must(await storedFills(store, 'a')).rows).toEqual([]);
    expect(must(await storedFills(store, 'b')).rows).toEqual(fillsNumbered(0, 110, 'b'));
    expect([await database.tables.tails.count(), await database.tables.segments.count()]).toEqual([1, 1]);
  });

  test('keeps what the same batch appends, and only that', async () => {
    const { store } = await openStore();
    must(await store.write({ appendFills: fillsNumbered(0, 100) }));
    must(await store.write({ appendFills: fillsNumbered(100, 110) }));
    must(await store.write({ eraseHistory: ['account-1'], appendFills: fillsNumbered(200, 210) }));
    expect(must(await storedFills(store, 'account-1')).rows).toEqual(fillsNumbered(200, 210));
  });
});
