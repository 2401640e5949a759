/**
 * A checkpoint: what a device saw of the log, sealed and pushed as a record, so that devices find out whether a server shows
 * each of them another log. This comment is the plaintext's specification.
 *
 * JSON without blanks, in UTF-8, these keys in this order: `version` (1), `device` (device id), `counter` (1 for the device's
 * first checkpoint, then one more each), `logId`, `seq`, `h` (chain.ts). Written every 500 rows and at the end of a run.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../result';
import { utf8 } from '../vault/bytes';
import { deviceIdSchema, hexOf } from './ids';

const checkpointSchema = z.strictObject({
  version: z.literal(1),
  device: deviceIdSchema,
  counter: z.int().min(1),
  logId: hexOf(16),
  seq: z.int().min(0),
  h: hexOf(32),
});

export type Checkpoint = Readonly<Omit<z.infer<typeof checkpointSchema>, 'version'>>;

const checkpointRows = 500;

/** Whether a run that read so many rows since its last checkpoint writes one before it goes on: at 500. */
export const isCheckpointDue = (rowsSince: number): boolean => rowsSince >= checkpointRows;

/** The plaintext of a checkpoint. */
export const encodeCheckpoint = ({ device, counter, logId, seq, h }: Checkpoint): Uint8Array<ArrayBuffer> =>
  utf8(JSON.stringify({ version: 1, device, counter, logId, seq, h }));

/** Reads a plaintext; `damaged` for anything but a checkpoint. */
export function decodeCheckpoint(bytes: Uint8Array): Result<Checkpoint, { readonly reason: 'damaged' }> {
  try {
    const { version: _, ...checkpoint } = checkpointSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return ok(checkpoint);
  } catch {
    return err({ reason: 'damaged' }); // not JSON, or not of this shape
  }
}

/**
 * Whether a checkpoint agrees with the reader's own chain.
 *
 * `hAt` gives the reader's own h at a sequence number, null where it does not know it (yet, or any more). `fork`: the writer saw
 * another log. `later`: the reader has not come so far; judge again then. A checkpoint of another log is `another-log`.
 */
export function judgeCheckpoint(
  checkpoint: Checkpoint,
  logId: string,
  hAt: (seq: number) => string | null,
): 'agrees' | 'fork' | 'later' | 'another-log' {
  if (checkpoint.logId !== logId) return 'another-log';
  const own = hAt(checkpoint.seq);
  if (own === null) return 'later';
  return own === checkpoint.h ? 'agrees' : 'fork';
}
