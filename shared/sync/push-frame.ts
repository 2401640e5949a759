/**
 * A push: records that a device adds to its vault's log. This comment is the frame's specification.
 *
 * | bytes | field |
 * | --- | --- |
 * | 1 | version, 1 |
 * | 2 | count of records, 0 to 500 |
 * | 2 | count of drops, 0 to 1,000; not both counts 0 |
 * | each record | record id (32), `supersedes` (8), length of the body (4), body (1 to 524,288 bytes) |
 * | each drop | record id (32), `seq` (8) |
 *
 * Integers are unsigned, big-endian. The frame ends with its last field and is at most 4 MiB; no record id occurs twice in it.
 * Anything else is `malformed`, and nothing of the push is stored.
 *
 * `supersedes` is the sequence number of the version that this one was merged into, 0 where the writer knows none. The server
 * takes the push only while that is still the record's current version, all or nothing. A drop names a segment of the device's
 * own, and its current version, that a merged one of the same push replaces: its body goes. A push repeated byte by byte
 * changes nothing and is answered as it was at first.
 */
import { err, ok, type Result } from '../result';
import { fromHex, type Hex, toHex } from '../vault/bytes';
import { FrameEnd, FrameReader, frameOf, u8, u16, u32, u64 } from './frame-bytes';
import { maxPushBytes, maxPushDrops, maxPushRecords, maxRecordBytes } from './limits';

/** One record of a push: a sealed body under its id. */
export interface PushRecord {
  readonly rid: Hex;
  /** The version that this one replaces; 0: none. */
  readonly supersedes: number;
  readonly body: Uint8Array;
}

/** A record of the device's own whose body may go. */
export interface PushDrop {
  readonly rid: Hex;
  readonly seq: number;
}

export interface Push {
  readonly records: readonly PushRecord[];
  readonly drops: readonly PushDrop[];
}

/** `field`: the first field that broke its rule. */
export interface Malformed {
  readonly reason: 'malformed';
  readonly field: string;
}

const version = 1;
/** Bytes before the first record, and of a record beside its body: what a sender counts to stay below 4 MiB. */
export const pushHeadBytes = 5;
export const pushRecordHeadBytes = 44;
export const pushDropBytes = 40;

/** The frame of a push. Throws where a bound is broken: the sender has cut its batches by them. */
export function encodePush({ records, drops }: Push): Uint8Array<ArrayBuffer> {
  const frame = frameOf([
    u8(version),
    u16(records.length),
    u16(drops.length),
    ...records.flatMap(({ rid, supersedes, body }) => [fromHex(rid), u64(supersedes), u32(body.length), body]),
    ...drops.flatMap(({ rid, seq }) => [fromHex(rid), u64(seq)]),
  ]);
  const judged = decodePush(frame);
  if (!judged.ok) throw new RangeError(`not a push: ${judged.error.field}`);
  return frame;
}

const malformed = (field: string) => err<Malformed>({ reason: 'malformed', field });

class BadField extends Error {
  constructor(readonly field: string) {
    super(field);
  }
}

function must(holds: boolean, field: string): void {
  if (!holds) throw new BadField(field);
}

function readRecord(reader: FrameReader): PushRecord {
  const rid = toHex(reader.bytes(32));
  const supersedes = reader.u64();
  const length = reader.u32();
  must(length >= 1 && length <= maxRecordBytes, 'body length');
  return { rid, supersedes, body: reader.bytes(length) };
}

function readDrop(reader: FrameReader): PushDrop {
  const drop = { rid: toHex(reader.bytes(32)), seq: reader.u64() };
  must(drop.seq >= 1, 'drop seq');
  return drop;
}

function readPush(frame: Uint8Array): Push {
  must(frame.length <= maxPushBytes, 'frame length');
  const reader = new FrameReader(frame);
  must(reader.u8() === version, 'version');
  const [recordCount, dropCount] = [reader.u16(), reader.u16()];
  must(recordCount <= maxPushRecords, 'record count');
  must(dropCount <= maxPushDrops, 'drop count');
  must(recordCount + dropCount > 0, 'record count');
  const records = Array.from({ length: recordCount }, () => readRecord(reader));
  const drops = Array.from({ length: dropCount }, () => readDrop(reader));
  must(reader.done, 'end of frame');
  must(new Set([...records, ...drops].map(({ rid }) => rid)).size === recordCount + dropCount, 'record id');
  return { records, drops };
}

/** Reads a frame; any bytes may be passed. Bodies are views into `frame`, not copies. */
export function decodePush(frame: Uint8Array): Result<Push, Malformed> {
  try {
    return ok(readPush(frame));
  } catch (error) {
    if (error instanceof BadField) return malformed(error.field);
    if (error instanceof FrameEnd) return malformed('end of frame');
    throw error;
  }
}
