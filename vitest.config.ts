import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The desk of seven accounts takes as long as all other browser tests together, so it is begun first and they run beside it. */
class DeskFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isDesk = ({ moduleId }: TestSpecification) => Number(moduleId.endsWith('/desk.test.ts'));
    return (await super.sort(files)).toSorted((a, b) => isDesk(b) - isDesk(a));
  }
}

/**
 * `unit` runs in Node with fakes at the edge only. `contract` holds every exchange's client against its simulator at the pace
 * that it keeps towards the real one: its files wait more than they compute, so they run side by side. `e2e` drives real browsers
 * on the production build, two files at a time: while one computes, the other mostly waits for an exchange's pace.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: DeskFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{unit,simulator,faults}/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          environment: 'node',
          testTimeout: 90_000,
          maxWorkers: 8,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          maxWorkers: 2,
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
