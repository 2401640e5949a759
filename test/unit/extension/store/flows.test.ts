import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../../shared/ledger/flow';
import { decimal } from '../../../../shared/money/decimal';
import { backupOf, restoreInto, storeOfVault } from './a-backup';
import { must, openStore } from './open-store';

const firstUs = Date.UTC(2025, 0, 1) * 1000;

/** The n-th deposit, an hour after the one before. */
const flowOf = (index: number, over: Partial<Flow> = {}): Flow => ({
  id: String(1_000 + index),
  kind: 'deposit',
  occurredAtUs: firstUs + index * 3_600_000_000,
  account: 'a',
  exchange: 'binance',
  asset: 'USDT',
  amount: decimal(`${index + 1}.25`),
  fee: decimal('0'),
  status: 'completed',
  revision: 0,
  ...over,
});

/** Of every kind and status, one of them with more decimals than 64 bits hold. */
const various: readonly Flow[] = [
  flowOf(0),
  flowOf(1, { kind: 'withdrawal', amount: decimal('-12345678901.123456789012345678'), fee: decimal('1') }),
  flowOf(2, { kind: 'transfer', status: 'pending', id: 'Internal transfer 51376627901' }),
  flowOf(3, { kind: 'conversion', status: 'void', asset: 'BNB' }),
  flowOf(4, { kind: 'reward', asset: '币安人生' }),
];

describe('cash flows', () => {
  test('are read as they were written, by time, over segments and a tail', async () => {
    const { store, database } = await openStore();
    const many = Array.from({ length: 100 }, (_, index) => flowOf(index));
    must(await store.write({ appendFlows: many.toReversed() }));
    must(await store.write({ appendFlows: [flowOf(200)] }));
    await store.idle();
    expect((await database.tables.segments.toArray()).map(({ count }) => count)).toEqual([100]);
    expect((await database.tables.tails.toArray()).map(({ count }) => count)).toEqual([1]);
    expect(must(await store.readFlows('a'))).toEqual({ rows: [...many, flowOf(200)], failures: [] });
  });

  test('of every kind and status come back exactly', async () => {
    const { store } = await openStore();
    must(await store.write({ appendFlows: various }));
    expect(must(await store.readFlows('a')).rows).toEqual(various);
  });

  test('that were pending are replaced by their completion, whichever was written last', async () => {
    const { store } = await openStore();
    const completed = flowOf(0, { revision: 1 });
    must(await store.write({ appendFlows: [completed] }));
    must(await store.write({ appendFlows: [flowOf(0, { status: 'pending' })] }));
    expect(must(await store.readFlows('a')).rows).toEqual([completed]);
  });

  test('stand apart by account, and go with its history', async () => {
    const { store } = await openStore();
    const other = flowOf(0, { account: 'b' });
    must(await store.write({ appendFlows: [flowOf(0), other] }));
    must(await store.eraseAccountHistory('a'));
    expect(must(await store.readFlows('a')).rows).toEqual([]);
    expect(must(await store.readFlows('b')).rows).toEqual([other]);
  });

  test('are carried by a backup into another vault, and restoring it again adds nothing', async () => {
    const from = await storeOfVault(1);
    const account = {
      kind: 'exchange',
      id: 'a',
      label: 'main',
      exchange: 'binance',
      createdAt: 1,
      egress: 'direct',
      credentialId: null,
      userSymbols: [],
      pausedAt: null,
    } as const;
    must(
      await from.store.write({ putDocuments: [{ kind: 'account', id: 'a', value: account }], appendFlows: various }),
    );
    const { bytes } = await backupOf(from);
    const to = await storeOfVault(2);
    must(await restoreInto(to.database, bytes, from.vault, to.vault));
    must(await restoreInto(to.database, bytes, from.vault, to.vault));
    expect(must(await to.store.readFlows('a'))).toEqual({ rows: various, failures: [] });
    expect(await to.database.tables.tails.count()).toBe(1);
  });
});
