/** What every request passes: its id and address, its line in the log, body limits before anything is parsed, and its device. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { routePath } from 'hono/route';
import { err, type Result } from '../shared/result';
import type { Refusal } from '../shared/sync/refusals';
import { type Admitted, admitRequest, readBearer } from './auth/token';
import { addressKey, callerAddress } from './caller-address';
import type { VaultCall } from './db/database';
import type { ServerDeps, ServerEnv } from './deps';
import { refuse } from './refuse';

type Middleware = MiddlewareHandler<ServerEnv>;

const requestIdBytes = 8;

/** Makes ids of requests; their bytes are taken by the hundred, since asking for them costs more than they do. */
function requestIds(random: ServerDeps['random']): () => string {
  let [bytes, at] = [Buffer.alloc(0), 0];
  return () => {
    if (at === bytes.length) [bytes, at] = [Buffer.from(random(requestIdBytes * 128)), 0];
    at += requestIdBytes;
    return bytes.toString('hex', at - requestIdBytes, at);
  };
}

/** Names the request and its caller, keeps answers out of caches, and logs and counts it when it is answered. */
export const observed = ({ settings, random, logger, metrics }: ServerDeps): Middleware => {
  const nextId = requestIds(random);
  return async (c, next) => {
    const startedAt = performance.now();
    const requestId = nextId();
    c.set('requestId', requestId);
    c.set('arrivedAt', Date.now());
    const peer = c.env.incoming.socket.remoteAddress ?? '';
    c.set('address', callerAddress(peer, c.req.header('x-forwarded-for'), settings.trustedProxies));
    // to Node itself: a Headers of its own for each answer would take longer than all else here
    const { outgoing } = c.env;
    outgoing.setHeader('cache-control', 'no-store');
    outgoing.setHeader('x-content-type-options', 'nosniff');
    outgoing.setHeader('x-request-id', requestId);
    await next();
    const ms = performance.now() - startedAt;
    const { method } = c.req;
    const [route, status] = [routePath(c, -1), c.res.status];
    metrics.requestSeconds.observe({ method, route, status: String(status) }, ms / 1_000);
    logger.info(
      { requestId, method, route, status, ms: Math.round(ms * 10) / 10, vaultId: c.get('vaultId') },
      'request',
    );
  };
};

/** Refuses a body that is larger, by its announced length or as it arrives, before it is parsed. */
export const limitBody = (maxBytes: number): Middleware => {
  const tooLarge = (c: Context<ServerEnv>) => refuse(c, { reason: 'too-large', limitBytes: maxBytes });
  const counted = bodyLimit({ maxSize: maxBytes, onError: tooLarge });
  return async (c, next) => {
    const announced = c.req.header('content-length');
    if (announced === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
    // Node reads no more of a body than was announced, so that nothing has to be counted as it arrives
    return Number(announced) > maxBytes ? tooLarge(c) : next();
  };
};

/** Counts a request whose device is not known yet against its address. */
export const byAddress = ({ limits }: ServerDeps): Middleware => {
  return async (c, next) => {
    const counted = await limits.take(addressKey(c.get('address')));
    return counted.ok ? next() : refuse(c, counted.error);
  };
};

/** Looks at a request's token, counts it, and does its work in the same call of the database. A wrong token counts against the address. */
export async function admit(
  { database, limits, settings }: ServerDeps,
  c: Context<ServerEnv>,
  work?: VaultCall,
): Promise<Result<Admitted, Refusal>> {
  const { device, address: perMinute } = settings.perMinute;
  const key = addressKey(c.get('address'));
  const bearer = readBearer(c.req.header('authorization'));
  if (bearer === null) {
    const counted = await limits.take(key);
    return counted.ok ? err({ reason: 'token-expired' }) : counted;
  }
  const admitted = await admitRequest(database, bearer, { device, address: { key, perMinute } }, work);
  if (admitted.ok) c.set('vaultId', admitted.value.vaultId);
  return admitted;
}

/** Lets devices through by their token, before anything of the request is read. A retired vault's may read where `retiredToo`. */
export const byDevice = (deps: ServerDeps, { retiredToo = false } = {}): Middleware => {
  return async (c, next) => {
    const admitted = await admit(deps, c);
    if (!admitted.ok) return refuse(c, admitted.error);
    const { retired, vaultId, deviceId, tokenHash } = admitted.value;
    if (retired !== null && !retiredToo) return refuse(c, retired);
    c.set('caller', { vaultId, deviceId, tokenHash });
    return next();
  };
};
