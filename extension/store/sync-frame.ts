/**
 * The plaintext of one record of a vault's sync log, version 1. This comment is its specification.
 *
 * | bytes | field |
 * | --- | --- |
 * | 1 | version, 1 |
 * | 4 | length of the header, unsigned, big-endian; at most 131,072 |
 * | … | header: JSON in UTF-8, padded with blanks to a multiple of 256 bytes, so that lengths of names do not show |
 * | the rest | the payload |
 *
 * Every header has `what`, `device` (the id of the device that sealed it), `order` (from 1; each record that a device seals has a
 * higher one than those before, so that an old record shown as a new one is found out) and `at` (when, by its own clock). Beside them:
 *
 * | what | header | payload | record id |
 * | --- | --- | --- | --- |
 * | `document` | `kind`, `name`, `schemaVersion` | the document's envelope as it is stored | the document's |
 * | `segment` | `stream`, `account`, `count`, `replaces` | the segment's envelope as it is stored | the segment's |
 * | `erased` | `stream`, `account`, `replaces` | none | that of the segment that was erased |
 * | `checkpoint` | | a checkpoint (shared/sync/checkpoint) | the device's own |
 *
 * `replaces`: the record ids of every segment that this one stands for, those that were merged away in between too.
 *
 * The record is the frame sealed with its record id, kind `sync` and schema version 1; with purpose `documents` (padding to 256
 * bytes) below 8,192 bytes, else `segments` (Padmé): the server learns neither kind nor name, and of sizes what padding leaves.
 * Another version is `unsupported`, any other form `damaged`.
 */
import { z } from 'zod';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../shared/result';
import { FrameEnd, FrameReader, u8, u32 } from '../../shared/sync/frame-bytes';
import { deviceIdSchema, hexOf } from '../../shared/sync/ids';
import { concatBytes, utf8 } from '../../shared/vault/bytes';
import type { OpenVault, SealContext } from '../../shared/vault/open-vault';
import { sealBytes } from './sealing';

const sealedBy = {
  device: deviceIdSchema,
  order: z.int().min(1),
  at: z.int().transform((value) => unixMs(value)),
};
const replaces = z.array(hexOf(32));

const headerSchema = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('document'),
    ...sealedBy,
    kind: z.string(),
    name: z.string(),
    schemaVersion: z.int().min(1),
  }),
  z.strictObject({
    what: z.literal('segment'),
    ...sealedBy,
    stream: z.string(),
    account: z.string(),
    count: z.int().min(1),
    replaces,
  }),
  z.strictObject({ what: z.literal('erased'), ...sealedBy, stream: z.string(), account: z.string(), replaces }),
  z.strictObject({ what: z.literal('checkpoint'), ...sealedBy }),
]);

export type SyncHeader = z.infer<typeof headerSchema>;

/** What a record says, opened. */
export interface SyncFrame {
  readonly header: SyncHeader;
  readonly payload: Uint8Array;
}

const version = 1;
const headerStep = 256;
const maxHeaderBytes = 131_072;
/** Frames below this are sealed as documents are, with their padding. */
const smallBytes = 8_192;

const unsupported: Failure = { reason: 'unsupported', subject: 'sync' };
const damaged: Failure = { reason: 'damaged', subject: 'sync' };

/** The plaintext of a record. */
export function encodeFrame({ header, payload }: SyncFrame): Uint8Array<ArrayBuffer> {
  const json = utf8(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(json.length / headerStep) * headerStep).fill(0x20);
  padded.set(json);
  return concatBytes(u8(version), u32(padded.length), padded, payload);
}

/** Reads a plaintext; any bytes may be passed. The payload is a copy over a buffer of its own. */
export function decodeFrame(bytes: Uint8Array): Result<SyncFrame, Failure> {
  try {
    const reader = new FrameReader(bytes);
    if (reader.u8() !== version) return err(unsupported);
    const length = reader.u32();
    if (length > maxHeaderBytes) return err(damaged);
    const told: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reader.bytes(length)));
    const header = headerSchema.safeParse(told);
    if (!header.success) return err(damaged);
    return ok({ header: header.data, payload: bytes.slice(1 + 4 + length) });
  } catch (error) {
    if (error instanceof FrameEnd || error instanceof SyntaxError || error instanceof TypeError) return err(damaged);
    throw error;
  }
}

const contextOf = (purpose: 'documents' | 'segments', recordId: string): SealContext => ({
  purpose,
  recordId,
  kind: 'sync',
  schemaVersion: 1,
});

/** Seals a record under its id. Two calls never give equal bytes: what is sent again is kept. */
export function sealRecord(vault: OpenVault, rid: string, frame: SyncFrame): Promise<Uint8Array> {
  const bytes = encodeFrame(frame);
  return sealBytes(vault, contextOf(bytes.length < smallBytes ? 'documents' : 'segments', rid), bytes);
}

/** Opens a record of the log under its id; `tampered`, `damaged` or `unsupported` where it cannot be. */
export async function openRecord(vault: OpenVault, rid: string, body: Uint8Array): Promise<Result<SyncFrame, Failure>> {
  // Padding and the envelope make a body longer than its frame, by less than this.
  const likely =
    body.length < smallBytes + 512 ? (['documents', 'segments'] as const) : (['segments', 'documents'] as const);
  let refusal: Failure = damaged;
  for (const purpose of likely) {
    const opened = await vault.open(contextOf(purpose, rid), body);
    if (opened.ok) return decodeFrame(opened.value);
    refusal = { reason: opened.error.reason, subject: 'sync' };
  }
  return err(refusal);
}
