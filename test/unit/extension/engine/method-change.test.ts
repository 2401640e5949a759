/** The choice of the PnL method: of the vault and of one account, while fills come in, changed again, and after a restart. */
import { expect, test } from 'vitest';
import type { MethodProgress } from '../../../../extension/engine/api/method';
import { createEvents } from '../../../../extension/engine/events';
import { methodCalls } from '../../../../extension/engine/method-calls';
import { createMethodChange } from '../../../../extension/engine/method-change';
import { methodsOf } from '../../../../extension/engine/methods';
import type { Session } from '../../../../extension/engine/session';
import type { LotMethod } from '../../../../shared/ledger/lot-order';
import { formatE36 } from '../../../../shared/money/decimal';
import { must } from '../store/open-store';
import { accountDraft, createWorld, openWorld } from './engine-world';
import { type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const second = { ...accountDraft, id: 'account-2', label: 'second' };

/**
 * Lots at 100, 120 and 110, then 1.5 sold at 130. FIFO: 30 + 0.5 × 10 = 35; LIFO: 20 + 0.5 × 10 = 25; HIFO: 10 + 0.5 × 20 = 20;
 * LOFO: 30 + 0.5 × 20 = 40; average: 1.5 × (130 − 110) = 30.
 */
const nets: Readonly<Record<LotMethod, string>> = { fifo: '35', lifo: '25', hifo: '20', lofo: '40', average: '30' };
const threeLots: readonly FillSketch[] = [
  { side: 'buy', quantity: '1', price: '100' },
  { side: 'buy', quantity: '1', price: '120' },
  { side: 'buy', quantity: '1', price: '110' },
  { side: 'sell', quantity: '1.5', price: '130' },
];

const fillsFor = (account: string, sketches: readonly FillSketch[] = threeLots, symbol = 'BTC/USDT') =>
  fillsOf(symbol, [...sketches]).map((fill) => ({ ...fill, account }));

async function take(session: Session, fills: ReturnType<typeof fillsFor>): Promise<void> {
  const [first] = fills;
  if (!first) return;
  must(await session.store.write({ appendFills: fills }));
  await session.books.add(first.account, fills);
}

/** Two accounts with the same history. */
async function opened() {
  const world = createWorld(fakeExchange(['BTC/USDT', 'ETH/USDT']).client);
  const { session } = await openWorld(world);
  for (const draft of [accountDraft, second]) {
    must(await session.accounts.add(draft));
    await take(session, fillsFor(draft.id));
  }
  return { world, session };
}

const callsOf = (session: Session) =>
  methodCalls({ events: createEvents(), open: () => session, session: (use) => use(session) });

const netsOf = (session: Session, accountId: string) =>
  session.books.of(accountId).map(({ book }) => [book.method, formatE36(book.totals().net)]);

const chooseForVault = async (session: Session, method: LotMethod): Promise<void> => {
  must(await session.saveSettings({ ...session.settings(), method }));
};

test('every method makes its own figures of the same fills, which are not added anew', async () => {
  const { session } = await opened();
  expect(netsOf(session, accountDraft.id)).toEqual([['fifo', '35']]);
  for (const method of ['lifo', 'hifo', 'lofo', 'average', 'fifo'] as const) {
    await chooseForVault(session, method);
    const [before] = session.books.of(accountDraft.id).map(({ version, book }) => ({ version, book }));
    await session.methodChange.follow();
    expect(netsOf(session, accountDraft.id)).toEqual([[method, nets[method]]]);
    expect(netsOf(session, second.id)).toEqual([[method, nets[method]]]);
    const [after] = session.books.of(accountDraft.id);
    expect(after?.book).toBe(before?.book);
    expect(after?.version).toBe((before?.version ?? 0) + 1); // what is kept of it is read anew
    expect(methodsOf(session)).toEqual([method]);
  }
});

test('an account has a method of its own, until it follows the vault again', async () => {
  const { session } = await opened();
  const calls = callsOf(session);
  must(await calls.setAccountMethod(second.id, 'average'));
  await session.methodChange.follow();
  expect(netsOf(session, accountDraft.id)).toEqual([['fifo', '35']]);
  expect(netsOf(session, second.id)).toEqual([['average', '30']]);
  expect(methodsOf(session)).toEqual(['fifo', 'average']);
  await chooseForVault(session, 'hifo');
  await session.methodChange.follow();
  expect(netsOf(session, accountDraft.id)).toEqual([['hifo', '20']]);
  expect(netsOf(session, second.id)).toEqual([['average', '30']]);
  expect(await calls.methods()).toEqual({
    vault: 'hifo',
    accounts: [
      { accountId: accountDraft.id, own: null, inUse: 'hifo' },
      { accountId: second.id, own: 'average', inUse: 'average' },
    ],
    progress: null,
    failed: [],
    poolsInUse: false,
    poolsFailed: null,
  });
  must(await calls.setAccountMethod(second.id, null));
  await session.methodChange.follow();
  expect(netsOf(session, second.id)).toEqual([['hifo', '20']]);
  expect(session.accounts.get(second.id)).not.toHaveProperty('method');
  expect(await calls.setAccountMethod('gone', 'lifo')).toEqual({ ok: true, value: undefined });
});

test('both choices hold after a restart, and for books that are made later', async () => {
  const { world, session } = await opened();
  must(await callsOf(session).setAccountMethod(second.id, 'lifo'));
  await chooseForVault(session, 'lofo');
  await session.close(); // before anything was computed by them
  const again = (await openWorld(world)).session;
  expect(netsOf(again, accountDraft.id)).toEqual([['lofo', '40']]);
  expect(netsOf(again, second.id)).toEqual([['lifo', '25']]);
  await take(again, fillsFor(second.id, threeLots, 'ETH/USDT'));
  expect(netsOf(again, second.id)).toEqual([
    ['lifo', '25'],
    ['lifo', '25'],
  ]);
  expect(methodsOf(again)).toEqual(['lifo', 'lofo']);
});

/** 1,500 times a lot at 100, one at 110, and 1 sold at 120: FIFO closes the older of what is left, HIFO a dear one each time. */
const long: readonly FillSketch[] = Array.from({ length: 1_500 }, () => [
  { side: 'buy' as const, quantity: '1', price: '100' },
  { side: 'buy' as const, quantity: '1', price: '110' },
  { side: 'sell' as const, quantity: '1', price: '120' },
]).flat();
// FIFO: 750 lots of each price go first, 750 × 20 + 750 × 10; HIFO: 1,500 × 10; LOFO: 1,500 × 20
const longNets = { fifo: '22500', hifo: '15000', lofo: '30000' } as const;

/** Two accounts, of which the second has two books that take several steps each; and a change that goes on step by step. */
async function steppedWorld() {
  const { session } = await opened();
  for (const symbol of ['ETH/USDT', 'LTC/USDT']) await session.books.add(second.id, fillsFor(second.id, long, symbol));
  const wanted = { method: 'fifo' as LotMethod };
  const rests: (() => void)[] = [];
  const said: (MethodProgress | null)[] = [];
  const atRests: (MethodProgress | null)[] = [];
  const taken = { times: 0 };
  const change = createMethodChange({
    books: session.books,
    accountIds: () => [accountDraft.id, second.id],
    wantedMethod: () => wanted.method,
    now: () => 0,
    rest: () => {
      atRests.push(change.progress());
      return new Promise((resolve) => rests.push(resolve));
    },
    onProgress: (progress) => said.push(progress),
    onTaken: () => {
      taken.times += 1;
    },
    signal: session.signal,
  });
  /** Lets the change take one more step; false where it has ended. */
  const step = async (): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve)); // until it rests
    const rest = rests.shift();
    rest?.();
    return rest !== undefined;
  };
  return { session, wanted, change, step, said, atRests, taken };
}

