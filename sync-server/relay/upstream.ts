/**
 * Sends a request to an exchange and reads the whole reply: one attempt, no redirect followed, to an address that was judged.
 *
 * Each connection resolves the host once, judges what it got, and dials that very address under the host's name and certificate:
 * a resolver that changes its answer changes nothing.
 */

import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { errors, Pool } from 'undici';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import { isPassedBack } from './exchange-rules';
import { isGlobalAddress } from './global-address';
import type { UpstreamRequest } from './judge-request';

/** The network as the relay uses it. Tests give another, and nothing else does. */
export interface RelayNetwork {
  /** The addresses of a host. */
  resolve(host: string): Promise<readonly string[]>;
  /** A TLS connection to port 443 of that address, whose certificate was checked for `host`; fails with the signal's reason. */
  connect(address: string, host: string, signal: AbortSignal): Promise<Socket>;
}

/** How long an exchange may take, in milliseconds: until it is connected, between two bytes, in all. Tests give shorter ones. */
export interface UpstreamTimes {
  readonly connectMs: number;
  readonly byteMs: number;
  readonly totalMs: number;
}

export const upstreamTimes: UpstreamTimes = { connectMs: 3_000, byteMs: 10_000, totalMs: 30_000 };

export interface UpstreamReply {
  readonly status: number;
  /** Names in lower case; those alone that are handed back. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Upstream {
  send(request: UpstreamRequest): Promise<Result<UpstreamReply, Refusal>>;
  close(): Promise<void>;
}

/** The largest reply, counted after it was decompressed. */
const maxReplyBytes = 8 * 1024 * 1024;

class NotGlobal extends Error {}
class TooLarge extends Error {}

async function dial(network: RelayNetwork, host: string, connectMs: number): Promise<Socket> {
  const addresses = await network.resolve(host);
  const [address] = addresses;
  if (address === undefined || !addresses.every(isGlobalAddress)) throw new NotGlobal();
  return network.connect(address, host, AbortSignal.timeout(connectMs));
}

function decoded(body: Readable, encoding: string): Readable {
  const decoder =
    encoding === 'gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : null;
  if (decoder === null) {
    if (encoding !== 'identity') throw new TypeError('unknown encoding');
    return body;
  }
  body.on('error', (error) => decoder.destroy(error));
  return body.pipe(decoder);
}

async function wholeBody(body: Readable, encoding: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of decoded(body, encoding)) {
      size += part.length;
      if (size > maxReplyBytes) throw new TooLarge();
      parts.push(part);
    }
    return Buffer.concat(parts, size);
  } finally {
    body.destroy(); // a reply that is given up is not read on
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof TooLarge) return { reason: 'upstream-too-large', limitBytes: maxReplyBytes };
  const late =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    (error instanceof Error && error.name === 'TimeoutError');
  return { reason: late ? 'upstream-timeout' : 'upstream-failed' };
}

const textOf = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(', ') : (value ?? '');

export function createUpstream(network: RelayNetwork, times: UpstreamTimes = upstreamTimes): Upstream {
  const { connectMs, byteMs, totalMs } = times;
  const pools = new Map<string, Pool>();

  const poolOf = (host: string): Pool => {
    const known = pools.get(host);
    if (known !== undefined) return known;
    const pool = new Pool(`https://${host}`, {
      connections: 16,
      pipelining: 1,
      headersTimeout: byteMs,
      bodyTimeout: byteMs,
      keepAliveTimeout: 20_000,
      connect: (_, done) => {
        dial(network, host, connectMs).then(
          (socket) => done(null, socket),
          (error) => done(error instanceof Error ? error : new Error('not connected'), null),
        );
      },
    });
    pools.set(host, pool);
    return pool;
  };

  return {
    async send({ host, method, target, headers, body }) {
      try {
        const reply = await poolOf(host).request({
          method,
          path: target,
          headers: { ...headers, 'accept-encoding': 'gzip', 'user-agent': 'fillbook' },
          body,
          signal: AbortSignal.timeout(totalMs),
        });
        const whole = await wholeBody(
          reply.body,
          textOf(reply.headers['content-encoding']).toLowerCase() || 'identity',
        );
        const passed = Object.entries(reply.headers).filter(([name]) => isPassedBack(name));
        return ok({
          status: reply.statusCode,
          headers: Object.fromEntries(passed.map(([name, value]) => [name, textOf(value)])),
          body: whole,
        });
      } catch (error) {
        return err(refusalOf(error));
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
