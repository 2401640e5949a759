import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maxShareBytes } from '../../shared/sync/limits';
import type { Hex } from '../../shared/vault/bytes';
import { connect } from '../../sync-server/db/connection';
import { createDatabase } from '../../sync-server/db/database';
import { newDevice, randomHex, record, type TestDevice } from './harness/device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
let device: TestDevice;
beforeAll(async () => {
  server = await runServer();
  device = await newDevice(server.url);
});
afterAll(() => server.stop());

const dayMs = 86_400_000;

interface Share {
  readonly id: Hex;
  readonly token: Hex;
  readonly expiresAt: number;
}

const newShare = (days = 7): Share => ({
  id: randomHex(16),
  token: randomHex(32),
  expiresAt: Date.now() + days * dayMs,
});

const put = (share: Share, body: Uint8Array = randomBytes(500), by: TestDevice | null = device) =>
  fetch(`${server.url}/v1/shares/${share.id}?expiresAt=${share.expiresAt}`, {
    method: 'PUT',
    headers: {
      ...(by === null ? {} : { authorization: `Bearer ${by.token}` }),
      'x-share-token': share.token,
      'content-type': 'application/octet-stream',
    },
    body: new Uint8Array(body),
  });

const revoke = ({ id, token }: Pick<Share, 'id' | 'token'>) =>
  fetch(`${server.url}/v1/shares/${id}`, { method: 'DELETE', headers: { 'x-share-token': token } });

const fetched = (id: string) => fetch(`${server.url}/v1/shares/${id}`);

async function reason(response: Response): Promise<readonly [number, string | undefined]> {
  const body = (await response.json()) as { readonly error?: { readonly reason: string } };
  return [response.status, body.error?.reason];
}

