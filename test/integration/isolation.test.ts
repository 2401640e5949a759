import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../sync-server/db/connection';
import { createDatabase } from '../../sync-server/db/database';
import { newDevice, record, type TestDevice } from './harness/device';
import { runServer, type TestServer } from './harness/server';

let server: TestServer;
let device: TestDevice;
let stranger: TestDevice;
beforeAll(async () => {
  server = await runServer();
  [device, stranger] = [await newDevice(server.url), await newDevice(server.url)];
  await device.push({ records: [record()] });
  await device.challenge();
  await device.send('PUT', `/v1/pairings/${'ab'.repeat(32)}`);
});
afterAll(() => server.stop());

const ofVaults = ['vaults', 'devices', 'heads', 'records', 'audit', 'challenges', 'tokens', 'pairings'];

describe('the role that the server runs as', () => {
  test('is no superuser and bound by row-level security', async () => {
    const app = connect(server.target, 'app', { max: 1 });
    const [role] = await app`
      select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user`;
    expect(role).toEqual({
      rolname: 'fillbook_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
    });
    await app.end();
  });

  test.each(ofVaults)("sees no row of %s without a vault's name, and none of another vault", async (table) => {
    const app = connect(server.target, 'app', { max: 1 });
    const vault = Buffer.from(device.vaultId, 'hex');
    const rows = (sql: typeof app | Parameters<Parameters<typeof app.begin>[1]>[0]) =>
      sql`select 1 from ${sql(table)} where vault_id = ${vault}`;
    expect((await rows(server.owner)).length).toBeGreaterThan(0);
    expect(await rows(app)).toHaveLength(0);
    expect(await createDatabase(app).inVault(stranger.vaultId, rows)).toHaveLength(0);
    expect((await createDatabase(app).inVault(device.vaultId, rows)).length).toBeGreaterThan(0);
    await app.end();
  });

  test('writes no row of another vault', async () => {
    const app = connect(server.target, 'app', { max: 1 });
    const database = createDatabase(app);
    const vault = Buffer.from(device.vaultId, 'hex');
    const changed = await database.inVault(
      stranger.vaultId,
      (tx) => tx`update heads set head = 99 where vault_id = ${vault} returning 1`,
    );
    expect(changed).toHaveLength(0);
    const insert = database.inVault(
      stranger.vaultId,
      (tx) => tx`insert into tokens values (${vault}, ${Buffer.alloc(32)}, ${Buffer.alloc(16)}, now())`,
    );
    await expect(insert).rejects.toThrow(/row-level security/);
    await app.end();
  });

  test("forgets the vault's name with its transaction", async () => {
    const app = connect(server.target, 'app', { max: 1 });
    await createDatabase(app).inVault(device.vaultId, (tx) => tx`select 1`);
    expect(await app`select 1 from records`).toHaveLength(0);
    await app.end();
  });

  test('changes no key, deletes no record and no vault', async () => {
    const app = connect(server.target, 'app', { max: 1 });
    for (const statement of [
      'delete from records',
      'delete from vaults',
      'delete from audit',
      'drop table records',
      "insert into invites values ('', now(), now())",
    ]) {
      await expect(app.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
    }
    await app.end();
  });
});

describe('the log of the server', () => {
  test('holds no token, challenge, signature, label or body', async () => {
    const before = server.log.length;
    const body = Buffer.from('a body that is sealed, in truth');
    const challenge = await device.challenge();
    await device.logIn(challenge);
    await device.push({ records: [{ ...record(), body }] });
    await device.push({ records: [{ ...record(), supersedes: 7 }] });
    const text = server.log.slice(before).join('');
    expect(text).toContain('"route":"/v1/log"');
    for (const secret of [device.token, challenge, body.toString('hex'), body.toString('base64'), device.publicKey]) {
      expect(text).not.toContain(secret);
    }
  });
});
