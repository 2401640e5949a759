/** The plaintext of a record of the sync log: what goes in comes out, and nothing else does. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeFrame,
  encodeFrame,
  openRecord,
  type SyncFrame,
  sealRecord,
} from '../../../../extension/store/sync-frame';
import { unixMs } from '../../../../shared/result';
import type { Hex } from '../../../../shared/vault/bytes';
import { must } from './open-store';
import { testVault } from './test-vault';

const vault = await testVault();
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => Buffer.from(raw).toString('hex') as Hex); // hex by its encoding
const sealedBy = { device: hex(16), order: fc.integer({ min: 1 }), at: fc.nat().map(unixMs) };
const text = fc.string({ unit: 'grapheme' });
const replaces = fc.array(hex(32), { maxLength: 80 });

const arbitraryFrame: fc.Arbitrary<SyncFrame> = fc.record({
  header: fc.oneof(
    fc.record({
      ...{ what: fc.constant('document' as const), ...sealedBy },
      ...{ kind: text, name: text, schemaVersion: fc.integer({ min: 1 }) },
    }),
    fc.record({
      ...{ what: fc.constant('segment' as const), ...sealedBy },
      ...{ stream: text, account: text, count: fc.integer({ min: 1 }), replaces },
    }),
    fc.record({ what: fc.constant('erased' as const), ...sealedBy, stream: text, account: text, replaces }),
    fc.record({ what: fc.constant('checkpoint' as const), ...sealedBy }),
  ),
  payload: fc.uint8Array({ maxLength: 2_000 }),
});

const rid = 'ab'.repeat(32);

test('a record is read as it was written, whatever its names are', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryFrame, async (frame) => {
      expect(must(decodeFrame(encodeFrame(frame)))).toEqual(frame);
      expect(must(await openRecord(vault, rid, await sealRecord(vault, rid, frame)))).toEqual(frame);
    }),
    { numRuns: 200 },
  );
});

test('a frame cut at any length is damaged or shorter of payload, and never throws', () => {
  fc.assert(
    fc.property(arbitraryFrame, fc.nat(), (frame, at) => {
      const bytes = encodeFrame(frame);
      const cut = decodeFrame(bytes.subarray(0, at % bytes.length));
      if (cut.ok) expect(cut.value.header).toEqual(frame.header);
      else expect(cut.error.reason).toBe('damaged');
    }),
  );
});

test('any bytes are a frame, damaged, or of another version', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const read = decodeFrame(bytes);
      if (!read.ok) expect(['damaged', 'unsupported']).toContain(read.error.reason);
    }),
  );
});

const frameOf = (label: string, payload: number): SyncFrame => ({
  header: {
    ...{ what: 'document', kind: 'account', name: label, schemaVersion: 1 },
    ...{ device: '0f'.repeat(16) as Hex, order: 1, at: unixMs(0) }, // hex as it stands
  },
  payload: new Uint8Array(payload),
});

test('the length of a name does not show in the length of a record', async () => {
  const short = await sealRecord(vault, rid, frameOf('a', 100));
  const long = await sealRecord(vault, rid, frameOf('a'.repeat(60), 100));
  expect(long.length).toBe(short.length);
});

test('a record does not open under another id, for another vault, or with one byte changed', async () => {
  for (const payload of [100, 40_000]) {
    const sealed = await sealRecord(vault, rid, frameOf('Main', payload));
    const opened = [
      await openRecord(vault, 'cd'.repeat(32), sealed),
      await openRecord(await testVault(2), rid, sealed),
      await openRecord(vault, rid, sealed.with(sealed.length - 1, (sealed.at(-1) ?? 0) ^ 1)),
    ];
    for (const each of opened) expect(each).toMatchObject({ ok: false, error: { reason: 'tampered' } });
  }
});

test('a later version is unsupported', () => {
  const bytes = encodeFrame(frameOf('Main', 1));
  bytes[0] = 2;
  expect(decodeFrame(bytes)).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
});
