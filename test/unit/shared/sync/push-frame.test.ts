import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxPushBytes, maxRecordBytes } from '../../../../shared/sync/limits';
import {
  decodePush,
  encodePush,
  type Push,
  pushDropBytes,
  pushHeadBytes,
  pushRecordHeadBytes,
} from '../../../../shared/sync/push-frame';
import { fromHex, type Hex, toHex } from '../../../../shared/vault/bytes';
import { bodies, hexOfBytes, seqs } from './arbitraries';

const ridOf = (last: number): Hex => toHex(Uint8Array.from({ length: 32 }, (_, index) => (index === 31 ? last : 0)));

const pushes: fc.Arbitrary<Push> = fc
  .uniqueArray(hexOfBytes(32), { minLength: 1, maxLength: 12 })
  .chain((rids) =>
    fc.record({
      rids: fc.constant(rids),
      cut: fc.nat({ max: rids.length }),
      numbers: fc.array(seqs, { minLength: rids.length, maxLength: rids.length }),
      contents: fc.array(bodies, { minLength: rids.length, maxLength: rids.length }),
    }),
  )
  .map(({ rids, cut, numbers, contents }) => {
    const rows = rids.map((rid, index) => ({
      rid,
      seq: numbers[index] ?? 1,
      body: contents[index] ?? new Uint8Array(1),
    }));
    return {
      records: rows.slice(0, cut).map(({ rid, seq, body }) => ({ rid, supersedes: seq, body })),
      drops: rows.slice(cut).map(({ rid, seq }) => ({ rid, seq })),
    };
  });

/** A frame by hand: version, counts, then whatever follows. */
const frame = (version: number, records: number, drops: number, ...rest: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([version, records >> 8, records & 255, drops >> 8, drops & 255, ...rest.flat()]);
const zeros = (count: number): number[] => new Array<number>(count).fill(0);
/** Record id, supersedes 0, then the length of the body and its bytes. */
const record = (last: number, length: readonly number[], body: readonly number[]): number[] => [
  ...zeros(31),
  last,
  ...zeros(8),
  ...length,
  ...body,
];

const fieldOf = (bytes: Uint8Array): string | null => {
  const decoded = decodePush(bytes);
  return decoded.ok ? null : decoded.error.field;
};

describe('a push', () => {
  test('reads back as it was written', () => {
    fc.assert(
      fc.property(pushes, (push) => {
        expect(decodePush(encodePush(push))).toEqual({ ok: true, value: push });
      }),
    );
  });

  test('takes 5 bytes, 44 and the body for a record, 40 for a drop', () => {
    // 5 + (44 + 3) + 40 = 92
    const push = {
      records: [{ rid: ridOf(1), supersedes: 7, body: Uint8Array.of(1, 2, 3) }],
      drops: [{ rid: ridOf(2), seq: 9 }],
    };
    const bytes = encodePush(push);
    expect(bytes.length).toBe(92);
    expect([pushHeadBytes, pushRecordHeadBytes, pushDropBytes]).toEqual([5, 44, 40]);
    expect(toHex(bytes.subarray(0, 5))).toBe('0100010001');
    expect(toHex(bytes.subarray(37, 52))).toBe('000000000000000700000003010203');
  });

  test('is read from any bytes without throwing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof decodePush(bytes).ok === 'boolean'));
  });

  test('is malformed wherever it is cut', () => {
    fc.assert(
      fc.property(pushes, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (push, part) => {
        const bytes = encodePush(push);
        expect(decodePush(bytes.subarray(0, Math.floor(bytes.length * part))).ok).toBe(false);
      }),
    );
  });

  test.each([
    ['version', frame(2, 1, 0, record(1, [0, 0, 0, 1], [5]))],
    ['record count', frame(1, 501, 0)],
    ['drop count', frame(1, 0, 1_001)],
    ['record count', frame(1, 0, 0)],
    ['body length', frame(1, 1, 0, record(1, [0, 0, 0, 0], []))],
    ['body length', frame(1, 1, 0, record(1, [0, 8, 0, 1], []))],
    ['end of frame', frame(1, 1, 0, record(1, [0, 0, 0, 2], [5]))],
    ['end of frame', frame(1, 1, 0, record(1, [0, 0, 0, 1], [5, 6]))],
    ['record id', frame(1, 2, 0, record(1, [0, 0, 0, 1], [5]), record(1, [0, 0, 0, 1], [6]))],
    ['record id', frame(1, 1, 1, record(1, [0, 0, 0, 1], [5]), [...zeros(31), 1, ...zeros(7), 3])],
    ['drop seq', frame(1, 0, 1, [...zeros(31), 1, ...zeros(8)])],
    ['frame length', new Uint8Array(maxPushBytes + 1)],
    ['end of frame', new Uint8Array(0)],
  ])('names its %s where that breaks the rule', (field, bytes) => {
    expect(fieldOf(bytes)).toBe(field);
  });

  test('takes a body of exactly 512 KiB, and 2^53 − 1 as a sequence number but not 2^53', () => {
    const push = {
      records: [{ rid: ridOf(1), supersedes: Number.MAX_SAFE_INTEGER, body: new Uint8Array(maxRecordBytes) }],
      drops: [],
    };
    const bytes = encodePush(push);
    const read = decodePush(bytes);
    const [record] = read.ok ? read.value.records : [];
    expect(record?.supersedes).toBe(Number.MAX_SAFE_INTEGER);
    expect(record?.body.length).toBe(524_288);
    bytes.set(fromHex('0020000000000000' as Hex), 37); // 2^53, over `supersedes`; the literal is hex
    expect(fieldOf(bytes)).toBe('end of frame');
  });

  test('beyond a bound is not written at all', () => {
    const body = new Uint8Array(maxRecordBytes + 1);
    expect(() => encodePush({ records: [{ rid: ridOf(1), supersedes: 0, body }], drops: [] })).toThrow(RangeError);
  });
});
