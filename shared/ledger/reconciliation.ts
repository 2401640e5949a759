/**
 * Reconciliation: whether what was read of an account explains what the exchange says it holds, asset by asset.
 *
 *     expected = opening balance + bought − sold − paid + received − fees + deposits − withdrawals ± transfers ± conversions + rewards
 *     unexplained = expected − the balance that the exchange reports
 *
 * The opening balance is 0 only where the history is known to begin with nothing; else it is not known, nothing is expected, and
 * what is told is the balance that must have been there before, were nothing else missing.
 *
 * Deposits of 1,000 USDT, 200 paid, 1 of fees, 100 withdrawn with a fee of 1: 698 expected. The exchange reports 700: −2 unexplained.
 */
import { type E36, sub36, zero36 } from '../money/decimal';
import { type AssetMovements, movedOf } from './movements';

/**
 * What may be behind a difference, the likeliest first.
 *
 * - `under-way`: the asset has flows that are pending; a withdrawal is taken from the balance before it is completed.
 * - `import-incomplete`: fills or flows are still being read, or could not be.
 * - `before-look-back`: the exchange no longer serves what happened before.
 * - `symbol-not-read`: the exchange lists fills symbol by symbol, and one that was sold out may never have been asked for.
 * - `flow-not-read`: a kind of flow that is not read at this exchange, such as a transfer between its wallets.
 */
export type DifferenceCause =
  | 'under-way'
  | 'import-incomplete'
  | 'before-look-back'
  | 'symbol-not-read'
  | 'flow-not-read';

/**
 * What is known of an account's history.
 *
 * - `beginsWithNothing`: every fill and every flow since the account's first day was read.
 * - `incomplete`: an import is going on, or a part of it failed. `lookBack`: the exchange keeps a part of it for a while only.
 * - `bySymbol`: fills are listed symbol by symbol. `kindsUnread`: some kind of flow is not read there.
 */
export interface HistoryFacts {
  readonly beginsWithNothing: boolean;
  readonly incomplete: boolean;
  readonly lookBack: boolean;
  readonly bySymbol: boolean;
  readonly kindsUnread: boolean;
}

/**
 * - `explained`: the history makes up the balance to the last digit, from nothing.
 * - `unexplained`: it begins with nothing and makes up another balance.
 * - `opening-unknown`: it does not reach back to the beginning, and something must have been there before.
 * - `not-reported`: what the exchange holds now is not known.
 */
export type Verdict = 'explained' | 'unexplained' | 'opening-unknown' | 'not-reported';

/**
 * One asset of an account, in its own units.
 *
 * - `opening`: 0, or null where it is not known. `moved`: the sum of all parts. `expected`: opening + moved, null with the opening.
 * - `reported`: what the exchange says; null where that is not known.
 * - `unexplained`: expected − reported; null where either is. Positive: the history tells of more than is there.
 * - `impliedOpening`: where the opening is not known, reported − moved: what must have been there before, were nothing else
 *   missing. A negative one cannot have been: then something that left is missing.
 * - `causes`: empty where the balance is explained or not reported.
 */
export interface AssetReconciliation {
  readonly asset: string;
  readonly verdict: Verdict;
  readonly opening: E36 | null;
  readonly movements: AssetMovements | null;
  readonly moved: E36;
  readonly expected: E36 | null;
  readonly reported: E36 | null;
  readonly unexplained: E36 | null;
  readonly impliedOpening: E36 | null;
  readonly causes: readonly DifferenceCause[];
}

function causesOf(facts: HistoryFacts, movements: AssetMovements | null): readonly DifferenceCause[] {
  const causes: DifferenceCause[] = [];
  if (movements !== null && movements.pending !== 0n) causes.push('under-way');
  if (facts.incomplete) causes.push('import-incomplete');
  if (facts.lookBack) causes.push('before-look-back');
  if (facts.bySymbol) causes.push('symbol-not-read');
  if (facts.kindsUnread) causes.push('flow-not-read');
  return causes;
}

function verdictOf(reported: E36 | null, moved: E36, opening: E36 | null): Verdict {
  if (reported === null) return 'not-reported';
  if (reported === moved) return 'explained';
  return opening === null ? 'opening-unknown' : 'unexplained';
}

function reconcileAsset(
  asset: string,
  movements: AssetMovements | null,
  reported: E36 | null,
  facts: HistoryFacts,
): AssetReconciliation {
  const moved = movements === null ? zero36 : movedOf(movements);
  const opening = facts.beginsWithNothing ? zero36 : null;
  const verdict = verdictOf(reported, moved, opening);
  const differs = verdict === 'unexplained' || verdict === 'opening-unknown';
  const expected = opening === null ? null : moved;
  return {
    asset,
    verdict,
    opening,
    movements,
    moved,
    expected,
    reported,
    unexplained: expected === null || reported === null ? null : sub36(expected, reported),
    impliedOpening: opening !== null || reported === null ? null : sub36(reported, moved),
    causes: differs ? causesOf(facts, movements) : [],
  };
}

/**
 * Every asset that moved or is held, in order of code units.
 *
 * `reported`: the balances by asset, 0 for an asset that is not in it; null where they are not known. `movements`: those until the
 * instant of the balances. An asset in `outside` lies in none of the account's wallets, as points that fees are paid with: it is
 * left out.
 */
export function reconcile(
  movements: ReadonlyMap<string, AssetMovements>,
  reported: ReadonlyMap<string, E36> | null,
  facts: HistoryFacts,
  outside: ReadonlySet<string> = new Set(),
): readonly AssetReconciliation[] {
  const assets = [...new Set([...movements.keys(), ...(reported?.keys() ?? [])])].filter(
    (asset) => !outside.has(asset),
  );
  return assets.sort().map((asset) => {
    const held = reported === null ? null : (reported.get(asset) ?? zero36);
    return reconcileAsset(asset, movements.get(asset) ?? null, held, facts);
  });
}
