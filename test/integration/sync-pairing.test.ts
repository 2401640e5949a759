import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PairingState } from '../../extension/engine/api/sync';
import { pairingIdOf, sealOffer } from '../../extension/engine/sync/pairing-secrets';
import { unixMs } from '../../shared/result';
import { parsePairingCode } from '../../shared/sync/pairing-code';
import { call, randomHex } from './harness/device';
import {
  bothDigits,
  connectedVault,
  type EngineDevice,
  fillsHeld,
  must,
  newEngineDevice,
  pair,
  passphrase,
  twoDevices,
  until,
  untilPairing,
  untilView,
  withHistory,
  withVault,
} from './harness/engine-device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

test('a device that is given a code shows the same digits, and holds the same fills and names when it has been let in', async () => {
  const { desk, laptop } = await twoDevices(server.url);
  expect((await laptop.api.vaultState()).state).toBe('open');
  expect(await fillsHeld(laptop)).toEqual(await fillsHeld(desk));
  expect((await fillsHeld(laptop)).totalCount).toBe(3);
  const { devices } = await untilView(laptop, (view) => view.devices.length === 2);
  expect(devices.map(({ label, isThis }) => [label, isThis])).toEqual([
    ['Desk', false],
    ['Laptop', true],
  ]);
  // its passphrase is its own
  const again = await laptop.restart();
  await again.api.lock();
  must(await (await laptop.restart()).api.unlock(passphrase));
});

test('what one device changes comes to the other, offline changes of both included', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  await withHistory(desk);
  const laptop = await newEngineDevice();
  await pair(desk, laptop, 'Laptop');
  const [account] = await desk.api.accounts();
  must(await desk.api.renameAccount(account?.id ?? '', 'spot'));
  const settings = await laptop.api.settings();
  must(await laptop.api.saveSettings({ ...settings, baseCurrency: 'USDC' }));
  for (const device of [desk, laptop, desk]) must(await device.api.syncNow());
  for (const { api } of [desk, laptop]) {
    // what figures were computed with opens the session anew, behind the run
    const { baseCurrency } = await until(api.settings, (now) => now.baseCurrency === 'USDC');
    expect(baseCurrency).toBe('USDC');
    const labels = async () => (await api.accounts()).map(({ label }) => label);
    expect(await until(labels, ([label]) => label === 'spot')).toEqual(['spot']);
  }
});

test('whoever puts another key in between is seen by the digits, and the code alone opens nothing', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  must(await desk.api.startPairing());
  const { code: text } = await untilPairing(desk, 'waiting');
  const code = must(parsePairingCode(text));
  // somebody who saw the code offers a device of their own first
  const own = { publicKey: randomHex(32), exchangeKey: randomHex(32), label: 'Laptop' };
  const offer = await sealOffer(code, own, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  const path = `/v1/vaults/${code.vaultId}/pairings/${await pairingIdOf(code)}/offer`;
  const message = Buffer.from(offer).toString('base64');
  expect((await call(server.url, 'PUT', path, { message })).status).toBe(200);
  const { digits } = await untilPairing(desk, 'compare');
  const laptop = await newEngineDevice();
  must(await laptop.api.joinPairing({ code: text, deviceLabel: 'Laptop' }));
  const seen = await laptop.api.pairingState();
  expect(seen.state).toBe('failed'); // its place is taken: no digits, and nothing to confirm
  expect(seen).not.toMatchObject({ digits });
  await desk.api.cancelPairing();
  expect((await desk.api.pairingState()).state).toBe('none');
});

test('digits are of both devices: another pairing of the same two shows others', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  const [first, seen] = await bothDigits(desk, await newEngineDevice(), 'Laptop');
  expect(first).toMatch(/^\d{6}$/);
  expect(seen).toBe(first);
  await desk.api.cancelPairing();
  const [second] = await bothDigits(desk, await newEngineDevice(), 'Laptop');
  expect(second).not.toBe(first);
});

test('a browser that has a vault of its own is given no other in its place', async () => {
  const [desk, laptop] = [await connectedVault(server.url, 'Desk'), await connectedVault(server.url, 'Laptop')];
  must(await desk.api.startPairing());
  const { code } = await untilPairing(desk, 'waiting');
  expect(await laptop.api.joinPairing({ code, deviceLabel: 'Laptop' })).toMatchObject({
    error: { code: 'vault-exists' },
  });
  expect((await desk.api.pairingState()).state).toBe('waiting');
});

test('a code that was mistyped is told, and one whose ten minutes are over', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  must(await desk.api.startPairing());
  const { code } = await untilPairing(desk, 'waiting');
  const laptop = await newEngineDevice();
  must(
    await laptop.api.joinPairing({
      code: `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`,
      deviceLabel: 'Laptop',
    }),
  );
  expect(await laptop.api.pairingState()).toEqual({ state: 'failed', failure: { reason: 'code-invalid' } });
  await server.owner`update pairings set expires_at = now()`;
  must(await laptop.api.joinPairing({ code, deviceLabel: 'Laptop' }));
  expect(await laptop.api.pairingState()).toEqual({ state: 'failed', failure: { reason: 'pairing-expired' } });
});

/** Cuts a device off that was of the vault, as a move does first, and ends there. */
async function frozen(desk: EngineDevice): Promise<void> {
  const vaultId = Buffer.from((await desk.api.syncView()).connection?.vaultId ?? '', 'hex');
  await server.owner`update vaults set frozen_at = now() where vault_id = ${vaultId}`;
}

