/** Figures that are not the whole truth, and those that look alike and are: PnL, totals without a key, days of equity elsewhere. */
import type { AccountView } from '../../extension/engine/api/account-view';
import type { MissingPart, PartialAmount } from '../../extension/engine/api/observed';
import type { Overview } from '../../extension/engine/api/overview';
import { decimal } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import { account, ago, allocation, assets, equity, failed, known, whole } from './sample-data';
import type { Scenario } from './scenarios';
import { realizedAlone, withChange } from './today-data';

const importing: Failure = { reason: 'history-incomplete' };
const unpriced: Failure = { reason: 'price-missing', subject: 'SUI' };
const oversold: Failure = { reason: 'history-incomplete', subject: 'SUI/USDT, SOL/USDC' };
const lookBack: Failure = { reason: 'history-incomplete', code: 'look-back', subject: 'before 2026-10-22' };
const keyless: Failure = { reason: 'no-credentials' };

const missingOf = ({ id, label, exchange }: AccountView, failure: Failure): MissingPart => ({
  accountId: id,
  accountLabel: label,
  exchange,
  wallet: null,
  asset: null,
  failure,
});

/** Over some accounts, each missing for its failures; null where nothing is known. */
function over(
  amount: string | null,
  parts: number,
  missing: readonly (readonly [AccountView, Failure])[],
  last: string | null = null,
): PartialAmount {
  const sum = whole(amount ?? '0', 'USDT', parts);
  return {
    ...sum,
    amount: amount === null ? null : sum.amount,
    oldestAt: amount === null ? null : sum.oldestAt,
    missing: missing.map(([view, failure]) => missingOf(view, failure)),
    missingCount: new Set(missing.map(([{ id }]) => id)).size,
    lastKnown: last === null ? null : { value: decimal(last), at: ago(60 * 24 * 3) },
  };
}

/** PnL whose net, gross and fees miss the same parts. */
function realized(base: Overview, net: string | null, parts: number, missing: Parameters<typeof over>[2]) {
  const known = base.realized.perQuote.map((row) => ({ ...row, incompleteBooks: 1 }));
  return {
    ...base.realized,
    perQuote: net === null || net === '0' ? [] : known,
    inBase: {
      net: over(net, parts, missing),
      gross: over(net === null ? null : net === '0' ? '0' : '1310.2211', parts, missing),
      fees: over(net === null ? null : net === '0' ? '0' : '96.1054', parts, missing),
    },
    caveats: missing.map(([{ id, label }, failure]) => ({ accountId: id, accountLabel: label, failure })),
  };
}

export function incompleteScenarios(base: Overview): Readonly<Record<string, Scenario>> {
  const open = { vault: { state: 'open' }, closed: [], open: [], fills: 0 } as const;
  const main = account('acc-1', 'main', known('8525.7294'));
  const bot = account('acc-2', 'bot 2', known('1214.5'));
  const first = account('acc-1', 'main', known('8525.7294'), {
    state: 'running',
    symbol: 'ETH/USDT',
    symbolsDone: 3,
    fillsStored: 0,
    finishedAt: null,
  });
  const removed = [
    { ...account('acc-1', 'main', failed(keyless, '8525.7294', 60 * 24 * 3)), frozen: 'key-removed' as const },
    { ...account('acc-2', 'old bot', failed(keyless, null)), frozen: 'key-removed' as const },
  ];
  const [main0, bot0] = removed;
  const noKey: Parameters<typeof over>[2] =
    main0 && bot0
      ? [
          [main0, keyless],
          [bot0, keyless],
        ]
      : [];
  const unread: Parameters<typeof over>[2] = [[first, importing]];
  const causes: Parameters<typeof over>[2] = [
    [main, oversold],
    [main, lookBack],
  ];
  const bare = { ...base, issues: [], notices: [] };
  return {
    'pnl-importing': {
      ...open,
      overview: {
        ...bare,
        accounts: [first],
        realized: realized(base, null, 1, unread),
        today: realizedAlone(over(null, 1, unread)),
        equity: [],
      },
    },
    'pnl-oversold': {
      ...open,
      fills: 40,
      overview: {
        ...bare,
        accounts: [main, bot],
        realized: realized(base, '1214.1157', 2, causes),
        today: realizedAlone(over('184.1', 2, [[main, oversold]])),
      },
    },
    'pnl-nothing': {
      ...open,
      overview: {
        ...bare,
        accounts: [main],
        realized: realized(base, '0', 1, []),
        today: realizedAlone(whole('0')),
      },
    },
    'today-unpriced': {
      ...open,
      fills: 40,
      overview: {
        ...bare,
        accounts: [main, bot],
        today: withChange(
          {
            net: over('-171.3', 2, [[main, unpriced]]),
            realized: whole('120.5', 'USDT', 2),
            unrealized: over('412.7', 2, [[main, unpriced]]),
            before: whole('704.5', 'USDT', 2),
            amount: over('-291.8', 2, [[main, unpriced]]),
          },
          ['LUNAX/USDT', 'ODD/BTC'],
        ),
      },
    },
    'keys-removed': {
      ...open,
      fills: 40,
      overview: {
        ...bare,
        accounts: removed,
        allocation: allocation([]),
        total: over(null, 2, noKey),
        free: over(null, 2, noKey),
        locked: over(null, 2, noKey),
        today: realizedAlone(over(null, 2, noKey)),
      },
    },
    'key-removed': {
      ...open,
      fills: 40,
      overview: {
        ...bare,
        accounts: removed.slice(0, 1),
        allocation: allocation([]),
        total: over(null, 1, noKey.slice(0, 1), '8525.7294'),
        free: over(null, 1, noKey.slice(0, 1)),
        locked: over(null, 1, noKey.slice(0, 1)),
        today: realizedAlone(over(null, 1, noKey.slice(0, 1))),
      },
    },
    'currency-changed': {
      ...open,
      fills: 40,
      overview: { ...bare, allocation: allocation(assets('acc-1')), equity: equity(1, 85), equityElsewhere: ['EUR'] },
    },
    'currency-changed-before': {
      ...open,
      fills: 40,
      overview: { ...bare, equity: equity(3, 85), equityElsewhere: ['EUR'] },
    },
  };
}
