import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '../../../../shared/result';
import type { SealContext } from '../../../../shared/vault/open-vault';
import { openVault, SealLimitReached } from '../../../../shared/vault/vault';
import { expectOk, random } from './a-vault';

const rootBytes = new Uint8Array(32).fill(7);
const aVault = (root = rootBytes, sealCount = 0) => openVault(new Secret(root), { random, sealCount });
const credential: SealContext = { purpose: 'documents', recordId: 'r1', kind: 'credential', schemaVersion: 1 };
const apiSecret = new TextEncoder().encode('{"secret":"NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP"}');
const tampered = { ok: false, error: { reason: 'tampered' } };
const damaged = { ok: false, error: { reason: 'damaged' } };

const purposes = fc.constantFrom('documents' as const, 'segments' as const, 'backup' as const);
const contexts: fc.Arbitrary<SealContext> = fc.record({
  purpose: purposes,
  recordId: fc.string({ unit: 'binary' }),
  kind: fc.string({ unit: 'binary' }),
  schemaVersion: fc.integer({ min: 1, max: 1000 }),
});

test('opening undoes sealing, for every purpose, context and length', async () => {
  const vault = await aVault();
  await fc.assert(
    fc.asyncProperty(contexts, fc.uint8Array({ maxLength: 3000 }), async (context, plaintext) => {
      const opened = await vault.open(context, await vault.seal(context, plaintext));
      expect(expectOk(opened)).toEqual(new Uint8Array(plaintext));
    }),
  );
});

/** The published layout, written down a second time: key and associated data of the context `credential`. */
function layout(vaultId: string, purpose: SealContext['purpose']) {
  const texts = ['fillbook/1/aes-256-gcm', purpose, vaultId, 'r1', 'credential', '1'];
  const prefixed = texts.map((text) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]));
  const key = new Uint8Array(hkdfSync('sha256', rootBytes, '', `fillbook/1/${purpose}`, 32));
  return { key, associated: Buffer.concat(prefixed) };
}

test('an envelope of each purpose opens by its published layout alone', async () => {
  const vault = await aVault();
  // 4 + 45 bytes: a document takes 256; Padmé: E 5, S 3, a multiple of 4, 52
  for (const [purpose, paddedBytes] of [
    ['documents', 256],
    ['segments', 52],
    ['backup', 52],
  ] as const) {
    const envelope = await vault.seal({ ...credential, purpose }, apiSecret);
    const { key, associated } = layout(vault.vaultId, purpose);
    const decipher = createDecipheriv('aes-256-gcm', key, envelope.slice(1, 13));
    decipher.setAAD(associated);
    decipher.setAuthTag(envelope.slice(-16));
    const padded = Buffer.concat([decipher.update(envelope.slice(13, -16)), decipher.final()]);
    expect(envelope[0]).toBe(1);
    expect(envelope.length).toBe(1 + 12 + paddedBytes + 16);
    expect(padded.readUInt32BE(0)).toBe(apiSecret.length);
    expect(new Uint8Array(padded.subarray(4, 4 + apiSecret.length))).toEqual(apiSecret);
  }
});

test('an envelope whose padding no release ever wrote is tampered, although its tag is right', async () => {
  const vault = await aVault();
  const { key, associated } = layout(vault.vaultId, 'documents');
  const sealedAsIs = (padded: Uint8Array) => {
    const nonce = new Uint8Array(12).fill(3);
    const sealing = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
    const parts = [Buffer.of(1), nonce, sealing.update(padded), sealing.final(), sealing.getAuthTag()];
    return new Uint8Array(Buffer.concat(parts));
  };
  const empty = new Uint8Array(256); // length 0, then zeros
  expect(expectOk(await vault.open(credential, sealedAsIs(empty)))).toEqual(new Uint8Array(0));
  expect(await vault.open(credential, sealedAsIs(empty.with(255, 1)))).toEqual(tampered);
  expect(await vault.open(credential, sealedAsIs(empty.with(2, 1)))).toEqual(tampered); // 256 bytes in 252
});

test('two sealings of the same bytes differ, and show nothing of them', async () => {
  const vault = await aVault();
  const first = await vault.seal(credential, apiSecret);
  const second = await vault.seal(credential, apiSecret);
  expect(second).not.toEqual(first);
  expect(second.slice(1, 13)).not.toEqual(first.slice(1, 13));
  expect(Buffer.from(first).includes('NhqPtmdSJYdKjVHj')).toBe(false);
});

test('no envelope with one bit of any byte flipped opens: the version is damaged, every other byte tampered', async () => {
  const vault = await aVault();
  const envelope = await vault.seal(credential, apiSecret);
  for (let at = 0; at < envelope.length; at += 1) {
    for (const bit of [1, 128]) {
      const flipped = envelope.slice();
      flipped[at] = (flipped[at] ?? 0) ^ bit;
      expect(await vault.open(credential, flipped), `byte ${at}`).toEqual(at === 0 ? damaged : tampered);
    }
  }
});

