/** A vault's log in memory, as an honest server keeps it (sync-server/db/push.ts says the same in SQL); tests bend what it answers. */
import { createHash } from 'node:crypto';
import type { LogServer, Pushed, SyncRefusal } from '../../../../../extension/engine/sync/log-server';
import { err, ok, type Result } from '../../../../../shared/result';
import { maxPullBytes, maxPullRows } from '../../../../../shared/sync/limits';
import { decodePage, encodePage, type LogPage, type LogRow } from '../../../../../shared/sync/pull-frame';
import { decodePush, encodePush, type Push } from '../../../../../shared/sync/push-frame';
import type { Hex } from '../../../../../shared/vault/bytes';

const hashOf = (body: Uint8Array): Hex => createHash('sha256').update(body).digest('hex') as Hex; // hex by its encoding
export const deviceIdOf = (n: number): Hex => n.toString(16).padStart(32, '0') as Hex; // digits of a number in base 16
export const hexId = (n: number, bytes = 16): Hex => n.toString(16).padStart(bytes * 2, '0') as Hex; // as above

export class MemoryLog {
  logId = hexId(0x1061d);
  rows: LogRow[] = [];
  pageRows = maxPullRows;

  current(rid: string): LogRow | undefined {
    return this.rows.find((row) => row.rid === rid && row.body !== null);
  }

  gone(seqs: ReadonlySet<number>): void {
    this.rows = this.rows.map((row) => (seqs.has(row.seq) ? { ...row, body: null } : row));
  }

  push(deviceId: Hex, push: Push): Result<Pushed, SyncRefusal> {
    const records = push.records.map((record) => ({ ...record, hash: hashOf(record.body) }));
    const stored = records.map(({ rid, hash }) => this.rows.find((row) => row.rid === rid && row.hash === hash)?.seq);
    const behind = records.flatMap(({ rid, supersedes }, index) =>
      stored[index] === undefined && (this.current(rid)?.seq ?? 0) !== supersedes ? [rid] : [],
    );
    if (behind.length > 0) return err({ kind: 'superseded', rids: behind });
    const foreign = push.drops.filter(
      ({ rid, seq }) => !this.rows.some((row) => row.seq === seq && row.rid === rid && row.deviceId === deviceId),
    );
    if (foreign.length > 0) return err({ kind: 'not-own', rids: foreign.map(({ rid }) => rid) });
    const gone = new Set(push.drops.map(({ seq }) => seq));
    for (const [index, { rid }] of records.entries()) {
      const current = this.current(rid);
      if (stored[index] === undefined && current) gone.add(current.seq);
    }
    this.gone(gone);
    const seqs = records.map(({ rid, hash, body }, index) => {
      const before = stored[index];
      if (before !== undefined) return before;
      const seq = this.rows.length + 1;
      this.rows.push({ seq, rid, deviceId, hash, body: new Uint8Array(body) });
      return seq;
    });
    return ok({ logId: this.logId, head: this.rows.length, seqs });
  }

  pull(after: number): LogPage {
    const rows: LogRow[] = [];
    let bytes = 0;
    for (const row of this.rows.slice(after, after + this.pageRows)) {
      bytes += 92 + (row.body?.length ?? 0);
      if (bytes > maxPullBytes) break;
      rows.push(row);
    }
    return { logId: this.logId, head: this.rows.length, rows };
  }
}

/** What a device sees of a log, through the wire's own frames. */
export function serverOf(log: MemoryLog, deviceId: Hex): LogServer {
  return {
    async pull(after) {
      const page = decodePage(encodePage(log.pull(after)), after);
      if (page.ok) return page;
      return err({ kind: 'dishonest', failure: { reason: 'unexpected-payload', subject: 'sync' } });
    },
    async push(push) {
      const decoded = decodePush(encodePush(push));
      if (!decoded.ok) throw new Error(decoded.error.field);
      return log.push(deviceId, decoded.value);
    },
  };
}
