/** What a sync run works on, and how it ends. */
import type { FeeRate } from '../../../shared/exchanges/fee-rate';
import type { Fill } from '../../../shared/ledger/fill';
import type { Flow } from '../../../shared/ledger/flow';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { OpenVault } from '../../../shared/vault/open-vault';
import type { DocumentKind } from '../../store/documents';
import type { Database, SnapshotRow, Store } from '../../store/store';
import type { SyncStateRow } from '../../store/sync-tables';

/** What came in and is stored: for the open books, and for pages. */
export interface SyncNews {
  readonly fills: readonly Fill[];
  readonly snapshots: readonly SnapshotRow[];
  readonly flows: readonly Flow[];
  readonly rates: readonly FeeRate[];
  /** Kinds of which a document changed. */
  readonly kinds: ReadonlySet<DocumentKind>;
  /** Rows were deleted: what rests on them is to be read anew. */
  readonly erased: boolean;
}

export interface SyncContext {
  readonly database: Database;
  readonly vault: OpenVault;
  readonly store: Pick<Store, 'absorb' | 'flushTails' | 'listDocuments' | 'write' | 'deviceId'>;
  readonly now: () => UnixMs;
  readonly newId: () => string;
  /** Awaited before the next page is asked for: what came in is taken up in the order of the log. */
  readonly onNews: (news: SyncNews) => Promise<void>;
}

/** Why sync stands still by itself, before it is known since when and of how much. */
export type AlarmKind = 'head-below' | 'other-history' | 'new-log';

/** What a step found: the log is not the one it was, or an answer that breaks the rules. Nothing of it was applied. */
export type SyncStop =
  | { readonly stop: 'alarm'; readonly kind: AlarmKind }
  | { readonly stop: 'dishonest'; readonly failure: Failure };

export const alarmed = (kind: AlarmKind): SyncStop => ({ stop: 'alarm', kind });

/** An answer that no honest server gives; `code` tells support which rule it broke. */
export const dishonest = (code: string): SyncStop => ({
  stop: 'dishonest',
  failure: { reason: 'unexpected-payload', subject: 'sync', code },
});

/** The state of a connected device. A run without one is a bug: it begins behind `attach`. */
export async function stateOf(database: Database): Promise<SyncStateRow> {
  const state = await database.tables.sync.get('state');
  if (state === undefined) throw new Error('sync without a server');
  return state;
}
