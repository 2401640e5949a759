/** A device as the extension will be one: its keys, its login, its pushes and pulls, over the wire. */
import { randomBytes } from 'node:crypto';
import { deviceIdOfKey, vaultIdOfKey } from '../../../shared/sync/ids';
import { decodePage, type LogPage } from '../../../shared/sync/pull-frame';
import { encodePush, type Push } from '../../../shared/sync/push-frame';
import { admissionBytes, loginBytes, publicKeyOf, signStatement } from '../../../shared/sync/statements';
import { type Hex, toHex } from '../../../shared/vault/bytes';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export const randomHex = (bytes: number): Hex => toHex(randomBytes(bytes));
export const label = Buffer.from('sealed label').toString('base64');

export async function call(url: string, method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
}

export class TestDevice {
  readonly publicKey: Hex;
  readonly deviceId: Hex;
  readonly vaultPublicKey: Hex;
  readonly vaultId: Hex;
  token = '';

  constructor(
    public url: string,
    readonly vaultSeed: Uint8Array = randomBytes(32),
    readonly seed: Uint8Array = randomBytes(32),
    readonly origin: string = url,
  ) {
    const [own, vault] = [publicKeyOf(seed), publicKeyOf(vaultSeed)];
    this.publicKey = toHex(own);
    this.deviceId = deviceIdOfKey(own);
    this.vaultPublicKey = toHex(vault);
    this.vaultId = vaultIdOfKey(vault);
  }

  /** Another device of the same vault. */
  sibling(url = this.url): TestDevice {
    return new TestDevice(url, this.vaultSeed, randomBytes(32), this.origin);
  }

  #admission(): Hex {
    const { origin, vaultId, publicKey } = this;
    return signStatement(this.vaultSeed, admissionBytes({ origin, vaultId, devicePublicKey: publicKey }));
  }

  /** What creates the vault with this device: a body of its route, and of the route of successors. */
  newVault() {
    const { vaultPublicKey, publicKey } = this;
    return { publicKey: vaultPublicKey, device: { publicKey, label }, signature: this.#admission() };
  }

  createVault(invite?: string): Promise<Answer> {
    return call(this.url, 'POST', '/v1/vaults', { ...this.newVault(), ...(invite === undefined ? {} : { invite }) });
  }

  admit(): Promise<Answer> {
    const { vaultId, publicKey } = this;
    return call(this.url, 'POST', '/v1/devices', { vaultId, publicKey, label, signature: this.#admission() });
  }

  async challenge(): Promise<Hex> {
    const { vaultId, deviceId } = this;
    const { body } = await call(this.url, 'POST', '/v1/challenges', { vaultId, deviceId });
    return body.challenge as Hex; // the route's schema promises it
  }

  async logIn(challenge?: Hex): Promise<Answer> {
    const spent = challenge ?? (await this.challenge());
    const { origin, vaultId, deviceId } = this;
    const signature = signStatement(
      this.seed,
      loginBytes({ origin, vaultId, deviceId, action: 'login', challenge: spent }),
    );
    const answer = await call(this.url, 'POST', '/v1/login', { vaultId, deviceId, challenge: spent, signature });
    if (answer.status === 200) this.token = String(answer.body.token);
    return answer;
  }

  get(path: string): Promise<Answer> {
    return call(this.url, 'GET', path, undefined, this.token);
  }

  send(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(this.url, method, path, body, this.token);
  }

  async pushBytes(frame: Uint8Array): Promise<Answer> {
    const response = await fetch(`${this.url}/v1/log`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(frame),
    });
    return { status: response.status, body: JSON.parse(await response.text()), headers: response.headers };
  }

  push(push: Partial<Push>): Promise<Answer> {
    return this.pushBytes(encodePush({ records: [], drops: [], ...push }));
  }

  /** One page after a cursor; throws where it is not one. */
  async pull(after = 0, limit?: number): Promise<LogPage> {
    const response = await fetch(`${this.url}/v1/log?after=${after}${limit === undefined ? '' : `&limit=${limit}`}`, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    const page = decodePage(new Uint8Array(await response.arrayBuffer()), after);
    if (!page.ok) throw new Error(`not a page: ${response.status}`);
    return page.value;
  }

  /** All rows, page after page. */
  async pullAll(limit?: number): Promise<LogPage['rows']> {
    const rows: LogPage['rows'][number][] = [];
    for (let page = await this.pull(0, limit); page.rows.length > 0; page = await this.pull(rows.length, limit)) {
      rows.push(...page.rows);
    }
    return rows;
  }
}

/** A device of a new vault, logged in. */
export async function newDevice(url: string, origin = url): Promise<TestDevice> {
  const device = new TestDevice(url, randomBytes(32), randomBytes(32), origin);
  const answers = [await device.createVault(), await device.logIn()];
  for (const { status, body } of answers) if (status !== 200) throw new Error(JSON.stringify(body));
  return device;
}

/** A record of random bytes. */
export const record = (bytes = 100, rid: Hex = randomHex(32), supersedes = 0) => ({
  rid,
  supersedes,
  body: randomBytes(bytes),
});
