/**
 * The address of a sync server: its origin, as it is signed and shown, and the browser's permission that reaching it needs.
 *
 * https anywhere; http only on this machine itself (`localhost`, `127.0.0.1`), where nobody stands between. Not `http://[::1]`: a
 * content security policy cannot name an IPv6 address, so that the browser would block every request to it; `localhost` is both.
 */
import { err, ok, type Result } from '../result';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1']);

/**
 * The origin of what a person typed: scheme, host and port in lower case, without a slash at its end.
 *
 * A missing scheme is https. `origin-invalid` for anything with a path, a query, a fragment or a name and password, for http
 * elsewhere, and for what is no address. " Sync.Example/ " gives "https://sync.example".
 */
export function parseServerOrigin(text: string): Result<string, { readonly reason: 'origin-invalid' }> {
  const typed = text.trim();
  const spelled = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  const url = URL.canParse(spelled) ? new URL(spelled) : null;
  if (url === null) return err({ reason: 'origin-invalid' });
  const isBare = url.pathname === '/' && !/[?#]/.test(spelled) && url.username === '' && url.password === '';
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  return isBare && isSafe ? ok(url.origin) : err({ reason: 'origin-invalid' });
}

/** The browser's permission for an origin, as it is asked for: all ports of its host, since not every browser tells ports apart. */
export function permissionOf(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** Whether permissions that the browser granted reach an origin. */
export function reaches(granted: readonly string[], origin: string): boolean {
  const { protocol } = new URL(origin);
  const enough = [permissionOf(origin), `${origin}/*`, `${protocol}//*/*`, '*://*/*', '<all_urls>'];
  return granted.some((pattern) => enough.includes(pattern));
}