test('no field of the context can be exchanged', async () => {
  const vault = await aVault();
  const envelope = await vault.seal(credential, apiSecret);
  const others: SealContext[] = [
    { ...credential, purpose: 'backup' },
    { ...credential, recordId: 'r2' },
    { ...credential, recordId: '' },
    { ...credential, kind: 'note' },
    { ...credential, schemaVersion: 2 },
    { ...credential, schemaVersion: Number.NaN },
    { ...credential, recordId: 'r1c', kind: 'redential' },
    { ...credential, recordId: 'credential', kind: 'r1' },
  ];
  for (const other of others) expect(await vault.open(other, envelope), JSON.stringify(other)).toEqual(tampered);
  // 272 bytes are no document's size but a segment's: the key refuses it, not the shape
  expect(await vault.open({ ...credential, purpose: 'segments' }, envelope)).toEqual(tampered);
});

test('an envelope of another vault is tampered', async () => {
  const vault = await aVault();
  const stranger = await aVault(new Uint8Array(32).fill(8));
  expect(await stranger.open(credential, await vault.seal(credential, apiSecret))).toEqual(tampered);
});

test('bytes that are no envelope are damaged and never throw', async () => {
  const vault = await aVault();
  const envelope = await vault.seal(credential, apiSecret);
  for (const length of [0, 1, 12, 13, 28, 29, 32, 284]) {
    expect(await vault.open(credential, envelope.slice(0, length)), `${length} bytes`).toEqual(damaged);
    expect(await vault.open({ ...credential, purpose: 'segments' }, envelope.slice(0, Math.min(length, 32)))).toEqual(
      damaged,
    );
  }
  expect(await vault.open(credential, apiSecret)).toEqual(damaged);
  await fc.assert(
    fc.asyncProperty(contexts, fc.uint8Array({ maxLength: 600 }), async (context, bytes) => {
      expect((await vault.open(context, bytes)).ok).toBe(false);
    }),
  );
});

test('a document cut by a whole step, or with one added, is tampered', async () => {
  const vault = await aVault();
  const envelope = await vault.seal(credential, new Uint8Array(300));
  expect(await vault.open(credential, envelope.slice(0, -256))).toEqual(tampered);
  const longer = new Uint8Array(envelope.length + 256);
  longer.set(envelope);
  expect(await vault.open(credential, longer)).toEqual(tampered);
});

test('the length of an envelope tells a document only by steps of 256, a segment by its Padmé size', async () => {
  const vault = await aVault();
  const sizes = async (purpose: SealContext['purpose'], bytes: number) =>
    (await vault.seal({ ...credential, purpose }, new Uint8Array(bytes))).length;
  expect(await sizes('documents', 10)).toBe(285); // 29 + 256
  expect(await sizes('documents', 252)).toBe(285);
  expect(await sizes('documents', 253)).toBe(541); // 29 + 512
  expect(await sizes('segments', 996)).toBe(1053); // 29 + Padmé(1,000) = 29 + 1,024
});

test('changing the bytes after the call changes neither what is sealed nor what is opened', async () => {
  const vault = await aVault();
  const plaintext = apiSecret.slice();
  const sealing = vault.seal(credential, plaintext);
  plaintext.fill(0);
  const envelope = await sealing;
  const opening = vault.open(credential, envelope);
  envelope.fill(0);
  expect(expectOk(await opening)).toEqual(apiSecret);
});

test('encryptions are counted on from the count that was stored, whatever the purpose', async () => {
  const vault = await aVault(rootBytes, 1000);
  await vault.seal(credential, apiSecret);
  await vault.seal({ ...credential, purpose: 'segments' }, apiSecret);
  await vault.open(credential, apiSecret);
  expect(vault.sealCount()).toBe(1002);
});

test('the 2^31st encryption is the last', async () => {
  const vault = await aVault(rootBytes, 2 ** 31 - 1);
  const last = await vault.seal(credential, apiSecret);
  await expect(vault.seal(credential, apiSecret)).rejects.toThrow(SealLimitReached);
  expect(vault.sealCount()).toBe(2 ** 31);
  expect(expectOk(await vault.open(credential, last))).toEqual(apiSecret);
});

test('what only a bug can ask for throws: a count, a schema version or random bytes that are none', async () => {
  await expect(aVault(rootBytes, -1)).rejects.toThrow(RangeError);
  await expect(aVault(rootBytes, Number.NaN)).rejects.toThrow(RangeError);
  const vault = await aVault();
  await expect(vault.seal({ ...credential, schemaVersion: 0 }, apiSecret)).rejects.toThrow(RangeError);
  await expect(vault.seal({ ...credential, schemaVersion: 1.5 }, apiSecret)).rejects.toThrow(RangeError);
  const short = await openVault(new Secret(rootBytes), { random: () => new Uint8Array(8), sealCount: 0 });
  await expect(short.seal(credential, apiSecret)).rejects.toThrow('gave 8 bytes, not 12');
});
