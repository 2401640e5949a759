/** Deleting the database of sample data: once nobody works on it, and no other database with it. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { removeSample, sampleDatabase } from '../../../../extension/engine/sample/remove-sample';
import { engineNames } from '../../../../extension/engine/wire';
import { removeDatabase } from '../../../../extension/store/remove-database';
import { openDatabase } from '../../../../extension/store/store';
import { must } from './open-store';

const namesIn = async (indexedDB: IDBFactory) => (await indexedDB.databases()).map(({ name }) => name).sort();
const open = async (indexedDB: IDBFactory, name: string) => must(await openDatabase(name, { indexedDB, IDBKeyRange }));

test('the database goes with all that is in it, the others stay', async () => {
  const indexedDB = new IDBFactory();
  await (await open(indexedDB, sampleDatabase)).close();
  await (await open(indexedDB, 'fillbook')).close();
  expect(await removeDatabase(sampleDatabase, indexedDB)).toBe(true);
  expect(await namesIn(indexedDB)).toEqual(['fillbook']);
});

test('where there is none, none is made', async () => {
  const indexedDB = new IDBFactory();
  expect(await removeDatabase(sampleDatabase, indexedDB)).toBe(true);
  expect(await namesIn(indexedDB)).toEqual([]);
});

test('who has it open lets go of it', async () => {
  const indexedDB = new IDBFactory();
  await open(indexedDB, sampleDatabase); // as an engine that was stopped without closing
  expect(await removeDatabase(sampleDatabase, indexedDB)).toBe(true);
  expect(await namesIn(indexedDB)).toEqual([]);
});

test('an engine of sample data that still runs keeps it until it ends', async () => {
  const indexedDB = new IDBFactory();
  await (await open(indexedDB, sampleDatabase)).close();
  const asked: string[] = [];
  let engineEnds = (): void => undefined;
  const engine = new Promise<void>((resolve) => {
    engineEnds = resolve;
  });
  const request = async (name: string, use: () => unknown): Promise<unknown> => {
    asked.push(name);
    await engine;
    return use();
  };
  const removed = removeSample({ request } as unknown as LockManager, indexedDB); // the one method that is called
  expect(asked).toEqual([engineNames.sample.lock]);
  expect(await namesIn(indexedDB)).toEqual([sampleDatabase]);
  engineEnds();
  expect(await removed).toBe(true);
  expect(await namesIn(indexedDB)).toEqual([]);
});
