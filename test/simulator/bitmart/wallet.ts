/** GET /spot/v1/wallet, and GET /account/v1/wallet, which shows the same amounts under other names. */
import type { WireReply, WireRequest } from '../exchange';
import { hash32 } from '../random';
import type { Signer } from '../signer';
import { plainText, text8 } from '../units';
import { badRequest, okay } from './replies';

const rows = ({ account: { book } }: Signer) =>
  book.assets().map((asset) => {
    const { free, locked } = book.balance(asset);
    return { asset, available: text8(free), frozen: text8(locked) };
  });

export const spotWallet = (signer: Signer): WireReply =>
  okay({ wallet: rows(signer).map(({ asset, ...amounts }) => ({ id: asset, name: asset, ...amounts })) });

export const accountWallet = (signer: Signer): WireReply =>
  okay({
    wallet: rows(signer).map(({ asset, ...amounts }) => ({
      currency: asset,
      name: asset,
      ...amounts,
      available_usd_valuation: null,
    })),
  });

/** GET /account/v2/deposit-withdraw/history: the last N of one direction, newest first; what left carries no deposit's id. */
export function depositWithdrawHistory({ account: { book } }: Signer, { query }: WireRequest): WireReply {
  const direction = query.get('operation_type');
  const most = Number(query.get('N') ?? 'none');
  if ((direction !== 'deposit' && direction !== 'withdraw') || !(most >= 1 && most <= 1000))
    return badRequest('operation_type');
  const listed = direction === 'deposit' ? book.deposits.map((each) => ({ ...each, fee: 0n })) : book.withdrawals;
  const newest = listed.toSorted((a, b) => b.at - a.at).slice(0, most);
  const records = newest.map(({ asset, amount, fee, at, txId }) => ({
    withdraw_id: direction === 'withdraw' ? String(hash32(txId)) : '',
    deposit_id: direction === 'deposit' ? String(hash32(txId)) : '',
    operation_type: direction,
    currency: asset,
    apply_time: at,
    arrival_amount: plainText(amount, 18),
    fee: plainText(fee, 18),
    status: 3,
    address: `addr${hash32(asset).toString(16)}`,
    address_memo: '',
    tx_id: txId,
  }));
  return okay({ records });
}
