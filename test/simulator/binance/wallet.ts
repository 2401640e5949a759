/** Binance's wallet endpoints (/sapi): rights of the key, deposits, withdrawals, system status. */
import type { WireReply, WireRequest } from '../exchange';
import { hash32 } from '../random';
import type { Signer } from '../signer';
import { amountText } from '../units';
import { integer, type Parsed, windowParameters } from './parameters';
import { json } from './replies';

const dayMs = 86_400_000;
const widestHours = 90 * 24;

/** Answered to a key without the right to read too: it is how one learns of that. */
export function apiRestrictions({ key }: Signer, reading: boolean): WireReply {
  return json({
    ipRestrict: key.ipWhitelist !== null,
    createTime: key.createdAt,
    enableReading: reading,
    enableSpotAndMarginTrading: key.trading,
    enableWithdrawals: false,
    enableInternalTransfer: false,
    permitsUniversalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    enableVanillaOptions: false,
    enablePortfolioMarginTrading: false,
  });
}

export const systemStatus = (): WireReply => json({ status: 0, msg: 'normal' });

/** The rows of a window, newest first: 90 days at most, the latest 90 where no time is given. */
function select<T extends { readonly at: number; readonly asset: string }>(
  rows: readonly T[],
  request: WireRequest,
): Parsed<readonly T[]> {
  const window = windowParameters(request, widestHours, 1000, 1000);
  if ('refused' in window) return window;
  const offset = integer(request, 'offset');
  if ('refused' in offset) return offset;
  const { startTime, limit } = window.value;
  const end = window.value.endTime ?? (startTime === null ? request.nowMs : startTime + 90 * dayMs);
  const start = startTime ?? end - 90 * dayMs;
  const coin = request.query.get('coin');
  const matching = rows.filter(({ at, asset }) => at >= start && at <= end && (coin === null || asset === coin));
  const first = offset.value ?? 0;
  return { value: matching.toSorted((a, b) => b.at - a.at).slice(first, first + limit) };
}

const networkOf = (asset: string): string => (asset === 'USDT' || asset === 'USDC' ? 'ETH' : asset);

export function deposits({ account }: Signer, request: WireRequest): WireReply {
  const selected = select(account.book.deposits, request);
  if ('refused' in selected) return selected.refused;
  return json(
    selected.value.map(({ asset, amount, at, txId }) => ({
      id: `${hash32(txId)}`,
      amount: amountText(amount),
      coin: asset,
      network: networkOf(asset),
      status: 1,
      address: `addr${hash32(asset).toString(16)}`,
      addressTag: '',
      txId,
      insertTime: at,
      transferType: 0,
      confirmTimes: '12/12',
      unlockConfirm: 12,
      walletType: 0,
    })),
  );
}

export function withdrawals({ account }: Signer, request: WireRequest): WireReply {
  const selected = select(account.book.withdrawals, request);
  if ('refused' in selected) return selected.refused;
  return json(
    selected.value.map(({ asset, amount, fee, at, txId }) => ({
      id: hash32(txId).toString(16).padStart(32, '0'),
      amount: amountText(amount),
      transactionFee: amountText(fee),
      coin: asset,
      status: 6,
      address: `addr${hash32(`out/${asset}`).toString(16)}`,
      txId,
      applyTime: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
      network: networkOf(asset),
      transferType: 0,
    })),
  );
}

/** Nothing was ever exchanged outside the markets. */
export function dribblet(_: Signer, request: WireRequest): WireReply {
  const window = windowParameters(request, widestHours, 100, 100);
  return 'refused' in window ? window.refused : json({ total: 0, userAssetDribblets: [] });
}

/** The same: of at most 30 days, both ends asked for. */
export function tradeFlow(_: Signer, request: WireRequest): WireReply {
  const window = windowParameters(request, 30 * 24, 1000, 100);
  if ('refused' in window) return window.refused;
  const { startTime, endTime, limit } = window.value;
  return json({ list: [], startTime, endTime, limit, moreData: false });
}
