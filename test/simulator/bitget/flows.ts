/**
 * Deposits and withdrawals of both kinds of accounts: of the last 90 days, newest first, 100 rows a page.
 *
 * Orders' ids have 19 digits and grow with time. Pages go on by `idLessThan` (classic) or by the `cursor` of the last order
 * (unified). A classic range spans 90 days at most, a unified one 30. A withdrawal's size has its fee inside, which is negative.
 */
import type { WireReply, WireRequest } from '../exchange';
import type { Withdrawal } from '../history';
import type { Signer } from '../signer';
import { amountText } from '../units';
import { digits, rangeOf } from './fills';
import { success } from './replies';

const lookBackMs = 90 * 86_400_000;

type Moved = Omit<Withdrawal, 'fee'> & { readonly fee: bigint | null };

interface Listing {
  readonly widestDays: number;
  readonly cursor: 'idLessThan' | 'cursor';
  readonly times: readonly [created: string, updated: string];
}
const classic: Listing = { widestDays: 90, cursor: 'idLessThan', times: ['cTime', 'uTime'] };
const unified: Listing = { widestDays: 30, cursor: 'cursor', times: ['createdTime', 'updatedTime'] };

function list({ widestDays, cursor, times }: Listing, rows: readonly Moved[], request: WireRequest): WireReply {
  const { nowMs } = request;
  const range = rangeOf(request, widestDays);
  if (typeof range === 'function') return range(nowMs);
  const before = digits(request, cursor, 19);
  if (typeof before === 'function') return before(nowMs);
  const [created, updated] = times;
  const page = rows
    .toSorted((a, b) => a.at - b.at)
    .map((row, index) => ({ ...row, orderId: 1_400_000_000_000_000_000n + BigInt(index) * 1_000_003n }))
    .filter(({ at, orderId }) => {
      const inRange = at >= Math.max(range.startAt, nowMs - lookBackMs) && at <= range.endAt;
      return inRange && (before === null || orderId < BigInt(before));
    })
    .toReversed()
    .slice(0, range.limit)
    .map(({ asset, amount, fee, at, txId, orderId }) => ({
      ...{ orderId: String(orderId), tradeId: txId, coin: asset, type: fee === null ? 'deposit' : 'withdraw' },
      size: amountText(amount + (fee ?? 0n)),
      ...(fee === null ? {} : { fee: amountText(-fee) }),
      ...{ status: 'success', toAddress: 'address', dest: 'on_chain', chain: asset, fromAddress: null },
      ...{ [created]: String(at), [updated]: String(at + 30_000) },
    }));
  return success(nowMs, page);
}

const deposits = ({ account: { book } }: Signer): readonly Moved[] =>
  book.deposits.map((each) => ({ ...each, fee: null }));
const withdrawals = ({ account: { book } }: Signer): readonly Moved[] => book.withdrawals;

export const classicDeposits = (signer: Signer, request: WireRequest) => list(classic, deposits(signer), request);
export const classicWithdrawals = (signer: Signer, request: WireRequest) => list(classic, withdrawals(signer), request);
export const unifiedDeposits = (signer: Signer, request: WireRequest) => list(unified, deposits(signer), request);
export const unifiedWithdrawals = (signer: Signer, request: WireRequest) => list(unified, withdrawals(signer), request);
