/**
 * Hears from the server that the log has grown, while the engine lives: server-sent events read by `fetch`, since an EventSource
 * cannot send a token. Hints only: what they say is read from the log itself, and missing one costs a later run.
 *
 * A stream that ends is opened again after 1 s, then after twice as long each time up to 5 minutes, with full jitter; one that
 * lived for a minute begins at 1 s again. It ends for good with the signal, and when the server says that access has ended.
 */
import { z } from 'zod';
import type { UnixMs } from '../../../shared/result';
import { type HttpDeps, hostAccess, requestInit } from './http-send';
import type { ServerAccess } from './server-access';

interface HintParts {
  readonly http: HttpDeps;
  readonly access: ServerAccess;
  readonly now: () => UnixMs;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly jitter: () => number;
  /** Where the log ends. */
  readonly onHead: (head: number) => void;
  /** The server ended the stream for a reason of its own, such as that this device was removed: the next run finds out which. */
  readonly onEnd: () => void;
}

const firstWaitMs = 1_000;
const longestWaitMs = 5 * 60_000;
/** The server says where the log ends every 25 s: silence of three times as long is a connection that is gone. */
const silenceMs = 75_000;
/** An event is a few hundred bytes. */
const eventCap = 64 * 1024;

const headSchema = z.object({ head: z.int().min(0) });
const endSchema = z.object({ error: z.object({ reason: z.string() }) });

const field = (event: string, name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(event)?.[1] ?? '';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no schema takes it
  }
}

/** Takes one event; gives the reason for which the stream ended, null while it goes on. */
function take(event: string, { onHead }: HintParts): string | null {
  const data = parsed(field(event, 'data'));
  if (field(event, 'event') === 'end') return endSchema.safeParse(data).data?.error.reason ?? 'unavailable';
  const head = headSchema.safeParse(data);
  if (head.success) onHead(head.data.head);
  return null;
}

/** Reads events until the stream ends; gives the server's reason, null where it was merely cut off. */
async function readEvents(parts: HintParts, response: Response, heard: () => void): Promise<string | null> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    heard();
    const events = `${rest}${part.value}`.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const end = take(event, parts);
      if (end !== null) return end;
    }
    if (rest.length > eventCap) return null;
  }
  return null;
}

/** One stream, from its opening to its end. */
async function listen(parts: HintParts, signal: AbortSignal): Promise<string | null> {
  const { http, access } = parts;
  const silent = new AbortController();
  const both = AbortSignal.any([signal, silent.signal]);
  let timer = setTimeout(() => silent.abort(), silenceMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(), silenceMs);
  };
  try {
    const token = await access.token(both);
    if (!token.ok) return token.error.refusal?.reason ?? null;
    if (!(await hostAccess(http, access.origin)).ok) return null;
    const request = { method: 'GET', path: '/v1/events', token: token.value } as const;
    const response = await http.fetch(`${access.origin}/v1/events`, requestInit(request, both));
    if (response.status === 401) access.dropToken();
    if (response.status !== 200) {
      silent.abort(); // nobody reads this answer: the next request tells why
      return null;
    }
    return await readEvents(parts, response, heard);
  } catch {
    return null; // cut off: opened again
  } finally {
    clearTimeout(timer);
    silent.abort();
  }
}

const final: ReadonlySet<string> = new Set(['device-removed', 'vault-retired', 'vault-closed', 'vault-unknown']);

/** Listens until the signal aborts or access has ended. */
export async function hearHints(parts: HintParts, signal: AbortSignal): Promise<void> {
  let waitMs = firstWaitMs;
  while (!signal.aborted) {
    const openedAt = parts.now();
    const end = await listen(parts, signal);
    if (signal.aborted) return;
    if (end !== null && final.has(end)) return parts.onEnd();
    if (end === 'token-expired') parts.access.dropToken();
    if (parts.now() - openedAt > 60_000) waitMs = firstWaitMs;
    await parts.sleep(parts.jitter() * waitMs, signal);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}
