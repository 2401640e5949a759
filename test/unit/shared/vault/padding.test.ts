import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPaddedSize, pad, paddedSize, padmeSize, unpad } from '../../../../shared/vault/padding';

test('documents are padded to steps of 256 bytes, their 4 bytes of length included', () => {
  expect(paddedSize('documents', 0)).toBe(256);
  expect(paddedSize('documents', 252)).toBe(256); // 252 + 4 = 256
  expect(paddedSize('documents', 253)).toBe(512); // 253 + 4 = 257
  expect(paddedSize('documents', 1000)).toBe(1024);
});

test('segments are padded to Padmé sizes', () => {
  // E = ⌊log2 L⌋, S = ⌊log2 E⌋ + 1: the last E − S bits are zero
  expect(padmeSize(9)).toBe(10); // E 3, S 2: a multiple of 2
  expect(padmeSize(1000)).toBe(1024); // E 9, S 4: a multiple of 32
  expect(padmeSize(1025)).toBe(1088); // E 10, S 4: a multiple of 64
  expect(padmeSize(393_216)).toBe(393_216); // E 18, S 5: a multiple of 8,192, 48 of them
  expect(paddedSize('segments', 393_216)).toBe(401_408); // with 4 bytes of length: 49 × 8,192
  expect([0, 1, 2, 3, 4, 8].map(padmeSize)).toEqual([0, 1, 2, 3, 4, 8]);
});

test('a Padmé size is at least the length, at most 12 % more, and its own Padmé size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (bytes) => {
      const size = padmeSize(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size).toBeLessThanOrEqual(bytes * 1.12);
      expect(padmeSize(size)).toBe(size);
    }),
  );
});

test('removing the padding undoes it, for every purpose and length', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('documents', 'segments', 'backup'),
      fc.uint8Array({ maxLength: 2000 }),
      (purpose, bytes) => {
        const padded = pad(purpose, bytes);
        expect(isPaddedSize(purpose, padded.length)).toBe(true);
        expect(unpad(purpose, padded)).toEqual(new Uint8Array(bytes));
      },
    ),
  );
});

test('bytes that padding cannot have given are refused', () => {
  const padded = pad('documents', Uint8Array.of(1, 2, 3));
  const withDirt = padded.slice();
  withDirt[255] = 1;
  const tooLong = padded.slice();
  tooLong[3] = 253; // 253 + 4 bytes need 512
  const farTooLong = padded.slice();
  farTooLong[0] = 0xff;
  for (const bytes of [withDirt, tooLong, farTooLong, padded.slice(0, 255), padded.slice(0, 3), new Uint8Array(0)])
    expect(unpad('documents', bytes)).toBeNull();
});
