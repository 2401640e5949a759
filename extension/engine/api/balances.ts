/** What Balances asks of the engine: every asset of every wallet with its value, and what of it is not known now. */

import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Wallet } from '../../../shared/exchanges/info';
import type { DecimalString } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { AccountView } from './account-view';
import type { Observed, PartialAmount } from './observed';
import type { BaseCurrency } from './settings';

/**
 * How an asset was priced: one step or two, each a market with its price, as it was read.
 * ETH in EUR through ETH/USDT and EUR/USDT: [{symbol:'ETH/USDT', price, inverted:false}, {symbol:'EUR/USDT', price, inverted:true}].
 * Empty for the base currency itself.
 */
export type PricePath = readonly {
  readonly symbol: string;
  readonly price: DecimalString;
  readonly inverted: boolean;
  readonly at: UnixMs;
  readonly exchange: ExchangeId;
}[];

/**
 * One asset in one wallet, as it was read last: where the wallet is not known now, the row is its last known one.
 *
 * `total` = `free` + `locked`, none below 0. `value` is `total` in the base currency, at `price` of one unit, both exact but for
 * the rounding, half to even at 36 decimals, of a crossed or inverted price; `price-missing` where no market prices the asset.
 */
export interface AssetRow {
  readonly accountId: string;
  readonly wallet: Wallet;
  readonly asset: string;
  readonly free: DecimalString;
  readonly locked: DecimalString;
  readonly total: DecimalString;
  readonly value:
    | {
        readonly state: 'known';
        readonly amount: DecimalString;
        readonly price: DecimalString;
        /** Empty for the base currency itself, whose price is 1. */
        readonly path: PricePath;
      }
    | { readonly state: 'unknown'; readonly failure: Failure };
}

/** An account as its rows need it; `free` and `locked` are known or unknown as its `value` is. */
export interface BalancesAccount
  extends Pick<
    AccountView,
    'id' | 'exchange' | 'exchangeName' | 'label' | 'value' | 'wallets' | 'refreshing' | 'frozen'
  > {
  readonly free: Observed<PartialAmount>;
  readonly locked: Observed<PartialAmount>;
  /** Whether the totals are over this account: a frozen one holds nothing that counts, unless all are. */
  readonly counted: boolean;
}

export interface BalancesPage {
  readonly baseCurrency: BaseCurrency;
  /** Over the accounts that count, as Overview has them. */
  readonly total: PartialAmount;
  readonly free: PartialAmount;
  readonly locked: PartialAmount;
  /** By account in the trader's order, then by wallet in the exchange's; frozen accounts included. */
  readonly rows: readonly AssetRow[];
  readonly accounts: readonly BalancesAccount[];
  readonly at: UnixMs;
}

export interface BalancesApi {
  /** Every balance as it was read last; asks no exchange. Throws `vault-locked`. */
  balances(): Promise<BalancesPage>;
}
