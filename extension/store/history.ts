/**
 * One stream's history: appending through the tail, reading it whole, merging small segments into larger ones.
 *
 * Appending only plans: the rows to put and delete, sealed, for the transaction of the batch they belong to. A tail that
 * does not open is left where it is and named at each read; a new one is begun beside it.
 */
import { type UnixMs, unixMs } from '../../shared/result';
import type { OpenVault } from '../../shared/vault/open-vault';
import type { Database, SegmentRow, TailRow } from './database';
import type { RecordFailure } from './failure';
import { noteMerged, noteWritten, outboxTables } from './outbox';
import { streamId } from './sealing';
import { lastTier, mergeWidth, minSegmentRows, openAll, type SealedRows, sealSegments, sealTail } from './segments';
import { distinctRows, type Stream } from './streams';

export interface AppendPlan {
  readonly putSegments: readonly SegmentRow[];
  readonly putTails: readonly TailRow[];
  readonly deleteTails: readonly string[];
}

/** A stream's rows, each identity once, sorted; `failures` names what could not be opened and is therefore missing. */
export interface HistoryRows<Row> {
  readonly rows: readonly Row[];
  readonly failures: readonly RecordFailure[];
}

/** A stream as the writer sees it, whatever its rows are. */
export interface History {
  /** Every `streamId` of an account, for erasing. */
  streamIdOf(accountId: string): Promise<string>;
  /** Merges segments of one account until no tier has eight; each merge is a transaction of its own. */
  compact(accountId: string): Promise<void>;
  /** Makes segments of the account's rows that have waited since `before` or earlier; false where there were none. */
  flush(accountId: string, before: UnixMs): Promise<boolean>;
}

export interface HistoryOf<Row> extends History {
  /** Plans appending rows, grouped by account. `fresh`: accounts whose stored rows the same batch erases. */
  plan(rows: readonly Row[], fresh: ReadonlySet<string>): Promise<AppendPlan[]>;
  read(accountId: string): Promise<HistoryRows<Row>>;
  /** Everything stored of an account as one state of the database. */
  stored(accountId: string): Promise<SealedRows>;
  accountsOf(rows: readonly Row[]): readonly string[];
}

function byAccount<Row>(stream: Stream<Row>, rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const accountId = stream.accountOf(row);
    const group = groups.get(accountId);
    if (group) group.push(row);
    else groups.set(accountId, [row]);
  }
  return groups;
}

export interface HistoryDeps {
  readonly newId: () => string;
  readonly now: () => UnixMs;
}

/** Since when the first of some waiting rows waits. */
const sinceOf = (tails: readonly TailRow[], now: UnixMs): UnixMs =>
  tails.reduce<UnixMs>((first, { since }) => unixMs(Math.min(first, since ?? first)), now);

export function createHistory<Row>(
  database: Database,
  vault: OpenVault,
  { newId, now }: HistoryDeps,
  stream: Stream<Row>,
): HistoryOf<Row> {
  const { segments, tails } = database.tables;
  /** Segments that did not open in a merge: they stay as they are, and are not tried again before a restart. */
  const unreadable = new Set<string>();
  const ownerOf = (accountId: string): Promise<string> => streamId(vault, stream.name, accountId);

  async function planAccount(accountId: string, added: readonly Row[], fresh: boolean): Promise<AppendPlan> {
    const stored = fresh
      ? []
      : await tails
          .where('streamId')
          .equals(await ownerOf(accountId))
          .toArray();
    const opened = await openAll(vault, stream, accountId, { tails: stored });
    const rows = distinctRows(stream, [...opened.rows, ...added]);
    const waits = rows.length > 0 && rows.length < minSegmentRows;
    return {
      putSegments: waits ? [] : await sealSegments(vault, newId, stream, accountId, rows),
      putTails: waits
        ? [{ ...(await sealTail(vault, newId, stream, accountId, rows)), since: sinceOf(stored, now()) }]
        : [],
      deleteTails: opened.openedIds,
    };
  }

  async function stored(accountId: string): Promise<SealedRows> {
    const owner = await ownerOf(accountId);
    return database.transact('r', ['segments', 'tails'], async () => ({
      segments: await segments.where('streamId').equals(owner).toArray(),
      tails: await tails.where('streamId').equals(owner).toArray(),
    }));
  }

  async function mergeOnce(accountId: string, tier: number): Promise<boolean> {
    const owner = await ownerOf(accountId);
    const ids = await segments.where('[streamId+tier]').equals([owner, tier]).primaryKeys();
    const chosen = ids.filter((id) => !unreadable.has(id)).slice(0, mergeWidth);
    if (chosen.length < mergeWidth) return false;
    const stored = (await segments.bulkGet(chosen)).filter((row) => row !== undefined);
    const opened = await openAll(vault, stream, accountId, { segments: stored });
    for (const { id } of opened.failures) unreadable.add(id);
    if (opened.failures.length > 0) return true;
    const merged = await sealSegments(vault, newId, stream, accountId, distinctRows(stream, opened.rows));
    await database.transact('rw', ['segments', ...outboxTables], async () => {
      await segments.bulkDelete(chosen);
      await segments.bulkPut([...(await noteMerged(database.tables, now(), stored, merged))]);
    });
    return true;
  }

  async function flush(accountId: string, before: UnixMs): Promise<boolean> {
    const owner = await ownerOf(accountId);
    const due = (await tails.where('streamId').equals(owner).toArray()).filter(({ since = 0 }) => since <= before);
    const opened = await openAll(vault, stream, accountId, { tails: due });
    if (opened.openedIds.length === 0) return false;
    const made = await sealSegments(vault, newId, stream, accountId, distinctRows(stream, opened.rows));
    await database.transact('rw', ['segments', 'tails', ...outboxTables], async () => {
      await tails.bulkDelete([...opened.openedIds]);
      await segments.bulkPut(made);
      await noteWritten(database.tables, now(), { segments: made.map(({ id }) => id) });
    });
    return true;
  }

  return {
    streamIdOf: ownerOf,
    accountsOf: (rows) => [...new Set(rows.map(stream.accountOf))],
    async plan(rows, fresh) {
      const plans: AppendPlan[] = [];
      for (const [accountId, added] of byAccount(stream, rows))
        plans.push(await planAccount(accountId, added, fresh.has(accountId)));
      return plans;
    },
    stored,
    async read(accountId) {
      const { rows, failures } = await openAll(vault, stream, accountId, await stored(accountId));
      return { rows: distinctRows(stream, rows), failures };
    },
    async compact(accountId) {
      for (let tier = 0; tier < lastTier; tier += 1) while (await mergeOnce(accountId, tier));
    },
    flush,
  };
}
