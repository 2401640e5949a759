import { argon2id as secondArgon2id } from '@noble/hashes/argon2.js';
import { afterEach, expect, test, vi } from 'vitest';
import { checkKdf, defaultKdf, deriveKek, type KdfParams } from '../../../../shared/vault/kdf';
import { kdfParamsSchema } from '../../../../shared/vault/kdf-params';
import { unlockHeader, wrapRootKey } from '../../../../shared/vault/unlock';
import { aHeader, bytesOf, expectOk, hexOf, lightKdf, rehashed, wrapDeps } from './a-vault';

afterEach(() => vi.restoreAllMocks());

const utf8 = (text: string) => new TextEncoder().encode(text);

const boundOf = (change: Partial<KdfParams>, floor: KdfParams | null = null) => {
  const judged = checkKdf({ ...defaultKdf, ...change }, floor);
  return judged.ok
    ? 'accepted'
    : judged.error.reason === 'kdf-out-of-bounds'
      ? judged.error.bound
      : judged.error.reason;
};

test('the KEK is the published Argon2id value of the reference implementation', async () => {
  // phc-winner-argon2, src/test.c: hashtest(version 0x13, t 2, m 2^16 KiB, p 1, "password", "somesalt"), Argon2id
  const kek = await deriveKek('password', utf8('somesalt'), { memoryKiB: 65536, iterations: 2, parallelism: 1 });
  expect(hexOf(expectOk(kek))).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
});

test('a second implementation, which gives the vector of RFC 9106 §5.3, gives the same KEK', async () => {
  const rfc = secondArgon2id(new Uint8Array(32).fill(1), new Uint8Array(16).fill(2), {
    t: 3,
    m: 32,
    p: 4,
    key: new Uint8Array(8).fill(3),
    personalization: new Uint8Array(12).fill(4),
    dkLen: 32,
  });
  expect(hexOf(rfc)).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  const salt = bytesOf('000102030405060708090a0b0c0d0e0f');
  const small = { memoryKiB: 256, iterations: 3, parallelism: 1 };
  const second = secondArgon2id(utf8('correct horse'), salt, { t: 3, m: 256, p: 1, dkLen: 32 });
  expect(hexOf(expectOk(await deriveKek('correct horse', salt, small)))).toBe(hexOf(second));
});

test('a passphrase gives one KEK however its accents were typed', async () => {
  const salt = new Uint8Array(16);
  const small = { memoryKiB: 64, iterations: 2, parallelism: 1 };
  // é as one code point, and as e with a combining acute accent
  const composed = expectOk(await deriveKek('caf\u00e9', salt, small));
  expect(expectOk(await deriveKek('cafe\u0301', salt, small))).toEqual(composed);
  expect(expectOk(await deriveKek('cafe', salt, small))).not.toEqual(composed);
});

test('memory of 19 MiB is accepted, 1 KiB less is memory-too-low', () => {
  expect(boundOf({ memoryKiB: 19456 })).toBe('accepted'); // 19 × 1024
  expect(boundOf({ memoryKiB: 19455 })).toBe('memory-too-low');
});

test('memory of 1 GiB is accepted, 1 KiB more is memory-too-high', () => {
  expect(boundOf({ memoryKiB: 1048576 })).toBe('accepted'); // 1024 × 1024
  expect(boundOf({ memoryKiB: 1048577 })).toBe('memory-too-high');
});

test('2 iterations are accepted, 1 is iterations-too-low', () => {
  expect(boundOf({ iterations: 2 })).toBe('accepted');
  expect(boundOf({ iterations: 1 })).toBe('iterations-too-low');
});

test('10 iterations are accepted, 11 are iterations-too-high', () => {
  expect(boundOf({ iterations: 10 })).toBe('accepted');
  expect(boundOf({ iterations: 11 })).toBe('iterations-too-high');
});

test('a parallelism of 1 is accepted, 0 is parallelism-too-low', () => {
  expect(boundOf({ parallelism: 1 })).toBe('accepted');
  expect(boundOf({ parallelism: 0 })).toBe('parallelism-too-low');
});

test('a parallelism of 4 is accepted, 5 is parallelism-too-high', () => {
  expect(boundOf({ parallelism: 4 })).toBe('accepted');
  expect(boundOf({ parallelism: 5 })).toBe('parallelism-too-high');
});

test('memory below what this device used last is below-device-floor', () => {
  const floor = { memoryKiB: 131072, iterations: 3, parallelism: 1 };
  expect(boundOf({ memoryKiB: 131072 }, floor)).toBe('accepted');
  expect(boundOf({ memoryKiB: 131071 }, floor)).toBe('below-device-floor');
});

test('iterations below what this device used last are below-device-floor', () => {
  const floor = { memoryKiB: 65536, iterations: 4, parallelism: 1 };
  expect(boundOf({ iterations: 4 }, floor)).toBe('accepted');
  expect(boundOf({ iterations: 3 }, floor)).toBe('below-device-floor');
});

test('a number that is none is out of bounds', () => {
  expect(boundOf({ memoryKiB: Number.NaN })).toBe('memory-too-low');
});

test('a header out of bounds is refused before WebAssembly is given any memory', async () => {
  const { text } = await aHeader('correct horse');
  const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
  const compile = vi.spyOn(WebAssembly, 'instantiate');
  const huge = rehashed(text, ({ kdf }) => Object.assign(kdf, { memoryKiB: 0xffff_ffff }));
  const weak = rehashed(text, ({ kdf }) => Object.assign(kdf, { memoryKiB: 8 }));
  const tooHigh = { reason: 'kdf-out-of-bounds', bound: 'memory-too-high' };
  expect(await unlockHeader(huge, 'correct horse', null)).toEqual({ ok: false, error: tooHigh });
  const tooLow = { reason: 'kdf-out-of-bounds', bound: 'memory-too-low' };
  expect(await unlockHeader(weak, 'correct horse', null)).toEqual({ ok: false, error: tooLow });
  const belowFloor = { reason: 'kdf-out-of-bounds', bound: 'below-device-floor' };
  expect(await unlockHeader(text, 'correct horse', defaultKdf)).toEqual({ ok: false, error: belowFloor });
  expect(compile).not.toHaveBeenCalled();
  expect(grow).not.toHaveBeenCalled();
  // the same spies do see an unlock that is allowed to run
  expectOk(await unlockHeader(text, 'correct horse', lightKdf));
  expect(compile).toHaveBeenCalled();
});

test('Argon2id that gets no memory is kdf-failed, at wrapping and at unlocking', async () => {
  const { rootKey, text } = await aHeader('correct horse');
  const failed = { ok: false, error: { reason: 'kdf-failed' } };
  vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(new RangeError('could not allocate memory'));
  expect(await unlockHeader(text, 'correct horse', null)).toEqual(failed);
  expect(await wrapRootKey(rootKey, 'correct horse', wrapDeps)).toEqual(failed);
});

test('stored parameters are read as whole numbers, whatever stands beside them', () => {
  expect(kdfParamsSchema.parse({ ...lightKdf, salt: '00' })).toEqual(lightKdf);
  for (const memoryKiB of [-1, 1.5, '65536', null, 2 ** 32])
    expect(kdfParamsSchema.safeParse({ ...lightKdf, memoryKiB }).success).toBe(false);
});
