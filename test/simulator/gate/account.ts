/** Gate's account endpoints: the kind of account, and the balances of either kind. */
import type { WireReply, WireRequest } from '../exchange';
import type { Signer } from '../signer';
import { amountText } from '../units';
import { badCurrency, json, notOpened } from './replies';

/** `key.mode`: 1 classic, 2 unified. */
export function detail({ account, key }: Signer): WireReply {
  return json({
    user_id: account.uid,
    ip_whitelist: key.ipWhitelist ?? [],
    currency_pairs: [],
    key: { mode: account.mode === 'unified' ? 2 : 1 },
    tier: 2,
    tier_expire_time: '0001-01-01T00:00:00Z',
    copy_trading_role: 0,
  });
}

/** The coins asked for that the account ever held; `currency` names one. */
function assetsOf({ account }: Signer, { query }: WireRequest): readonly string[] | null {
  const currency = query.get('currency');
  const held = account.book.assets();
  if (currency === null) return held;
  return held.includes(currency) ? [currency] : null;
}

/** Of a unified account nothing is here: its coins are in the unified wallet. Emptied coins stay in the list. */
export function spotAccounts(signer: Signer, request: WireRequest): WireReply {
  const { book, mode } = signer.account;
  const assets = assetsOf(signer, request);
  if (assets === null) return badCurrency;
  if (mode === 'unified') return json([]);
  const rows = assets.map((currency, index) => {
    const { free, locked } = book.balance(currency);
    return { currency, available: amountText(free), locked: amountText(locked), update_id: index + 1 };
  });
  return json(rows);
}

export function unifiedAccounts(signer: Signer, request: WireRequest): WireReply {
  const { book, mode, uid } = signer.account;
  if (mode !== 'unified') return notOpened;
  const assets = assetsOf(signer, request);
  if (assets === null) return badCurrency;
  const balances = assets.map((currency) => {
    const { free, locked } = book.balance(currency);
    const none = { borrowed: '0', negative_liab: '0', futures_pos_liab: '0', total_liab: '0', spot_in_use: '0' };
    const own = { available: amountText(free), freeze: amountText(locked), total_freeze: amountText(locked) };
    return [currency, { ...own, ...none, equity: amountText(free + locked) }];
  });
  return json({
    user_id: uid,
    mode: 'multi_currency',
    locked: false,
    balances: Object.fromEntries(balances),
    total: '230.94621713',
    borrowed: '0',
    total_initial_margin: '0',
    total_maintenance_margin: '0',
    unified_account_total_liab: '0',
    leverage: '0',
  });
}
