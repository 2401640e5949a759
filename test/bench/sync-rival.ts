/**
 * The rival of the sync server's benches: a bare Hono route that inserts what it is sent and a bare one that reads it, on the
 * same PostgreSQL through the same driver with prepared statements. No token, no limit, no vault, no order, no chain.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import postgres from 'postgres';
import { decodePush } from '../../shared/sync/push-frame';
import { startCluster } from '../../sync-server/db/cluster';

const { target } = await startCluster(process.env.DATA_DIR ?? '', 'rival');
const sql = postgres({
  path: target.socket?.path ?? '',
  database: 'rival',
  ...target.owner,
  max: 16,
  onnotice: () => {},
});
await sql`create table if not exists plain (id bigserial primary key, rid bytea not null, body bytea not null)`;

const app = new Hono();
app.post('/push', async (c) => {
  const push = decodePush(new Uint8Array(await c.req.arrayBuffer()));
  if (!push.ok) return c.json(push.error, 400);
  const rows = push.value.records.map(({ rid, body }) => ({ rid: Buffer.from(rid, 'hex'), body: Buffer.from(body) }));
  await sql`insert into plain ${sql(rows)}`;
  return c.json({ stored: rows.length });
});
app.get('/pull', async (c) => {
  const rows = await sql`
    select rid, body from plain where id > ${c.req.query('after') ?? '0'} order by id limit 1000`;
  return c.body(new Uint8Array(Buffer.concat(rows.flatMap((row) => [row.rid, row.body]))));
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` })),
);
