/**
 * The sync server's composition root: opens the database, brings it to this version, and listens. Any number of instances may
 * run on one database; none keeps anything that another would miss.
 */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from 'pino';
import type { Sql } from 'postgres';
import { createApp } from './app';
import { connect, type DatabaseTarget } from './db/connection';
import { createDatabase } from './db/database';
import { migrate } from './db/migrate';
import { sweepTurns } from './db/relay-turns';
import { sweepLeftLogs } from './db/vaults';
import { createHeadHub } from './head-hub';
import { createMetrics } from './metrics';
import { createRateLimits } from './rate-limits';
import { createNetwork } from './relay/network';
import { createUpstream, type RelayNetwork, type UpstreamTimes, upstreamTimes } from './relay/upstream';
import type { Settings } from './settings';

export interface RunningServer {
  /** Where it listens, as a URL. */
  readonly url: string;
  /** Takes no new request, lets those under way end (10 s at most), ends the streams and the database's connections. */
  stop(): Promise<void>;
}

const drainMs = 10_000;
const sweepMs = 600_000;

/** Refuses to run as a role that would see through the separation of vaults. */
async function checkRole(sql: Sql): Promise<void> {
  const [role] = await sql`select rolsuper or rolbypassrls as sees_all from pg_roles where rolname = current_user`;
  if (role?.sees_all) throw new Error('DATABASE_APP_URL names a role that row-level security does not bind');
}

function listen(server: Server, { host, port }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { address, port: taken, family } = server.address() as AddressInfo; // a listening TCP server has one
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`);
    });
  });
}

/** Waits for the requests under way, and cuts off what is left after that. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    // a connection that is kept alive is idle only when its answer has gone out
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
  });
}

/** Starts an instance on a database that may be empty. Throws where it cannot. `network`, `times`: others for tests of the relay alone. */
export async function startServer(
  settings: Settings,
  target: DatabaseTarget,
  logger: Logger,
  network: RelayNetwork = createNetwork(settings.relay?.localAddress ?? null),
  times: UpstreamTimes = upstreamTimes,
): Promise<RunningServer> {
  const migrations = await migrate(target);
  if (migrations.length > 0) logger.info({ migrations }, 'database migrated');
  const sql = connect(target, 'app', { max: settings.poolSize, prepare: settings.prepare });
  const database = createDatabase(sql);
  await checkRole(sql);
  const onFailure = (error: unknown) => logger.warn({ err: error }, 'notice between instances failed');
  const hub = createHeadHub({ sql, onFailure });
  const upstream = settings.relay === null ? null : createUpstream(network, times);
  let isOpen = true;
  let url = '';
  const app = createApp({
    settings,
    origin: () => settings.origin ?? url,
    database,
    limits: createRateLimits(database, settings.perMinute.address, Date.now),
    hub,
    metrics: createMetrics(),
    logger,
    random: randomBytes,
    upstream,
    isOpen: () => isOpen,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 },
  }) as Server; // plain HTTP is what it makes where no other is asked for
  url = await listen(server, settings);
  const sweep = setInterval(() => {
    Promise.all([sql`select sweep_expired()`, sweepTurns(database), sweepLeftLogs(database)]).catch((error) =>
      logger.warn({ err: error }, 'sweep failed'),
    );
  }, sweepMs);
  logger.info({ url, origin: settings.origin ?? url }, 'listening');

  return {
    url,
    async stop() {
      isOpen = false;
      clearInterval(sweep);
      await hub.stop();
      await closed(server);
      await upstream?.close();
      await sql.end({ timeout: 5 });
      logger.info('stopped');
    },
  };
}
