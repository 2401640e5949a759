/** The address of a sync server while a person types it, and the name of a device. */
import { parseServerOrigin, permissionOf } from '../../../shared/sync/server-origin';

type AddressProblem = 'empty' | 'malformed' | 'not-https' | 'not-localhost' | 'has-more' | 'has-login';

/** `origin` is what is sent to; `permission` what the browser is asked for. */
export type TypedAddress =
  | { readonly ok: true; readonly origin: string; readonly permission: string }
  | { readonly ok: false; readonly problem: AddressProblem };

/** Reads what was typed: an address that can be used, or what is wrong with it. */
export function readServerAddress(typed: string): TypedAddress {
  const plain = typed.trim();
  const named = hasScheme(plain);
  // a bare word is more likely half an address than a name of the own network, which may be written out with its https
  const isHalf = !named && !/[.[]|^localhost(:|$)/.test(plain);
  const origin = parseServerOrigin(plain);
  if (origin.ok && !isHalf) return { ok: true, origin: origin.value, permission: permissionOf(origin.value) };
  return { ok: false, problem: problemOf(plain, named) };
}

const hasScheme = (typed: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);

function problemOf(typed: string, named: boolean): AddressProblem {
  if (typed === '') return 'empty';
  const spelled = named ? typed : `https://${typed}`;
  const url = URL.canParse(spelled) ? new URL(spelled) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'malformed';
  if (url.username !== '' || url.password !== '') return 'has-login';
  if (url.pathname !== '/' || /[?#]/.test(typed)) return 'has-more';
  if (url.protocol !== 'http:') return 'malformed';
  return url.hostname === '[::1]' ? 'not-localhost' : 'not-https';
}

/** In characters; as the server's sealed label takes it with room to spare. */
export const maxDeviceName = 60;

/** Null: it can be used. */
export function deviceNameProblem(name: string): 'empty' | 'too-long' | null {
  const length = [...name.trim()].length;
  if (length === 0) return 'empty';
  return length > maxDeviceName ? 'too-long' : null;
}
