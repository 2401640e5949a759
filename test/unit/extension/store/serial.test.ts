import { expect, test } from 'vitest';
import { createSerial } from '../../../../extension/store/serial';

test('jobs run one after another in the order in which they were asked for, also behind one that failed', async () => {
  const serial = createSerial();
  const steps: string[] = [];
  const job = (name: string) => async () => {
    steps.push(`${name} begins`);
    await Promise.resolve();
    if (name === 'second') throw new Error('failed');
    steps.push(`${name} ends`);
    return name;
  };
  const running = ['first', 'second', 'third'].map((name) => serial.run(job(name)));
  const outcomes = await Promise.allSettled(running);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'third begins', 'third ends']);
});

test('idle waits for jobs that a job asked for', async () => {
  const serial = createSerial();
  const steps: string[] = [];
  void serial.run(async () => {
    void serial.run(async () => {
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      steps.push('asked for meanwhile');
    });
  });
  await serial.idle();
  expect(steps).toEqual(['asked for meanwhile']);
});
