/** Poloniex's account endpoints: both wallets, the fees, deposits and withdrawals. */
import type { WireReply, WireRequest } from '../exchange';
import { hash32 } from '../random';
import { amountText, units } from '../units';
import type { Account } from '../world';
import { integer } from './parameters';
import { futures, json, missing } from './replies';

/** Every coin that the account ever held, those of 0 too. */
export const balances = ({ uid, book }: Account): WireReply =>
  json([
    {
      accountId: String(uid),
      accountType: 'SPOT',
      balances: book.assets().map((asset) => {
        const { free, locked } = book.balance(asset);
        return {
          currencyId: String(hash32(asset) % 10_000),
          currency: asset,
          available: amountText(free),
          hold: amountText(locked),
        };
      }),
    },
  ]);

/** A loss of open positions: what is "available" does not know of it yet, the equity does. */
const openLoss = units('12.250000000000000001');

export function futuresBalance({ book }: Account): WireReply {
  const details = [...book.futures].map(([ccy, { free, locked }]) => ({
    ccy,
    eq: amountText(free + locked),
    isoEq: '0',
    avail: amountText(free + locked + openLoss),
    trdHold: '0',
    upl: amountText(-openLoss),
    isoAvail: '0',
    isoHold: '0',
    isoUpl: '0',
    im: amountText(locked),
    mm: amountText(locked / 2n),
  }));
  const [equity, margin] = [...book.futures.values()].reduce(
    ([eq, im], { free, locked }) => [eq + free + locked, im + locked],
    [0n, 0n],
  );
  return futures({
    state: 'NORMAL',
    eq: amountText(equity),
    isoEq: '0',
    im: amountText(margin),
    upl: details.length === 0 ? '0' : amountText(-openLoss),
    availMgn: amountText(equity - margin),
    cTime: '1738093601775',
    uTime: '1741117766893',
    details,
  });
}

export const feeInfo = (): WireReply =>
  json({ trxDiscount: true, makerRate: '0.001', takerRate: '0.001', volume30D: '0.00', specialFeeRates: [] });

/** GET /wallets/activity: `start` and `end`, both mandatory, in seconds. */
export function activity({ book }: Account, request: WireRequest): WireReply {
  const start = integer(request, 'start');
  const end = integer(request, 'end');
  if ('refused' in start) return start.refused;
  if ('refused' in end) return end.refused;
  if (start.value === null) return missing('start');
  if (end.value === null) return missing('end');
  const [from, to] = [Number(start.value) * 1000, Number(end.value) * 1000];
  const inRange = ({ at }: { readonly at: number }) => at >= from && at <= to;
  const common = (asset: string, amount: bigint, at: number) => ({
    currency: asset,
    address: `addr${hash32(asset).toString(16)}`,
    amount: amountText(amount),
    timestamp: Math.floor(at / 1000),
  });
  return json({
    adjustments: [],
    deposits: book.deposits.filter(inRange).map(({ asset, amount, at, txId }) => ({
      depositNumber: hash32(txId),
      ...common(asset, amount, at),
      confirmations: 38,
      txid: txId,
      status: 'COMPLETED',
    })),
    withdrawals: book.withdrawals.filter(inRange).map(({ asset, amount, fee, at, txId }) => ({
      withdrawalRequestsId: hash32(txId),
      ...common(asset, amount + fee, at), // with the fee inside
      fee: amountText(fee),
      status: `COMPLETE: ${txId}`,
      ipAddress: 'x.x.x.x',
      paymentID: null,
    })),
  });
}
