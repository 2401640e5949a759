/**
 * A device's access to its vault on a sync server: it logs in by signing a challenge, keeps the token in memory alone, and signs
 * again a minute before it ends or once it is refused.
 */
import { z } from 'zod';
import { ok, type Result, type UnixMs, unixMs } from '../../../shared/result';
import { deviceIdSchema } from '../../../shared/sync/ids';
import { loginBytes } from '../../../shared/sync/statements';
import { fromBase64, type Hex, toBase64 } from '../../../shared/vault/bytes';
import { type DeviceKey, deviceIdOf, signAsDevice } from './device-key';
import type { HttpRequest } from './http-send';
import { doneSchema, type LoggedIn, messageSchema, type ServerCalls } from './server-calls';
import type { Answered, ServerError } from './server-refusal';

/** A device as the server lists it; its label sealed. `lastAskedAt`: for anything, to the minute; null where the server does not know. */
interface ListedDevice {
  readonly deviceId: Hex;
  readonly label: Uint8Array;
  readonly admittedAt: UnixMs;
  readonly removedAt: UnixMs | null;
  readonly lastAskedAt: UnixMs | null;
}

export interface ServerAccess {
  readonly origin: string;
  readonly vaultId: Hex;
  readonly deviceId: Hex;
  /** A request with the device's token: a fresh one where the server says that it has ended. */
  ask<T>(request: HttpRequest, schema: z.ZodType<T, unknown>, signal: AbortSignal): Answered<T>;
  askBytes(request: HttpRequest, signal: AbortSignal): Answered<Uint8Array<ArrayBuffer>>;
  /** The token itself, for the stream of hints. */
  token(signal: AbortSignal): Answered<string>;
  /** A token that the server refused is not used again. */
  dropToken(): void;
  devices(signal: AbortSignal): Answered<readonly ListedDevice[]>;
  label(deviceId: Hex, label: Uint8Array, signal: AbortSignal): Answered<void>;
  /** Cuts a device off for good and freezes admissions. */
  remove(deviceId: Hex, signal: AbortSignal): Answered<void>;
  /** Closes the vault, which moved to `successor`; `notice` is handed to every device that comes later. */
  retire(notice: Uint8Array, successor: Hex, signal: AbortSignal): Answered<void>;
  /** Erases the vault with all its devices; `notice` tells them so. */
  erase(notice: Uint8Array, signal: AbortSignal): Answered<void>;
  openPairing(pairingId: Hex, signal: AbortSignal): Answered<void>;
  readOffer(pairingId: Hex, signal: AbortSignal): Answered<Uint8Array<ArrayBuffer>>;
  leaveParcel(pairingId: Hex, parcel: Uint8Array, signal: AbortSignal): Answered<void>;
  /** The addresses that exchanges see, as `GET /v1/relay/egress` tells. */
  egress(signal: AbortSignal): Answered<{ readonly addresses: readonly string[]; readonly seenFrom: string | null }>;
}

/** A token is not used in its last minute: what is sent with it must arrive while it is good. */
const tokenMarginMs = 60_000;

const sealedText = z.string().transform((text) => {
  const bytes = fromBase64(text);
  return bytes.ok ? bytes.value : new Uint8Array(0); // opens under no key: shown as a device without a name
});
const instant = z.int().transform((at) => unixMs(at));
const devicesSchema = z
  .object({
    devices: z
      .array(
        z.object({
          deviceId: deviceIdSchema,
          label: sealedText,
          admittedAt: instant,
          removedAt: instant.nullable(),
          lastAskedAt: instant.nullable().default(null), // a server of an earlier version does not tell
        }),
      )
      .max(10_000),
  })
  .transform(({ devices }) => devices);

/** `configured` by the operator, `seen` by an address outside. */
const egressSchema = z
  .object({ configured: z.array(z.string().max(100)).max(100), seen: z.string().max(100).nullable() })
  .transform(({ configured, seen }) => ({ addresses: configured, seenFrom: seen }));

interface AccessParts {
  readonly calls: ServerCalls;
  readonly vaultId: Hex;
  readonly deviceKey: DeviceKey;
  readonly now: () => UnixMs;
}

/** Signs this device in; `challenge` and token live for this call and the access alone. */
async function logIn({ calls, vaultId, deviceKey }: AccessParts, signal: AbortSignal): Answered<LoggedIn> {
  const deviceId = deviceIdOf(deviceKey);
  const challenge = await calls.challenge(vaultId, deviceId, signal);
  if (!challenge.ok) return challenge;
  const statement = { origin: calls.origin, vaultId, deviceId, action: 'login', challenge: challenge.value } as const;
  const signature = signAsDevice(deviceKey, loginBytes(statement));
  return calls.logIn({ vaultId, deviceId, challenge: challenge.value, signature }, signal);
}

