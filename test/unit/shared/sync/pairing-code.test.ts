import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '../../../../shared/result';
import { formatPairingCode, type PairingCode, parsePairingCode } from '../../../../shared/sync/pairing-code';
import { toHex } from '../../../../shared/vault/bytes';

const hexOf = (bytes: number, value: number) => toHex(new Uint8Array(bytes).fill(value));

const code: PairingCode = {
  origin: 'https://sync.example:8443',
  vaultId: hexOf(32, 1),
  deviceId: hexOf(16, 2),
  logId: hexOf(16, 3),
  point: { seq: 70_000, h: hexOf(32, 4) },
  bits: new Secret(new Uint8Array(16).fill(5)),
};

const read = (text: string) => {
  const parsed = parsePairingCode(text);
  return parsed.ok ? { ...parsed.value, bits: toHex(parsed.value.bits.reveal()) } : parsed.error;
};

test('a code says where the vault is, what its log was and what only its reader knows', () => {
  const text = formatPairingCode(code);
  // 121 bytes before the origin, 25 of it, 4 of the checksum: 150 bytes are 240 letters, 60 groups of four
  expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){59}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(read(text)).toEqual({ ...code, bits: '05'.repeat(16) });
});

test('a code is read in small letters, without dashes, over lines, and with O for 0 and I or l for 1', () => {
  const text = formatPairingCode(code);
  const copied = text.toLowerCase().replace(/-/g, ' \n').replace(/0/g, 'o').replace(/1/g, 'l');
  expect(read(copied)).toEqual(read(text));
});

test('a code with one letter exchanged, left out or added is refused', () => {
  const text = formatPairingCode(code).replace(/-/g, '');
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === '7' ? '8' : '7';
    expect(read(text.slice(0, at) + other + text.slice(at + 1))).toEqual({ reason: 'code-invalid' });
    expect(read(text.slice(0, at) + text.slice(at + 1))).toEqual({ reason: 'code-invalid' });
  }
  expect(read(`${text}0`)).toEqual({ reason: 'code-invalid' });
});

test('any text whatever is a code or refused, and none makes reading throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      expect(read(text)).toEqual({ reason: 'code-invalid' });
    }),
  );
});

test('a code whose server is no origin that may be called is refused', () => {
  for (const origin of ['http://sync.example', 'https://sync.example/', 'sync.example', ''])
    expect(read(formatPairingCode({ ...code, origin }))).toEqual({ reason: 'code-invalid' });
});
