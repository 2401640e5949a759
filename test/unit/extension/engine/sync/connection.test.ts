/** What the background is told of a vault's server. */
import { expect, test } from 'vitest';
import { createEvents } from '../../../../../extension/engine/events';
import { tellBackground } from '../../../../../extension/engine/settings-calls';
import { type AccessRecord, writeAccess, writeDeviceKey } from '../../../../../extension/engine/sync/access-store';
import { createConnections } from '../../../../../extension/engine/sync/connection';
import { createDeviceKey } from '../../../../../extension/engine/sync/device-key';
import { unixMs } from '../../../../../shared/result';
import { must } from '../../store/open-store';
import { createWorld, openWorld } from '../engine-world';
import { fakeExchange } from '../fake-exchange';

const record: AccessRecord = {
  origin: 'https://sync.example',
  deviceLabel: 'Desk',
  connectedAt: unixMs(Date.UTC(2026, 1, 1)),
  vouched: null,
};

/** An open vault and a server that no request reaches. */
async function opened(refreshMinutes: 5 | 'manual') {
  const { session, browser, deps } = await openWorld(createWorld(fakeExchange(['BTC/USDT']).client));
  must(await session.saveSettings({ refreshMinutes }));
  const unreached = async (): Promise<never> => {
    throw new TypeError('not reached');
  };
  const connections = createConnections({
    deps: { ...deps, syncFetch: unreached, sleep: () => new Promise(() => undefined) },
    events: createEvents(),
    session: () => session,
  });
  /** As an engine that starts. */
  const resume = async (): Promise<void> => {
    must(await tellBackground(deps.hosts, session.settings()));
    await connections.resume(session);
  };
  return { session, connections, resume, alarms: browser.refreshAlarms, deviceKey: createDeviceKey(deps.random) };
}

test('by hand alone an engine is started each hour while the vault has a server, and not any more without', async () => {
  const { session, connections, resume, alarms, deviceKey } = await opened('manual');
  await resume();
  expect(alarms).toEqual([null]);
  must(await connections.attach(session, record, deviceKey));
  expect(alarms).toEqual([null, 60]);
  must(await writeAccess(session.store, record));
  must(await writeDeviceKey(session.store, deviceKey));
  await resume(); // told once, and not first that there is none: the alarm would begin anew with each engine
  expect(alarms).toEqual([null, 60, 60]);
  must(await connections.disconnect(false));
  expect(alarms).toEqual([null, 60, 60, null]);
  await resume();
  expect(alarms).toEqual([null, 60, 60, null, null]);
  await session.close();
});

test('at an interval the alarm stays that of the refreshes, whatever the server', async () => {
  const { session, connections, resume, alarms, deviceKey } = await opened(5);
  await resume();
  must(await connections.attach(session, record, deviceKey));
  must(await connections.disconnect(false));
  expect(alarms).toEqual([5]);
  await session.close();
});
