import { expect, test } from 'vitest';
import { makeCurrent, openCurrent, otherSlot } from '../../../../extension/engine/database-slot';
import { must } from '../store/open-store';
import { createWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

const newWorld = () => createWorld(fakeExchange([]).client);
const header = new TextEncoder().encode('a header');
const names = async ({ indexedDB }: ReturnType<typeof newWorld>) =>
  (await indexedDB.databases()).map(({ name }) => name).toSorted();

test('a browser that never had a vault opens the first database and makes no second one', async () => {
  const world = newWorld();
  const database = must(await openCurrent(world.deps));
  expect(await names(world)).toEqual(['fillbook']);
  must(await database.putHeader(header));
  expect(await otherSlot(world.deps.hosts)).toBe('second');
});

test('one write puts the second database in the place of the first', async () => {
  const world = newWorld();
  must(await must(await world.deps.openDatabase('first')).putHeader(header));
  await makeCurrent(world.deps.hosts, 'second');
  const database = must(await openCurrent(world.deps));
  expect(must(await database.readHeaders())).toEqual([]); // the second one, which has no header here
  expect(await otherSlot(world.deps.hosts)).toBe('first');
});

test('where the browser lost which one it was, a vault in the second database is no new user', async () => {
  const world = newWorld();
  must(await must(await world.deps.openDatabase('second')).putHeader(header));
  const database = must(await openCurrent(world.deps));
  expect(must(await database.readHeaders()).map((bytes) => new TextDecoder().decode(bytes))).toEqual(['a header']);
});

test('a move that was cut off before it changed over leaves the first database the one that opens', async () => {
  const world = newWorld();
  must(await must(await world.deps.openDatabase('first')).putHeader(header));
  must(await must(await world.deps.openDatabase('second')).putHeader(new TextEncoder().encode('half made')));
  const database = must(await openCurrent(world.deps));
  expect(must(await database.readHeaders()).map((bytes) => new TextDecoder().decode(bytes))).toEqual(['a header']);
});