test('a vault that has to move first shows no code, and hands nothing over where that came in between', async () => {
  const refused = { reason: 'sync-refused', code: 'vault-frozen' };
  const [desk, laptop] = [await connectedVault(server.url, 'Desk'), await newEngineDevice()];
  await bothDigits(desk, laptop, 'Laptop');
  await frozen(desk);
  expect(await desk.api.confirmPairing(null)).toMatchObject({ error: refused });
  expect(await desk.api.pairingState()).toMatchObject({ state: 'failed', failure: refused });
  must(await laptop.api.confirmPairing(passphrase));
  expect(await laptop.api.pairingState()).toMatchObject({ state: 'failed', failure: refused });
  expect((await laptop.api.vaultState()).state).toBe('none');
  await desk.api.cancelPairing();
  expect(await desk.api.startPairing()).toMatchObject({ error: refused });
  expect(await desk.api.pairingState()).toEqual({ state: 'none' });
});

test('a vault that is frozen after the key was handed over admits nobody: the device is told, and can be paired again', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  const vaultId = (await desk.api.syncView()).connection?.vaultId ?? '';
  let freezes = true;
  const laptop = await newEngineDevice({
    async syncFetch(input, init) {
      const isAdmission = init?.method === 'POST' && new URL(String(input)).pathname === '/v1/devices';
      if (isAdmission && freezes) await frozen(desk);
      return fetch(input, init);
    },
  });
  await bothDigits(desk, laptop, 'Laptop');
  const confirmed = laptop.api.confirmPairing(passphrase);
  must(await desk.api.confirmPairing(null));
  must(await confirmed);
  expect(await laptop.api.pairingState()).toMatchObject({
    state: 'failed',
    failure: { reason: 'sync-refused', code: 'vault-frozen' },
  });
  expect((await laptop.api.vaultState()).state).toBe('none');
  const vault = Buffer.from(vaultId, 'hex');
  expect(await server.owner`select from devices where vault_id = ${vault}`).toHaveLength(1);

  freezes = false;
  await server.owner`update vaults set frozen_at = null where vault_id = ${vault}`;
  await pair(desk, laptop, 'Laptop');
  expect((await laptop.api.vaultState()).state).toBe('open');
});

const isShown = ({ state }: PairingState): boolean => state !== 'none';

/** An engine's way to the server, until the browser ends the engine: then nothing that it asks for is answered. */
function mortal() {
  let isOver = false;
  const syncFetch: typeof fetch = (input, init) => (isOver ? new Promise(() => undefined) : fetch(input, init));
  const end = (): void => {
    isOver = true;
  };
  return { syncFetch, end };
}

test('an engine that starts anew goes on with the code it showed, and shows the same digits', async () => {
  const [first, second] = [mortal(), mortal()];
  const desk = await newEngineDevice({ syncFetch: first.syncFetch });
  await withVault(desk);
  must(await desk.api.connectSync({ origin: server.url, invite: null, deviceLabel: 'Desk' }));
  await withHistory(desk);
  must(await desk.api.syncNow());
  must(await desk.api.startPairing());
  const { code } = await untilPairing(desk, 'waiting');
  first.end();
  const reloaded = await desk.restart({ syncFetch: second.syncFetch });
  expect(await until(reloaded.api.pairingState, isShown)).toMatchObject({ state: 'waiting', code });
  const laptop = await newEngineDevice();
  must(await laptop.api.joinPairing({ code, deviceLabel: 'Laptop' }));
  const { digits } = await untilPairing(laptop, 'compare');
  expect(await untilPairing(reloaded, 'compare')).toMatchObject({ digits });
  second.end();
  const again = await reloaded.restart();
  expect(await untilPairing(again, 'compare')).toMatchObject({ digits, deviceLabel: 'Laptop' });
  const confirmed = laptop.api.confirmPairing(passphrase);
  must(await again.api.confirmPairing(null));
  must(await confirmed);
  await untilPairing(laptop, 'done');
  expect((await fillsHeld(laptop)).totalCount).toBe(3);
  // handed over, it is over: no other engine shows it again
  const later = await again.restart();
  must(await later.api.syncNow());
  expect(await later.api.pairingState()).toEqual({ state: 'none' });
});

test('a code that was taken back is not shown again', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  must(await desk.api.startPairing());
  await untilPairing(desk, 'waiting');
  await desk.api.cancelPairing();
  const later = await desk.restart();
  must(await later.api.syncNow());
  expect(await later.api.pairingState()).toEqual({ state: 'none' });
});

test('a code whose ten minutes ended while no engine ran is forgotten: no clock brings it back', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  must(await desk.api.startPairing());
  await untilPairing(desk, 'waiting');
  const late = await desk.restart({ now: () => unixMs(Date.now() + 11 * 60_000) });
  must(await late.api.syncNow());
  expect(await late.api.pairingState()).toEqual({ state: 'none' });
  const setBack = await late.restart({ now: () => unixMs(Date.now()) });
  must(await setBack.api.syncNow());
  expect(await setBack.api.pairingState()).toEqual({ state: 'none' });
});

test('a device whose page was closed at the digits is told that its code is taken', async () => {
  const desk = await connectedVault(server.url, 'Desk');
  must(await desk.api.startPairing());
  const { code } = await untilPairing(desk, 'waiting');
  const laptop = await newEngineDevice();
  must(await laptop.api.joinPairing({ code, deviceLabel: 'Laptop' }));
  await untilPairing(laptop, 'compare');
  const reloaded = await laptop.restart();
  must(await reloaded.api.joinPairing({ code, deviceLabel: 'Laptop' }));
  expect(await reloaded.api.pairingState()).toEqual({ state: 'failed', failure: { reason: 'pairing-taken' } });
});
