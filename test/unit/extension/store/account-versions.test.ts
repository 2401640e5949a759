/** Accounts as earlier Fillbooks sealed them: they open, and what they did not know is absent or has its default. */
import { expect, test } from 'vitest';
import { documentId, kindId, sealJson } from '../../../../extension/store/sealing';
import { must, openStore } from './open-store';

/** As version 1 wrote it: it knew no pause, no dust and no method. */
const ofVersion1 = {
  id: 'a',
  kind: 'exchange',
  label: 'main',
  createdAt: 1_700_000_000_000,
  exchange: 'binance',
  egress: 'direct',
  credentialId: 'a',
  userSymbols: ['BTC/USDT'],
};

/** Version 2 knew a pause and dust. */
const ofVersion2 = {
  ...ofVersion1,
  pausedAt: 1_700_000_000_001,
  dust: { others: 'market', bySymbol: { 'BTC/USDT': '0.0001' } },
};

/** A store in which `value` lies, sealed as an account of that version. */
async function storeWith(schemaVersion: number, value: object) {
  const opened = await openStore();
  const { store, database, vault } = opened;
  const recordId = await documentId(vault, 'account', 'a');
  const body = { stamp: { at: 1, counter: 0, device: store.deviceId }, id: 'a', value };
  const context = { purpose: 'documents', recordId, kind: 'account', schemaVersion } as const;
  await database.tables.documents.put({
    id: recordId,
    kindId: await kindId(vault, 'account'),
    name: 'a',
    schemaVersion,
    sealed: await sealJson(vault, context, body),
  });
  return { ...opened, recordId };
}

test.each([
  [1, ofVersion1, { ...ofVersion1, pausedAt: null }],
  [2, ofVersion2, ofVersion2],
] as const)(
  'an account of version %i opens: it has no method of its own, and is written in full',
  async (version, stored, whole) => {
    const { store, database, recordId } = await storeWith(version, stored);
    const read = must(await store.readDocument('account', 'a'));
    expect(read?.value).toEqual(whole);
    expect(read?.value).not.toHaveProperty('method');
    if (read?.value.kind !== 'exchange') throw new Error('not of an exchange');
    const chosen = { ...read.value, method: 'lifo' } as const;
    must(await store.write({ putDocuments: [{ kind: 'account', id: 'a', value: chosen }] }));
    expect(must(await store.readDocument('account', 'a'))?.value).toEqual({ ...whole, method: 'lifo' });
    expect((await database.tables.documents.get(recordId))?.schemaVersion).toBe(3);
  },
);

test('an account that a later Fillbook wrote is not read for less than it is', async () => {
  const { store } = await storeWith(4, { ...ofVersion2, method: 'fifo' });
  expect(await store.readDocument('account', 'a')).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
});
