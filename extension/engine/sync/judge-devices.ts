/** What devices say of themselves and of the log in their records, held against what this device has seen. */
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import { judgeCheckpoint } from '../../../shared/sync/checkpoint';
import { toHex } from '../../../shared/vault/bytes';
import type { Database } from '../../store/store';
import type { PeerState, SyncStateRow } from '../../store/sync-tables';
import type { Incoming } from './incoming';
import type { JudgedPage } from './page';
import { alarmed, type SyncStop } from './sync-context';

type Tables = Database['tables'];

/** Reads h at a sequence number: of the page, or of what is kept. Null where it is not known any more. */
async function readChain(tables: Tables, page: JudgedPage, seq: number): Promise<string | null> {
  const here = page.points.find((point) => point.seq === seq);
  if (here !== undefined) return here.h;
  const kept = await tables.chain.where('from').belowOrEqual(seq).last();
  const at = kept === undefined ? -1 : (seq - kept.from) * 32;
  return kept !== undefined && at + 32 <= kept.hs.length ? toHex(kept.hs.subarray(at, at + 32)) : null;
}

/** Orders and checkpoints of the page; what every device says of itself goes on from what it said before. */
export async function judgeDevices(
  tables: Tables,
  state: SyncStateRow,
  page: JudgedPage,
  incoming: readonly Incoming[],
  now: UnixMs,
): Promise<Result<Readonly<Record<string, PeerState>>, SyncStop>> {
  const peers: Record<string, PeerState> = { ...state.peers };
  for (const each of incoming) {
    if (each.what === 'gone' || each.what === 'unopened') continue;
    const { device, order, at } = each.header;
    const known = peers[device];
    if (!state.isHealing && known !== undefined && order <= known.order) return err(alarmed('other-history'));
    if (known === undefined || order > known.order) peers[device] = { ...known, order, at };
    if (known === undefined && state.lastSyncAt !== null && device !== state.deviceId)
      peers[device] = { order, at, addedAt: now };
    if (each.what !== 'checkpoint') continue;
    const { checkpoint, row } = each;
    // Behind a restored server every device goes on in the new log; one that names another one again was shown a fork.
    const isOfThis = checkpoint.logId === page.logId;
    if (!state.isHealing && !isOfThis && known?.knowsLog) return err(alarmed('other-history'));
    if (isOfThis) peers[device] = { ...(peers[device] ?? { order, at }), knowsLog: true };
    if (state.isHealing) continue;
    if (isOfThis && checkpoint.seq >= row.seq) return err(alarmed('other-history'));
    const own = await readChain(tables, page, checkpoint.seq);
    if (judgeCheckpoint(checkpoint, page.logId, () => own) === 'fork') return err(alarmed('other-history'));
  }
  return ok(peers);
}

/** The state behind a page: its cursor and chain, and what devices have said of themselves. */
export function advanced(
  state: SyncStateRow,
  page: JudgedPage,
  peers: SyncStateRow['peers'],
  incoming: readonly Incoming[],
): SyncStateRow {
  const last = page.points.at(-1);
  const own = incoming.reduce(
    (highest, each) =>
      each.what === 'checkpoint' && each.header.device === state.deviceId
        ? Math.max(highest, each.checkpoint.counter)
        : highest,
    state.counter,
  );
  const content = incoming.filter(({ what }) => what !== 'checkpoint' && what !== 'gone').length;
  const { vouched } = state;
  return {
    ...state,
    logId: page.logId,
    seq: last?.seq ?? state.seq,
    h: last?.h ?? state.h,
    peers,
    order: Math.max(state.order, peers[state.deviceId]?.order ?? 0),
    counter: own,
    rowsSince: state.rowsSince + content,
    vouched: vouched !== null && (last?.seq ?? state.seq) >= vouched.seq ? null : vouched,
  };
}
