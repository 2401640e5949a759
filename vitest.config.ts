import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Browser tests that take minutes, the longest first: begun last, one of them would be left to run alone. */
const longest = ['/desk.test.ts', '/accessibility.test.ts', '/stopped.test.ts', '/account-care.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((file) => moduleId.endsWith(file));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** What is polled for comes within milliseconds; a loaded machine takes longer, and one second is not a failure. */
const expectation = { poll: { timeout: 15_000 } };

/**
 * Unit tests that replace a module or the clock before anything is loaded, or tell ages by the time at which a module was loaded:
 * they have modules of their own, and leave theirs to nobody. All others share what their worker has loaded once.
 */
const withModulesOfTheirOwn = [
  'test/unit/extension/exchanges/served-twice.test.ts',
  'test/unit/extension/platform/{auto-lock,background,offscreen-host,refresh-alarm,sample-session}.test.ts',
  'test/unit/extension/ui/privacy.test.ts',
  'test/unit/extension/ui/{accounts,components}/rendered.test.tsx',
];

const unit = { environment: 'node', expect: expectation, testTimeout: 60_000, maxWorkers: 2 } as const;

/**
 * `unit` runs in Node with fakes at the edge only. `integration` runs the sync server on one real PostgreSQL, `faults` kills,
 * cuts and fills that: rounds by FILLBOOK_FAULTS (test/faults/rounds.ts). `contract` holds
 * every exchange's client against its simulator at the pace that it keeps towards the real one: its files wait more than they
 * compute, so they run side by side. `e2e` drives real browsers on the production build, three files at a time: while one
 * computes, the others mostly wait for an exchange's pace.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['test/{unit,simulator}/**/*.test.{ts,tsx}'],
          exclude: withModulesOfTheirOwn,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { ...unit, name: 'unit-apart', include: withModulesOfTheirOwn, sequence: { groupOrder: 0 } },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          expect: expectation,
          globalSetup: ['test/integration/harness/cluster.ts'],
          retry: 1, // several engines and a database on a loaded machine: as with browsers below
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          environment: 'node',
          expect: expectation,
          globalSetup: ['test/integration/harness/cluster.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          environment: 'node',
          expect: expectation,
          testTimeout: 90_000,
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          expect: expectation,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          // Real browsers on a loaded machine: a failure that repeats at once is a failure; the reporter names what needed two.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
