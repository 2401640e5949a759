import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePush } from '../../shared/sync/push-frame';
import { newDevice, record, type TestDevice } from '../integration/harness/device';
import { runServer, type TestServer } from '../integration/harness/server';
import { played, rounds } from './rounds';

let server: TestServer;
beforeAll(async () => {
  server = await runServer({ RATE_DEVICE_PER_MINUTE: '1000000' });
});
afterAll(() => server.stop());

/** How much of a request goes out before its connection is cut. */
type Cut = 'in the headers' | 'in the body' | 'before the reply';
const cuts: readonly Cut[] = ['in the headers', 'in the body', 'before the reply'];

function bytesUpTo(cut: Cut, device: TestDevice, frame: Uint8Array): Buffer {
  const head = Buffer.from(
    `POST /v1/log HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${device.token}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${frame.length}\r\n\r\n`,
  );
  const whole = Buffer.concat([head, frame]);
  if (cut === 'in the headers') return whole.subarray(0, head.length - 20);
  return cut === 'in the body' ? whole.subarray(0, head.length + Math.floor(frame.length / 2)) : whole;
}

/** Sends a part of a push and cuts the connection, after a moment that differs each time. */
async function pushCut(cut: Cut, device: TestDevice, frame: Uint8Array, afterMs: number): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}); // it is cut on purpose
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  await new Promise<void>((resolve) => socket.write(bytesUpTo(cut, device, frame), () => resolve()));
  await wait(afterMs);
  socket.destroy();
}

test('a push whose connection is cut anywhere is there exactly once after it was repeated', async () => {
  const count = rounds(500, 60);
  const device = await newDevice(server.url);
  const seen = new Map<string, number>();
  const one = async (index: number): Promise<void> => {
    const pushed = record(index % 10 === 0 ? 200_000 : 2_000); // a large one is judged before its body is read
    const frame = encodePush({ records: [pushed], drops: [] });
    await pushCut(cuts[index % cuts.length] ?? 'before the reply', device, frame, index % 7);
    const repeated = await device.pushBytes(frame);
    expect(repeated.status).toBe(200);
    seen.set(pushed.rid, (repeated.body.seqs as readonly number[])[0] ?? 0); // the route's schema promises it
  };
  for (let index = 0; index < count; index += 10)
    await Promise.all(Array.from({ length: 10 }, (_, more) => one(index + more)));
  const rows = await device.pullAll(20);
  expect(rows).toHaveLength(count);
  expect(new Map(rows.map(({ rid, seq }) => [String(rid), seq]))).toEqual(seen);
  played(`connections cut at headers, mid-body and before the reply × ${count}: each row once`);
});
