/** What every request passes: its id and address, its line in the log, body limits before anything is parsed, and its device. */
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { routePath } from 'hono/route';
import { callerOf, readBearer } from './auth/token';
import { addressKey, callerAddress } from './caller-address';
import type { ServerDeps, ServerEnv } from './deps';
import { refuse } from './refuse';

type Middleware = MiddlewareHandler<ServerEnv>;

/** Names the request and its caller, keeps answers out of caches, and logs and counts it when it is answered. */
export const observed = ({ settings, random, logger, metrics }: ServerDeps): Middleware => {
  return async (c, next) => {
    const startedAt = performance.now();
    const requestId = Buffer.from(random(8)).toString('hex');
    c.set('requestId', requestId);
    const peer = c.env.incoming.socket.remoteAddress ?? '';
    c.set('address', callerAddress(peer, c.req.header('x-forwarded-for'), settings.trustedProxies));
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
    c.header('x-request-id', requestId);
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
export const limitBody = (maxBytes: number): Middleware =>
  bodyLimit({ maxSize: maxBytes, onError: (c) => refuse(c, { reason: 'too-large', limitBytes: maxBytes }) });

/** Counts a request whose device is not known yet against its address. */
export const byAddress = ({ limits }: ServerDeps): Middleware => {
  return async (c, next) => {
    const refusal = await limits.take('address', addressKey(c.get('address')));
    if (refusal !== null) return refuse(c, refusal);
    return next();
  };
};

/**
 * Lets devices through by their token. A retired vault's may read where `retiredToo`. A wrong token counts against the address.
 */
export const byDevice = ({ database, limits }: ServerDeps, { retiredToo = false } = {}): Middleware => {
  return async (c, next) => {
    const bearer = readBearer(c.req.header('authorization'));
    const caller = bearer === null ? null : await callerOf(database, bearer);
    if (caller === null || !caller.ok) {
      const limited = await limits.take('address', addressKey(c.get('address')));
      return refuse(c, limited ?? caller?.error ?? { reason: 'token-expired' });
    }
    const { retired, ...device } = caller.value;
    const limited = await limits.take('device', `${device.vaultId}${device.deviceId}`);
    if (limited !== null) return refuse(c, limited);
    if (retired !== null && !retiredToo) return refuse(c, retired);
    c.set('caller', device);
    c.set('vaultId', device.vaultId);
    return next();
  };
};
