import { createHash, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deviceIdOfKey, vaultIdOfKey, vaultIdSchema } from '../../../../shared/sync/ids';
import { refusalStatus } from '../../../../shared/sync/refusals';
import { admissionBytes, loginBytes, publicKeyOf, signStatement } from '../../../../shared/sync/statements';
import { fromHex, toHex } from '../../../../shared/vault/bytes';

const seed = new Uint8Array(32).fill(7);
const publicKey = publicKeyOf(seed);
const vaultId = vaultIdOfKey(publicKey);
const deviceId = deviceIdOfKey(publicKey);
const login = { origin: 'https://desk.example', vaultId, deviceId, action: 'login', challenge: vaultId } as const;

/** Node's own Ed25519 over a raw public key (RFC 8410 gives the prefix). */
function holds(statement: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, statement, { key: der, format: 'der', type: 'spki' }, signature);
}

describe('statements', () => {
  test('ids are hashes of public keys', () => {
    const hash = createHash('sha256').update(publicKey).digest('hex');
    expect(vaultId).toBe(hash);
    expect(deviceId).toBe(hash.slice(0, 32));
    expect(vaultIdSchema.safeParse(hash.toUpperCase()).success).toBe(false);
  });

  test('a signature is one of RFC 8032, as another implementation judges it', () => {
    const statement = loginBytes(login);
    const signature = fromHex(signStatement(seed, statement));
    expect(holds(statement, signature)).toBe(true);
    expect(holds(loginBytes({ ...login, origin: 'https://evil.example' }), signature)).toBe(false);
  });

  test('no field can be moved into its neighbour, and no statement stands for another', () => {
    const admission = (origin: string, key: typeof deviceId) =>
      toHex(admissionBytes({ origin, vaultId, devicePublicKey: key }));
    const whole = [
      admission('https://a', vaultId),
      admission('https://a4', vaultId),
      toHex(loginBytes(login)),
      toHex(loginBytes({ ...login, challenge: toHex(new Uint8Array(32)) })),
    ];
    expect(new Set(whole).size).toBe(4);
    // 4 + 16 for the tag, 4 + 9 for the origin, 4 + 64 for the vault, 4 + 64 for the key
    expect(admissionBytes({ origin: 'https://a', vaultId, devicePublicKey: vaultId }).length).toBe(169);
  });

  test('every refusal has a status of 400 or above', () => {
    for (const status of Object.values(refusalStatus)) expect(status).toBeGreaterThanOrEqual(400);
  });
});
