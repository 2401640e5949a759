/** Fetches the sealed bytes of a share from the server that the page came from. */
import { err, ok, type Result } from '../../shared/result';
import type { Hex } from '../../shared/vault/bytes';

type FetchError = { readonly reason: 'gone' | 'unreached' | 'damaged' };

/** What a share may be at most, of content.ts and its sealing; more is not read. */
const maxBytes = 256 * 1024;

async function readAtMost(body: ReadableStream<Uint8Array>): Promise<Result<Uint8Array, FetchError>> {
  const bytes = new Uint8Array(maxBytes);
  let length = 0;
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (length + piece.value.length > maxBytes) {
      await reader.cancel();
      return err({ reason: 'damaged' });
    }
    bytes.set(piece.value, length);
    length += piece.value.length;
  }
  return ok(bytes.slice(0, length));
}

/** The bytes; `gone` for whatever the server has nothing under. */
export async function fetchShare(shareId: Hex): Promise<Result<Uint8Array, FetchError>> {
  try {
    const response = await fetch(`/v1/shares/${shareId}`, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    if (response.status === 404) return err({ reason: 'gone' });
    if (!response.ok || response.body === null) return err({ reason: 'unreached' });
    return await readAtMost(response.body);
  } catch {
    return err({ reason: 'unreached' }); // the browser tells scripts nothing more
  }
}
