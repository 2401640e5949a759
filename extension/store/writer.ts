/**
 * The one way in: a batch is stamped, sealed, then written in one transaction, and merges follow behind it.
 */

import type { FeeRate } from '../../shared/exchanges/fee-rate';
import type { Fill } from '../../shared/ledger/fill';
import type { Flow } from '../../shared/ledger/flow';
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';
import { compareHlc, type Hlc, nextHlc } from '../../shared/sync/hlc';
import type { OpenVault, SealContext } from '../../shared/vault/open-vault';
import { isCoverageOf } from './coverage-name';
import { type Database, type DocumentRow, guarded, type LocalRow } from './database';
import { openDocument, sealDocument } from './document-rows';
import type { DocumentKey, DocumentKind } from './documents';
import type { AppendPlan, History, HistoryOf } from './history';
import { noteErased, noteWritten, outboxTables } from './outbox';
import { documentId, kindId, localId, sealJson } from './sealing';
import type { SnapshotRow } from './snapshot-stream';
import type { StoreDeps, WriteBatch } from './store';

export interface WriterParts {
  readonly database: Database;
  readonly vault: OpenVault;
  readonly deps: StoreDeps;
  readonly deviceId: string;
  readonly fills: HistoryOf<Fill>;
  readonly snapshots: HistoryOf<SnapshotRow>;
  readonly flows: HistoryOf<Flow>;
  readonly rates: HistoryOf<FeeRate>;
}

/** Sealed and ready: the transaction only puts and deletes these. */
interface Prepared {
  readonly documents: readonly DocumentRow[];
  readonly stamps: ReadonlyMap<string, Hlc>;
  readonly appends: readonly AppendPlan[];
  readonly eraseStreams: readonly string[];
  readonly putLocal: readonly LocalRow[];
  readonly deleteLocal: readonly string[];
}

export const localContext = (recordId: string): SealContext => ({
  purpose: 'documents',
  recordId,
  kind: 'local',
  schemaVersion: 1,
});

/** Stamps and seals documents; remembers the stamps it has seen, so that each version is read at most once a session. */
function createStamper({ database, vault, deps, deviceId }: WriterParts) {
  const committed = new Map<string, Hlc>();
  let latest: Hlc | null = null;

  async function storedStamp(kind: DocumentKind, recordId: string): Promise<Hlc | null> {
    const known = committed.get(recordId);
    if (known) return known;
    const row = await database.tables.documents.get(recordId);
    const opened = row && (await openDocument(vault, kind, row));
    // A version that does not open is replaced: there is nothing in it to be later than.
    return opened?.ok ? opened.value.stamp : null;
  }

  return {
    async seal(key: DocumentKey, value: unknown): Promise<{ readonly row: DocumentRow; readonly stamp: Hlc }> {
      const before = await storedStamp(key.kind, await documentId(vault, key.kind, key.id));
      const seen = [before, latest].filter((stamp) => stamp !== null);
      const next = nextHlc(seen, deps.now(), deviceId);
      // A version stamped while this computer's clock was wrong is not absorbed; what is changed now comes after it all the same.
      const isLater = before === null || compareHlc(next, before) > 0;
      const stamp = isLater ? next : { at: before.at, counter: before.counter + 1, device: deviceId };
      latest = next;
      return { row: await sealDocument(vault, key, value, stamp), stamp };
    },
    remember(stamps: ReadonlyMap<string, Hlc>): void {
      for (const [recordId, stamp] of stamps) committed.set(recordId, stamp);
    },
    /** Versions of other devices: they are stored, and what is written next comes after them. */
    absorb(stamps: ReadonlyMap<string, Hlc>): void {
      this.remember(stamps);
      for (const stamp of stamps.values()) if (latest === null || compareHlc(stamp, latest) > 0) latest = stamp;
    },
  };
}

