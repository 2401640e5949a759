/** Binance's account endpoint: balances of every coin, free and locked. */
import type { WireReply, WireRequest } from '../exchange';
import { assets } from '../market';
import type { Signer } from '../signer';
import { text8 } from '../units';
import type { Account } from '../world';
import { json } from './replies';

const rates = { maker: '0.00100000', taker: '0.00100000', buyer: '0.00000000', seller: '0.00000000' };

export function account(signer: Signer, request: WireRequest): WireReply {
  const { book, uid } = signer.account;
  const all = assets.map((asset) => ({ asset, ...book.balance(asset) }));
  const shown =
    request.query.get('omitZeroBalances') === 'true' ? all.filter(({ free, locked }) => free + locked > 0n) : all;
  return json({
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: rates,
    canTrade: true,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: lastFillAt(signer.account),
    accountType: 'SPOT',
    balances: shown.map(({ asset, free, locked }) => ({ asset, free: text8(free), locked: text8(locked) })),
    permissions: ['SPOT'],
    uid,
  });
}

const lastFillAt = (owner: Account): number =>
  [...owner.book.fills.values()].reduce((last, fills) => Math.max(last, fills.at(-1)?.at ?? 0), 0);
