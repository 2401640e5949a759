/** The end of a move whose session is opened anew meanwhile. */
import { expect, test } from 'vitest';
import type { MovingState } from '../../../../../extension/engine/api/sync';
import { createEvents } from '../../../../../extension/engine/events';
import type { Keyring } from '../../../../../extension/engine/keyring';
import type { Session } from '../../../../../extension/engine/session';
import type { Connection, Connections } from '../../../../../extension/engine/sync/connection';
import { createDeviceKey } from '../../../../../extension/engine/sync/device-key';
import { writeJournal, writeTrace } from '../../../../../extension/engine/sync/move-journal';
import { createMoving } from '../../../../../extension/engine/sync/moving-calls';
import { createServerAccess } from '../../../../../extension/engine/sync/server-access';
import { createServerCalls } from '../../../../../extension/engine/sync/server-calls';
import { createWork } from '../../../../../extension/engine/work';
import { vaultIdSchema } from '../../../../../shared/sync/ids';
import { createRootKey } from '../../../../../shared/vault/root-key';
import { vaultIdOf } from '../../../../../shared/vault/subkeys';
import { must } from '../../store/open-store';
import { createWorld, openWorld } from '../engine-world';
import { fakeExchange } from '../fake-exchange';

const origin = 'https://sync.example';
const bytesOf = (text: string): string => Buffer.from(text.repeat(32)).toString('hex');

/** A server that keeps whoever retires a vault waiting until `release`. */
function slowServer() {
  const waiting: (() => void)[] = [];
  let retiring = 0;
  let most = 0;
  const answer = async (input: Parameters<typeof fetch>[0]): Promise<Response> => {
    const path = new URL(String(input)).pathname;
    if (path === '/v1/challenges') return Response.json({ challenge: bytesOf('c') });
    if (path === '/v1/login') return Response.json({ token: 'token', lifeMs: 900_000 });
    retiring += 1;
    most = Math.max(most, retiring);
    await new Promise<void>((resolve) => waiting.push(resolve));
    retiring -= 1;
    return Response.json({});
  };
  return { answer, waiting, most: () => most, release: () => waiting.shift()?.() };
}

test.each(['by an engine that goes on with it', 'by the move itself'])(
  'a session that is opened anew while the old vault is retired %s goes on behind that, and nothing fails',
  async (by) => {
    const world = createWorld(fakeExchange(['BTC/USDT']).client);
    const { deps } = world;
    const opened = (await openWorld(world)).session;
    const first: Session = { ...opened, sync: { ...opened.sync, pullWhole: async () => ({ ok: true, value: [] }) } };
    const former = createRootKey(deps.random);
    const vaultId = vaultIdSchema.parse(await vaultIdOf(former));
    const tells = { wasRemoved: false, leftBehind: [], links: [] };
    must(await writeTrace(first.store, { former: { vaultId, rootKey: former }, isStored: false, tells }));
    must(await writeJournal(first.store, { removeDeviceId: null, rootKey: former, header: '', without: [] }));

    const server = slowServer();
    const http = { fetch: server.answer, now: deps.now, grantedHosts: async () => [`${origin}/*`] };
    const calls = createServerCalls(http, (_, call) => call(), origin);
    const deviceKey = createDeviceKey(deps.random);
    const access = createServerAccess({ calls, vaultId, deviceKey, now: deps.now });
    const record = { origin, deviceLabel: 'Desk', connectedAt: deps.now(), vouched: null };
    let session: Session = first;
    const current = (): Connection => ({ session, record, deviceKey, calls, access });
    const events = createEvents();
    const moving = createMoving({
      deps,
      events,
      work: createWork(deps.hosts),
      // only what the end of a move asks for
      connections: { current, ready: async () => current() } as unknown as Connections,
      session: () => session,
      database: () => null,
      withKeyring: async (use) => use({ headers: null } as unknown as Keyring),
      replaceVault: async () => ({ ok: true, value: undefined }),
    });
    const said: Promise<MovingState>[] = [];
    events.onAny(() => void said.push(moving.calls.movingState()));

    const ended = by === 'by the move itself' ? moving.calls.resumeMoving([]) : moving.resume(first);
    await expect.poll(() => server.waiting.length).toBe(1);
    await first.close();
    session = (await openWorld(world)).session;
    const again = moving.resume(session);
    server.release(); // what was on its way is answered after all
    await ended;
    await expect.poll(() => server.waiting.length).toBe(1);
    server.release();
    await again;
    expect(server.most()).toBe(1);
    expect((await Promise.all(said)).map(({ state }) => state)).not.toContain('failed');
    expect(await moving.calls.movingState()).toMatchObject({ state: 'done' });
    await session.close();
  },
);
