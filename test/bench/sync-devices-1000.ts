/**
 * sync_devices_1000: 1,000 devices of 1,000 vaults at once, each with a connection of its own, log in (challenge and signature),
 * push one record of 1 KB and pull it; none may fail. No rival but the limit: peers took 2.2 and 7.3 s on two cores. A server runs
 * for days: two rounds come before those that are measured, so that its code is warm.
 */
import { Pool } from 'undici';
import { type Measurement, measurementOf } from './measurement';
import { inParallel, LoadDevice, pushOf } from './sync-load';
import { startProcesses } from './sync-processes';

const count = 1_000;
const limitMs = 2_200;
const [warmRounds, rounds] = [2, 3];

async function oneRound(url: string): Promise<number> {
  const pool = new Pool(url, { connections: count });
  const devices = Array.from({ length: count }, () => ({ device: new LoadDevice(pool, url), frame: pushOf(1) }));
  await inParallel([0, 1, 2, 3], count, (_, index) => devices[index]?.device.createVault() ?? Promise.resolve());
  const from = performance.now();
  await Promise.all(
    devices.map(async ({ device, frame }) => {
      await device.logIn();
      await device.push(frame);
      if ((await device.pull(0)) !== 1) throw new Error('a device pulled something else than its record');
    }),
  );
  const ms = performance.now() - from;
  await pool.close();
  return ms;
}

export async function syncDevices1000(): Promise<Measurement> {
  const processes = await startProcesses();
  try {
    const { url } = await processes.server();
    const warming: number[] = [];
    for (let round = 0; round < warmRounds; round += 1) warming.push(await oneRound(url));
    console.log(
      `sync_devices_1000: rounds before those, from a cold start: ${warming.map((ms) => ms.toFixed(0)).join(', ')} ms`,
    );
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await oneRound(url));
    return measurementOf(times, [limitMs], { value: limitMs });
  } finally {
    await processes.stop();
  }
}
