import { expect, test } from 'vitest';
import { hearHints } from '../../../../../extension/engine/sync/live-hints';
import type { ServerAccess } from '../../../../../extension/engine/sync/server-access';
import { err, ok, unixMs } from '../../../../../shared/result';

const head = (at: number): string => `event: head\ndata: {"logId":"x","head":${at}}\n\n`;
const end = (reason: string): string => `event: end\ndata: {"error":{"reason":"${reason}"}}\n\n`;

/** Streams that the server gives one after another, each in parts as they arrive; after the last the listener is stopped. */
async function listen(
  streams: readonly (readonly string[] | number)[],
  token: ServerAccess['token'] = async () => ok('token'),
) {
  const ending = new AbortController();
  const [heads, waits, dropped]: [number[], number[], number[]] = [[], [], []];
  let [opened, isEnded] = [0, false];
  const answer = async (): Promise<Response> => {
    const parts = streams[opened];
    opened += 1;
    if (parts === undefined) {
      ending.abort();
      throw new TypeError('stopped');
    }
    if (typeof parts === 'number') return new Response('{}', { status: parts });
    const bytes = parts.map((part) => new TextEncoder().encode(part));
    return new Response(
      new ReadableStream({
        start(controller) {
          for (const part of bytes) controller.enqueue(part);
          controller.close();
        },
      }),
    );
  };
  // only what a listener asks of the access is there
  const access = {
    origin: 'https://sync.example',
    token,
    dropToken: () => dropped.push(opened),
  } as unknown as ServerAccess;
  const now = () => unixMs(0);
  await hearHints(
    {
      http: { fetch: answer, now, grantedHosts: async () => ['https://sync.example/*'] },
      access,
      now,
      sleep: async (ms) => void waits.push(ms),
      jitter: () => 1,
      onHead: (at) => heads.push(at),
      onEnd: () => {
        isEnded = true;
      },
    },
    ending.signal,
  );
  return { heads, waits, dropped, opened, isEnded };
}

test('heads are heard however the stream is cut into parts', async () => {
  const text = head(3) + head(4);
  const { heads } = await listen([[text.slice(0, 20), text.slice(20, 21), text.slice(21)]]);
  expect(heads).toEqual([3, 4]);
});

test('a stream that is cut off is opened again, after twice as long each time and never more than five minutes', async () => {
  const { waits } = await listen(Array.from({ length: 11 }, () => []));
  // 1 s doubled eight times is 256 s; the next would be 512 s
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1_000));
});

test.each(['device-removed', 'vault-retired'])('a stream that ends with %s is not opened again', async (reason) => {
  const { opened, isEnded } = await listen([[head(1), end(reason)], [head(2)]]);
  expect({ opened, isEnded }).toEqual({ opened: 1, isEnded: true });
});

test('a login that is refused because the vault was erased ends the listening', async () => {
  const refused = async () =>
    err({ refusal: { reason: 'vault-closed' }, failure: { reason: 'sync-refused', code: 'vault-closed' } } as const);
  expect(await listen([], refused)).toMatchObject({ opened: 0, isEnded: true });
});

test('a token that has ended is not used again, and a server on its way down is asked later', async () => {
  const { dropped, isEnded, heads } = await listen([[end('token-expired')], 401, [end('unavailable')], [head(9)]]);
  expect(dropped).toEqual([1, 2]);
  expect(isEnded).toBe(false);
  expect(heads).toEqual([9]);
});

test('what is no event of ours is passed over', async () => {
  const { heads } = await listen([
    [': comment\n\n', 'event: head\ndata: {"head":-1}\n\n', 'event: head\ndata: no\n\n', head(5)],
  ]);
  expect(heads).toEqual([5]);
});
