/**
 * sync_two_instances: pushes of 100 records by sixteen devices, half of them to each of two servers on one database (records a
 * second). Rival: all of them to one of the two. It only compares: two instances are faster as far as there are processors for
 * both, the database and the load. Of a push, PostgreSQL takes twice the processor time of the server, so that on two processors
 * one instance keeps both busy and the ratio stays near 1.
 */
import { Pool } from 'undici';
import { type Measurement, rateOf } from './measurement';
import { inParallel, type LoadDevice, loggedIn, pushOf } from './sync-load';
import { startProcesses } from './sync-processes';

const [rounds, pushes, size, deviceCount] = [3, 160, 100, 16];

async function rate(devices: readonly LoadDevice[]): Promise<number> {
  const frames = Array.from({ length: pushes }, () => pushOf(size));
  const { ms } = await inParallel(devices, pushes, (device, index) => device.push(frames[index] ?? pushOf(size)));
  return ((pushes * size) / ms) * 1_000;
}

export async function syncTwoInstances(): Promise<Measurement> {
  const processes = await startProcesses();
  try {
    const [one, two] = [await processes.server(), await processes.server()];
    const pools = [
      new Pool(one.url, { connections: deviceCount }),
      new Pool(two.url, { connections: deviceCount }),
    ] as const;
    const devices = await loggedIn(deviceCount, pools[0], one.url);
    // a token of one instance is good at the other
    const both = devices.map((device, index) => (index % 2 === 0 ? device : device.elsewhere(pools[1])));
    await rate(both);
    const [own, rival]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      rival.push(await rate(devices));
      own.push(await rate(both));
    }
    for (const pool of pools) await pool.close();
    return rateOf(own, rival);
  } finally {
    await processes.stop();
  }
}
