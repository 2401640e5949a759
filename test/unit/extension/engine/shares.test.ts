/** Shared snapshots from the engine's side: what is in them, when they are sent, and that what is revoked goes. */
import { expect, test } from 'vitest';
import type { ShareDraft } from '../../../../extension/engine/api/shares';
import { balancesOf } from '../../../../extension/engine/balances';
import { createEvents } from '../../../../extension/engine/events';
import { overviewOf } from '../../../../extension/engine/overview';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createShares } from '../../../../extension/engine/shares';
import { endShares } from '../../../../extension/engine/sync/moved-shares';
import type { SharePut, ShareServer } from '../../../../extension/engine/sync/share-server';
import { createWork } from '../../../../extension/engine/work';
import type { Failure } from '../../../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../../../shared/result';
import type { SnapshotContent } from '../../../../shared/snapshot/content';
import { parseShareLink } from '../../../../shared/snapshot/link';
import { openSnapshot } from '../../../../shared/snapshot/sealing';
import { fromHex, type Hex } from '../../../../shared/vault/bytes';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, fakeExchange, fillsOf } from './fake-exchange';

const origin = 'https://sync.example';
const unreached: Failure = { reason: 'network-failed', host: 'sync.example' };

/** A server that keeps what it is sent, and refuses where it is told to. */
function fakeServer() {
  const kept = new Map<string, SharePut>();
  const revoked: string[] = [];
  const state = {
    kept,
    revoked,
    origin: origin as string | null,
    failure: null as Failure | null,
    gone: false,
    /** What was put arrives, and its answer does not. */
    losesAnswers: false,
    puts: 0,
  };
  const server: ShareServer = {
    origin: () => state.origin,
    put: async (put) => {
      state.puts += 1;
      if (state.gone) return err({ reason: 'share-gone' });
      if (state.failure !== null) return err(state.failure);
      kept.set(put.shareId, put);
      return state.losesAnswers ? err(unreached) : ok(undefined);
    },
    revoke: async (from, id): Promise<Result<void, Failure>> => {
      if (from !== origin || state.failure !== null) return err(state.failure ?? unreached);
      kept.delete(id);
      revoked.push(id);
      return ok(undefined);
    },
  };
  return { state, server };
}

/** 0.5 BTC of which 0.1 is locked, 1,000 USDT, 7 ODD without a price; one BTC was bought at 100 and sold at 130. */
async function worldWith() {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [
    balance('BTC', '0.4', '0.1', '0.5'),
    balance('USDT', '1000', '0', '1000'),
    balance('ODD', '7', '0', '7'),
  ];
  exchange.futures = [];
  exchange.prices = new Map([['BTC/USDT', '64000']]);
  exchange.fillsBySymbol.set(
    'BTC/USDT',
    fillsOf('BTC/USDT', [
      { side: 'buy', quantity: '1', price: '100' },
      { side: 'sell', quantity: '1', price: '130' },
    ]),
  );
  const world = await openWorld(createWorld(exchange.client));
  const { session, deps, clock } = world;
  exchange.now = () => clock.now;
  must(await session.accounts.add({ ...accountDraft, userSymbols: ['BTC/USDT'] }));
  const { state, server } = fakeServer();
  const shares = createShares({
    deps,
    events: createEvents(),
    open: () => session,
    session: (use) => use(session),
    server,
  });
  const refresher = createRefresher({
    deps,
    events: createEvents(),
    work: createWork(deps.hosts),
    session: () => session,
  });
  const refresh = async () => {
    await refresher.refresh(null);
    await session.imports.start(accountDraft.id, 'import');
    await importEnded(session);
  };
  await refresh();
  const moment = () => ({ now: unixMs(clock.now), refreshing: new Set<string>(), hostsMissing: new Map() });
  return { ...world, exchange, shares, calls: shares.calls, state, refresh, moment };
}

