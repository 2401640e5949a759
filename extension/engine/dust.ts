/**
 * The dust value of round trips: what a trip may leave behind and still close.
 *
 * Fees in base and whole lot sizes leave a rest that cannot be sold, so that a strict trip may never close. By default the rest
 * is less than, or equal to, the market's smallest order. Only round trips know of it: lots, closings and totals do not.
 */
import { type DustRule, type ExchangeAccount, marketDust } from '../../shared/exchanges/account';
import { type DecimalString, e18, parseDecimal } from '../../shared/money/decimal';
import { err, ok, type Result } from '../../shared/result';
import type { Accounts } from './accounts';
import type { DustInvalid, DustView } from './api/trades';
import type { DustOf } from './books';
import type { Markets, MarketsBySymbol } from './markets';

type SymbolDust = DustView['symbols'][number];

const zero: DecimalString = '0' as DecimalString; // a literal that is one
/** At most this many symbols may have a quantity of their own, each of at most 40 characters. */
const named = { count: 500, length: 40 } as const;

/** `markets`: the exchange's list, however old; null where it was never read. */
function dustIn({ others, bySymbol }: DustRule, symbol: string, markets: MarketsBySymbol | null): SymbolDust {
  const own = bySymbol[symbol];
  if (own !== undefined) return { symbol, quantity: own, from: 'own' };
  if (others === 'none') return { symbol, quantity: zero, from: 'none' };
  if (markets === null) return { symbol, quantity: zero, from: 'unknown' };
  const smallest = markets.get(symbol)?.minQuantity ?? null;
  return smallest === null ? { symbol, quantity: zero, from: 'none' } : { symbol, quantity: smallest, from: 'market' };
}

/** The dust of every account's symbols by its rule as it is when asked, and by the markets that are known then. */
export function dustBy(accounts: Pick<Accounts, 'get'>, markets: Pick<Markets, 'kept'>): DustOf {
  return async (accountId, symbol) => {
    const account = accounts.get(accountId);
    if (!account) return e18(zero);
    return e18(dustIn(account.dust ?? marketDust, symbol, await markets.kept(account.exchange)).quantity);
  };
}

/** An account's rule, and what it comes to for the symbols that it traded or that the rule names. */
export async function dustView(
  account: ExchangeAccount,
  traded: readonly string[],
  markets: Pick<Markets, 'kept'>,
): Promise<DustView> {
  const rule = account.dust ?? marketDust;
  const known = await markets.kept(account.exchange);
  const symbols = [...new Set([...traded, ...Object.keys(rule.bySymbol)])].sort();
  return { rule, symbols: symbols.map((symbol) => dustIn(rule, symbol, known)) };
}

/** A rule as it is stored, its decimals in one form. */
export function checkDust(rule: DustRule): Result<DustRule, DustInvalid> {
  const entries = Object.entries(rule.bySymbol);
  if (entries.length > named.count) return err({ reason: 'dust-invalid', symbol: null });
  const bySymbol: Record<string, DecimalString> = {};
  for (const [symbol, text] of entries) {
    const quantity = parseDecimal(text);
    if (!quantity.ok || quantity.value.startsWith('-') || symbol.length > named.length)
      return err({ reason: 'dust-invalid', symbol });
    bySymbol[symbol] = quantity.value;
  }
  return ok({ others: rule.others, bySymbol });
}
