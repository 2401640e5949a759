/** Which accounts may call through the relay, and that nothing goes there before it may. */
import { describe, expect, test } from 'vitest';
import { accountCommands } from '../../../../extension/engine/account-commands';
import type { AccountDraft } from '../../../../extension/engine/api/account-entry';
import type { EngineDeps } from '../../../../extension/engine/context';
import { egressCommands } from '../../../../extension/engine/egress-commands';
import { createEvents } from '../../../../extension/engine/events';
import { createRefresher } from '../../../../extension/engine/refresher';
import { createWork } from '../../../../extension/engine/work';
import { createClients } from '../../../../extension/exchanges/create-clients';
import { createRelayEgress, type RelayMessage } from '../../../../extension/exchanges/relay-egress';
import type { KeyRights } from '../../../../shared/exchanges/readings';
import { ok } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, openWorld } from './engine-world';
import { balance, fakeExchange } from './fake-exchange';

const { id } = accountDraft;
const onlyReads: KeyRights = {
  readable: true,
  read: true,
  trade: false,
  transfer: false,
  withdraw: false,
  ipRestricted: true,
};
const trades: KeyRights = { ...onlyReads, trade: true };
const untold: KeyRights = { readable: false };

/** A vault with a server, which answers every relayed request as an exchange does that does not know the key. */
async function worldWith({ connected = true, stored = true } = {}) {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('USDT', '5', '0', '5')];
  const sent: RelayMessage[] = [];
  const body = new TextEncoder().encode('{"code":-2014,"msg":"API-key format invalid."}');
  const relay = {
    isConnected: () => connected,
    post: async (message: RelayMessage) => {
      sent.push(message);
      const headers: Readonly<Record<string, string>> = { 'fillbook-status': '401', 'fillbook-headers': '%7B%7D' };
      return ok({ status: 200, header: (name: string) => headers[name] ?? null, body });
    },
  };
  const created = createWorld(exchange.client);
  const { now } = created.deps;
  const createRelayed: EngineDeps['createRelayed'] = (server) =>
    createClients({ egress: createRelayEgress({ server, now }), now });
  const world = await openWorld({ ...created, deps: { ...created.deps, relay, createRelayed } });
  const { session, deps } = world;
  const events = createEvents();
  const refresher = createRefresher({ deps, events, work: createWork(deps.hosts), session: () => session });
  const parts: Parameters<typeof egressCommands>[0] = { deps, events, refresher, session: (use) => use(session) };
  if (stored) must(await session.accounts.add(accountDraft));
  const told = (rights: KeyRights) => session.observations.record(id, { wallets: {}, rights: ok(rights) });
  /** Joins the refresh that a change begins. */
  const settled = () => refresher.refresh(id);
  return { ...world, ...egressCommands(parts), ...accountCommands(parts), exchange, sent, told, settled };
}

const refusal = (code: string) => ({ ok: false, error: { reason: 'relay-refused', code } });

describe('an account that is stored', () => {
  test('goes through the relay where its key is known to do nothing but read', async () => {
    const { setEgress, told, session, sent, settled } = await worldWith();
    await told(onlyReads);
    must(await setEgress(id, 'relay', false));
    await settled();
    expect(session.accounts.get(id)).toMatchObject({ egress: 'relay' });
    expect(session.accounts.get(id)).not.toHaveProperty('relayConfirmedAt');
    expect(sent.map(({ exchange }) => exchange)).toContain('binance');
  });

  test.each([true, false])('does not with a key that can trade, whatever the trader says (%s)', async (confirmed) => {
    const { setEgress, told, session, sent, settled } = await worldWith();
    await told(trades);
    expect(await setEgress(id, 'relay', confirmed)).toEqual(refusal('key-can-do-more'));
    await settled();
    expect(session.accounts.get(id)).toMatchObject({ egress: 'direct' });
    expect(sent).toEqual([]);
  });

  test('needs the word of the trader where the exchange does not tell, which is kept with its time', async () => {
    const { setEgress, told, session, clock, settled } = await worldWith();
    await told(untold);
    expect(await setEgress(id, 'relay', false)).toEqual(refusal('rights-not-confirmed'));
    const { now } = clock;
    must(await setEgress(id, 'relay', true));
    expect(session.accounts.get(id)).toMatchObject({ egress: 'relay', relayConfirmedAt: now });
    await settled();
  });

  test('does not before a server is connected', async () => {
    const { setEgress, told, session } = await worldWith({ connected: false });
    await told(onlyReads);
    expect(await setEgress(id, 'relay', false)).toEqual({
      ok: false,
      error: { reason: 'relay-unreachable', code: 'not-connected' },
    });
    expect(session.accounts.get(id)).toMatchObject({ egress: 'direct' });
  });

  test('goes straight again, and the word is forgotten', async () => {
    const { setEgress, session, sent, settled, exchange } = await worldWith();
    must(await setEgress(id, 'relay', true));
    await settled();
    sent.length = 0;
    must(await setEgress(id, 'direct', false));
    await settled();
    expect(session.accounts.get(id)).toMatchObject({ egress: 'direct' });
    expect(session.accounts.get(id)).not.toHaveProperty('relayConfirmedAt');
    expect(sent).toEqual([]);
    expect(exchange.calls.length).toBeGreaterThan(0);
  });
});

describe('a key that is entered', () => {
  const draft: AccountDraft = { ...accountDraft, egress: 'relay' };

  test('is not tested through the relay without the word of the trader', async () => {
    const { testKey, addAccount, sent, session } = await worldWith({ stored: false });
    expect(await testKey(draft)).toEqual(refusal('rights-not-confirmed'));
    expect(await addAccount(draft)).toEqual(refusal('rights-not-confirmed'));
    expect(sent).toEqual([]);
    expect(session.accounts.list()).toEqual([]);
  });

  test('is tested through the relay with it', async () => {
    const { testKey, sent, exchange } = await worldWith({ stored: false });
    expect(await testKey({ ...draft, readOnlyConfirmed: true })).toMatchObject({
      ok: false,
      error: { reason: 'key-rejected' },
    });
    expect(sent.length).toBeGreaterThan(0);
    expect(exchange.calls).toEqual([]);
  });
});