/** What keeps one token, and asks for one at a time. */
function tokenKeeper(parts: AccessParts) {
  /** `goodUntil` by this device's clock, counted from before it was asked for: it is no earlier at the server. */
  let kept: { readonly token: string; readonly goodUntil: number } | null = null;
  let asking: Answered<LoggedIn> | null = null;

  async function ask(signal: AbortSignal): Answered<LoggedIn> {
    const askedAt = parts.now();
    const first = await logIn(parts, signal);
    // A challenge is good once: where the answer to a login was lost, the repeated one finds it spent.
    const spent = !first.ok && first.error.refusal?.reason === 'challenge-expired';
    const loggedIn = spent ? await logIn(parts, signal) : first;
    kept = loggedIn.ok ? { token: loggedIn.value.token, goodUntil: askedAt + loggedIn.value.lifeMs } : null;
    return loggedIn;
  }

  return {
    async token(signal: AbortSignal): Answered<string> {
      if (kept !== null && kept.goodUntil - tokenMarginMs > parts.now()) return ok(kept.token);
      asking ??= ask(signal).finally(() => {
        asking = null;
      });
      const loggedIn = await asking;
      return loggedIn.ok ? ok(loggedIn.value.token) : loggedIn;
    },
    drop(): void {
      kept = null;
    },
  };
}

/** The access of one device to one vault. Nothing is asked before its first call. */
export function createServerAccess(parts: AccessParts): ServerAccess {
  const { calls, vaultId } = parts;
  const keeper = tokenKeeper(parts);

  async function withToken<T>(
    use: (token: string) => Promise<Result<T, ServerError>>,
    signal: AbortSignal,
  ): Answered<T> {
    for (let attempt = 1; ; attempt++) {
      const token = await keeper.token(signal);
      if (!token.ok) return token;
      const answered = await use(token.value);
      if (answered.ok || answered.error.refusal?.reason !== 'token-expired' || attempt === 2) return answered;
      keeper.drop();
    }
  }

  const ask: ServerAccess['ask'] = (request, schema, signal) =>
    withToken((token) => calls.ask({ ...request, token }, schema, signal), signal);
  const pairing = (pairingId: Hex, rest = ''): string => `/v1/pairings/${pairingId}${rest}`;

  return {
    origin: calls.origin,
    vaultId,
    deviceId: deviceIdOf(parts.deviceKey),
    ask,
    askBytes: (request, signal) => withToken((token) => calls.askBytes({ ...request, token }, signal), signal),
    token: keeper.token,
    dropToken: keeper.drop,
    devices: (signal) => ask({ method: 'GET', path: '/v1/devices' }, devicesSchema, signal),
    label: (deviceId, label, signal) =>
      ask(
        { method: 'PUT', path: `/v1/devices/${deviceId}/label`, json: { label: toBase64(label) } },
        doneSchema,
        signal,
      ),
    remove: (deviceId, signal) => ask({ method: 'DELETE', path: `/v1/devices/${deviceId}` }, doneSchema, signal),
    retire: (notice, successor, signal) =>
      ask(
        { method: 'POST', path: '/v1/vaults/retire', json: { notice: toBase64(notice), successor } },
        doneSchema,
        signal,
      ),
    async erase(notice, signal) {
      const json = { notice: toBase64(notice) };
      const erased = await ask({ method: 'POST', path: '/v1/vaults/erase', json }, doneSchema, signal);
      // where the answer was lost, the repeated request finds it done
      return !erased.ok && erased.error.refusal?.reason === 'vault-closed' ? ok(undefined) : erased;
    },
    openPairing: (pairingId, signal) => ask({ method: 'PUT', path: pairing(pairingId) }, doneSchema, signal),
    readOffer: (pairingId, signal) => ask({ method: 'GET', path: pairing(pairingId, '/offer') }, messageSchema, signal),
    leaveParcel: (pairingId, parcel, signal) =>
      ask(
        { method: 'PUT', path: pairing(pairingId, '/parcel'), json: { message: toBase64(parcel) } },
        doneSchema,
        signal,
      ),
    egress: (signal) => ask({ method: 'GET', path: '/v1/relay/egress' }, egressSchema, signal),
  };
}
