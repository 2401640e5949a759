import { expect, test } from 'vitest';
import { parseShareLink, shareLinkText } from '../../../../shared/snapshot/link';
import { toHex } from '../../../../shared/vault/bytes';

const id = Uint8Array.from({ length: 16 }, (_, at) => 255 - at);
const key = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
const link = shareLinkText('https://sync.example', id, key);

test('a link has all that names or opens the share in its fragment, which no browser sends', () => {
  const { pathname, search, hash } = new URL(link);
  expect([pathname, search]).toEqual(['/s', '']);
  expect(parseShareLink(hash)).toEqual({ ok: true, value: { shareId: toHex(id), linkKey: key } });
});

test.each([
  ['nothing', ''],
  ['a link that was cut off', new URL(link).hash.slice(0, -1)],
  ['another version', new URL(link).hash.replace('#1.', '#2.')],
  ['a second spelling of the same bytes', `${new URL(link).hash.slice(0, -1)}-`],
  ['something behind it', `${new URL(link).hash}x`],
])('%s is no link', (_, fragment) => {
  expect(parseShareLink(fragment)).toEqual({ ok: false, error: { reason: 'link-invalid' } });
});