const draft = (more: Partial<ShareDraft> = {}): ShareDraft => ({
  title: 'Desk',
  accountIds: null,
  detail: 'coins',
  days: 7,
  live: false,
  passphrase: null,
  ...more,
});

type Calls = Awaited<ReturnType<typeof worldWith>>['calls'];

async function prepared(calls: Calls, more: Partial<ShareDraft> = {}) {
  const made = await calls.prepareShare(draft(more));
  if (!made.ok) throw new Error(made.error.reason);
  return made.value;
}

/** What whoever has the link sees of bytes. */
async function seen(link: string, bytes: Uint8Array, passphrase: string | null = null): Promise<SnapshotContent> {
  const told = parseShareLink(new URL(link).hash);
  if (!told.ok) throw new Error(told.error.reason);
  const opened = await openSnapshot({ ...told.value, passphrase }, bytes);
  if (!opened.ok) throw new Error(opened.error.reason);
  return opened.value.content;
}

async function content(calls: Calls, more: Partial<ShareDraft> = {}): Promise<SnapshotContent> {
  const { shareId, linkKey, bytes } = await prepared(calls, more);
  const opened = await openSnapshot(
    { shareId: shareId as Hex, linkKey: fromHex(linkKey as Hex), passphrase: more.passphrase ?? null }, // of the engine
    bytes,
  );
  if (!opened.ok) throw new Error(opened.error.reason);
  return opened.value.content;
}

test('a share has the figures of Overview and Balances, with what is missing of them named', async () => {
  const { calls, session, moment, clock } = await worldWith();
  const { total, free, locked, realized } = overviewOf(session, moment());
  const shared = await content(calls);
  expect([shared.total?.value, shared.free.value, shared.locked.value]).toEqual([
    total.amount,
    free.amount,
    locked.amount,
  ]);
  expect(shared.net?.value).toBe(realized.inBase.net.amount);
  // 0.5 × 64000 + 1000; 0.4 × 64000 + 1000; 0.1 × 64000
  expect([shared.total?.value, shared.free.value, shared.locked.value]).toEqual(['33000', '26600', '6400']);
  expect(shared.net?.value).toBe('30'); // 130 − 100
  expect(shared.volume?.value).toBe('230'); // 100 + 130
  expect(shared.total).toMatchObject({ missing: ['no-price'], stale: false, at: clock.now });
  expect(shared).toMatchObject({ title: 'Desk', currency: 'USDT', methods: ['fifo'], asOf: clock.now, live: false });
  expect(shared.coins).toMatchObject([
    { asset: 'BTC', quantity: '0.5', free: '0.4', locked: '0.1', value: { value: '32000' } },
    { asset: 'USDT', quantity: '1000', value: { value: '1000' } },
    { asset: 'ODD', quantity: '7', value: { value: null, missing: ['no-price'] } },
  ]);
  expect(shared.coins?.length).toBe(balancesOf(session, moment()).rows.length);
  expect(shared.accounts).toMatchObject([
    { label: 'main', exchange: 'Binance', value: { value: '33000' }, net: { value: '30' }, volume: { value: '230' } },
  ]);
});

test('a share of percentages has parts and an index, and none of the amounts that the account holds or made', async () => {
  const { calls } = await worldWith();
  const shared = await content(calls, { detail: 'percent' });
  // 26600 ÷ 33000 = 80.6060… %, 6400 ÷ 33000 = 19.3939… %
  expect([shared.free.value, shared.locked.value]).toEqual(['80.61', '19.39']);
  expect([shared.total, shared.net, shared.volume, shared.coins]).toEqual([null, null, null, null]);
  expect(shared.accounts).toMatchObject([{ value: { value: '100' }, net: null, volume: null }]);
  expect(shared.equity.map(({ value }) => value)).not.toContain('33000');
  const text = JSON.stringify(shared);
  for (const amount of ['33000', '26600', '6400', '64000', '0.5', '1000', '"30"', '230'])
    expect(text).not.toContain(amount);
});

