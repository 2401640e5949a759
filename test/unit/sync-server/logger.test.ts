import { expect, test } from 'vitest';
import { createLogger } from '../../../sync-server/logger';

const lineOf = (error: unknown): string => {
  const lines: string[] = [];
  createLogger('info', { write: (line) => void lines.push(line) }).error({ err: error }, 'failed');
  return lines.join('');
};

test("an error's line has its kind, its code, 300 characters of its message and where it was thrown, and nothing else of it", () => {
  const error = Object.assign(new TypeError(`${'x'.repeat(300)}canary\n  canary`), {
    code: '23514',
    detail: 'canary',
    parameters: ['canary'],
    cause: new Error('canary'),
  });
  const line = lineOf(error);
  expect(JSON.parse(line).err).toMatchObject({ type: 'TypeError', code: '23514', message: 'x'.repeat(300) });
  expect(JSON.parse(line).err.stack).toMatch(/^ {4}at .*logger\.test\.ts/);
  expect(line).not.toContain('canary');
});

test('what is thrown and is no error is said by its type alone', () => {
  expect(lineOf({ row: 'canary' })).not.toContain('canary');
  expect(JSON.parse(lineOf('canary')).err).toEqual({ type: 'string' });
});