const secondBy = (method: keyof typeof longNets) => [
  [method, nets[method]],
  [method, longNets[method]],
  [method, longNets[method]],
];

test('until all books of an account are computed, each keeps the former method and its figures', async () => {
  const { session, wanted, change, step, said, atRests, taken } = await steppedWorld();
  wanted.method = 'hifo';
  const following = change.follow();
  while (await step()) if (atRests.length < 4) expect(netsOf(session, second.id)).toEqual(secondBy('fifo'));
  await following;
  expect(netsOf(session, second.id)).toEqual(secondBy('hifo'));
  expect(netsOf(session, accountDraft.id)).toEqual([['hifo', '20']]);
  // 4 + 4 + 4,500 + 4,500 fills; the long books rest after 2,000 and 4,000 each, behind 8 and behind 4,508
  expect(atRests).toEqual([2_008, 4_008, 6_508, 8_508].map((done) => ({ done, total: 9_008 })));
  expect([change.progress(), said.at(-1), taken.times]).toEqual([null, null, 2]);
});

test('a choice that is changed again meanwhile ends at the last one', async () => {
  const { session, wanted, change, step } = await steppedWorld();
  wanted.method = 'hifo';
  const following = change.follow();
  await step();
  wanted.method = 'lofo';
  const again = change.follow();
  while (await step()) expect(netsOf(session, second.id)).toEqual(secondBy('fifo'));
  await Promise.all([following, again]);
  expect(netsOf(session, accountDraft.id)).toEqual([['lofo', '40']]);
  expect(netsOf(session, second.id)).toEqual(secondBy('lofo'));
});

