/** Bitget's account endpoints: balances and what a key may do, of classic (v2) and unified (v3) accounts. */
import type { WireReply, WireRequest } from '../exchange';
import { assets } from '../market';
import type { Signer } from '../signer';
import { amountText } from '../units';
import type { ApiKey } from '../world';
import { success } from './replies';

const registeredAt = '1600000000000';

/** Held coins, or all that markets name with `assetType=all`. */
export function classicAssets({ account }: Signer, request: WireRequest): WireReply {
  const all = request.query.get('assetType') === 'all';
  const named = [...new Set([...assets, ...account.book.assets()])];
  const rows = named.flatMap((coin) => {
    const { free, locked } = account.book.balance(coin);
    if (!all && free + locked === 0n) return [];
    const amounts = { available: amountText(free), frozen: amountText(locked), locked: '0', limitAvailable: '0' };
    return [{ coin, ...amounts, uTime: String(request.nowMs) }];
  });
  return success(request.nowMs, rows);
}

export function unifiedAssets({ account }: Signer, { nowMs }: WireRequest): WireReply {
  const rows = account.book.assets().flatMap((coin) => {
    const { free, locked } = account.book.balance(coin);
    const balance = amountText(free + locked);
    if (balance === '0') return [];
    const held = { equity: balance, usdValue: balance, balance, available: amountText(free) };
    return [{ coin, ...held, debt: '0', locked: amountText(locked) }];
  });
  const equity = rows.length === 0 ? '0' : '125.5';
  return success(nowMs, {
    ...{ accountEquity: equity, usdtEquity: equity, btcEquity: '0.0018', unrealisedPnl: '0', usdtUnrealisedPnl: '0' },
    ...{ btcUnrealizedPnl: '0', effEquity: equity, mmr: '0', imr: '0', mgnRatio: '0', positionMgnRatio: '0' },
    assets: rows,
  });
}

const boundTo = ({ ipWhitelist }: ApiKey): string => (ipWhitelist ?? []).join(',');

export function classicInfo({ account, key }: Signer, { nowMs }: WireRequest): WireReply {
  const authorities = key.trading ? ['stow', 'coor', 'cpor', 'wtor'] : ['stor', 'coor', 'cpor', 'wtor'];
  return success(nowMs, {
    ...{ userId: String(account.uid), inviterId: '', ips: boundTo(key), authorities, parentId: account.uid },
    ...{ traderType: 'not_trader', channelCode: '', channel: '', regisTime: registeredAt },
  });
}

export function unifiedInfo({ account, key }: Signer, { nowMs }: WireRequest): WireReply {
  const permissions = key.reading ? ['uta_mgt', 'uta_trade'] : [];
  return success(nowMs, {
    ...{ uid: String(account.uid), inviterId: '', parentId: '', channelCode: '', channel: '', ips: boundTo(key) },
    ...{ permType: key.trading ? 'read-and-write' : 'read-only', permissions, regisTime: registeredAt },
  });
}
