/**
 * The new device's side of a pairing: it reads a code, makes a key of its own and offers it, shows the digits, and once a person has
 * said that they are equal takes the root key. What then becomes of it is `arrive`'s. Nothing is stored before; a stop ends it.
 */
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type Secret, type UnixMs, unixMs } from '../../../shared/result';
import { type PairingCode, parsePairingCode } from '../../../shared/sync/pairing-code';
import type { RootKey } from '../../../shared/vault/root-key';
import { vaultIdOf } from '../../../shared/vault/subkeys';
import type { PairingState } from '../api/sync';
import type { EngineDeps } from '../context';
import { createDeviceKey, type DeviceKey, devicePublicKeyOf } from './device-key';
import { pairingLifeMs } from './pairing-host';
import { createExchangeKey, digitsOf, openParcel, pairingIdOf, sealOffer } from './pairing-secrets';
import { awaitMessage } from './pairing-wait';
import type { ServerCalls } from './server-calls';

/** A device that was let in: what it is to make its vault of. */
export interface Arrival {
  readonly code: PairingCode;
  readonly calls: ServerCalls;
  readonly rootKey: RootKey;
  readonly deviceKey: DeviceKey;
  readonly deviceLabel: string;
  readonly passphrase: string;
}

interface PairingGuest {
  state(): PairingState;
  /** Offers this device; the same code again is the same offer. */
  join(draft: { readonly code: string; readonly deviceLabel: string }): Promise<Result<void, Failure>>;
  /** The digits are equal: the root key is waited for behind this, and the vault made of it. */
  confirm(passphrase: string): Promise<Result<void, Failure>>;
  cancel(): void;
}

interface GuestParts {
  readonly deps: Pick<EngineDeps, 'now' | 'random' | 'sleep'>;
  readonly callsTo: (origin: string) => ServerCalls | null;
  readonly arrive: (arrival: Arrival) => Promise<Result<void, Failure>>;
  readonly onChange: () => void;
}

interface Guest {
  readonly typed: string;
  readonly code: PairingCode;
  readonly calls: ServerCalls;
  readonly deviceKey: DeviceKey;
  readonly exchangeSecret: Secret<Uint8Array>;
  readonly deviceLabel: string;
  readonly expiresAt: UnixMs;
  readonly ending: AbortController;
}

const none: PairingState = { state: 'none' };
const changed: Failure = { reason: 'tampered', subject: 'pairing' };

/** Creates it; `onChange` whenever its state is another. */
export function createPairingGuest({ deps, callsTo, arrive, onChange }: GuestParts): PairingGuest {
  const { now, random, sleep } = deps;
  let state: PairingState = none;
  let guest: Guest | null = null;

  function become(next: PairingState): void {
    state = next;
    onChange();
  }

  function cancel(): void {
    guest?.ending.abort();
    guest = null;
    if (state.state !== 'none') become(none);
  }

  /** The server that the code names, asked whether it is that one. */
  async function serverOf(code: PairingCode, signal: AbortSignal): Promise<Result<ServerCalls, Failure>> {
    const calls = callsTo(code.origin);
    if (calls === null) return err({ reason: 'unsupported', subject: 'sync' });
    const info = await calls.info(signal);
    if (!info.ok) return err(info.error.failure);
    const isIt = info.value.origin === code.origin;
    return isIt ? ok(calls) : err({ reason: 'sync-refused', code: 'other-server', host: new URL(code.origin).host });
  }

  async function offer({ code, calls, deviceKey, deviceLabel, ending }: Guest, exchangeKey: Guest['code']['vaultId']) {
    const own = { publicKey: devicePublicKeyOf(deviceKey), exchangeKey, label: deviceLabel };
    const sealed = await sealOffer(code, own, random);
    const left = await calls.leaveOffer(code.vaultId, await pairingIdOf(code), sealed, ending.signal);
    return left.ok ? digitsOf(code, own) : left;
  }

  async function takeOver(
    at: Guest,
    passphrase: string,
  ): Promise<Result<void, Failure | { reason: 'pairing-expired' }>> {
    const { code, calls, deviceKey, deviceLabel, exchangeSecret, expiresAt, ending } = at;
    const pairingId = await pairingIdOf(code);
    const waiting = { now, sleep, expiresAt, signal: ending.signal };
    const parcel = await awaitMessage(waiting, () => calls.takeParcel(code.vaultId, pairingId, ending.signal));
    if (!parcel.ok) return parcel;
    const rootKey = await openParcel(code, exchangeSecret, parcel.value);
    if (!rootKey.ok) return rootKey;
    if ((await vaultIdOf(rootKey.value)) !== code.vaultId) return err(changed);
    return arrive({ code, calls, rootKey: rootKey.value, deviceKey, deviceLabel, passphrase });
  }

  return {
    state: () => state,
    async join({ code: typed, deviceLabel }) {
      if (guest?.typed === typed && state.state === 'compare') return ok(undefined);
      cancel();
      const code = parsePairingCode(typed);
      if (!code.ok) {
        become({ state: 'failed', failure: code.error });
        return ok(undefined);
      }
      const ending = new AbortController();
      const calls = await serverOf(code.value, ending.signal);
      if (!calls.ok) return calls;
      const exchange = createExchangeKey(random);
      const at: Guest = {
        ...{ typed, code: code.value, calls: calls.value, ending },
        deviceKey: createDeviceKey(random),
        exchangeSecret: exchange.secret,
        deviceLabel: [...deviceLabel.trim()].slice(0, 100).join(''),
        expiresAt: unixMs(now() + pairingLifeMs),
      };
      guest = at;
      const digits = await offer(at, exchange.publicKey);
      if (guest !== at) return err({ reason: 'cancelled' });
      if (digits.ok) {
        become({ state: 'compare', digits: digits.value, expiresAt: at.expiresAt, deviceLabel: at.deviceLabel });
        return ok(undefined);
      }
      const failure = 'failure' in digits.error ? digits.error.failure : digits.error;
      const refusal = 'refusal' in digits.error ? digits.error.refusal?.reason : undefined;
      if (refusal === 'pairing-unknown') become({ state: 'failed', failure: { reason: 'pairing-expired' } });
      else if (refusal === 'pairing-taken') become({ state: 'failed', failure: { reason: 'pairing-taken' } });
      else become({ state: 'failed', failure });
      return ok(undefined);
    },
    async confirm(passphrase) {
      const at = guest;
      if (state.state === 'done' || state.state === 'handing-over') return ok(undefined);
      if (at === null || state.state !== 'compare') return err({ reason: 'cancelled', subject: 'pairing' });
      become({ state: 'handing-over' });
      const taken = await takeOver(at, passphrase);
      if (guest !== at) return taken.ok ? taken : err({ reason: 'cancelled' });
      become(taken.ok ? { state: 'done' } : { state: 'failed', failure: taken.error });
      return ok(undefined);
    },
    cancel,
  };
}
