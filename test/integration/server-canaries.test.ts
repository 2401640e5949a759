/**
 * What is secret stays out of all that the server writes beside its tables: its log, what it says when it crashes, PostgreSQL's own
 * log after errors, the output of commands, names of files, and what stands in a backup.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCluster } from '../../sync-server/db/cluster';
import { connect } from '../../sync-server/db/connection';
import { call, randomHex, record, TestDevice } from './harness/device';
import { type ServerProcess, startProcess } from './harness/server-process';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fillbook-canaries-'));
chmodSync(folder, 0o755); // or root's user postgres could not enter it
const data = join(folder, 'data');
const log = join(folder, 'server.log');
const preload = join(folder, 'crash.mjs');
const variables = {
  PORT: '0',
  DATA_DIR: data,
  RELAY: 'off',
  LOG_LEVEL: 'trace',
  PUBLIC_ORIGIN: 'https://sync.example',
};

/** What must not be found, by name, each as bytes. */
const secrets: Record<string, Buffer> = {
  metricsToken: Buffer.from(randomHex(16)),
  body: randomBytes(4_000),
  labelOfDevice: randomBytes(60),
  shareBody: randomBytes(600),
  shareToken: randomBytes(32),
  pairingOffer: randomBytes(90),
  pairingParcel: randomBytes(90),
};
/** Sealed, and kept for good: a backup is there to hold it. */
const keptSealed = ['body', 'labelOfDevice'];

/** As text, hex and base64; of bytes the first twelve are enough, since databases cut long values off. */
const spellings = (secret: Buffer): readonly Buffer[] => {
  const start = secret.subarray(0, 12);
  return [start, ...(['hex', 'base64', 'base64url'] as const).map((form) => Buffer.from(start.toString(form)))];
};

function found(text: Buffer, except: readonly string[] = []): readonly string[] {
  const names = Object.keys(secrets).filter((name) => !except.includes(name));
  return names.filter((name) => spellings(secrets[name] ?? Buffer.alloc(12)).some((bytes) => text.includes(bytes)));
}

/** A command as an operator gives it: status, and all that it says. */
function operator(...args: readonly string[]): { readonly status: number | null; readonly said: Buffer } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'sync-server/main.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...variables },
  });
  return { status, said: Buffer.concat([stdout, stderr]) };
}

/** At a signal throws what nobody catches, as a driver's error would be: with the row and the parameters in its fields. */
const crashing = `
  const failed = () => Object.assign(new Error('new row violates check constraint'), {
    code: '23514', detail: 'Failing row contains (' + process.env.CANARY + ').', parameters: [process.env.CANARY],
    cause: new Error(process.env.CANARY),
  });
  process.on('SIGUSR2', () => void Promise.reject(failed()));
  process.on('SIGCONT', () => { throw failed(); });
  process.on('SIGWINCH', () => void Promise.reject({ row: process.env.CANARY }));
`;

const startServer = (): Promise<ServerProcess> =>
  startProcess(
    'sync-server/main.ts',
    {
      ...variables,
      METRICS_TOKEN: String(secrets.metricsToken),
      NODE_OPTIONS: `--import ${preload}`,
      CANARY: secrets.body?.toString('hex') ?? '',
    },
    log,
  );

/** All that a connected vault sends once: its invite, keys and tokens are secrets from then on. */
async function useServer(url: string): Promise<TestDevice> {
  const { said } = operator('invite');
  const invite = String(said).trim();
  expect(invite).toMatch(/^[0-9a-f]{30}$/);
  secrets.invite = Buffer.from(invite);
  const device = new TestDevice(url, undefined, undefined, variables.PUBLIC_ORIGIN);
  expect((await device.createVault(invite)).status).toBe(200);
  expect((await device.logIn()).status).toBe(200);
  secrets.token = Buffer.from(device.token, 'base64url').subarray(32); // the vault's id stands in front of it
  secrets.tokenText = Buffer.from(device.token);
  secrets.vaultKey = Buffer.from(device.vaultSeed);
  secrets.deviceKey = Buffer.from(device.seed);
  const labelled = { label: secrets.labelOfDevice?.toString('base64') };
  expect((await device.send('PUT', `/v1/devices/${device.deviceId}/label`, labelled)).status).toBe(200);
  const pushed = { ...record(), body: secrets.body ?? Buffer.alloc(0) };
  expect((await device.push({ records: [pushed] })).status).toBe(200);
  const share = await fetch(`${url}/v1/shares/${randomHex(16)}?expiresAt=${Date.now() + 60_000}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${device.token}`, 'x-share-token': secrets.shareToken?.toString('hex') ?? '' },
    body: new Uint8Array(secrets.shareBody ?? []),
  });
  expect(share.status).toBe(200);
  secrets.pairingId = randomBytes(32);
  const pairing = secrets.pairingId.toString('hex');
  const message = (name: string) => ({ message: secrets[name]?.toString('base64') });
  await device.send('PUT', `/v1/pairings/${pairing}`);
  const offered = await call(
    url,
    'PUT',
    `/v1/vaults/${device.vaultId}/pairings/${pairing}/offer`,
    message('pairingOffer'),
  );
  expect(offered.status).toBe(200);
  expect((await device.send('PUT', `/v1/pairings/${pairing}/parcel`, message('pairingParcel'))).status).toBe(200);
  return device;
}

