/** What did not open and is written over since: nobody has to look at it any more. */
import { expect, test } from 'vitest';
import { retryRecords } from '../../../../../extension/engine/sync/quarantine';
import { must } from '../../store/open-store';
import { testVault } from '../../store/test-vault';
import { deviceIdOf, MemoryLog, serverOf } from './memory-log';
import { connect, openDevice, type SyncDevice } from './sync-device';
import { settingsOf } from './sync-documents';

const vault = await testVault();
const garbage = new Uint8Array(300).fill(7);

const sync = async (device: SyncDevice, log: MemoryLog) => must(await device.run(serverOf(log, device.id)));
const leftOut = (device: SyncDevice) => device.database.tables.quarantine.toArray();

/** A device with settings of its own, over which a third one has written what does not open. */
async function world() {
  const log = new MemoryLog();
  const device = await openDevice({ vault, n: 1 });
  await connect(device);
  must(await device.store.write({ putDocuments: [settingsOf('USDT')] }));
  await sync(device, log);
  const [settings] = log.rows;
  if (!settings) throw new Error('no settings');
  const { rid, seq } = settings;
  must(log.push(deviceIdOf(3), { records: [{ rid, supersedes: seq, body: garbage }], drops: [] }));
  await sync(device, log);
  const left = await leftOut(device);
  expect(left).toMatchObject([{ rid, failure: { reason: 'damaged' } }]);
  device.clock.now += 1_000;
  must(await device.store.write({ putDocuments: [settingsOf('EUR')] }));
  return { log, device, left };
}

test('a record that did not open is gone from what is left out once this device has written over it', async () => {
  const { log, device } = await world();
  await sync(device, log);
  expect(await leftOut(device)).toEqual([]);
});

test('one that was written over and is listed still goes when it is tried again', async () => {
  const { log, device, left } = await world();
  await sync(device, log);
  await device.database.tables.quarantine.bulkPut(left);
  await retryRecords(device.context, '1.0.0');
  expect(await leftOut(device)).toEqual([]);
});
