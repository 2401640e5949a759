/**
 * relay_p50: the median of a signed read by way of the relay to an exchange that answers after 30 ms, one after another as the
 * requests of one key go. Rival: the same request straight to that exchange, over a kept connection too. At most 1.2 times the
 * rival, and at most 3 ms more.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { startCluster } from '../../sync-server/db/cluster';
import { createLogger } from '../../sync-server/logger';
import { startServer } from '../../sync-server/server';
import { readSettings } from '../../sync-server/settings';
import { newDevice } from '../integration/harness/device';
import { openSink } from '../integration/harness/exchange-sink';
import { type Measurement, measurementOf } from './measurement';

const requests = 150;
/** Not measured, and answered at once: they open connections, and leave code as warm as that of a server that runs for days. */
const warmRequests = 500;
const answerMs = 30;
const mostAddedMs = 3;
const path = '/api/v3/account';
const query = 'timestamp=1&recvWindow=5000&signature=abc';

function settingsOf() {
  const settings = readSettings({ PORT: '0', REGISTRATION: 'open', RATE_DEVICE_PER_MINUTE: '1000000' });
  if (!settings.ok) throw new Error(settings.error.map(({ name }) => name).join(', '));
  return settings.value;
}

/** Milliseconds of so many calls of each side, in turns with the other side's. */
async function timesOf(sides: readonly (() => Promise<number>)[], count: number): Promise<readonly number[][]> {
  const times: number[][] = sides.map(() => []);
  for (let index = 0; index < count; index += 1) {
    for (const [at, side] of sides.entries()) {
      const from = performance.now();
      if ((await side()) !== 200) throw new Error('a request was not answered');
      times[at]?.push(performance.now() - from);
    }
  }
  return times;
}

export async function relayP50(): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'fillbook-bench-'));
  chmodSync(folder, 0o755); // or root's user postgres could not enter it
  const [cluster, sink] = [await startCluster(folder), await openSink()];
  const server = await startServer(settingsOf(), cluster.target, createLogger('silent'), sink.network);
  const near = new Pool(server.url, { connections: 1 });
  const far = new Pool('https://api.binance.com', {
    connections: 1,
    connect: (_, done) => {
      sink.network.connect('8.8.4.4', 'api.binance.com', AbortSignal.timeout(3_000)).then(
        (socket) => done(null, socket),
        (error) => done(error instanceof Error ? error : new Error('not connected'), null),
      );
    },
  });
  try {
    const { token } = await newDevice(server.url);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sides = [
      async () => {
        const named = { exchange: 'binance', method: 'GET', path, query, headers: { 'x-mbx-apikey': 'key' } };
        const body = JSON.stringify({ ...named, sendWithinMs: 5_000 });
        const answer = await near.request({ method: 'POST', path: '/v1/relay', headers, body });
        await answer.body.dump();
        return Number(answer.headers['fillbook-status']);
      },
      async () => {
        const answer = await far.request({ method: 'GET', path: `${path}?${query}` });
        await answer.body.dump();
        return answer.statusCode;
      },
    ];
    sink.answer = (_, response) => void response.end('{"balances":[]}');
    await timesOf(sides, warmRequests);
    sink.answer = (_, response) => void wait(answerMs).then(() => response.end('{"balances":[]}'));
    const [relayed = [], direct = []] = await timesOf(sides, requests);
    const { rival } = measurementOf(relayed, direct);
    return measurementOf(relayed, direct, { value: Math.round((rival + mostAddedMs) * 10) / 10, ratio: 1.2 });
  } finally {
    await Promise.all([near.destroy(), far.destroy()]);
    await server.stop();
    await sink.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
