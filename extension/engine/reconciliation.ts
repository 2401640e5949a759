/**
 * Holds an account's fills and cash flows against what its exchange reports, asset by asset.
 *
 * Balances and history are of one instant: what happened after the balances were read is left out. It is of the spot wallet, the
 * one that fills are read of. Summing is done in steps, and an answer is kept until a fill, a flow or a balance changes.
 */

import { gatePoints } from '../../shared/exchanges/gate/coins';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Flow } from '../../shared/ledger/flow';
import { type AssetMovements, createMovements, type Movements, movementParts } from '../../shared/ledger/movements';
import { type AssetReconciliation, type HistoryFacts, reconcile } from '../../shared/ledger/reconciliation';
import { type E36, e18, formatE36, sub36, toE36, zero36 } from '../../shared/money/decimal';
import { msOfUs } from '../../shared/result';
import type { FlowSource } from '../exchanges/client';
import type { AccountReconciliation, FlowSourceView, ReconciledAsset, ReconciliationApi } from './api/reconciliation';
import { createBreath } from './breath';
import { symbolsToScan } from './discovery';
import { isWhole } from './flow-coverage';
import type { Session } from './session';
import type { WalletBalances } from './wallets';

/** Fills that are taken between two looks at the clock. */
const fillsAtOnce = 500;
/** Prepaid points lie in no wallet that is read. */
const outside: ReadonlySet<string> = new Set([gatePoints]);

type ByAsset = ReadonlyMap<string, AssetMovements>;

/** What of a session an account is reconciled with. */
export type Reconciled = Pick<Session, 'accounts' | 'books' | 'imports' | 'cashFlows' | 'markets' | 'observations'>;

/** What keeps the history from being whole, as far as it is known without asking anyone. */
async function factsOf(session: Reconciled, accountId: string): Promise<HistoryFacts> {
  const { accounts, books, imports, cashFlows, markets } = session;
  const account = accounts.get(accountId);
  const progress = imports.progress(accountId);
  const isRead = progress.state === 'complete' || (progress.state === 'running' && progress.finishedAt !== null);
  const failures = [...books.failures(accountId), ...cashFlows.failures(accountId), ...progress.warnings];
  const incomplete = !isRead || failures.length > 0 || !isWhole(cashFlows.coverage(accountId));
  if (!account) return { beginsWithNothing: false, incomplete, lookBack: false, bySymbol: false, kindsUnread: false };
  const { lookBackMs, deepScan, flows } = exchangeInfos[account.exchange];
  const listed = deepScan === null ? null : await markets.kept(account.exchange);
  const scanned = listed !== null && symbolsToScan(listed.values(), imports.coverage(accountId)).length === 0;
  const facts = {
    incomplete,
    lookBack: lookBackMs !== null || flows.lookBackMs !== null,
    bySymbol: deepScan !== null && !scanned,
    kindsUnread: flows.unread.length > 0,
  };
  return { ...facts, beginsWithNothing: !Object.values(facts).includes(true) };
}

async function addFills(
  movements: Movements,
  session: Reconciled,
  accountId: string,
  now: () => number,
): Promise<void> {
  const breath = createBreath(now);
  for (const { book } of session.books.of(accountId)) {
    for (let from = 0; from < book.fillCount(); from += fillsAtOnce) {
      for (const fill of book.fills(from, fillsAtOnce)) movements.addFill(fill);
      if (breath.isDue()) await breath.take();
    }
  }
}

const viewOf = ({ asset, verdict, opening, movements, moved, ...row }: AssetReconciliation): ReconciledAsset => {
  const text = (value: E36 | null) => (value === null ? null : formatE36(value));
  return {
    asset,
    verdict,
    opening: text(opening),
    moved: formatE36(moved),
    expected: text(row.expected),
    reported: text(row.reported),
    difference: row.reported === null ? null : formatE36(sub36(moved, row.reported)),
    parts: movementParts.flatMap((part) => {
      const amount = movements?.parts[part] ?? zero36;
      return amount === 0n ? [] : [{ part, amount: formatE36(amount) }];
    }),
    pending: formatE36(movements?.pending ?? zero36),
    causes: row.causes,
    count: movements?.count ?? 0,
    from: movements && movements.count > 0 ? msOfUs(movements.fromUs) : null,
  };
};

