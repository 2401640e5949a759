/**
 * Judges a page of the log before anything of it is opened: it is of the log that was read so far, follows what was read, each body
 * is the one of its hash, and what this device was told to be stored is where it was said to be.
 */
import { err, ok, type Result } from '../../../shared/result';
import { type ChainPoint, extendChain } from '../../../shared/sync/chain';
import type { LogPage, LogRow } from '../../../shared/sync/pull-frame';
import { concatBytes, fromHex, type Hex, toHex } from '../../../shared/vault/bytes';
import type { OutboxRow, SyncStateRow } from '../../store/sync-tables';
import { alarmed, dishonest, type SyncStop } from './sync-context';

/** A page that follows, with h behind each of its rows. */
export interface JudgedPage {
  readonly logId: Hex;
  readonly head: number;
  readonly rows: readonly LogRow[];
  readonly points: readonly ChainPoint[];
}

/** SHA-256 by the browser: a page may have 4 MiB of bodies. */
export const hashOf = async (body: Uint8Array): Promise<Hex> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(body))));

/** h of the rows, 32 bytes each, as the database keeps them. */
export const packedPoints = (points: readonly ChainPoint[]): Uint8Array<ArrayBuffer> =>
  concatBytes(...points.map(({ h }) => fromHex(h)));

function judgeForm(state: SyncStateRow, page: LogPage): SyncStop | null {
  if (state.logId !== null && page.logId !== state.logId) return alarmed('new-log');
  if (page.head < state.seq) return alarmed('head-below');
  if (page.rows.some(({ seq }, index) => seq !== state.seq + 1 + index)) return dishonest('rows-do-not-follow');
  const last = page.rows.at(-1)?.seq ?? state.seq;
  if (last > page.head) return dishonest('rows-above-the-head');
  if (page.rows.length === 0 && page.head > state.seq) return dishonest('rows-missing');
  return null;
}

/** Where another device vouched for a point: the page must lead there. */
function judgeVouched({ vouched }: SyncStateRow, page: LogPage, points: readonly ChainPoint[]): SyncStop | null {
  if (vouched === null) return null;
  if (page.logId !== vouched.logId) return alarmed('new-log');
  if (page.head < vouched.seq) return alarmed('head-below');
  const point = points.find(({ seq }) => seq === vouched.seq);
  return point !== undefined && point.h !== vouched.h ? alarmed('other-history') : null;
}

/** Judges a page against what was read, and what was said to be stored but was not read yet. */
export async function judgePage(
  state: SyncStateRow,
  page: LogPage,
  awaited: readonly OutboxRow[],
): Promise<Result<JudgedPage, SyncStop>> {
  const malformed = judgeForm(state, page);
  if (malformed) return err(malformed);
  const points: ChainPoint[] = [];
  let point: ChainPoint = { seq: state.seq, h: state.h };
  for (const row of page.rows) {
    if (row.body !== null && (await hashOf(row.body)) !== row.hash) return err(dishonest('body-of-another-hash'));
    point = extendChain(point, row);
    points.push(point);
  }
  const unvouched = judgeVouched(state, page, points);
  if (unvouched) return err(unvouched);
  for (const { rid, seq, body } of awaited) {
    const row = page.rows.find((each) => each.seq === seq);
    if (row === undefined) continue;
    if (row.rid !== rid || body === null || row.hash !== (await hashOf(body))) return err(alarmed('other-history'));
  }
  return ok({ ...page, points });
}
