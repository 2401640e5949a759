/** Devices of the sync server's benches: real keys and frames, signed by Node's own Ed25519 so that the load costs little. */
import { createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher, Pool } from 'undici';
import { encodePush } from '../../shared/sync/push-frame';
import { loginBytes } from '../../shared/sync/statements';
import { toHex } from '../../shared/vault/bytes';
import { TestDevice } from '../integration/harness/device';

/** What stands before a raw Ed25519 seed in the form that Node reads (RFC 8410 §7). */
const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
/** A sealed fill's size and some: what peers were measured with. */
const bodyBytes = 1_024;
/** Of a page of the log (shared/sync/pull-frame): what stands before its rows, and a row beside its body. */
const pageHeadBytes = 27;
const rowHeadBytes = 92;

/** A push of so many fresh records of 1 KB. */
export const pushOf = (records: number): Uint8Array =>
  encodePush({
    records: Array.from({ length: records }, () => ({
      rid: toHex(randomBytes(32)),
      supersedes: 0,
      body: randomBytes(bodyBytes),
    })),
    drops: [],
  });

/** An answer as it came over the wire, in pieces: what a load may do without is not done by it. */
interface Pieces {
  readonly status: number;
  readonly pieces: readonly Buffer[];
  readonly bytes: number;
}

/** Asks, and takes the whole answer without putting it together. */
export async function askedOf(pool: Pool, options: Dispatcher.RequestOptions): Promise<Pieces> {
  const { statusCode: status, body } = await pool.request(options);
  const pieces: Buffer[] = [];
  let bytes = 0;
  body.on('data', (piece: Buffer) => {
    bytes += piece.length;
    pieces.push(piece);
  });
  await finished(body);
  return { status, pieces, bytes };
}

const textOf = ({ pieces }: Pieces): string => Buffer.concat(pieces).toString();

export class LoadDevice {
  readonly #device: TestDevice;
  readonly #key: KeyObject;
  token = '';

  constructor(
    private readonly pool: Pool,
    private readonly origin: string,
  ) {
    this.#device = new TestDevice(origin);
    this.#key = createPrivateKey({
      key: Buffer.concat([seedPrefix, this.#device.seed]),
      format: 'der',
      type: 'pkcs8',
    });
  }

  /** The same device with the same token, calling another instance. */
  elsewhere(pool: Pool): LoadDevice {
    const other = new LoadDevice(pool, this.origin);
    other.token = this.token;
    return other;
  }

  async createVault(): Promise<void> {
    const { status, body } = await this.#device.createVault();
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  /** An answer with status 200; throws for any other. */
  async #asked(method: 'GET' | 'POST', path: string, body?: Uint8Array | string): Promise<Pieces> {
    const answer = await askedOf(this.pool, {
      method,
      path,
      body: body ?? null,
      headers: {
        'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
      },
    });
    if (answer.status === 200) return answer;
    throw new Error(`${path}: ${answer.status} ${textOf(answer).slice(0, 200)}`);
  }

  async logIn(): Promise<void> {
    const { vaultId, deviceId } = this.#device;
    const asked = await this.#asked('POST', '/v1/challenges', JSON.stringify({ vaultId, deviceId }));
    const { challenge } = JSON.parse(textOf(asked));
    const statement = loginBytes({ origin: this.origin, vaultId, deviceId, action: 'login', challenge });
    const signature = sign(null, statement, this.#key).toString('hex');
    const login = JSON.stringify({ vaultId, deviceId, challenge, signature });
    this.token = JSON.parse(textOf(await this.#asked('POST', '/v1/login', login))).token;
  }

  async push(frame: Uint8Array): Promise<void> {
    await this.#asked('POST', '/v1/log', frame);
  }

  /** How many rows the page after a cursor has; throws unless all of them came whole. */
  async pull(after: number): Promise<number> {
    const { pieces, bytes } = await this.#asked('GET', `/v1/log?after=${after}`);
    const rows = pieces[0]?.readUInt16BE(25) ?? 0; // after version, log id and head
    const whole = pageHeadBytes + rows * (rowHeadBytes + bodyBytes);
    if (bytes !== whole) throw new Error(`a page of ${rows} rows has ${bytes} bytes, not ${whole}`);
    return rows;
  }
}

/** So many devices of new vaults, logged in. */
export async function loggedIn(count: number, pool: Pool, origin: string): Promise<LoadDevice[]> {
  const devices: LoadDevice[] = [];
  for (let index = 0; index < count; index++) {
    const device = new LoadDevice(pool, origin);
    await device.createVault();
    await device.logIn();
    devices.push(device);
  }
  return devices;
}

/** Runs a task on each worker until so many have run; gives each one's milliseconds, and those of all together. */
export async function inParallel<T>(
  workers: readonly T[],
  count: number,
  task: (worker: T, index: number) => Promise<unknown>,
): Promise<{ readonly ms: number; readonly each: readonly number[] }> {
  const each: number[] = [];
  let begun = 0;
  const from = performance.now();
  await Promise.all(
    workers.map(async (worker) => {
      for (let index = begun++; index < count; index = begun++) {
        const at = performance.now();
        await task(worker, index);
        each.push(performance.now() - at);
      }
    }),
  );
  return { ms: performance.now() - from, each };
}

/**
 * Begins so many tasks a second at even times, whether or not those before have ended; gives each one's milliseconds, from when it
 * was due, late though it may have begun.
 */
export async function atEvenTimes(
  perSecond: number,
  count: number,
  task: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const from = performance.now();
  const begun: Promise<number>[] = [];
  while (begun.length < count) {
    const dueAt = from + (begun.length * 1_000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await wait(early);
    const ended = task(begun.length).then(() => performance.now() - dueAt);
    ended.catch(() => {}); // told below, when all have begun
    begun.push(ended);
  }
  return Promise.all(begun);
}