const agrees = ({ verdict }: ReconciledAsset): boolean => verdict === 'explained';

const sourcesOf = ({ cashFlows }: Reconciled, accountId: string): readonly FlowSourceView[] =>
  Object.entries(cashFlows.coverage(accountId)).map(([source, { state, readToMs, failure }]) => ({
    source: source as FlowSource, // the coverage was written by source
    state,
    readTo: readToMs,
    failure,
  }));

/** The balances that were read last, however long ago; null where they never were. */
function reportedOf({ last }: WalletBalances): ReadonlyMap<string, E36> | null {
  return last && new Map(last.value.map(({ asset, total }) => [asset, toE36(e18(total))]));
}

/** Sums by account, of each open session. */
const kept = new WeakMap<
  Reconciled['books'],
  Map<string, { readonly key: string; readonly byAsset: Promise<ByAsset> }>
>();

/** Up to when sums are to be: that of all there is where nothing came later, so that a newer balance alone sums nothing anew. */
function endOf({ books }: Reconciled, accountId: string, flows: readonly Flow[], untilUs: number): number {
  const newest = books.span(accountId).newest;
  const isAll =
    (newest === null || (newest + 1) * 1000 <= untilUs) && flows.every(({ occurredAtUs }) => occurredAtUs <= untilUs);
  return isAll ? Number.MAX_SAFE_INTEGER : untilUs;
}

/** The sums of everything until the balances, made anew where anything of it has changed. */
function movementsOf(session: Reconciled, accountId: string, balancesUs: number, now: () => number): Promise<ByAsset> {
  const versions = session.books.of(accountId).map(({ id, version }) => `${id} ${version}`);
  const flows = session.cashFlows.of(accountId);
  const revisions = flows.reduce((sum, { revision }) => sum + revision + 1, 0);
  const untilUs = endOf(session, accountId, flows, balancesUs);
  const key = [untilUs, revisions, ...versions].join();
  const all =
    kept.get(session.books) ?? new Map<string, { readonly key: string; readonly byAsset: Promise<ByAsset> }>();
  kept.set(session.books, all);
  const known = all.get(accountId);
  if (known?.key === key) return known.byAsset;
  const byAsset = (async () => {
    const movements = createMovements(untilUs);
    for (const flow of flows) movements.addFlow(flow);
    await addFills(movements, session, accountId, now);
    return movements.byAsset();
  })();
  all.set(accountId, { key, byAsset });
  return byAsset;
}

/** The account held against what its exchange reported last, once fills and flows are loaded. */
export async function reconciled(
  session: Reconciled,
  accountId: string,
  now: () => number,
): Promise<AccountReconciliation> {
  await Promise.all([session.books.loaded, session.cashFlows.loaded]);
  const account = session.accounts.get(accountId);
  const { wallets } = session.observations.of(accountId);
  const spot = wallets.find(({ wallet }) => wallet === 'spot')?.balances ?? { last: null, failure: null };
  const untilUs = spot.last === null ? Number.MAX_SAFE_INTEGER : spot.last.at * 1000;
  const byAsset = await movementsOf(session, accountId, untilUs, now);
  const facts = await factsOf(session, accountId);
  const assets = reconcile(byAsset, reportedOf(spot), facts, outside).map(viewOf);
  return {
    assets: [...assets.filter((row) => !agrees(row)), ...assets.filter(agrees)],
    balancesAt: spot.last?.at ?? null,
    balancesFailure: spot.failure?.failure ?? null,
    sources: sourcesOf(session, accountId),
    reading: session.cashFlows.isReading(accountId),
    unreadKinds: account ? exchangeInfos[account.exchange].flows.unread : [],
    flows: session.cashFlows.of(accountId).length,
  };
}

/** Creates the calls. `open` throws `vault-locked`. */
export function reconciliationCalls(open: () => Session, now: () => number): ReconciliationApi {
  return {
    reconciliation: async (accountId) => reconciled(open(), accountId, now),
    readFlows: (accountId) => open().cashFlows.read(accountId),
  };
}
