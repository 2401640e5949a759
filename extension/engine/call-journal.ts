/**
 * What was asked of each exchange account last: so that "what did the app do?" is answered after a restart too.
 *
 * The last 50 calls of an account, in memory and, a moment behind, sealed in `local`: never once per call, since an import
 * makes several a second. What an engine that is stopped had not written yet is lost, and nothing rests on it. Paths are
 * kept without query, codes short; headers and bodies never come here.
 */
import { z } from 'zod';
import type { CallRecord, OnCall } from '../../shared/exchanges/call-record';
import { type Reason, reasons } from '../../shared/reasons';
import type { Store } from '../store/store';
import { instantSchema } from './observed';

const longestJournal = 50;
/** How long calls are gathered before they are written; shorter than the engine is held after its work has ended. */
const writeDelayMs = 1_500;
const longestPath = 160;
const longestCode = 40;

const reasonSchema = z.custom<Reason>((value) => typeof value === 'string' && Object.hasOwn(reasons, value));

const recordSchema: z.ZodType<CallRecord, unknown> = z.object({
  at: instantSchema,
  method: z.enum(['GET', 'POST']),
  host: z.string(),
  path: z.string(),
  durationMs: z.number(),
  status: z.number().nullable(),
  bodyBytes: z.number().nullable(),
  reason: reasonSchema.nullable(),
  code: z.string().nullable(),
});

const journalSchema = z.array(recordSchema).max(longestJournal);

export interface CallJournal {
  /** Reads what was stored for these accounts, behind what has come since; a journal that does not open counts as empty. */
  load(accountIds: readonly string[]): Promise<void>;
  /** Hears of the calls of one account. */
  onCallOf(accountId: string): OnCall;
  /** Newest first, at most 50. */
  of(accountId: string): readonly CallRecord[];
  /** Drops an account's calls, those still to come too. */
  forget(accountId: string): Promise<void>;
  /** Writes what is not written yet; for the end of a session. */
  flush(): Promise<void>;
}

const keyOf = (accountId: string): string => `calls:${accountId}`;

/** The adapters give paths without query and codes of a few digits; this holds whatever one of them does. */
const bounded = ({ path, code, ...record }: CallRecord): CallRecord => ({
  ...record,
  path: (path.split(/[?#]/)[0] ?? '').slice(0, longestPath),
  code: code === null ? null : code.slice(0, longestCode),
});

/** Creates the journal of an open vault; nothing is read before `load`. */
export function createCallJournal(store: Store): CallJournal {
  const journals = new Map<string, readonly CallRecord[]>();
  const unwritten = new Set<string>();
  const forgotten = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const of = (accountId: string): readonly CallRecord[] => journals.get(accountId) ?? [];

  /** A journal that cannot be written is still in memory, and the next call writes it again. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const putLocal = [...unwritten].map((accountId) => ({ key: keyOf(accountId), value: of(accountId) }));
    unwritten.clear();
    if (putLocal.length > 0) await store.write({ putLocal });
  }

  return {
    load: async (accountIds) => {
      for (const accountId of accountIds) {
        const stored = await store.readLocal(keyOf(accountId), journalSchema);
        if (stored.ok && stored.value)
          journals.set(accountId, [...of(accountId), ...stored.value].slice(0, longestJournal));
      }
    },
    of,
    flush,
    onCallOf: (accountId) => (record) => {
      if (forgotten.has(accountId)) return;
      journals.set(accountId, [bounded(record), ...of(accountId)].slice(0, longestJournal));
      unwritten.add(accountId);
      timer ??= setTimeout(() => void flush(), writeDelayMs);
    },
    forget: async (accountId) => {
      forgotten.add(accountId);
      journals.delete(accountId);
      unwritten.delete(accountId);
      await store.write({ deleteLocal: [keyOf(accountId)] });
    },
  };
}
