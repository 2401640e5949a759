/** What Balances shows in each scenario, and two of its own: accounts that hold nothing, and 2,000 assets. */
import type { AccountView } from '../../extension/engine/api/account-view';
import type { AssetRow, BalancesPage } from '../../extension/engine/api/balances';
import type { Observed, PartialAmount } from '../../extension/engine/api/observed';
import type { Overview } from '../../extension/engine/api/overview';
import { decimal } from '../../shared/money/decimal';
import { account, ago, assets, failed, known, whole } from './sample-data';
import type { Scenario } from './scenarios';

const wasRead = ({ value }: AccountView): boolean =>
  value.state === 'known' || (value.state === 'unknown' && value.last !== null);

/** The same state as the account's value, with an amount of its own. */
function like(value: Observed<PartialAmount>, amount: string): Observed<PartialAmount> {
  const of = (sum: PartialAmount): PartialAmount => ({ ...sum, amount: sum.amount === null ? null : decimal(amount) });
  if (value.state === 'known') return { ...value, value: of(value.value) };
  if (value.state === 'pending') return value;
  return { ...value, last: value.last && { ...value.last, value: of(value.last.value) } };
}

export function balancesOf({ overview, rows }: Scenario): BalancesPage {
  const { accounts, baseCurrency, total, free, locked, at } = overview;
  return {
    baseCurrency,
    total,
    free,
    locked,
    rows: rows ?? accounts.filter(wasRead).flatMap(({ id }) => assets(id)),
    accounts: accounts.map((each) => ({
      ...each,
      free: like(each.value, '960'),
      locked: like(each.value, '60'),
      counted: each.frozen === null,
    })),
    at,
  };
}

const letters = (n: number): string =>
  String.fromCharCode(65 + (n % 26), 65 + (Math.floor(n / 26) % 26), 65 + (Math.floor(n / 676) % 26));

/** Asset number `n`: from 10^6 of the base currency down to a fraction of a hundredth; every 40th without a price. */
function manyRow(n: number, accountId: string): AssetRow {
  const asset = `${letters(n * 7)}${n}`;
  const amount = decimal(n < 200 ? `${(200 - n) * 4_999}.37` : `0.${String(n).padStart(5, '0')}`);
  return {
    accountId,
    wallet: 'spot',
    asset,
    free: amount,
    locked: decimal('0'),
    total: amount,
    value:
      n % 40 === 7
        ? { state: 'unknown', failure: { reason: 'price-missing', subject: asset } }
        : {
            state: 'known',
            amount,
            price: decimal('1'),
            path: [{ symbol: `${asset}/USDT`, price: decimal('1'), inverted: false, at: ago(2), exchange: 'binance' }],
          },
  };
}

export function balancesScenarios(base: Overview): Readonly<Record<string, Scenario>> {
  const open = { vault: { state: 'open' }, closed: [], open: [] } as const;
  const desks = [
    account('acc-1', 'main', known('64001000.25')),
    account('acc-2', 'bot 2', known('36998.5')),
    account('acc-3', 'SHARP', failed({ reason: 'ip-not-whitelisted', address: '203.0.113.7' }, '1022.4')),
  ];
  const rowsOf = (count: number, accountId: string) => Array.from({ length: count }, (_, n) => manyRow(n, accountId));
  const missing = {
    accountId: 'acc-3',
    accountLabel: 'SHARP',
    exchange: 'binance',
    wallet: null,
    asset: null,
    failure: { reason: 'ip-not-whitelisted', address: '203.0.113.7' },
  } as const;
  const total: PartialAmount = { ...whole('64037998.75', 'USDT', 3), missing: [missing], missingCount: 1 };
  const nothing = whole('0');
  return {
    'balances-much': {
      ...open,
      overview: { ...base, accounts: desks, total, free: total, locked: { ...total, amount: decimal('0') } },
      rows: [...rowsOf(2_000, 'acc-1'), ...rowsOf(60, 'acc-2'), ...rowsOf(3, 'acc-3')],
    },
    'balances-none': {
      ...open,
      overview: {
        ...base,
        accounts: [account('acc-1', 'main', known('0'))],
        total: nothing,
        free: nothing,
        locked: nothing,
      },
      rows: [],
    },
  };
}
