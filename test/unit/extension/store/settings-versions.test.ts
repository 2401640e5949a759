/** Settings as an earlier Fillbook wrote them: what it did not know has its default. */
import { expect, test } from 'vitest';
import { newSettings } from '../../../../extension/store/documents';
import { documentId, kindId, sealJson } from '../../../../extension/store/sealing';
import { must, openStore } from './open-store';

const id = 'settings';

test('settings of version 1 are read with the defaults of what they lack, and are written in full', async () => {
  const { store, database, vault } = await openStore();
  const recordId = await documentId(vault, 'settings', id);
  const value = { baseCurrency: 'BTC', autoLock: '60', wordsConfirmed: true };
  const body = { stamp: { at: 1, counter: 0, device: store.deviceId }, id, value };
  const context = { purpose: 'documents', recordId, kind: 'settings', schemaVersion: 1 } as const;
  await database.tables.documents.put({
    id: recordId,
    kindId: await kindId(vault, 'settings'),
    name: id,
    schemaVersion: 1,
    sealed: await sealJson(vault, context, body),
  });
  const read = must(await store.readDocument('settings', id));
  const whole = {
    ...value,
    method: 'fifo',
    books: 'by-market',
    refreshMinutes: 5,
    notifyFailures: true,
    notifyNames: true,
    notifyLookBack: true,
    badge: 'issues',
    upDownColours: 'green-up',
  } as const;
  expect(read?.value).toEqual(whole);
  const chosen = { ...whole, baseCurrency: 'BTC', autoLock: '60', refreshMinutes: 'manual', books: 'by-coin' } as const;
  must(await store.write({ putDocuments: [{ kind: 'settings', id, value: chosen }] }));
  expect(must(await store.readDocument('settings', id))?.value).toEqual(chosen);
  expect((await database.tables.documents.get(recordId))?.schemaVersion).toBe(5);
});

test('settings of version 4, which knew one kind of books, are read with books by market', async () => {
  const { store, database, vault } = await openStore();
  const recordId = await documentId(vault, 'settings', id);
  const { books: _, ...before } = { ...newSettings, method: 'hifo' };
  const context = { purpose: 'documents', recordId, kind: 'settings', schemaVersion: 4 } as const;
  await database.tables.documents.put({
    id: recordId,
    kindId: await kindId(vault, 'settings'),
    name: id,
    schemaVersion: 4,
    sealed: await sealJson(vault, context, { stamp: { at: 1, counter: 0, device: store.deviceId }, id, value: before }),
  });
  expect(must(await store.readDocument('settings', id))?.value).toEqual({ ...before, books: 'by-market' });
});