test('neither id, key nor address is in a share', async () => {
  const { calls, session } = await worldWith();
  const text = JSON.stringify(await content(calls));
  const { id, credentials } = accountDraft;
  const fillIds = ['"1"', '"100"'];
  for (const secret of [
    id,
    credentials.apiKey,
    credentials.secret,
    session.vault.vaultId,
    session.store.deviceId,
    ...fillIds,
  ])
    expect(text).not.toContain(secret);
});

test('an account that cannot be read is unknown in a share, not 0, and no reason of its key is told', async () => {
  const { calls, exchange, refresh, clock } = await worldWith();
  clock.now += 3_600_000;
  const refused: Failure = { reason: 'ip-not-whitelisted', address: '203.0.113.7' };
  exchange.failures.set('balances', [refused, refused, refused, refused]);
  exchange.failures.set('futuresBalances', [refused, refused, refused, refused]);
  await refresh();
  const shared = await content(calls);
  expect(shared.total).toEqual({ value: null, at: null, stale: false, missing: ['not-read'] });
  expect(shared.accounts[0]?.free).toEqual({ value: null, at: null, stale: false, missing: ['not-read'] });
  expect(JSON.stringify(shared)).not.toMatch(/whitelist|203\.0\.113/);
});

test('figures of before the last refresh interval are marked as old', async () => {
  const { calls, clock } = await worldWith();
  const readAt = clock.now;
  clock.now += 5 * 60_000 + 60_000; // five minutes and one of grace: not old yet
  expect((await content(calls)).total).toMatchObject({ stale: false, at: readAt });
  clock.now += 1;
  expect((await content(calls)).total).toMatchObject({ stale: true, at: readAt });
});

test('a share of chosen accounts alone has these, and one of none is refused', async () => {
  const { calls } = await worldWith();
  expect((await content(calls, { accountIds: [accountDraft.id] })).total?.value).toBe('33000');
  expect(await calls.prepareShare(draft({ accountIds: ['gone'] }))).toEqual({
    ok: false,
    error: { reason: 'no-account' },
  });
});

test('what is sent is byte for byte what was looked at, and its link opens it', async () => {
  const { calls, state } = await worldWith();
  const made = await prepared(calls);
  const { passphrase: _, ...choices } = draft();
  const created = must(await calls.createShare(choices, made));
  expect(created.link.startsWith(`${origin}/s#1.`)).toBe(true);
  expect(state.kept.get(made.shareId)?.bytes).toEqual(made.bytes);
  expect((await seen(created.link, made.bytes)).title).toBe('Desk');
  expect(must(await calls.createShare(choices, made))).toEqual(created); // repeated, it changes nothing
  expect((await calls.shares()).shares).toMatchObject([{ id: made.shareId, state: 'open', hasPassphrase: false }]);
  expect(must(await calls.shareLink(made.shareId))).toBe(created.link);
});

test('a passphrase is wanted beside the link, and is kept nowhere', async () => {
  const { calls, state, session } = await worldWith();
  const passphrase = 'correct horse';
  const made = await prepared(calls, { passphrase });
  const { passphrase: _, ...choices } = draft();
  const { link } = must(await calls.createShare(choices, made));
  await expect(seen(link, made.bytes)).rejects.toThrow('passphrase-needed');
  expect((await seen(link, made.bytes, passphrase)).title).toBe('Desk');
  const stored = must(await session.store.readDocument('share', made.shareId));
  expect(JSON.stringify([stored, [...state.kept.values()]])).not.toContain(passphrase);
});

