/**
 * The server in front of the simulated exchanges: TLS on loopback, one exchange per Host, the faults of the transport, the log.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate';
import type { SimulatedExchange, WireReply, WireRequest } from './exchange';
import type { Fault, FaultKind, Faults, RefusalKind } from './faults';
import { type LoggedRequest, loggedQuery } from './request-log';

interface ServerDeps {
  readonly exchanges: readonly SimulatedExchange[];
  readonly certificate: Certificate;
  readonly faults: Faults;
  readonly now: () => number;
  readonly log: (request: LoggedRequest) => void;
}

const refusals: readonly RefusalKind[] = [
  ...([
    'ipRefused',
    'keyUnknown',
    'badSignature',
    'missingRead',
    'passphraseWrong',
    'accountMode',
    'rateLimited',
    'banned',
    'serverBusy',
    'maintenance',
  ] as const),
];

/** Pages that stand in front of every exchange: a gateway, a firewall, a legal notice. */
const frontPages: readonly FaultKind[] = ['serverError', 'firewall403', 'region451'];

const html = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;

function frontPage(fault: Fault): WireReply {
  const headers = { 'content-type': 'text/html' };
  switch (fault.kind) {
    case 'firewall403':
      return { status: 403, headers, body: html('403 Forbidden') };
    case 'region451':
      return { status: 451, headers, body: html('451 Unavailable For Legal Reasons') };
    default:
      return { status: fault.status ?? 502, headers, body: html(`${fault.status ?? 502} Bad Gateway`) };
  }
}

function replyTo(exchange: SimulatedExchange, request: WireRequest, faults: Faults): WireReply {
  const front = faults.take(frontPages, request.path, exchange.id);
  if (front !== null) return frontPage(front);
  for (const kind of refusals) {
    const fault = faults.peek([kind], request.path, exchange.id);
    const refusal = fault === null ? null : exchange.refuse(kind, fault, request);
    if (refusal === null) continue;
    faults.take([kind], request.path, exchange.id);
    return refusal;
  }
  return exchange.handle(request);
}

export async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer); // a request stream without an encoding yields buffers
  return Buffer.concat(chunks).toString('utf8');
}

function wireRequest(message: IncomingMessage, body: string, nowMs: number): WireRequest {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    ),
    body,
    address: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    nowMs,
  };
}

/** Sends a reply, whole or as a fault of the transport maims it. */
function send(response: ServerResponse, reply: WireReply, maim: FaultKind | null): void {
  const kept = maim === 'truncatedJson' ? Math.floor(reply.body.length / 2) : maim === 'emptyBody' ? 0 : undefined;
  const text = reply.body.slice(0, kept);
  const body = Buffer.from(text, 'utf8');
  response.writeHead(reply.status, {
    'content-type': 'application/json;charset=UTF-8',
    ...reply.headers,
    'content-length': body.length,
  });
  if (maim !== 'cutBody') {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

/** Answers one request. Resolves when the reply is on its way, or at once where none ever comes. */
async function serve(deps: ServerDeps, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { faults, log } = deps;
  const body = await bodyOf(message);
  const host = (message.headers.host ?? '').replace(/:\d+$/, '');
  const exchange = deps.exchanges.find(({ hosts }) => hosts.includes(host));
  const plain = wireRequest(message, body, deps.now());
  if (exchange === undefined) {
    response.writeHead(421).end();
    return;
  }
  const skew = faults.take(['clockSkew'], plain.path, exchange.id)?.skewMs ?? 0;
  const request = { ...plain, nowMs: plain.nowMs + skew };
  const entry = {
    exchange: exchange.id,
    method: request.method,
    path: request.path,
    query: loggedQuery(request.query),
    at: plain.nowMs,
  };
  if (faults.take(['timeout'], request.path, exchange.id) !== null) {
    log({ ...entry, status: 0, account: null, fault: 'timeout' });
    return;
  }
  const delayMs = faults.take(['slow'], request.path, exchange.id)?.delayMs ?? 0;
  const reply = replyTo(exchange, request, faults);
  const maim = faults.take(['cutBody', 'truncatedJson', 'emptyBody'], request.path, exchange.id)?.kind ?? null;
  log({ ...entry, status: reply.status, account: reply.account ?? null, fault: maim ?? (delayMs > 0 ? 'slow' : null) });
  if (delayMs > 0) setTimeout(() => send(response, reply, maim), delayMs);
  else send(response, reply, maim);
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<RunningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address() as AddressInfo; // a listening TCP server has one
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As long as exchanges keep an idle connection: with Node's 5 s a slow machine sends on one that is just being closed. */
const keepAliveTimeout = 75_000;

export function createExchangeServer(deps: ServerDeps): Server {
  const { key, cert } = deps.certificate;
  return createServer({ key, cert, keepAliveTimeout }, (message, response) => {
    serve(deps, message, response).catch((error: unknown) => {
      process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      response.destroy();
    });
  });
}
