import { expect, test } from 'vitest';
import {
  createExchangeKey,
  digitsOf,
  openOffer,
  openParcel,
  pairingIdOf,
  sealOffer,
  sealParcel,
} from '../../../../../extension/engine/sync/pairing-secrets';
import { Secret } from '../../../../../shared/result';
import { toHex } from '../../../../../shared/vault/bytes';

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const hexOf = (bytes: number, value: number) => toHex(new Uint8Array(bytes).fill(value));
const code = { vaultId: hexOf(32, 1), deviceId: hexOf(16, 2), bits: new Secret(new Uint8Array(16).fill(3)) };
const otherCode = { ...code, bits: new Secret(new Uint8Array(16).fill(4)) };
const keys = { publicKey: hexOf(32, 5), exchangeKey: hexOf(32, 6) };
const changed = { ok: false, error: { reason: 'tampered', subject: 'pairing' } };

test('the digits are the same on both sides, and others once either device, a key or the code was exchanged', async () => {
  const digits = await digitsOf(code, keys);
  expect(digits).toMatchObject({ ok: true, value: expect.stringMatching(/^\d{6}$/) });
  expect(await digitsOf(code, { ...keys })).toEqual(digits);
  for (const [theirs, offered] of [
    [code, { ...keys, publicKey: hexOf(32, 9) }],
    [code, { ...keys, exchangeKey: hexOf(32, 9) }],
    [{ ...code, deviceId: hexOf(16, 9) }, keys],
    [otherCode, keys],
  ] as const)
    expect(await digitsOf(theirs, offered)).not.toEqual(digits);
});

test('an offer opens for whoever has the code, and for nobody else', async () => {
  const offer = { ...keys, label: 'Laptop' };
  const sealed = await sealOffer(code, offer, random);
  expect(await openOffer(code, sealed)).toEqual({ ok: true, value: offer });
  expect(await openOffer(otherCode, sealed)).toEqual(changed);
  expect(await pairingIdOf(otherCode)).not.toBe(await pairingIdOf(code));
  for (const at of [0, 5, 20, sealed.length - 1]) {
    const flipped = sealed.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    expect(await openOffer(code, flipped)).toEqual(changed);
  }
});

test('a parcel opens with the secret of the offer, and neither with the code alone nor with another secret', async () => {
  const exchange = createExchangeKey(random);
  const offer = { publicKey: keys.publicKey, exchangeKey: exchange.publicKey, label: 'Laptop' };
  const rootKey = new Secret<Uint8Array>(random(32));
  const parcel = await sealParcel(code, offer, rootKey, random);
  if (!parcel.ok) throw new Error(parcel.error.reason);
  const opened = await openParcel(code, exchange.secret, parcel.value);
  expect(opened.ok && toHex(opened.value.reveal())).toBe(toHex(rootKey.reveal()));
  expect(await openParcel(code, createExchangeKey(random).secret, parcel.value)).toEqual(changed);
  expect(await openParcel(otherCode, exchange.secret, parcel.value)).toEqual(changed);
  expect(await openParcel(code, exchange.secret, parcel.value.subarray(0, 32))).toEqual(changed);
});

test('an exchange key that gives no secret is refused', async () => {
  // a point of small order: whatever the other side's secret, what is shared is zero (RFC 7748 §6.1)
  const offer = { publicKey: keys.publicKey, exchangeKey: hexOf(32, 0), label: 'Laptop' };
  expect(await sealParcel(code, offer, new Secret(new Uint8Array(32)), random)).toEqual(changed);
});