test('a choice that is taken back meanwhile leaves an account as it was', async () => {
  const { session, wanted, change, step } = await steppedWorld();
  const versions = () => session.books.of(second.id).map(({ version }) => version);
  const before = versions();
  wanted.method = 'hifo';
  const following = change.follow();
  await step();
  wanted.method = 'fifo';
  while (await step()) expect(change.progress()?.total).toBe(9_008);
  await following;
  expect(versions()).toEqual(before);
  expect(netsOf(session, second.id)).toEqual(secondBy('fifo'));
  expect(netsOf(session, accountDraft.id)).toEqual([['fifo', '35']]); // it was ahead, and was brought back
});

test('fills that are imported meanwhile, late ones too, are in the figures of the new method', async () => {
  const { session, wanted, change, step } = await steppedWorld();
  wanted.method = 'hifo';
  const following = change.follow();
  await step();
  // a book that did not exist when the change began
  await session.books.add(second.id, fillsFor(second.id, threeLots, 'XRP/USDT'));
  // before the first fill of all: a lot at 130, which the first sale closes at a loss of 10
  const [dear] = fillsFor(second.id, [{ side: 'buy', quantity: '1', price: '130' }], 'ETH/USDT');
  if (!dear) throw new Error('one fill was made');
  await session.books.add(second.id, [{ ...dear, id: 'early', executedAtUs: dear.executedAtUs - 60_000_000 }]);
  const imported = session.books.settle(second.id);
  while (await step()) expect(new Set(netsOf(session, second.id).map(([method]) => method))).toEqual(new Set(['fifo']));
  await Promise.all([following, imported]);
  expect(netsOf(session, second.id)).toEqual([
    ['hifo', '20'],
    ['hifo', '14980'], // 1,500 sold at 120 for 180,000; the lot at 130 and 1,499 at 110 cost 130 + 164,890 = 165,020
    ['hifo', '15000'],
    ['hifo', '20'],
  ]);
});

test('an account whose computing throws keeps its method and says so, the others have theirs, and it can be tried again', async () => {
  const { session } = await opened();
  await chooseForVault(session, 'lifo');
  const [broken] = session.books.of(accountDraft.id);
  if (!broken) throw new Error('no book');
  const { prepare } = broken.book;
  const said: (MethodProgress | null)[] = [];
  const change = createMethodChange({
    books: session.books,
    accountIds: () => [accountDraft.id, second.id],
    wantedMethod: () => session.settings().method,
    now: Date.now,
    rest: async () => undefined,
    onProgress: (progress) => said.push(progress),
    onTaken: () => undefined,
    signal: new AbortController().signal,
  });
  Object.assign(broken.book, {
    prepare: () => {
      throw new RangeError('amounts that must not be shown');
    },
  });
  await change.follow();
  expect(netsOf(session, accountDraft.id)).toEqual([['fifo', '35']]);
  expect(netsOf(session, second.id)).toEqual([['lifo', '25']]);
  expect(change.failed()).toEqual([{ accountId: accountDraft.id, code: 'RangeError' }]);
  expect([change.progress(), said.at(-1)]).toEqual([null, null]); // pages ask again
  Object.assign(broken.book, { prepare });
  await change.follow();
  expect(change.failed()).toEqual([]);
  expect(netsOf(session, accountDraft.id)).toEqual([['lifo', '25']]);
});
