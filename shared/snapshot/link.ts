/**
 * The link of a shared snapshot: `<origin>/s#1.<share id>.<link key>`, both as base64url without padding (RFC 4648 §5).
 *
 * All that names or opens the share stands in the fragment, which no browser sends: whoever fetches the page alone (a preview of a
 * messenger, a scanner of links) asks for the same page as everybody and learns neither.
 */
import { err, ok, type Result } from '../result';
import { fromBase64, type Hex, toBase64, toHex } from '../vault/bytes';

/** Where the page that opens shares lies on a sync server. */
const viewerPath = '/s';

/** What a link tells. `linkKey`: 32 bytes. */
export interface ShareLink {
  readonly shareId: Hex;
  readonly linkKey: Uint8Array;
}

const url64 = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

function fromUrl64(text: string): Uint8Array | null {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = fromBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
  return bytes.ok && url64(bytes.value) === text ? bytes.value : null;
}

/** The link of a share. `origin`: of the server, without a slash at its end; `shareId`: 16 bytes, `linkKey`: 32. */
export const shareLinkText = (origin: string, shareId: Uint8Array, linkKey: Uint8Array): string =>
  `${origin}${viewerPath}#1.${url64(shareId)}.${url64(linkKey)}`;

/** What a page's fragment tells, with or without its "#"; `link-invalid` for any other text, such as one that was cut off. */
export function parseShareLink(fragment: string): Result<ShareLink, { readonly reason: 'link-invalid' }> {
  const [, id, key] = /^#?1\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/.exec(fragment) ?? [];
  const [shareId, linkKey] = [fromUrl64(id ?? ''), fromUrl64(key ?? '')];
  if (shareId?.length !== 16 || linkKey?.length !== 32) return err({ reason: 'link-invalid' });
  return ok({ shareId: toHex(shareId), linkKey });
}
