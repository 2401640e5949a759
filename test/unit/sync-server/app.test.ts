import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test, vi } from 'vitest';
import { createApp } from '../../../sync-server/app';
import type { ServerDeps } from '../../../sync-server/deps';
import { createLogger } from '../../../sync-server/logger';
import { createMetrics } from '../../../sync-server/metrics';
import { readSettings } from '../../../sync-server/settings';

/** The application over a database that answers when the test says so. */
function appOver(sql: () => Promise<unknown>) {
  const settings = readSettings({ RELAY: 'off', METRICS_TOKEN: 'a token of the operator' });
  if (!settings.ok) throw new Error('the settings are good');
  const deps = {
    ...{ settings: settings.value, origin: () => 'https://sync.example', upstream: null, isOpen: () => true },
    ...{ metrics: createMetrics(), logger: createLogger('silent'), random: randomBytes },
    ...{ database: { sql }, limits: {}, hub: {} },
  } as unknown as ServerDeps; // what these routes do not use is not there
  const app = createApp(deps);
  const socket = { remoteAddress: '192.0.2.1' };
  const outgoing = Object.assign(new EventEmitter(), { setHeader: () => undefined }) as unknown as ServerResponse;
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers }, { incoming: { socket }, outgoing });
  return { app, ask };
}

test('the description is put together once, however many ask for it', async () => {
  const { app, ask } = appOver(async () => []);
  const made = vi.spyOn(app, 'getOpenAPI31Document');
  const texts = await Promise.all([1, 2, 3].map(async () => (await ask('/openapi.json')).text()));
  expect(made).toHaveBeenCalledTimes(1);
  expect(new Set(texts).size).toBe(1);
  expect(JSON.parse(texts[0] ?? '')).toMatchObject({
    openapi: '3.1.0',
    paths: { '/v1/log': { post: { security: [{ token: [] }] } }, '/readyz': {} },
  });
});

test('who asks whether the server is ready waits for one question to the database, and each later one asks anew', async () => {
  const answers: ((rows: readonly never[]) => void)[] = [];
  const { ask } = appOver(() => new Promise((answer) => answers.push(answer)));
  const asked = Array.from({ length: 50 }, () => ask('/readyz'));
  await expect.poll(() => answers.length).toBeGreaterThan(0);
  expect(answers).toHaveLength(1);
  answers[0]?.([]);
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]));
  const later = ask('/readyz');
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.([]);
  expect((await later).status).toBe(200);
});

test('metrics are for who has the token, or for nobody from elsewhere', async () => {
  const { ask } = appOver(async () => []);
  expect((await ask('/metrics')).status).toBe(404);
  expect((await ask('/metrics', { authorization: 'Bearer a token of the operatox' })).status).toBe(404);
  expect((await ask('/metrics', { authorization: 'Bearer a token of the operator' })).status).toBe(200);
});