test('a live share is sent anew after each refresh, under the same link; one made once is not', async () => {
  const { calls, shares, state, session, exchange, refresh, clock } = await worldWith();
  const [live, once] = [await prepared(calls, { live: true, passphrase: 'horse' }), await prepared(calls)];
  const choices = draft({ live: true });
  const { link } = must(await calls.createShare(choices, live));
  must(await calls.createShare(draft(), once));
  clock.now += 600_000;
  exchange.balances = [balance('USDT', '5', '0', '5')];
  await refresh();
  await shares.follow(session);
  const sent = state.kept.get(live.shareId);
  expect((await seen(link, sent?.bytes ?? new Uint8Array(), 'horse')).total?.value).toBe('5');
  expect(sent?.expiresAt).toBe(live.expiresAt);
  expect(state.kept.get(once.shareId)?.bytes).toEqual(once.bytes);
  expect((await calls.shares()).shares.find(({ id }) => id === live.shareId)?.sentAt).toBe(clock.now);
});

test('a live share whose server is not reached says so until it is', async () => {
  const { calls, shares, state, session } = await worldWith();
  const made = await prepared(calls, { live: true });
  must(await calls.createShare(draft({ live: true }), made));
  state.failure = unreached;
  await shares.follow(session);
  expect((await calls.shares()).shares).toMatchObject([{ state: 'open', problem: unreached }]);
  state.failure = null;
  await shares.follow(session);
  expect((await calls.shares()).shares).toMatchObject([{ state: 'open', problem: null }]);
});

test('a server that stays away for an hour is an issue since it went, until a snapshot is sent', async () => {
  const { calls, shares, state, session, clock } = await worldWith();
  must(await calls.createShare(draft({ live: true }), await prepared(calls, { live: true })));
  state.failure = unreached;
  const wentAt = clock.now;
  await shares.follow(session);
  expect(shares.issues(session, [])).toEqual([]);
  clock.now += 3_600_000;
  await shares.follow(session);
  expect(shares.issues(session, [])).toMatchObject([
    { area: 'shares', accountId: null, since: wentAt, failure: { reason: 'share-not-sent', code: 'network-failed' } },
  ]);
  state.failure = null;
  await shares.follow(session);
  expect(shares.issues(session, [])).toEqual([]);
});

test('what a share could not do is no issue any more when another device has revoked it', async () => {
  const { calls, shares, state, session } = await worldWith();
  const made = await prepared(calls, { live: true });
  must(await calls.createShare(draft({ live: true }), made));
  state.failure = { reason: 'sync-refused', code: 'quota-exceeded' };
  await shares.follow(session);
  expect(shares.issues(session, [])).toHaveLength(1);
  must(await session.store.write({ deleteDocuments: [{ kind: 'share', id: made.shareId }] }));
  await shares.follow(session);
  expect(shares.issues(session, [])).toEqual([]);
});

test('shares that could not be read after a refresh are told, once for their cause', async () => {
  const { shares, session } = await worldWith();
  const failure: Failure = { reason: 'storage-failed', code: 'shares' };
  const unread = { ...session, store: { ...session.store, listDocuments: async () => err(failure) } };
  await shares.follow(unread);
  await shares.follow(unread);
  expect(session.upkeepFailures).toEqual([failure]);
});

test('a live share whose accounts have gone says so, and keeps what it showed', async () => {
  const { calls, shares, state, session } = await worldWith();
  const choices = { live: true, accountIds: [accountDraft.id] };
  const made = await prepared(calls, choices);
  must(await calls.createShare(draft(choices), made));
  const account = session.accounts.get(accountDraft.id);
  if (account === undefined) throw new Error('no account');
  must(await session.accounts.remove(account));
  await shares.follow(session);
  expect((await calls.shares()).shares).toMatchObject([{ state: 'open', problem: { reason: 'no-account' } }]);
  expect(state.kept.get(made.shareId)?.bytes).toEqual(made.bytes);
});

