import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyHash, emptyChain, extendChain } from '../../shared/sync/chain';
import { encodePush } from '../../shared/sync/push-frame';
import { newDevice, randomHex, record } from './harness/device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

describe('the log', () => {
  test('gives back what was pushed, in order, with the hashes that make the chain', async () => {
    const device = await newDevice(server.url);
    const first = [record(10), record(2_000)];
    const second = [record(1)];
    expect((await device.push({ records: first })).body).toMatchObject({ head: 2, seqs: [1, 2] });
    expect((await device.push({ records: second })).body).toMatchObject({ head: 3, seqs: [3] });
    const { rows, head, logId } = await device.pull();
    expect(head).toBe(3);
    expect((await device.get('/v1/head')).body).toEqual({ head: 3, logId });
    expect(rows.map(({ seq, rid, deviceId }) => ({ seq, rid, deviceId }))).toEqual(
      [...first, ...second].map(({ rid }, index) => ({ seq: index + 1, rid, deviceId: device.deviceId })),
    );
    rows.forEach((row, index) => {
      const { body } = [...first, ...second][index] ?? record();
      expect(Buffer.compare(row.body ?? Buffer.alloc(0), body)).toBe(0);
      expect(row.hash).toBe(bodyHash(body));
    });
    expect(rows.reduce(extendChain, emptyChain).seq).toBe(3);
  });

  test('is read by pages that end before 4 MiB and follow one another', async () => {
    const device = await newDevice(server.url);
    // 12 × 400,000 bytes = 4.8 MB: 10 fit in 4,194,304 bytes with 92 each beside their bodies
    for (let index = 0; index < 12; index += 6) {
      await device.push({ records: Array.from({ length: 6 }, () => record(400_000)) });
    }
    expect((await device.pull()).rows).toHaveLength(10);
    expect((await device.pull(10)).rows.map(({ seq }) => seq)).toEqual([11, 12]);
    expect((await device.pull(12)).rows).toEqual([]);
    expect(await device.pullAll(5)).toHaveLength(12);
  });

  test('a push that is repeated byte by byte changes nothing and is answered the same', async () => {
    const device = await newDevice(server.url);
    const frame = encodePush({ records: [record(), record()], drops: [] });
    const first = await device.pushBytes(frame);
    await device.push({ records: [record()] });
    const again = await device.pushBytes(frame);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ seqs: [1, 2], head: 3 });
    expect(first.body).toMatchObject({ seqs: [1, 2], head: 2 });
    expect(await device.pullAll()).toHaveLength(3);
  });

  test('records that lie there already keep their places beside fresh ones, in the order of the push', async () => {
    const device = await newDevice(server.url);
    const [one, two, three, four] = [record(), record(), record(), record()];
    await device.push({ records: [one, two] });
    // 1 and 2 are taken: the fresh ones follow as 3 and 4
    const mixed = encodePush({ records: [three, two, four, one], drops: [] });
    expect((await device.pushBytes(mixed)).body).toMatchObject({ head: 4, seqs: [3, 2, 4, 1] });
    expect((await device.pushBytes(mixed)).body).toMatchObject({ head: 4, seqs: [3, 2, 4, 1] });
    const rows = await device.pullAll();
    expect(rows.map(({ rid, hash }) => [rid, hash])).toEqual(
      [one, two, three, four].map(({ rid, body }) => [rid, bodyHash(body)]),
    );
  });

  test('every record that another version is current of is named, in the order of the push', async () => {
    const device = await newDevice(server.url);
    const records = Array.from({ length: 5 }, () => record());
    await device.push({ records });
    const turned = records.map(({ rid }) => rid).toReversed(); // 5 to 1; the third of them knows its version
    const refused = await device.push({ records: turned.map((rid, index) => record(10, rid, index === 2 ? 3 : 0)) });
    const conflicts = [5, 4, 2, 1].map((seq) => ({ rid: records[seq - 1]?.rid, seq }));
    expect(refused.body.error).toEqual({ reason: 'superseded', conflicts });
    expect(await device.pullAll()).toHaveLength(5);
  });

  test('a push of drops alone takes their bodies and makes room, and the log grows by nothing', async () => {
    const device = await newDevice(server.url);
    const [gone, kept] = [record(1_000), record(1_000)];
    await device.push({ records: [gone, kept] });
    const dropped = await device.push({ records: [], drops: [{ rid: gone.rid, seq: 1 }] });
    expect(dropped.body).toMatchObject({ head: 2, seqs: [] });
    expect((await device.pullAll()).map(({ body }) => body === null)).toEqual([true, false]);
    const [{ used_bytes } = {}] =
      await server.owner`select used_bytes from heads where vault_id = ${Buffer.from(device.vaultId, 'hex')}`;
    expect(Number(used_bytes)).toBe(1_512); // 2 × (1,000 + 256) − 1,000
  });

  test('a version of a record goes behind the one that is current, or the push is refused whole', async () => {
    const device = await newDevice(server.url);
    const rid = randomHex(32);
    await device.push({ records: [record(10, rid)] });
    const refused = await device.push({ records: [record(), record(10, rid)] });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toEqual({ reason: 'superseded', conflicts: [{ rid, seq: 1 }] });
    expect((await device.push({ records: [record(10, rid, 1)] })).body).toMatchObject({ seqs: [2] });
    expect((await device.push({ records: [record(10, rid, 1)] })).body.error).toMatchObject({
      conflicts: [{ rid, seq: 2 }],
    });
    const rows = await device.pullAll();
    expect(rows.map(({ seq, body }) => [seq, body === null])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test('a record that was never there is superseded by none', async () => {
    const device = await newDevice(server.url);
    const pushed = record(10, randomHex(32), 4);
    const refused = await device.push({ records: [pushed] });
    expect(refused.body.error).toEqual({ reason: 'superseded', conflicts: [{ rid: pushed.rid, seq: 0 }] });
  });

  test("a drop takes the body of the device's own segment and leaves its hash, once or repeated", async () => {
    const device = await newDevice(server.url);
    const [old, merged] = [record(), record()];
    await device.push({ records: [old] });
    const merge = encodePush({ records: [merged], drops: [{ rid: old.rid, seq: 1 }] });
    expect((await device.pushBytes(merge)).status).toBe(200);
    expect((await device.pushBytes(merge)).body).toMatchObject({ head: 2, seqs: [2] });
    const [gone] = await device.pullAll();
    expect(gone).toMatchObject({ seq: 1, body: null, hash: bodyHash(old.body) });
  });

  test("a drop of another device's segment is refused, and nothing of that push is stored", async () => {
    const device = await newDevice(server.url);
    const other = device.sibling();
    await other.admit();
    await other.logIn();
    const own = record();
    await device.push({ records: [own] });
    const refused = await other.push({ records: [record()], drops: [{ rid: own.rid, seq: 1 }] });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toEqual({ reason: 'not-own', conflicts: [{ rid: own.rid, seq: 1 }] });
    expect(await device.pullAll()).toMatchObject([{ seq: 1, rid: own.rid }]);
  });

  test('eight devices that push at once lose nothing, and a reader meets no gap', async () => {
    const device = await newDevice(server.url);
    const all = [device, ...Array.from({ length: 7 }, () => device.sibling())];
    for (const one of all.slice(1)) {
      await one.admit();
      await one.logIn();
    }
    let cursor = 0;
    let done = false;
    const reading = (async () => {
      while (!done) cursor += (await device.pull(cursor)).rows.length; // decoding refuses a gap
    })();
    const answers = await Promise.all(
      all.flatMap((one) => Array.from({ length: 12 }, () => one.push({ records: [record(50), record(50)] }))),
    );
    done = true;
    await reading;
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    // 8 devices × 12 pushes × 2 records
    expect(await device.pullAll()).toHaveLength(192);
    const seqs = answers.flatMap(({ body }) => body.seqs as number[]).toSorted((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 192 }, (_, index) => index + 1));
  });

  test('a vault that is full is told so, and what it replaces makes room', async () => {
    const device = await newDevice(server.url);
    // 1 MiB: a row costs 256 bytes beside its body, so 4 × (250,000 + 256) = 1,001,024 fit, and no fifth
    await server.owner`update vaults set quota_bytes = 1048576 where vault_id = ${Buffer.from(device.vaultId, 'hex')}`;
    const records = Array.from({ length: 4 }, () => record(250_000));
    expect((await device.push({ records })).status).toBe(200);
    const refused = await device.push({ records: [record(250_000)] });
    expect(refused.status).toBe(507);
    expect(refused.body.error).toEqual({ reason: 'quota-exceeded', limitBytes: 1_048_576, usedBytes: 1_001_024 });
    expect((await device.push({ records: [record(250_000, records[0]?.rid, 1)] })).status).toBe(200);
    // used by now: 1,001,024 + 250,256 − 250,000 = 1,001,280; three that lie there already take no room, one of 40,000 does
    const again = [...records.slice(1), record(40_000)];
    expect((await device.push({ records: again })).body).toMatchObject({ head: 6, seqs: [2, 3, 4, 6] });
  });

  test('no two vaults see each other, whatever the server asks', async () => {
    const device = await newDevice(server.url);
    await device.push({ records: [record()] });
    const stranger = await newDevice(server.url);
    expect(await stranger.pullAll()).toEqual([]);
    expect((await stranger.get('/v1/devices')).body).toMatchObject({ devices: [{ deviceId: stranger.deviceId }] });
  });

  test.each([
    ['after', '/v1/log'],
    ['after', '/v1/log?after=-1'],
    ['after', '/v1/log?after=9007199254740992'],
    ['limit', '/v1/log?after=0&limit=0'],
    ['limit', '/v1/log?after=0&limit=1001'],
    ['more', '/v1/log?after=0&more=1'],
  ])('a pull whose %s breaks the rule is malformed: %s', async (field, path) => {
    const device = await newDevice(server.url);
    expect(await device.get(path)).toMatchObject({ status: 400, body: { error: { reason: 'malformed', field } } });
  });

  test('a push that is no frame is malformed, and one beyond 4 MiB is too large', async () => {
    const device = await newDevice(server.url);
    const malformed = await device.pushBytes(Uint8Array.of(1, 0, 1, 0, 0));
    expect(malformed).toMatchObject({ status: 400, body: { error: { reason: 'malformed', field: 'end of frame' } } });
    const large = await device.pushBytes(new Uint8Array(4 * 1_048_576 + 1));
    expect(large).toMatchObject({ status: 413, body: { error: { reason: 'too-large', limitBytes: 4_194_304 } } });
  });
});