async function eachInTurn<T, U>(items: readonly T[] | undefined, step: (item: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (const item of items ?? []) results.push(await step(item));
  return results;
}

function apply({ database: { tables, transact }, deps }: WriterParts, prepared: Prepared): Promise<void> {
  const putSegments = prepared.appends.flatMap((plan) => plan.putSegments);
  const putTails = prepared.appends.flatMap((plan) => plan.putTails);
  const deleteTails = prepared.appends.flatMap((plan) => plan.deleteTails);
  return transact('rw', ['documents', 'segments', 'tails', 'local', ...outboxTables], async () => {
    const at = deps.now();
    if (prepared.eraseStreams.length > 0) {
      await noteErased(tables, at, await tables.segments.where('streamId').anyOf(prepared.eraseStreams).toArray());
      await tables.segments.where('streamId').anyOf(prepared.eraseStreams).delete();
      await tables.tails.where('streamId').anyOf(prepared.eraseStreams).delete();
    }
    await tables.documents.bulkPut(prepared.documents);
    await tables.tails.bulkDelete(deleteTails);
    await tables.tails.bulkPut(putTails);
    await tables.segments.bulkPut(putSegments);
    await tables.local.bulkDelete([...prepared.deleteLocal]);
    await tables.local.bulkPut([...prepared.putLocal]);
    const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map(({ id }) => id);
    await noteWritten(tables, at, { documents: ids(prepared.documents), segments: ids(putSegments) });
  });
}

interface Writer {
  write(batch: WriteBatch): Promise<Result<void, Failure>>;
  /** Stamps of versions that came from other devices and are stored, by record id. */
  absorb(stamps: ReadonlyMap<string, Hlc>): void;
}

export function createWriter(parts: WriterParts): Writer {
  const { database, vault, deps, fills, snapshots, flows, rates } = parts;
  const stamper = createStamper(parts);

  /** Every device's coverage of accounts whose history is erased: none of it is stored any more. */
  async function coverageOf(accountIds: readonly string[]): Promise<readonly DocumentKey[]> {
    if (accountIds.length === 0) return [];
    const rows = await database.tables.documents
      .where('kindId')
      .equals(await kindId(vault, 'coverage'))
      .filter(({ name }) => accountIds.some((accountId) => isCoverageOf(name, accountId)))
      .toArray();
    return rows.map(({ name }) => ({ kind: 'coverage', id: name }));
  }

  async function prepare(batch: WriteBatch): Promise<Prepared> {
    const erased = batch.eraseHistory ?? [];
    const fresh = new Set(erased);
    const puts = await eachInTurn(batch.putDocuments, (put) => stamper.seal(put, put.value));
    const dying = [...(batch.deleteDocuments ?? []), ...(await coverageOf(erased))];
    const deletes = await eachInTurn(dying, (key) => stamper.seal(key, null));
    const sealed = [...puts, ...deletes];
    return {
      documents: sealed.map(({ row }) => row),
      stamps: new Map(sealed.map(({ row, stamp }) => [row.id, stamp])),
      appends: [
        ...(await fills.plan(batch.appendFills ?? [], fresh)),
        ...(await snapshots.plan(batch.appendSnapshots ?? [], fresh)),
        ...(await flows.plan(batch.appendFlows ?? [], fresh)),
        ...(await rates.plan(batch.appendRates ?? [], fresh)),
      ],
      eraseStreams: await eachInTurn(
        erased.flatMap((accountId) =>
          [fills, snapshots, flows, rates].map((history: History) => () => history.streamIdOf(accountId)),
        ),
        (streamIdOf) => streamIdOf(),
      ),
      putLocal: await eachInTurn(batch.putLocal, async ({ key, value }) => {
        const id = await localId(vault, key);
        return { key: id, bytes: await sealJson(vault, localContext(id), value) };
      }),
      deleteLocal: await eachInTurn(batch.deleteLocal, (key) => localId(vault, key)),
    };
  }

  async function compactBehind(batch: WriteBatch): Promise<void> {
    const compacted = await guarded(async () => {
      for (const accountId of fills.accountsOf(batch.appendFills ?? [])) await fills.compact(accountId);
      for (const accountId of snapshots.accountsOf(batch.appendSnapshots ?? [])) await snapshots.compact(accountId);
      for (const accountId of flows.accountsOf(batch.appendFlows ?? [])) await flows.compact(accountId);
      for (const accountId of rates.accountsOf(batch.appendRates ?? [])) await rates.compact(accountId);
    });
    if (!compacted.ok) deps.onMaintenanceFailure(compacted.error);
  }

  return {
    absorb: (stamps) => stamper.absorb(stamps),
    async write(batch) {
      const written = await database.serial.run(() =>
        guarded(async () => {
          const prepared = await prepare(batch);
          await apply(parts, prepared);
          stamper.remember(prepared.stamps);
        }),
      );
      const appended = [batch.appendFills, batch.appendSnapshots, batch.appendFlows, batch.appendRates];
      if (written.ok && appended.some((rows) => rows !== undefined && rows.length > 0))
        void database.serial.run(() => compactBehind(batch));
      return written;
    },
  };
}
