/** Backups as the Blobs that cross between page and engine: read in parts, and written without holding the whole. */
import type { ByteSource } from '../../shared/vault/backup-file';

/** Parts are gathered up to this size before the browser takes them out of the engine's memory. */
const blobBytes = 4 * 1024 * 1024;

/** A file of the page's, read in parts. Reading fails once the file was changed, moved or withdrawn. */
export const sourceOf = (file: Blob): ByteSource => ({
  size: file.size,
  async read(from, to) {
    try {
      return new Uint8Array(await file.slice(from, to).arrayBuffer());
    } catch {
      return null;
    }
  },
});

/** Gathers a file's parts as one Blob, of which the engine's memory holds the last few megabytes alone. */
export function createBlobWriter() {
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  const flush = (): void => {
    blobs.push(new Blob(parts));
    parts = [];
    held = 0;
  };
  return {
    write: (more: readonly Uint8Array<ArrayBuffer>[]): void => {
      for (const part of more) {
        parts.push(part);
        held += part.length;
      }
      if (held >= blobBytes) flush();
    },
    file: (): Blob => {
      flush();
      return new Blob(blobs, { type: 'application/octet-stream' });
    },
  };
}
