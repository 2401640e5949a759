/**
 * A device that pushes as the extension does: a frame is kept until it was acknowledged and repeated byte by byte after whatever
 * went wrong. What it counts is compared with the log: nothing acknowledged may be missing, nothing may be there twice.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { encodePush } from '../../shared/sync/push-frame';
import { type Answer, record, type TestDevice } from '../integration/harness/device';

const pauseMs = 5;

export interface SteadyWriter {
  /** Record id to sequence number, of what was acknowledged. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Answers and failures that made it repeat, by what they were. */
  readonly repeated: ReadonlyMap<string, number>;
  /** Stops after the frame that is under way was acknowledged. */
  stop(): Promise<void>;
}

const outcome = async (push: Promise<Answer>): Promise<Answer | null> => push.catch(() => null); // cut off: it is repeated

/** Begins to push records of `bytes`, two a frame, one frame after another. `url`: where the server is now. */
export function writeSteadily(device: TestDevice, url: () => string, bytes = 200): SteadyWriter {
  const acknowledged = new Map<string, number>();
  const repeated = new Map<string, number>();
  let going = true;

  const untilStored = async (records: readonly ReturnType<typeof record>[]): Promise<void> => {
    const frame = encodePush({ records, drops: [] });
    for (;;) {
      device.url = url();
      const answer = await outcome(device.pushBytes(frame));
      if (answer?.status === 200) {
        const seqs = answer.body.seqs as readonly number[]; // the route's schema promises it
        records.forEach(({ rid }, index) => {
          acknowledged.set(rid, seqs[index] ?? 0);
        });
        return;
      }
      const what = answer === null ? 'cut off' : String(answer.status);
      if (answer?.status === 401)
        await device.logIn().catch(() => {}); // its token went with a crash; asked again below
      else if (answer !== null) expect([503, 429]).toContain(answer.status);
      repeated.set(what, (repeated.get(what) ?? 0) + 1);
      await wait(pauseMs);
    }
  };
  const writing = (async () => {
    while (going) await untilStored([record(bytes), record(bytes)]);
  })();
  writing.catch(() => {}); // told by stop
  return {
    acknowledged,
    repeated,
    async stop() {
      going = false;
      await writing;
    },
  };
}

/** Reads the whole log, which refuses a gap, and compares: 0 acknowledged lost, 0 twice. Gives how many rows there are. */
export async function expectAll(reader: TestDevice, writers: readonly SteadyWriter[]): Promise<number> {
  const rows = await reader.pullAll();
  const seqOf = new Map(rows.map(({ rid, seq }) => [String(rid), seq]));
  const lost = writers.flatMap(({ acknowledged }) => [...acknowledged].filter(([rid, seq]) => seqOf.get(rid) !== seq));
  const written = writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  expect(lost).toEqual([]);
  expect(seqOf.size).toBe(rows.length);
  expect(rows.length).toBe(written); // every frame was repeated until it was acknowledged, so there is nothing else
  return rows.length;
}

/** Eight devices of one vault, logged in. The first of them made it. */
export async function eightDevices(first: TestDevice): Promise<readonly TestDevice[]> {
  const all = [first, ...Array.from({ length: 7 }, () => first.sibling())];
  for (const device of all.slice(1)) {
    await device.admit();
    await device.logIn();
  }
  return all;
}
