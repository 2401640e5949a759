/** What the opaque ids beside a sealed record stand for: kinds of documents, and the streams of the accounts that are known. */
import type { OpenVault } from '../../shared/vault/open-vault';
import type { Database, DocumentRow } from './database';
import { type DocumentKind, schemaVersions } from './documents';
import { fillStream } from './fill-stream';
import { flowStream } from './flow-stream';
import { rateStream } from './rate-stream';
import { kindId, streamId } from './sealing';
import { snapshotStream } from './snapshot-stream';

const streamNames = [fillStream.name, snapshotStream.name, flowStream.name, rateStream.name] as const;

export interface StreamOf {
  readonly stream: (typeof streamNames)[number];
  readonly accountId: string;
}

export interface RecordNames {
  kindOf(kindId: string): DocumentKind | undefined;
  /** Undefined where no document of an account, deleted ones included, names the account. */
  streamOf(streamId: string): StreamOf | undefined;
  streamIdOf(stream: StreamOf['stream'], accountId: string): string | undefined;
}

/** The names behind `rows`, which are all documents of a vault. A document that does not open still names its account. */
export async function recordNames(
  vault: OpenVault,
  rows: readonly Pick<DocumentRow, 'kindId' | 'name'>[],
): Promise<RecordNames> {
  const kinds = new Map<string, DocumentKind>();
  // the table's keys are the kinds: Object.keys only forgets their type
  for (const kind of Object.keys(schemaVersions) as DocumentKind[]) kinds.set(await kindId(vault, kind), kind);
  const streams = new Map<string, StreamOf>();
  const ids = new Map<string, string>();
  for (const row of rows) {
    if (kinds.get(row.kindId) !== 'account') continue;
    for (const stream of streamNames) {
      const id = await streamId(vault, stream, row.name);
      streams.set(id, { stream, accountId: row.name });
      ids.set(`${stream} ${row.name}`, id);
    }
  }
  return {
    kindOf: (id) => kinds.get(id),
    streamOf: (id) => streams.get(id),
    streamIdOf: (stream, accountId) => ids.get(`${stream} ${accountId}`),
  };
}

/** Versions from the future: they name an account's rows too, which may be here before any document of it counts. */
export const waitingVersions = async ({ tables }: Database): Promise<readonly DocumentRow[]> =>
  (await tables.waiting.toArray()).map(({ row }) => row);