/** On a connection of its own, which the server closes in mid-upload. */
const statusOfLarge = (share: Share, bytes: number) =>
  new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${server.url}/v1/shares/${share.id}?expiresAt=${share.expiresAt}`, {
      method: 'PUT',
      agent: false,
      headers: {
        authorization: `Bearer ${device.token}`,
        'x-share-token': share.token,
        'content-type': 'application/octet-stream',
        'content-length': bytes,
      },
    });
    sent.on('response', (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.write(randomBytes(1_000));
  });

/** All of an answer but the second at which it was given. */
async function whole(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  return JSON.stringify([response.status, headers, await response.text()]);
}

describe('a shared snapshot', () => {
  test('is fetched by anybody who knows its id, byte for byte, and kept by no cache', async () => {
    const share = newShare();
    const body = randomBytes(4_000);
    expect((await put(share, body)).status).toBe(200);
    const answer = await fetched(share.id);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
  });

  test('is put by an admitted device alone', async () => {
    expect(await reason(await put(newShare(), randomBytes(10), null))).toEqual([401, 'token-expired']);
    const lost = device.sibling();
    await lost.admit();
    await lost.logIn();
    expect((await put(newShare(), randomBytes(10), lost)).status).toBe(200);
    const fresh = await newDevice(server.url);
    const [seen, cutOff] = [newShare(), fresh.sibling()];
    await cutOff.admit();
    await cutOff.logIn();
    await put(seen, randomBytes(10), fresh);
    await fresh.send('DELETE', `/v1/devices/${cutOff.deviceId}`);
    expect(await reason(await put(seen, randomBytes(10), cutOff))).toEqual([403, 'device-removed']);
  });

  test('is replaced under its token and expiry, repeated without a difference, and by no other', async () => {
    const share = newShare();
    const [first, second] = [randomBytes(100), randomBytes(200)];
    expect((await put(share, first)).status).toBe(200);
    expect((await put(share, first)).status).toBe(200);
    expect((await put(share, second)).status).toBe(200);
    expect(Buffer.from(await (await fetched(share.id)).arrayBuffer()).equals(second)).toBe(true);
    const stranger = await newDevice(server.url);
    for (const other of [
      put({ ...share, token: randomHex(32) }),
      put({ ...share, expiresAt: share.expiresAt + 1 }),
      put(share, first, stranger),
    ])
      expect(await reason(await other)).toEqual([409, 'exists-already']);
    expect(Buffer.from(await (await fetched(share.id)).arrayBuffer()).equals(second)).toBe(true);
  });

  test('lives 90 days at most, and is not put without bytes or with more than 256 KiB', async () => {
    // a device whose clock is ahead says more; it is believed for an hour
    const minute = 1 / (24 * 60);
    expect((await put(newShare(90 + 59 * minute))).status).toBe(200);
    expect(await reason(await put(newShare(90 + 61 * minute)))).toEqual([400, 'malformed']);
    expect(await reason(await put(newShare(-1)))).toEqual([400, 'malformed']);
    expect((await put(newShare(89.99))).status).toBe(200);
    expect(await reason(await put(newShare(), new Uint8Array(0)))).toEqual([400, 'malformed']);
    expect((await put(newShare(), randomBytes(maxShareBytes))).status).toBe(200);
    expect(await statusOfLarge(newShare(), maxShareBytes + 1)).toBe(413);
  });

  test('that was revoked has no bytes left, and is not put back by a device that has not heard of it', async () => {
    const share = newShare();
    await put(share);
    expect(await reason(await revoke({ ...share, token: randomHex(32) }))).toEqual([404, 'share-unknown']);
    expect((await fetched(share.id)).status).toBe(200);
    expect((await revoke(share)).status).toBe(200);
    expect((await revoke(share)).status).toBe(200);
    expect(await reason(await put(share))).toEqual([404, 'share-unknown']);
    const [row] = await server.owner`select body from shares where share_id = ${Buffer.from(share.id, 'hex')}`;
    expect(row?.body).toBeNull();
  });

  test('unknown, expired and revoked give the same answer, byte for byte', async () => {
    const [expired, revoked] = [newShare(), newShare()];
    await put(expired);
    await put(revoked);
    await revoke(revoked);
    await server.owner`
      update shares set expires_at = now() - interval '1 second' where share_id = ${Buffer.from(expired.id, 'hex')}`;
    const unknown = await whole(await fetched(randomHex(16)));
    expect(JSON.parse(unknown)[0]).toBe(404);
    expect(await whole(await fetched(expired.id))).toBe(unknown);
    expect(await whole(await fetched(revoked.id))).toBe(unknown);
    expect(await whole(await fetched(randomHex(16)))).toBe(unknown);
  });

  test('that has expired is swept away, with its row', async () => {
    const share = newShare();
    await put(share);
    const id = Buffer.from(share.id, 'hex');
    await server.owner`update shares set expires_at = now() - interval '1 second' where share_id = ${id}`;
    const app = connect(server.target, 'app', { max: 1 });
    await app`select sweep_expired()`;
    await app.end();
    expect(await server.owner`select 1 from shares where share_id = ${id}`).toHaveLength(0);
  });

  test("keeps the hash of the owner's token and never the token", async () => {
    const share = newShare();
    await put(share);
    const [row] = await server.owner`select owner_hash from shares where share_id = ${Buffer.from(share.id, 'hex')}`;
    const hash = createHash('sha256').update(Buffer.from(share.token, 'hex')).digest();
    expect(hash.equals(row?.owner_hash)).toBe(true);
    expect(server.log.join('')).not.toContain(share.token);
    expect(server.log.join('')).not.toContain(share.id);
  });

  test("counts against its vault's quota, which a replacement does not use up", async () => {
    const small = await newDevice(server.url);
    const vault = Buffer.from(small.vaultId, 'hex');
    await server.owner`update vaults set quota_bytes = 1000 where vault_id = ${vault}`;
    const share = newShare();
    expect((await put(share, randomBytes(600), small)).status).toBe(200);
    expect((await put(share, randomBytes(700), small)).status).toBe(200);
    const refused = await put(newShare(), randomBytes(301), small);
    expect(await refused.json()).toEqual({
      error: { reason: 'quota-exceeded', limitBytes: 1000, usedBytes: 700 },
    });
    expect((await put(newShare(), randomBytes(300), small)).status).toBe(200);
    await revoke(share);
    expect((await put(newShare(), randomBytes(700), small)).status).toBe(200);
  });

  test("takes room of its vault's quota from pushes too, which a revocation gives back", async () => {
    const small = await newDevice(server.url);
    await server.owner`update vaults set quota_bytes = 1000 where vault_id = ${Buffer.from(small.vaultId, 'hex')}`;
    const share = newShare();
    await put(share, randomBytes(600), small);
    // a row costs 256 bytes beside its body: 600 + 200 + 256 = 1,056 do not fit, 600 + 144 + 256 = 1,000 do
    const refused = await small.push({ records: [record(200)] });
    expect(refused.status).toBe(507);
    expect(refused.body.error).toEqual({ reason: 'quota-exceeded', limitBytes: 1000, usedBytes: 600 });
    expect((await small.push({ records: [record(144)] })).status).toBe(200);
    await revoke(share);
    // 144 + 256 = 400 are used, and 344 + 256 = 600 left
    expect((await small.push({ records: [record(345)] })).status).toBe(507);
    expect((await small.push({ records: [record(344)] })).status).toBe(200);
  });

  test('of another vault is not seen by a transaction of this one', async () => {
    const share = newShare();
    await put(share);
    const stranger = await newDevice(server.url);
    const app = connect(server.target, 'app', { max: 1 });
    const rows = (vaultId: Hex) =>
      createDatabase(app).inVault(
        vaultId,
        (tx) => tx`select 1 from shares where share_id = ${Buffer.from(share.id, 'hex')}`,
      );
    expect(await app`select 1 from shares`).toHaveLength(0);
    expect(await rows(stranger.vaultId)).toHaveLength(0);
    expect(await rows(device.vaultId)).toHaveLength(1);
    await expect(app`delete from shares`).rejects.toThrow(/permission denied/);
    await app.end();
  });

  test('is asked for so often an address may, and no more', async () => {
    const strict = await server.another({ RATE_ADDRESS_PER_MINUTE: '3' });
    const at = () => fetch(`${strict.url}/v1/shares/${randomHex(16)}`);
    const answers = [await at(), await at(), await at(), await at()];
    expect(answers.map(({ status }) => status)).toContain(429);
  });
});