test('a revoked share goes from the server at once, and its link is not given any more', async () => {
  const { calls, shares, state, session } = await worldWith();
  const made = await prepared(calls, { live: true });
  must(await calls.createShare(draft({ live: true }), made));
  must(await calls.revokeShare(made.shareId));
  expect(state.revoked).toEqual([made.shareId]);
  expect((await calls.shares()).shares).toEqual([]);
  expect(await calls.shareLink(made.shareId)).toEqual({ ok: false, error: { reason: 'cancelled' } });
  await shares.follow(session);
  expect(state.kept.size).toBe(0);
});

test('one that was revoked while the server was away is said to be open still, and goes after the next refresh', async () => {
  const { calls, shares, state, session } = await worldWith();
  const made = await prepared(calls, { live: true });
  must(await calls.createShare(draft({ live: true }), made));
  state.failure = unreached;
  expect(await calls.revokeShare(made.shareId)).toEqual({ ok: false, error: unreached });
  expect((await calls.shares()).shares).toMatchObject([{ state: 'revoking', problem: unreached }]);
  expect(shares.issues(session, [])).toMatchObject([{ failure: { reason: 'share-not-revoked' } }]);
  const putsBefore = state.puts;
  state.failure = null;
  await shares.follow(session);
  expect(state.puts).toBe(putsBefore); // nothing of it is sent again
  expect(state.revoked).toEqual([made.shareId]);
  expect((await calls.shares()).shares).toEqual([]);
});

test('one that ended with a move of the vault is not sent, has no link, and is shown until it is taken off the list', async () => {
  const { calls, shares, state, session } = await worldWith();
  const made = await prepared(calls, { live: true });
  must(await calls.createShare(draft({ live: true }), made));
  expect(must(await endShares(session.store, origin, made.preparedAt))).toEqual([
    { shareId: made.shareId, title: 'Desk', live: true },
  ]);
  expect(must(await endShares(session.store, origin, made.preparedAt))).toEqual([]); // none is open any more
  const putsBefore = state.puts;
  await shares.follow(session);
  expect(state.puts).toBe(putsBefore);
  expect((await calls.shares()).shares).toMatchObject([{ id: made.shareId, state: 'ended' }]);
  expect(await calls.shareLink(made.shareId)).toEqual({ ok: false, error: { reason: 'cancelled' } });
  must(await calls.revokeShare(made.shareId));
  expect((await calls.shares()).shares).toEqual([]);
});

test('one that lies at another server than the vault moves on is revoked there', async () => {
  const { calls, shares, state, session } = await worldWith();
  const made = await prepared(calls);
  must(await calls.createShare(draft(), made));
  must(await endShares(session.store, 'https://new.example', made.preparedAt));
  expect((await calls.shares()).shares).toMatchObject([{ state: 'revoking' }]);
  await shares.follow(session);
  expect(state.revoked).toEqual([made.shareId]);
});

test('one that another device revoked is forgotten here', async () => {
  const { calls, shares, state, session } = await worldWith();
  must(await calls.createShare(draft({ live: true }), await prepared(calls, { live: true })));
  state.gone = true;
  await shares.follow(session);
  expect((await calls.shares()).shares).toEqual([]);
});

test('a share whose answer was lost leaves nothing behind on the server', async () => {
  const { calls, state } = await worldWith();
  const made = await prepared(calls);
  state.losesAnswers = true;
  expect(await calls.createShare(draft(), made)).toEqual({ ok: false, error: unreached });
  expect(state.kept.size).toBe(0);
  expect((await calls.shares()).shares).toEqual([]);
});

test('an expired share is forgotten, and without a server none is made', async () => {
  const { calls, shares, state, session, clock } = await worldWith();
  const made = await prepared(calls);
  must(await calls.createShare(draft(), made));
  clock.now = made.expiresAt;
  expect((await calls.shares()).shares).toMatchObject([{ state: 'expired' }]);
  await shares.follow(session);
  expect((await calls.shares()).shares).toEqual([]);
  state.origin = null;
  expect(await calls.createShare(draft(), await prepared(calls))).toEqual({
    ok: false,
    error: { reason: 'not-connected' },
  });
});
