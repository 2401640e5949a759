import fc from 'fast-check';
import type { Fragment, Row, Sql } from 'postgres';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../../shared/result';
import type { Refusal } from '../../../shared/sync/refusals';
import { createRateLimits, type RateLimits } from '../../../sync-server/rate-limits';

const now = 1_000;
/** When the window ends that the first request opens: 1,000 + 60,000. */
const untilAt = 61_000;

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a statement of the driver is here: its text and what it carries. */
const written = (strings: TemplateStringsArray, ...values: readonly unknown[]): Statement => ({
  text: strings.join('?'),
  values,
});
const sql = written as unknown as Sql; // the one edge that is not real: code under test only writes statements with it
const work = (of: Sql): Fragment => of`work()`;

/** The row of an address that all instances count in. `turn`: when the database gets to a statement. */
function createTable(turn: () => Promise<unknown>) {
  let points = 0;
  const asked: string[] = [];
  const answer = ({ text, values }: Statement): Row => {
    if (text.includes('count_requests(')) {
      const [requests, most] = [Number(values[1]), Number(values[2])];
      asked.push(`count ${requests}`);
      const free = Math.max(most - points, 0);
      points += requests;
      return { may_pass: Math.min(free, requests), until_at: free < requests ? String(untilAt) : null };
    }
    if (text.includes('count_request(')) {
      points += 1;
      asked.push('count with work');
      const isOver = points > Number(values[2]);
      return { until_at: isOver ? String(untilAt) : null, answer: isOver ? null : 'done' };
    }
    asked.push('work');
    return { answer: 'done' };
  };
  const call = async (statement: (of: Sql) => Promise<readonly Row[]>): Promise<Row> => {
    await turn();
    return answer(statement(sql) as unknown as Statement); // what `written` made
  };
  return { call, asked };
}

/** Statements wait until they are let go, the oldest first. */
function createGate() {
  const waiting: { readonly go: (value: null) => void; readonly fail: (error: Error) => void }[] = [];
  const settle = async () => {
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
  };
  return {
    turn: () => new Promise<null>((go, fail) => waiting.push({ go, fail })),
    async waiting() {
      await settle();
      return waiting.length;
    },
    async fail() {
      await settle();
      waiting.shift()?.fail(new Error('connection lost'));
    },
    async all() {
      await settle();
      while (waiting.length > 0) {
        waiting.shift()?.go(null);
        await settle();
      }
    },
  };
}

function gated(perMinute: number) {
  const gate = createGate();
  const table = createTable(gate.turn);
  return { gate, asked: table.asked, limits: createRateLimits(table, perMinute, () => now) };
}

const times = (count: number, limits: RateLimits): Promise<Result<unknown, Refusal>>[] =>
  Array.from({ length: count }, () => limits.take('192.0.2.1', work));
const passed = { ok: true, value: 'done' };
const refused = { ok: false, error: { reason: 'rate-limited', untilAt } };

describe('requests of one address', () => {
  test('that come one after another are each counted in the statement of their work', async () => {
    const { gate, asked, limits } = gated(10);
    for (let index = 0; index < 3; index++) {
      const answer = limits.take('192.0.2.1', work);
      await gate.all();
      expect(await answer).toEqual(passed);
    }
    expect(asked).toEqual(['count with work', 'count with work', 'count with work']);
  });

  test('that come while a count is under way are counted together', async () => {
    const { gate, asked, limits } = gated(10);
    const answers = times(6, limits);
    expect(await gate.waiting()).toBe(1); // the first; the database has nothing of the others yet
    await gate.all();
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 6 }, () => passed));
    expect(asked).toEqual(['count with work', 'count 5', 'work', 'work', 'work', 'work', 'work']);
  });

  test('go on in the order in which they came, as many as the limit lets, and the others know until when not', async () => {
    const { gate, asked, limits } = gated(4);
    const answers = times(6, limits);
    await gate.all();
    // 1 alone, and 3 of the 5 that were counted together
    expect(await Promise.all(answers)).toEqual([passed, passed, passed, passed, refused, refused]);
    expect(asked).toEqual(['count with work', 'count 5', 'work', 'work', 'work']);
    expect(await limits.take('192.0.2.1', work)).toEqual(refused); // remembered: the database is not asked
    expect(asked).toHaveLength(5);
  });

  test('of which one alone came meanwhile: that one is counted with its work', async () => {
    const { gate, asked, limits } = gated(10);
    const answers = times(2, limits);
    await gate.all();
    expect(await Promise.all(answers)).toEqual([passed, passed]);
    expect(asked).toEqual(['count with work', 'count with work']);
  });

  test('without work ask for nothing more when they are counted', async () => {
    const { gate, asked, limits } = gated(10);
    const answers = Array.from({ length: 3 }, () => limits.take('192.0.2.1'));
    await gate.all();
    expect((await Promise.all(answers)).map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(asked).toEqual(['count with work', 'count 2']);
  });

  test('do not wait for a count of another address', async () => {
    const { gate, limits } = gated(10);
    void limits.take('192.0.2.1', work);
    void limits.take('192.0.2.2', work);
    expect(await gate.waiting()).toBe(2);
    await gate.all();
  });

  test('fail with the count that they were part of, and those after them go on', async () => {
    const { gate, limits } = gated(10);
    const answers = times(3, limits);
    const ends = Promise.allSettled(answers);
    await gate.fail(); // the first alone
    expect(await gate.waiting()).toBe(1); // the count of the two others
    const later = limits.take('192.0.2.1', work);
    await gate.fail();
    await gate.all();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await later).toEqual(passed);
  });
});

test('never more than the limit pass and never fewer, however requests and statements of two instances meet', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 0, max: 20 }),
      async (scheduler, arrivals, perMinute) => {
        const table = createTable(() => scheduler.schedule(Promise.resolve()));
        const instances = [0, 1].map(() => createRateLimits(table, perMinute, () => now));
        const ends: { readonly instance: number; readonly ok: boolean }[] = []; // in the order of arrival
        const all = arrivals.map(async (instance, index) => {
          await scheduler.schedule(Promise.resolve(), `request ${index}`);
          const at = ends.push({ instance, ok: false }) - 1;
          const answer = await instances[instance]?.take('192.0.2.1', work);
          if (answer?.ok === true) ends[at] = { instance, ok: true };
          else expect(answer).toEqual(refused);
        });
        await scheduler.waitFor(Promise.all(all));
        expect(ends.filter(({ ok }) => ok)).toHaveLength(Math.min(perMinute, arrivals.length));
        for (const instance of [0, 1]) {
          const own = ends.filter((end) => end.instance === instance).map(({ ok }) => ok);
          expect(own).toEqual(own.toSorted((a, b) => Number(b) - Number(a))); // the first that came go on
        }
      },
    ),
    { numRuns: 300 },
  );
});
