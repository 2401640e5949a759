/**
 * The frame of a backup, a `.fillbook` file of version 1: what can be checked of it without a key. This comment is its
 * specification; what the records mean is the store's (extension/store/backup-manifest.ts). Integers are big-endian.
 *
 * | bytes | content |
 * | --- | --- |
 * | 0 to 7 | `89 46 42 4b 0d 0a 1a 0a` ("FBK" between bytes that a transfer as text would change) |
 * | 8 to 11 | version, 1 |
 * | 12 to the end | sections: first the header, then the records, last the end; nothing behind it |
 *
 * Section: kind (1 byte), length of the body (4), body, digest (32).
 *
 * | kind | body | at most |
 * | --- | --- | --- |
 * | 1, header | the vault header's text (header.ts); the one thing in the clear | 4 KiB |
 * | 2, record | one envelope (envelope.ts) as it is stored | 16 MiB, 100,000 of them |
 * | 3, end | number of records (4), then the sealed manifest, an envelope | 64 MiB |
 *
 * Digest = SHA-256(digest of the section before ‖ kind ‖ length ‖ body); before the first section stands SHA-256 of the
 * first 12 bytes. So the last digest covers the file, and the first that does not fit tells where it is damaged. The manifest
 * lists each record's digest under the vault's `backup` key: who can compute SHA-256 still cannot drop, add, reorder or
 * exchange a record unnoticed.
 *
 * A file may be at most 512 MiB (some 15 million fills), since it is checked and merged in memory. Lengths are judged, against these limits and against the file's own, before memory is taken.
 */
import { err, ok, type Result } from '../result';
import { concatBytes, type Hex, toHex, utf8 } from './bytes';
import { parseHeader, type VaultHeader } from './header';

const magic = Uint8Array.of(0x89, 0x46, 0x42, 0x4b, 0x0d, 0x0a, 0x1a, 0x0a);
const version = 1;
const preambleBytes = 12;
const headBytes = 5;
const digestBytes = 32;

const kinds = { header: 1, record: 2, end: 3 } as const;

/** The limits of the module comment, in bytes; `records` is a count. */
export const backupLimits = {
  fileBytes: 512 * 1024 * 1024,
  headerBytes: 4 * 1024,
  recordBytes: 16 * 1024 * 1024,
  endBytes: 64 * 1024 * 1024,
  records: 100_000,
} as const;

/**
 * Why a file is no intact backup.
 *
 * - `not-a-backup`: it is empty, or does not begin as one. `another-version`: it does, and says a version that is not 1.
 * - `too-large`: above `backupLimits.fileBytes`.
 * - `damaged`: `truncated` (it ends inside a section, or without its end), `changed` (a digest does not fit), or `malformed`
 *   (a kind, length or count that no backup has, or bytes behind the end). `atByte` is where the section begins; `record` its
 *   number from 1, null for header and end.
 * - `unreadable`: the file could not be read: moved, changed or withdrawn since it was chosen.
 * - `cancelled`: `signal` was aborted.
 */
export type BackupFileError =
  | { readonly reason: 'not-a-backup' }
  | { readonly reason: 'another-version'; readonly version: number }
  | { readonly reason: 'too-large'; readonly bytes: number }
  | {
      readonly reason: 'damaged';
      readonly damage: 'truncated' | 'changed' | 'malformed';
      readonly atByte: number;
      readonly record: number | null;
    }
  | { readonly reason: 'unreadable' }
  | { readonly reason: 'cancelled' };

/** A file whose bytes are read in parts. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `from` to `to` (exclusive), in memory of their own; null where the file cannot be read any more. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** Where an envelope stands in the file, `to` exclusive, and the digest of its section. */
interface FramedRecord {
  readonly from: number;
  readonly to: number;
  readonly digest: Hex;
}

/** A file whose frame is whole: every digest fits. Who wrote it is proven by the manifest alone. */
export interface BackupFrame {
  readonly headerText: string;
  readonly header: VaultHeader;
  /** Of the header's section: the manifest is bound to it. */
  readonly headerDigest: Hex;
  readonly records: readonly FramedRecord[];
  /** Sealed. */
  readonly manifest: Uint8Array;
}

/** The parts of one section, to be written one after another, and its digest. */
interface WrittenSection {
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly digest: Hex;
}

/** Writes a file's sections in their order: `begin` once, `record` for each, `end` once. */
export interface BackupWriter {
  begin(headerText: string): Promise<WrittenSection>;
  record(envelope: Uint8Array): Promise<WrittenSection>;
  end(manifest: Uint8Array): Promise<WrittenSection>;
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));

function uint32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

const readUint32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);

const preamble = (): Uint8Array<ArrayBuffer> => concatBytes(magic, uint32(version));

/**
 * Writes a backup. What exceeds a limit throws RangeError: the caller leaves out a record above `recordBytes`.
 *
 * The bytes given out may be part of a buffer that nothing else uses; they are not changed any more.
 */
