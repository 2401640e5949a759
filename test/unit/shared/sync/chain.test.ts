import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyHash, emptyChain, extendChain, hasItsHash } from '../../../../shared/sync/chain';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  isCheckpointDue,
  judgeCheckpoint,
} from '../../../../shared/sync/checkpoint';
import { toHex, utf8 } from '../../../../shared/vault/bytes';
import { hexOfBytes } from './arbitraries';

const links = fc.array(fc.record({ rid: hexOfBytes(32), hash: hexOfBytes(32) }), { minLength: 1, maxLength: 20 });

const chainOf = (rows: readonly { readonly rid: string; readonly hash: string }[]): string =>
  rows.reduce(
    (point, row, index) => extendChain(point, { ...row, seq: index + 1 } as Parameters<typeof extendChain>[1]),
    emptyChain,
  ).h; // the cast brings back the brand of generated hex

describe('the chain over a log', () => {
  test('is SHA-256 of the one before, the sequence number, the id and the hash, as another implementation computes it', () => {
    fc.assert(
      fc.property(links, (rows) => {
        let expected = Buffer.alloc(32);
        rows.forEach(({ rid, hash }, index) => {
          const seq = Buffer.alloc(8);
          seq.writeUInt32BE(index + 1, 4);
          const parts = [expected, seq, Buffer.from(rid, 'hex'), Buffer.from(hash, 'hex')];
          expected = createHash('sha256').update(Buffer.concat(parts)).digest();
        });
        expect(chainOf(rows)).toBe(expected.toString('hex'));
      }),
    );
  });

  test('differs as soon as one row differs, is missing or has changed places', () => {
    fc.assert(
      fc.property(links, fc.nat(), hexOfBytes(32), (rows, place, other) => {
        const at = place % rows.length;
        const [first, ...rest] = rows;
        fc.pre(first !== undefined && rows[at]?.hash !== other);
        expect(chainOf(rows.map((row, index) => (index === at ? { ...row, hash: other } : row)))).not.toBe(
          chainOf(rows),
        );
        expect(chainOf(rest)).not.toBe(chainOf(rows));
        const turned = rows.toReversed();
        if (JSON.stringify(turned) !== JSON.stringify(rows)) expect(chainOf(turned)).not.toBe(chainOf(rows));
      }),
    );
  });

  test('takes no row that does not follow', () => {
    const row = { seq: 2, rid: emptyChain.h, hash: emptyChain.h };
    expect(() => extendChain(emptyChain, row)).toThrow(RangeError);
  });

  test('a body is judged by its hash, and one that is gone is not', () => {
    const body = utf8('sealed');
    // printf sealed | sha256sum
    const hash = createHash('sha256').update('sealed').digest('hex');
    expect(bodyHash(body)).toBe(hash);
    expect(hasItsHash({ body, hash: bodyHash(body) })).toBe(true);
    expect(hasItsHash({ body: utf8('sealeD'), hash: bodyHash(body) })).toBe(false);
    expect(hasItsHash({ body: null, hash: bodyHash(body) })).toBe(true);
  });
});

describe('a checkpoint', () => {
  const logId = toHex(new Uint8Array(16));
  const checkpoint = { device: toHex(new Uint8Array(16)), counter: 3, logId, seq: 500, h: emptyChain.h };

  test('reads back as it was written, and nothing else is one', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual({ ok: true, value: checkpoint });
    expect(decodeCheckpoint(utf8('{}')).ok).toBe(false);
    expect(decodeCheckpoint(utf8(`${JSON.stringify({ version: 1, ...checkpoint, more: 1 })}`)).ok).toBe(false);
  });

  test('is due at 500 rows', () => {
    expect([499, 500].map(isCheckpointDue)).toEqual([false, true]);
  });

  test('tells a fork from what is not known yet and from another log', () => {
    const judge = (h: string | null, log: string = logId) => judgeCheckpoint(checkpoint, log, () => h);
    expect(judge(emptyChain.h)).toBe('agrees');
    expect(judge('ff'.repeat(32))).toBe('fork');
    expect(judge(null)).toBe('later');
    expect(judge(emptyChain.h, 'ff'.repeat(16))).toBe('another-log');
  });
});
