/**
 * A page of a vault's log, as a pull gives it. This comment is the frame's specification.
 *
 * | bytes | field |
 * | --- | --- |
 * | 1 | version, 1 |
 * | 16 | log id |
 * | 8 | head: the log's last sequence number when the page was read; 0 for an empty log |
 * | 2 | count of rows, 0 to 1,000 |
 * | each row | sequence number (8), record id (32), device id (16), hash (32), length of the body (4), body |
 *
 * Integers are unsigned, big-endian. Sequence numbers begin at 1 and follow one another without a gap; the first row is the one
 * after the cursor that was asked for. `hash` is SHA-256 of the body as it was pushed. The length 4,294,967,295 says that the
 * body is gone: a later version or a drop took its place, which the reader has to find accounted for.
 * Rows are at most 4 MiB together. A page without rows is the end of the log, and then `head` is the cursor.
 */
import { err, ok, type Result } from '../result';
import { fromHex, type Hex, toHex } from '../vault/bytes';
import { FrameEnd, FrameReader, frameOf, u8, u16, u32, u64 } from './frame-bytes';
import { maxPullRows, maxRecordBytes } from './limits';

/** One row of the log. `body` is null where it is gone. */
export interface LogRow {
  readonly seq: number;
  readonly rid: Hex;
  readonly deviceId: Hex;
  readonly hash: Hex;
  readonly body: Uint8Array | null;
}

export interface LogPage {
  readonly logId: Hex;
  readonly head: number;
  readonly rows: readonly LogRow[];
}

const version = 1;
/** The length that says that a body is gone. */
const goneLength = 0xff_ff_ff_ff;
/** What stands before the rows. */
const pageHead = (logId: Hex, head: number, rows: number): Uint8Array<ArrayBuffer> =>
  frameOf([u8(version), fromHex(logId), u64(head), u16(rows)]);

const rowFields = ({ seq, rid, deviceId, hash, body }: LogRow): Uint8Array[] => [
  u64(seq),
  fromHex(rid),
  fromHex(deviceId),
  fromHex(hash),
  u32(body === null ? goneLength : body.length),
  ...(body === null ? [] : [body]),
];

/** The frame of a page: what a server sends. */
export const encodePage = ({ logId, head, rows }: LogPage): Uint8Array<ArrayBuffer> =>
  frameOf([pageHead(logId, head, rows.length), ...rows.flatMap(rowFields)]);

function readRow(reader: FrameReader): LogRow | null {
  const seq = reader.u64();
  const [rid, deviceId, hash] = [toHex(reader.bytes(32)), toHex(reader.bytes(16)), toHex(reader.bytes(32))];
  const length = reader.u32();
  if (length === goneLength) return { seq, rid, deviceId, hash, body: null };
  return length > maxRecordBytes ? null : { seq, rid, deviceId, hash, body: reader.bytes(length) };
}

function readPage(frame: Uint8Array, after: number): LogPage | null {
  const reader = new FrameReader(frame);
  if (reader.u8() !== version) return null;
  const [logId, head, count] = [toHex(reader.bytes(16)), reader.u64(), reader.u16()];
  if (count > maxPullRows) return null;
  const rows: LogRow[] = [];
  for (let index = 0; index < count; index++) {
    const row = readRow(reader);
    if (row === null || row.seq !== after + 1 + index || row.seq > head) return null;
    rows.push(row);
  }
  return reader.done ? { logId, head, rows } : null;
}

/**
 * Reads the page that was asked for after sequence number `after`; any bytes may be passed.
 *
 * `malformed` for another form, for rows that do not follow `after` one by one, and for one above `head`. That each body has its
 * row's hash is the reader's to check (chain.ts). Bodies are views into `frame`.
 */
export function decodePage(frame: Uint8Array, after: number): Result<LogPage, { readonly reason: 'malformed' }> {
  try {
    const page = readPage(frame, after);
    return page === null ? err({ reason: 'malformed' }) : ok(page);
  } catch (error) {
    if (error instanceof FrameEnd) return err({ reason: 'malformed' });
    throw error;
  }
}
