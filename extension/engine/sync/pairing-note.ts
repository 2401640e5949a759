/**
 * The code that this device shows, while it is good: sealed in `local`, so that a page that was closed or reloaded meanwhile comes back
 * to the same code, and the device that was given it does not wait in vain.
 */
import { z } from 'zod';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../../shared/result';
import { formatPairingCode, type PairingCode, parsePairingCode } from '../../../shared/sync/pairing-code';
import type { Store } from '../../store/store';

const key = 'pairing';
const schema = z.object({ code: z.string(), expiresAt: z.int().transform((at) => unixMs(at)) });

type Local = Pick<Store, 'readLocal' | 'write'>;

interface PairingNote {
  readonly code: PairingCode;
  readonly expiresAt: UnixMs;
}

/** Null where no code is shown. */
export async function readPairingNote(store: Local): Promise<Result<PairingNote | null, Failure>> {
  const stored = await store.readLocal(key, schema);
  if (!stored.ok || stored.value === null) return stored.ok ? ok(null) : stored;
  const code = parsePairingCode(stored.value.code);
  return code.ok
    ? ok({ code: code.value, expiresAt: stored.value.expiresAt })
    : err({ reason: 'damaged', subject: 'pairing' });
}

export const writePairingNote = (store: Local, { code, expiresAt }: PairingNote): Promise<Result<void, Failure>> =>
  store.write({ putLocal: [{ key, value: { code: formatPairingCode(code), expiresAt } }] });

export const forgetPairingNote = (store: Local): Promise<Result<void, Failure>> => store.write({ deleteLocal: [key] });