/** The same secrets where they do not belong: in broken bodies, addresses and headers. */
async function misuseServer(url: string, device: TestDevice): Promise<void> {
  const [token, invite] = [device.token, String(secrets.invite)];
  const statuses = [
    await call(url, 'GET', `/v1/log?token=${token}`, undefined, token),
    await call(url, 'GET', `/v1/${token}/${invite}`),
    await call(url, 'POST', '/v1/login', { vaultId: device.vaultId, [invite]: token }),
    await call(url, 'POST', '/v1/vaults', { invite, publicKey: token }),
    await device.pushBytes(Buffer.concat([Buffer.from([1, 0, 1, 0, 0]), secrets.body ?? Buffer.alloc(0)])),
  ].map(({ status }) => status);
  expect(statuses).toEqual([400, 404, 400, 400, 400]);
  const cut = await fetch(`${url}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: `{"invite":"${invite}","token":"${token}`,
  });
  expect(cut.status).toBe(400);
}

/** Errors that print what they are about: rows and keys that break a constraint, a wrong statement, a session that is killed. */
async function spoilDatabase(owner: Sql, url: string): Promise<void> {
  const [body, token] = [secrets.body?.toString('hex') ?? '', secrets.tokenText?.toString() ?? ''];
  const hash = createHash('sha256').update(Buffer.from(token, 'base64url')).digest();
  for (const statement of [
    owner`insert into records select vault_id, seq, rid, device_id, '\\x00', body from records`,
    owner`insert into devices select vault_id, device_id, '\\x00', label from devices`,
    owner`insert into tokens select * from tokens where token_hash = ${hash}`,
    owner`update shares set owner_hash = body`,
    owner.unsafe(`select '${token}' from nowhere where '\\x${body}'`),
  ])
    await expect(statement).rejects.toThrow();
  const [{ pid } = {}] = await owner`
    select pid from pg_stat_activity where usename = 'fillbook_app' and datname = current_database() limit 1`;
  process.kill(Number(pid), 'SIGKILL'); // all sessions end with it, and PostgreSQL says what this one did last
  await expect.poll(async () => (await call(url, 'GET', '/readyz')).status).toBe(200);
}

let server: ServerProcess;
beforeAll(() => {
  writeFileSync(preload, crashing);
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await (await startCluster(data)).stop(); // takes over what the killed server has left
  rmSync(folder, { recursive: true, force: true });
});

test('no secret of a connected vault stands in any log, in what commands say, or in a backup', async () => {
  await server?.stop('SIGKILL');
  server = await startServer();
  const device = await useServer(server.url);
  await misuseServer(server.url, device);
  const metrics = await fetch(`${server.url}/metrics`, {
    headers: { authorization: `Bearer ${secrets.metricsToken}` },
  });
  expect(metrics.status).toBe(200);
  expect(found(Buffer.from(await metrics.text()))).toEqual([]);

  const backup = join(folder, 'all.backup');
  const said = [
    operator('vaults'),
    operator('backup', backup),
    operator('restore', backup), // refused: there are vaults
  ];
  expect(said.map(({ said: text }) => found(text))).toEqual(said.map(() => []));
  expect(found(readFileSync(backup))).toEqual(keptSealed); // the search does find what is there
  const names = readdirSync(folder, { recursive: true }).join('\n');
  expect(found(Buffer.from(names))).toEqual([]);

  const cluster = await startCluster(data);
  const owner = connect(cluster.target, 'owner', { max: 1 });
  await spoilDatabase(owner, server.url);
  await owner.end();
  const postgres = readFileSync(join(data, 'postgres.log'));
  expect(String(postgres)).toContain('violates check constraint');
  expect(String(postgres)).toContain('signal 9');
  expect(found(postgres)).toEqual([]);
  await wait(200); // lines are gathered for 100 ms
  expect(String(readFileSync(log))).toContain('"route":"/v1/log"');
  expect(found(readFileSync(log))).toEqual([]);
}, 60_000);

test.each([
  ['a promise that nobody watched', 'SIGUSR2'],
  ['an exception that nobody caught', 'SIGCONT'],
  ['a rejection that is no error', 'SIGWINCH'],
] as const)('a server that is ended by %s says so in one line, and none of its data', async (_, signal) => {
  await server?.stop('SIGKILL');
  server = await startServer();
  await server.stop(signal);
  const text = readFileSync(log);
  const [line = '{}'] = String(text).trim().split('\n').slice(-1);
  expect(found(text)).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({ level: 60, msg: 'crashed' });
});
