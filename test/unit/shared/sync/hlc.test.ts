import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unixMs } from '../../../../shared/result';
import { compareHlc, dueAt, type Hlc, isFromFuture, maxHlcDriftMs, nextHlc } from '../../../../shared/sync/hlc';

const stamps: fc.Arbitrary<Hlc> = fc.record({
  at: fc.integer({ min: 0, max: 4e12 }).map(unixMs),
  counter: fc.nat(),
  device: fc.string(),
});
const instants = fc.integer({ min: 0, max: 4e12 }).map(unixMs);

describe('the clock that orders versions', () => {
  test('orders any stamps in one way', () => {
    fc.assert(
      fc.property(fc.array(stamps), (list) => {
        const sorted = list.toSorted(compareHlc);
        expect(list.toReversed().toSorted(compareHlc)).toEqual(sorted);
        for (const [index, stamp] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next !== undefined) expect(compareHlc(stamp, next)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('gives a stamp after every one that was seen and is not from the future', () => {
    fc.assert(
      fc.property(fc.array(stamps), instants, (seen, now) => {
        const next = nextHlc(seen, now, 'own');
        for (const stamp of seen) if (!isFromFuture(stamp, now)) expect(compareHlc(stamp, next)).toBeLessThan(0);
        expect(next.at).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  test('never runs more than five minutes ahead of the device, whatever it saw', () => {
    fc.assert(
      fc.property(fc.array(stamps), instants, (seen, now) => {
        expect(nextHlc(seen, now, 'own').at - now).toBeLessThanOrEqual(300_000);
      }),
    );
  });

  test('counts on where the clock stands still or stepped back, and follows the clock where it went on', () => {
    const seen = [{ at: unixMs(1_000), counter: 7, device: 'other' }];
    expect(nextHlc(seen, unixMs(1_000), 'own')).toEqual({ at: 1_000, counter: 8, device: 'own' });
    expect(nextHlc(seen, unixMs(900), 'own')).toEqual({ at: 1_000, counter: 8, device: 'own' });
    expect(nextHlc(seen, unixMs(1_001), 'own')).toEqual({ at: 1_001, counter: 0, device: 'own' });
  });

  test('five minutes ahead still count, a millisecond more is from the future until it is due', () => {
    const now = unixMs(1_000_000);
    const near = { at: unixMs(now + maxHlcDriftMs), counter: 0, device: 'other' };
    const far = { at: unixMs(near.at + 1), counter: 0, device: 'other' };
    expect(isFromFuture(near, now)).toBe(false);
    expect(isFromFuture(far, now)).toBe(true);
    expect(nextHlc([far], now, 'own').at).toBe(now);
    expect(dueAt(far)).toBe(now + 1);
    expect(isFromFuture(far, dueAt(far))).toBe(false);
  });
});
