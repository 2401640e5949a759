/**
 * The calls of a sync server that need no token: what it offers, a vault's beginning, admission, login, and a new device's side
 * of a pairing. Each answer passes a schema; any other is `unexpected-payload`.
 */
import { z } from 'zod';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result } from '../../../shared/result';
import { hexOf } from '../../../shared/sync/ids';
import { fromBase64, type Hex, toBase64 } from '../../../shared/vault/bytes';
import type { Repeat } from '../retry';
import { type HttpDeps, type HttpReply, type HttpRequest, sendHttp } from './http-send';
import { type Answered, failed, jsonOf, serverErrorOf, unexpected } from './server-refusal';

/** What a device has to know of a server before it signs anything for it. */
interface ServerInfo {
  readonly origin: string;
  readonly inviteNeeded: boolean;
  readonly relay: boolean;
}

/** A device as it is admitted: its label sealed, and the vault key's signature over its public key. */
export interface DeviceAdmission {
  readonly vaultId: Hex;
  readonly devicePublicKey: Hex;
  readonly label: Uint8Array;
  readonly signature: Hex;
}

export interface LoggedIn {
  readonly token: string;
  /** How long the token is good from its receipt, whatever the clocks of the two say. */
  readonly lifeMs: number;
}

export interface ServerCalls {
  readonly origin: string;
  /** Any request; a success has status 200 and passes `schema`. Repeated where the failure is transient: every route is safe to repeat. */
  ask<T>(request: HttpRequest, schema: z.ZodType<T, unknown>, signal: AbortSignal): Answered<T>;
  /** The same with an answer of bytes. */
  askBytes(request: HttpRequest, signal: AbortSignal): Answered<Uint8Array<ArrayBuffer>>;
  info(signal: AbortSignal): Answered<ServerInfo>;
  /** `invite` null: none. */
  createVault(
    vault: DeviceAdmission & { readonly publicKey: Hex; readonly invite: string | null },
    signal: AbortSignal,
  ): Answered<void>;
  admit(device: DeviceAdmission, signal: AbortSignal): Answered<void>;
  challenge(vaultId: Hex, deviceId: Hex, signal: AbortSignal): Answered<Hex>;
  logIn(
    login: { readonly vaultId: Hex; readonly deviceId: Hex; readonly challenge: Hex; readonly signature: Hex },
    signal: AbortSignal,
  ): Answered<LoggedIn>;
  leaveOffer(vaultId: Hex, pairingId: Hex, offer: Uint8Array, signal: AbortSignal): Answered<void>;
  /** Gone with it. */
  takeParcel(vaultId: Hex, pairingId: Hex, signal: AbortSignal): Answered<Uint8Array<ArrayBuffer>>;
}

const infoSchema = z.object({
  name: z.literal('fillbook-sync'),
  protocol: z.literal(1),
  origin: z.string(),
  inviteNeeded: z.boolean(),
  relay: z.boolean(),
});
/** An answer that says no more than that it was done. */
export const doneSchema = z.looseObject({}).transform(() => undefined);
const challengeSchema = z.object({ challenge: hexOf(32) }).transform(({ challenge }) => challenge);
const loggedInSchema = z.object({
  token: z.string().regex(/^[A-Za-z0-9_-]{1,200}$/),
  lifeMs: z.int().min(0),
});

/** A sealed message in base64, of at most 8 KiB. */
export const messageSchema = z.object({ message: z.string().max(8_192) }).transform(({ message }, context) => {
  const bytes = fromBase64(message);
  if (bytes.ok) return bytes.value;
  context.addIssue({ code: 'custom', message: 'must be base64' });
  return z.NEVER;
});

/** What passes leaves as a failure, so that it is repeated; all other replies are read. */
function passing(host: string, reply: HttpReply): Result<HttpReply, Failure> {
  if (reply.status < 500) return ok(reply);
  const { failure } = serverErrorOf(host, reply);
  return failure.reason === 'exchange-unavailable' ? err(failure) : ok(reply);
}

/** The calls to one server. */
export function createServerCalls(deps: HttpDeps, repeat: Repeat, origin: string): ServerCalls {
  const { host } = new URL(origin);
  const send = (request: HttpRequest, signal: AbortSignal): Promise<Result<HttpReply, Failure>> =>
    repeat(
      host,
      async () => {
        const reply = await sendHttp(deps, origin, request, signal);
        return reply.ok ? passing(host, reply.value) : reply;
      },
      signal,
    );

  async function askBytes(request: HttpRequest, signal: AbortSignal): Answered<Uint8Array<ArrayBuffer>> {
    const reply = await send(request, signal);
    if (!reply.ok) return failed(reply.error);
    return reply.value.status === 200 ? ok(reply.value.body) : err(serverErrorOf(host, reply.value));
  }

  async function ask<T>(request: HttpRequest, schema: z.ZodType<T, unknown>, signal: AbortSignal): Answered<T> {
    const body = await askBytes(request, signal);
    if (!body.ok) return body;
    const parsed = schema.safeParse(jsonOf({ body: body.value }));
    return parsed.success ? ok(parsed.data) : failed(unexpected(host, 'answer'));
  }

  const post = (path: string, json: unknown): HttpRequest => ({ method: 'POST', path, json });

  return {
    origin,
    ask,
    askBytes,
    info: (signal) => ask({ method: 'GET', path: '/v1/server' }, infoSchema, signal),
    createVault: ({ publicKey, invite, devicePublicKey, label, signature }, signal) => {
      const device = { publicKey: devicePublicKey, label: toBase64(label) };
      const body = { publicKey, device, signature, ...(invite !== null && { invite }) };
      return ask(post('/v1/vaults', body), doneSchema, signal);
    },
    admit: ({ vaultId, devicePublicKey, label, signature }, signal) => {
      const body = { vaultId, publicKey: devicePublicKey, label: toBase64(label), signature };
      return ask(post('/v1/devices', body), doneSchema, signal);
    },
    challenge: (vaultId, deviceId, signal) =>
      ask(post('/v1/challenges', { vaultId, deviceId }), challengeSchema, signal),
    logIn: (login, signal) => ask(post('/v1/login', login), loggedInSchema, signal),
    leaveOffer: (vaultId, pairingId, offer, signal) => {
      const path = `/v1/vaults/${vaultId}/pairings/${pairingId}/offer`;
      return ask({ method: 'PUT', path, json: { message: toBase64(offer) } }, doneSchema, signal);
    },
    takeParcel: (vaultId, pairingId, signal) =>
      ask({ method: 'POST', path: `/v1/vaults/${vaultId}/pairings/${pairingId}/take` }, messageSchema, signal),
  };
}