export function createBackupWriter(): BackupWriter {
  let previous: Uint8Array<ArrayBuffer> | null = null;
  let count = 0;

  async function section(kind: number, limit: number, body: Uint8Array): Promise<WrittenSection> {
    if (body.length > limit) throw new RangeError(`a section of ${body.length} bytes; at most ${limit}`);
    previous ??= await sha256(preamble());
    const hashed = concatBytes(previous, Uint8Array.of(kind), uint32(body.length), body);
    previous = await sha256(hashed);
    return { parts: [hashed.subarray(digestBytes), previous], digest: toHex(previous) };
  }

  return {
    async begin(headerText) {
      const { parts, digest } = await section(kinds.header, backupLimits.headerBytes, utf8(headerText));
      return { parts: [preamble(), ...parts], digest };
    },
    record(envelope) {
      count += 1;
      if (count > backupLimits.records) throw new RangeError(`more than ${backupLimits.records} records`);
      return section(kinds.record, backupLimits.recordBytes, envelope);
    },
    end: (manifest) => section(kinds.end, backupLimits.endBytes, concatBytes(uint32(count), manifest)),
  };
}

/** A section that was read and whose digest fits. */
interface Section {
  readonly kind: number;
  readonly from: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly digest: Uint8Array<ArrayBuffer>;
}

const limitOf = (kind: number): number | null =>
  kind === kinds.header
    ? backupLimits.headerBytes
    : kind === kinds.record
      ? backupLimits.recordBytes
      : kind === kinds.end
        ? backupLimits.endBytes
        : null;

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

async function readPreamble(source: ByteSource): Promise<Result<Uint8Array<ArrayBuffer>, BackupFileError>> {
  if (source.size > backupLimits.fileBytes) return err({ reason: 'too-large', bytes: source.size });
  const start = await source.read(0, Math.min(preambleBytes, source.size));
  if (start === null) return err({ reason: 'unreadable' });
  const known = Math.min(start.length, magic.length);
  if (known === 0 || !sameBytes(start.subarray(0, known), magic.subarray(0, known)))
    return err({ reason: 'not-a-backup' });
  if (start.length < preambleBytes)
    return err({ reason: 'damaged', damage: 'truncated', atByte: start.length, record: null });
  const said = readUint32(start, magic.length);
  return said === version ? ok(start) : err({ reason: 'another-version', version: said });
}

async function readSection(
  source: ByteSource,
  at: number,
  previous: Uint8Array,
  record: number | null,
): Promise<Result<Section, BackupFileError>> {
  const damaged = (damage: 'truncated' | 'changed' | 'malformed') =>
    err({ reason: 'damaged', damage, atByte: at, record } as const);
  if (at + headBytes > source.size) return damaged('truncated');
  const head = await source.read(at, at + headBytes);
  if (head?.length !== headBytes) return err({ reason: 'unreadable' });
  const kind = head[0] ?? 0;
  const limit = limitOf(kind);
  const length = readUint32(head, 1);
  if (limit === null || length > limit) return damaged('malformed');
  const from = at + headBytes;
  if (from + length + digestBytes > source.size) return damaged('truncated');
  const rest = await source.read(from, from + length + digestBytes);
  if (rest?.length !== length + digestBytes) return err({ reason: 'unreadable' });
  const body = rest.subarray(0, length);
  const digest = await sha256(concatBytes(previous, head, body));
  return sameBytes(digest, rest.subarray(length)) ? ok({ kind, from, body, digest }) : damaged('changed');
}

/** Reads the whole file once, a section at a time, and checks its frame. Any bytes may be given; none make it throw. */
export async function readBackupFrame(
  source: ByteSource,
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (bytes: number) => void } = {},
): Promise<Result<BackupFrame, BackupFileError>> {
  const start = await readPreamble(source);
  if (!start.ok) return start;
  const first = await readSection(source, preambleBytes, await sha256(start.value), null);
  if (!first.ok) return first;
  const headerText = new TextDecoder().decode(first.value.body);
  const header = first.value.kind === kinds.header ? parseHeader(headerText) : null;
  if (!header?.ok) return err({ reason: 'damaged', damage: 'malformed', atByte: preambleBytes, record: null });
  const records: FramedRecord[] = [];
  for (let before = first.value; ; ) {
    if (signal?.aborted) return err({ reason: 'cancelled' });
    const at = before.from + before.body.length + digestBytes;
    const next = await readSection(source, at, before.digest, records.length + 1);
    if (!next.ok) return next;
    const { kind, from, body, digest } = next.value;
    onProgress?.(from + body.length + digestBytes);
    if (kind === kinds.record && records.length < backupLimits.records)
      records.push({ from, to: from + body.length, digest: toHex(digest) });
    else {
      const ends = kind === kinds.end && from + body.length + digestBytes === source.size;
      if (!ends || body.length < 4 || readUint32(body, 0) !== records.length)
        return err({ reason: 'damaged', damage: 'malformed', atByte: at, record: null });
      const headerDigest = toHex(first.value.digest);
      return ok({ headerText, header: header.value, headerDigest, records, manifest: body.slice(4) });
    }
    before = next.value;
  }
}
