import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { Secret } from '../../../../shared/result';
import { hkdf, signAsVault, vaultIdOf, vaultPublicKeyOf } from '../../../../shared/vault/subkeys';
import { openVault } from '../../../../shared/vault/vault';
import { bytesOf, hexOf, random } from './a-vault';

const rootBytes = new Uint8Array(32).fill(7);

test('HKDF gives the values of RFC 5869, test cases 1 to 3', async () => {
  const ikm = new Uint8Array(22).fill(0x0b);
  const first = await hkdf(ikm, bytesOf('000102030405060708090a0b0c'), bytesOf('f0f1f2f3f4f5f6f7f8f9'), 42);
  expect(hexOf(first)).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
  const run = (from: number, to: number) => Uint8Array.from({ length: to - from }, (_, index) => from + index);
  const second = await hkdf(run(0x00, 0x50), run(0x60, 0xb0), run(0xb0, 0x100), 82);
  expect(hexOf(second)).toBe(
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  );
  const third = await hkdf(ikm, new Uint8Array(0), new Uint8Array(0), 42);
  expect(hexOf(third)).toBe('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8');
});

test('the vault id is the hash of the Ed25519 public key that another implementation derives from the seed', async () => {
  const seed = hkdfSync('sha256', rootBytes, '', 'fillbook/1/vault-auth', 32);
  // PKCS #8 of an Ed25519 private key (RFC 8410 §7): this prefix, then the seed
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed)]);
  const spki = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  const publicKey = spki.export({ format: 'der', type: 'spki' }).subarray(-32);
  expect(await vaultIdOf(new Secret(rootBytes))).toBe(createHash('sha256').update(publicKey).digest('hex'));
});

test('the same root key gives the same vault id and record ids on every device, another root key others', async () => {
  const phone = await openVault(new Secret(rootBytes), { random, sealCount: 0 });
  const desk = await openVault(new Secret(rootBytes.slice()), { random, sealCount: 900 });
  const stranger = await openVault(new Secret(new Uint8Array(32).fill(8)), { random, sealCount: 0 });
  expect(desk.vaultId).toBe(phone.vaultId);
  expect(await desk.recordId('account', 'binance')).toBe(await phone.recordId('account', 'binance'));
  expect(stranger.vaultId).not.toBe(phone.vaultId);
  expect(await stranger.recordId('account', 'binance')).not.toBe(await phone.recordId('account', 'binance'));
});

test('a record id tells its parts apart, wherever they are cut', async () => {
  const vault = await openVault(new Secret(rootBytes), { random, sealCount: 0 });
  const ids = await Promise.all([
    vault.recordId('ab', 'c'),
    vault.recordId('a', 'bc'),
    vault.recordId('abc'),
    vault.recordId('abc', ''),
    vault.recordId(),
  ]);
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{64}$/);
});

test('the vault signs as another implementation does with the same seed, under the public key that gives its id', async () => {
  const rootKey = new Secret(rootBytes);
  const seed = hkdfSync('sha256', rootBytes, '', 'fillbook/1/vault-auth', 32);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed)]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const statement = Buffer.from('a statement');
  expect(await signAsVault(rootKey, statement)).toBe(sign(null, statement, key).toString('hex'));
  const publicKey = Buffer.from(await vaultPublicKeyOf(rootKey), 'hex');
  expect(createHash('sha256').update(publicKey).digest('hex')).toBe(await vaultIdOf(rootKey));
});
