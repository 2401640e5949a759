import { expect, test } from 'vitest';
import { parseServerOrigin, permissionOf, reaches } from '../../../../shared/sync/server-origin';

test.each([
  ['https://sync.example', 'https://sync.example'],
  [' Sync.Example/ ', 'https://sync.example'],
  ['https://sync.example:8443/', 'https://sync.example:8443'],
  ['https://sync.example:443', 'https://sync.example'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ['http://localhost:8787/', 'http://localhost:8787'],
  ['sync.example:8443', 'https://sync.example:8443'],
])('%j is the server %s', (typed, origin) => {
  expect(parseServerOrigin(typed)).toEqual({ ok: true, value: origin });
});

test.each([
  '',
  'http://sync.example',
  'http://127.0.0.2',
  'http://[::1]:8787', // no policy of an extension can name it, so no request would leave
  'http://127.0.0.1.sync.example',
  'ftp://sync.example',
  'javascript:alert(1)',
  'https://sync.example/path',
  'https://sync.example/?q',
  'https://sync.example/#',
  'https://name:word@sync.example',
  'https://name@sync.example',
  'https://',
  'not a host',
])('%j is no server', (typed) => {
  expect(parseServerOrigin(typed)).toEqual({ ok: false, error: { reason: 'origin-invalid' } });
});

test('a permission is asked for one host, and reaches it on every port', () => {
  expect(permissionOf('https://sync.example:8443')).toBe('https://sync.example/*');
  expect(reaches(['https://sync.example/*'], 'https://sync.example:8443')).toBe(true);
  expect(reaches(['https://*/*'], 'https://sync.example')).toBe(true);
  expect(reaches(['<all_urls>'], 'http://127.0.0.1:8787')).toBe(true);
  expect(reaches(['https://other.example/*', 'http://sync.example/*'], 'https://sync.example')).toBe(false);
  expect(reaches(['https://*/*'], 'http://127.0.0.1:8787')).toBe(false);
});
