/** Routes of the relay: a signed read of an exchange, sent from the server's own address, and which address that is. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';
import { exchangeIds } from '../../shared/exchanges/ids';
import type { ServerDeps, ServerEnv } from '../deps';
import { admit } from '../middleware';
import { refuse } from '../refuse';
import { maxSendWithinMs } from '../relay/judge-request';
import { createRelay } from '../relay/relay';
import { answer, bounded, forDevice, gives, jsonBody, withToken } from './route';

/** The largest request, all of it. */
const maxRequestBytes = 64 * 1024;
const probeLifeMs = 300_000;

/**
 * Sends a read to an exchange. The device names exchange, method, path, query, headers and body as it signed them, never a URL;
 * `sendWithinMs` (1 to 5,000) is how long from its arrival it may still be sent, the wait for its turn included, by this server's
 * clock: 422 `sign-again` after that, not sent. A request that names an API key needs it. Not in the table of reads: 403 `not-relayed`.
 *
 * The exchange's reply comes back with status 200: its own status in the header `fillbook-status`, its headers as JSON in
 * `fillbook-headers` (percent-encoded), its body as the body. An answer without `fillbook-status` is the server's refusal.
 */
const relayRoute = createRoute({
  method: 'post',
  path: '/v1/relay',
  summary: 'Send a signed read to an exchange',
  security: withToken,
  ...bounded({ maxBytes: maxRequestBytes }),
  request: {
    body: jsonBody(
      z.strictObject({
        exchange: z.enum(exchangeIds),
        method: z.enum(['GET', 'POST']),
        path: z.string().max(512),
        query: z.string().max(16_384),
        headers: z.record(z.string().max(64), z.string().max(4_096)),
        body: z.string().optional(),
        sendWithinMs: z.int().min(1).max(maxSendWithinMs).optional(),
      }),
    ),
  },
  responses: gives({
    description: "The exchange's reply",
    content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
  }),
});

/** The addresses to put on a key's whitelist: as configured, as seen from outside (null: not asked or not known), and the caller's own. */
const egressRoute = (deps: ServerDeps) =>
  createRoute({
    method: 'get',
    path: '/v1/relay/egress',
    summary: 'Read the addresses that exchanges see',
    ...forDevice(deps),
    responses: gives(
      answer(
        z.object({ configured: z.array(z.string()), seen: z.string().nullable(), caller: z.string() }),
        'The addresses',
      ),
    ),
  });

/** Asks the operator's probe for the address that it sees, at most once in five minutes. */
function createProbe(url: string | null, localAddress: string | null) {
  let known: { readonly address: string | null; readonly at: number } | null = null;
  const dispatcher = new Agent({ connect: { timeout: 3_000, ...(localAddress === null ? {} : { localAddress }) } });
  return async (): Promise<string | null> => {
    if (url === null) return null;
    if (known !== null && Date.now() - known.at < probeLifeMs) return known.address;
    const text = await request(url, { dispatcher, headersTimeout: 3_000, bodyTimeout: 3_000 })
      .then(({ body }) => body.text())
      .catch(() => ''); // not known is an answer
    known = { address: ipaddr.isValid(text.trim()) ? text.trim() : null, at: Date.now() };
    return known.address;
  };
}

export function addRelayRoutes(app: OpenAPIHono<ServerEnv>, deps: ServerDeps): void {
  const { database, settings, metrics, logger, upstream } = deps;
  if (settings.relay === null || upstream === null) return;
  const { egressAddresses, probeUrl, localAddress } = settings.relay;
  const probe = createProbe(probeUrl, localAddress);
  const relay = createRelay({
    database,
    upstream,
    now: Date.now,
    onSent: (sent) => {
      metrics.relayed.inc({ exchange: sent.exchange, status: String(sent.status) });
      logger.info(sent, 'relayed');
    },
    onFailure: (error) => logger.warn({ err: error }, 'a place of the relay was not given back'),
  });

  app.openapi(relayRoute, async (c) => {
    const reply = await relay.send(c.req.valid('json'), c.get('arrivedAt'), (work) => admit(deps, c, work));
    if (!reply.ok) return refuse(c, reply.error);
    const { status, headers, body } = reply.value;
    return c.body(new Uint8Array(body), 200, {
      'content-type': 'application/octet-stream',
      'fillbook-status': String(status),
      'fillbook-headers': encodeURIComponent(JSON.stringify(headers)),
    });
  });

  app.openapi(egressRoute(deps), async (c) =>
    c.json({ configured: [...egressAddresses], seen: await probe(), caller: c.get('address') }, 200),
  );
}
