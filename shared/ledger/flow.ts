/**
 * A cash flow: what came into an account or left it without being traded there.
 *
 * A flow's identity is (exchange, account, kind, id, asset): the same flow twice counts once, and a conversion is two flows with
 * one id. Only a completed one has moved anything; a pending one is replaced by its completion, or by its end as void.
 */
import { type DecimalString, parseDecimal } from '../money/decimal';
import { compareFillIds } from './fill';

/**
 * - `deposit`, `withdrawal`: from and to outside the exchange, or another of its users.
 * - `transfer`: between wallets of the trader's own at the exchange, of which one is not read.
 * - `conversion`: one leg of an exchange of coins outside the markets, such as dust that became the exchange's own coin.
 * - `reward`: an airdrop, interest, a distribution.
 */
export type FlowKind = 'deposit' | 'withdrawal' | 'transfer' | 'conversion' | 'reward';

export type FlowStatus = 'completed' | 'pending' | 'void';

/**
 * - `id`: the exchange's own; where it gives none, made of what tells one row from another.
 * - `occurredAtUs`: microseconds since 1970-01-01T00:00:00Z: of a deposit when it was credited, of a withdrawal when it was asked for.
 * - `amount`: in `asset`, what arrived: positive for what came in, negative for what left, without the fee. `fee`: in `asset` too,
 *   ≥ 0 when charged beside the amount. The balance changes by amount − fee.
 * - `revision`: 0 as first seen; a row that changed has a higher one, and the highest wins.
 */
export interface Flow {
  readonly id: string;
  readonly kind: FlowKind;
  readonly occurredAtUs: number;
  readonly account: string;
  readonly exchange: string;
  readonly asset: string;
  readonly amount: DecimalString;
  readonly fee: DecimalString;
  readonly status: FlowStatus;
  readonly revision: number;
}

/** The key of a flow's identity inside one account (an account belongs to one exchange). */
export const flowIdentity = (flow: Pick<Flow, 'kind' | 'id' | 'asset'>): string =>
  `${flow.kind}\u0000${flow.id}\u0000${flow.asset}`;

const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Time, then id, kind and asset; 0 means one identity inside an account. Negative when `a` comes first. */
export const compareFlows = (a: Flow, b: Flow): number =>
  a.occurredAtUs - b.occurredAtUs ||
  compareFillIds(a.id, b.id) ||
  byCodeUnit(a.kind, b.kind) ||
  byCodeUnit(a.asset, b.asset);

/** "1.50" and "1.5" are one number. */
function normalised(text: DecimalString): string {
  const parsed = parseDecimal(text);
  return parsed.ok ? parsed.value : text;
}

/** Whether two flows of one identity say the same; false means that the row changed: store it with a higher `revision`. */
export const sameFlow = (a: Flow, b: Flow): boolean =>
  a.occurredAtUs === b.occurredAtUs &&
  a.status === b.status &&
  normalised(a.amount) === normalised(b.amount) &&
  normalised(a.fee) === normalised(b.fee);
