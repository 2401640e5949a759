/** The states a screen must be looked at in. */

import type { AddAccountError, KeyTest } from '../../extension/engine/api/account-entry';
import type { AccountCoverage, AccountTest } from '../../extension/engine/api/accounts';
import type { AssetRow } from '../../extension/engine/api/balances';
import type { DoctorReport } from '../../extension/engine/api/doctor';
import type { Issue } from '../../extension/engine/api/issues';
import type { MethodProgress } from '../../extension/engine/api/method';
import type { PartialAmount } from '../../extension/engine/api/observed';
import type { Overview } from '../../extension/engine/api/overview';
import type { FeeRatesView } from '../../extension/engine/api/rates';
import type { RealizedPnl } from '../../extension/engine/api/realized';
import type { AccountReconciliation } from '../../extension/engine/api/reconciliation';
import type { TradeRow } from '../../extension/engine/api/trades';
import type { VaultState } from '../../extension/engine/api/vault';
import { exchangeIds } from '../../shared/exchanges/ids';
import { decimal } from '../../shared/money/decimal';
import { type Failure, type Reason, reasons } from '../../shared/reasons';
import { type Result, unixMs } from '../../shared/result';
import { accountScenarios } from './account-scenarios';
import type { Answers } from './answers';
import { balancesScenarios } from './balances-scenarios';
import { doctorScenarios } from './doctor-scenarios';
import { incompleteScenarios } from './incomplete-scenarios';
import { methodScenarios } from './method-scenarios';
import { poolScenarios } from './pool-scenarios';
import { tradedDiffers } from './reconciliation-scenarios';
import { account, ago, allocation, assets, equity, failed, known, now, trade, whole } from './sample-data';
import { sevenScenarios } from './seven-accounts';
import { type SharesScenario, sharesScenarios } from './shares-scenarios';
import { type SyncScenario, syncScenarios } from './sync-scenarios';
import { realizedAlone, withChange } from './today-data';

export interface Scenario {
  /** Rows of Balances; left out: `assets` of each account that was ever read. */
  readonly rows?: readonly AssetRow[];
  readonly vault: VaultState;
  /** Left out: at once, and every time. */
  readonly answers?: Answers;
  /** What making and opening a vault comes to; left out: it is done, where the passphrase is right. */
  readonly vaultCalls?: 'never' | Failure;
  /** How many fills there are, where there is an account; left out: 40. */
  readonly fills?: number;
  /** Rates of fees that are not known; left out: that of one coin is. */
  readonly feeRates?: FeeRatesView;
  readonly overview: Overview;
  readonly closed: readonly TradeRow[];
  readonly open: readonly TradeRow[];
  /** What every test of a key answers, or that it goes on; left out: the address is not whitelisted. */
  readonly keyTest?: Result<KeyTest, AddAccountError> | 'never';
  readonly coverage?: AccountCoverage;
  readonly reconciliation?: AccountReconciliation;
  /** What the test of a stored key answers; left out: it hangs until it is cancelled. */
  readonly accountTest?: Result<AccountTest, Failure>;
  /** The account's last run of the doctor; left out: there was none. One that is started is healthy. */
  readonly doctor?: DoctorReport;
  /** The last backup; left out: of 34 days ago, with newer fills since. */
  readonly backup?: 'never' | 'fresh';
  /** How far PnL has been computed by the method that was chosen last; left out: wholly. */
  readonly methodProgress?: MethodProgress;
  /** The method of the first account could not be computed. */
  readonly methodFails?: boolean;
  /** Books are by coin, each priced, or without the price of BTC in USDT; left out: by account and symbol. */
  readonly pooled?: 'priced' | 'unpriced';
  /** What sync is doing; left out: no server is connected. */
  readonly sync?: SyncScenario;
  /** What is shared; left out: nothing. */
  readonly shares?: SharesScenario;
  /** Nothing more can be stored. */
  readonly storageFull?: boolean;
  /** The browser grants no host. */
  readonly refusesHosts?: boolean;
}

const [exchange] = exchangeIds;

const pnl = (gross: string, fees: string, net: string): RealizedPnl => ({
  methods: ['fifo'],
  pooling: null,
  perQuote: [
    {
      quote: 'USDT',
      gross: decimal(gross),
      fees: decimal(fees),
      net: decimal(net),
      unconvertedFees: [{ currency: 'BNB', amount: decimal('0.0123') }],
      incompleteBooks: 0,
    },
    {
      quote: 'BTC',
      gross: decimal('0.0021'),
      fees: decimal('0.00013'),
      net: decimal('0.00197'),
      unconvertedFees: [],
      incompleteBooks: 0,
    },
  ],
  inBase: { net: whole(net), gross: whole(gross), fees: whole(fees) },
  caveats: [],
});

const base: Overview = {
  baseCurrency: 'USDT',
  total: whole('8525.7294'),
  free: whole('7565.7294'),
  locked: whole('960'),
  realized: pnl('1310.2211', '96.1054', '1214.1157'),
  today: withChange({
    net: whole('184.1'),
    realized: whole('120.5'),
    unrealized: whole('412.7'),
    before: whole('349.1'),
    amount: whole('63.6'),
  }),
  accounts: [account('acc-1', 'main', known('8525.7294'))],
  allocation: allocation(assets('acc-1')),
  equity: equity(90, 85),
  equityElsewhere: [],
  issues: [],
  notices: [],
  at: ago(0),
};

const nothing = { ...whole('0', 'USDT', 0), oldestAt: null };

const empty: Overview = {
  ...base,
  total: nothing,
  free: nothing,
  locked: nothing,
  today: realizedAlone(nothing),
  realized: {
    methods: ['fifo'],
    pooling: null,
    perQuote: [],
    inBase: { net: nothing, gross: nothing, fees: nothing },
    caveats: [],
  },
  accounts: [],
  allocation: allocation([]),
  equity: [],
};

/** Every datum a reason's sentence can hold, so that the full sentences are seen. */
const failureOf = (reason: Reason): Failure => ({
  reason,
  host: 'api.binance.com',
  address: '203.0.113.7',
  untilAt: unixMs(now + 90_000),
  skewMs: 125_000,
  code: '-2015',
  subject: 'LUNAX',
  detail: 'Invalid API-key, IP, or permissions for action.',
});

const allReasons = Object.keys(reasons).filter((name): name is Reason => name in reasons);

const missing = (id: string, label: string, failure: Failure) => ({
  accountId: id,
  accountLabel: label,
  exchange,
  wallet: null,
  asset: null,
  failure,
});

const refused: Failure = {
  reason: 'ip-not-whitelisted',
  address: '203.0.113.7',
  code: '-2015',
  detail: 'Invalid API-key, IP, or permissions for action, request ip: 203.0.113.7',
};

const partly = (sum: PartialAmount, parts: number): PartialAmount => ({
  ...sum,
  partCount: parts,
  missing: [missing('acc-3', 'SHARP', refused)],
  missingCount: 1,
});

const issue = (id: string, failure: Failure, area: Issue['area'], label = 'SHARP'): Issue => ({
  id,
  accountId: 'acc-3',
  accountLabel: label,
  exchange,
  failure,
  since: ago(180),
  area,
  wallet: null,
});

const partial: Overview = {
  ...base,
  total: partly(whole('12480.2294'), 4),
  free: partly(whole('9110.0294'), 4),
  locked: partly(whole('3370.2'), 4),
  today: realizedAlone(whole('-12.4081')),
  accounts: [
    account('acc-1', 'main', known('8201.1')),
    account('acc-2', 'bot 2', known('4279.1294'), { state: 'running', symbol: 'ETH/USDT', symbolsDone: 5 }),
    account('acc-3', 'SHARP', failed(refused, '1022.4')),
    account('acc-4', 'new', { state: 'pending' }, { state: 'idle' }),
  ],
  allocation: allocation([...assets('acc-1'), ...assets('acc-2')]),
  equity: equity(90, 124, [84, 85]),
  realized: {
    ...base.realized,
    perQuote: base.realized.perQuote.map((row, n) => ({ ...row, incompleteBooks: n })),
    inBase: {
      net: partly(whole('1214.1157'), 4),
      gross: partly(whole('1310.2211'), 4),
      fees: partly(whole('96.1054'), 4),
    },
    caveats: [
      { accountId: 'acc-2', accountLabel: 'bot 2', failure: { reason: 'history-incomplete' } },
      { accountId: 'acc-2', accountLabel: 'bot 2', failure: { reason: 'history-incomplete', subject: 'SUI/USDT' } },
      { accountId: 'acc-3', accountLabel: 'SHARP', failure: refused },
    ],
  },
  issues: [
    issue('i1', refused, 'balances'),
    issue('i2', { reason: 'price-missing', subject: 'LUNAX' }, 'prices', 'main'),
    issue('i3', { reason: 'history-incomplete', subject: 'SUI/USDT' }, 'history', 'bot 2'),
  ],
};

const noneKnown: PartialAmount = {
  ...whole('0'),
  amount: null,
  oldestAt: ago(180),
  partCount: allReasons.length,
  missingCount: allReasons.length,
  missing: allReasons.map((reason) => missing(`acc-${reason}`, reason, failureOf(reason))),
};

const failures: Overview = {
  ...partial,
  allocation: allocation([]),
  total: noneKnown,
  free: noneKnown,
  locked: noneKnown,
  accounts: allReasons.map((reason, index) =>
    account(`acc-${reason}`, reason, failed(failureOf(reason), index % 2 === 0 ? '1022.4' : null), {
      state: 'stopped',
      failure: failureOf(reason),
    }),
  ),
  issues: allReasons.map((reason) => issue(reason, failureOf(reason), 'balances', reason)),
};

const stale: Overview = {
  ...base,
  total: { ...base.total, oldestAt: ago(190) },
  free: { ...base.free, oldestAt: ago(190) },
  accounts: [account('acc-1', 'main', known('8525.7294', 190)), account('acc-2', 'desk', known('12', 3))],
};

const longLabel = 'a very long label that somebody really typed';
const long: Overview = {
  ...base,
  total: whole('123456789012345.678901234567890123'),
  free: whole('98765432109876.1'),
  locked: whole('0.000000000000000001'),
  today: realizedAlone(whole('-123456789.987654321')),
  realized: pnl('123456789012.123456789012345678', '98765432.1', '123358023580.023456789012345678'),
  accounts: [account('acc-1', longLabel, known('123456789012345.678901234567890123'))],
  equity: equity(90, 900_000_000),
};

const many = Array.from({ length: 200 }, (_, n) => account(`acc-${n}`, `sub ${n}`, known(`${n * 37}.25`)));
const much: Overview = {
  ...base,
  accounts: many,
  allocation: allocation(many.slice(0, 60).flatMap((one) => assets(one.id))),
  total: whole('736325.5', 'USDT', 200),
};

const open: VaultState = { state: 'open' };
const trades = (count: number) => Array.from({ length: count }, (_, n) => trade(n, `acc-${(n % 2) + 1}`));
const openTrades = [trade(3, 'acc-1', true), trade(5, 'acc-1', true)];

export const scenarios: Readonly<Record<string, Scenario>> = {
  none: { vault: { state: 'none' }, overview: empty, closed: [], open: [] },
  unconfirmed: { vault: { state: 'unconfirmed' }, overview: empty, closed: [], open: [] },
  locked: { vault: { state: 'locked' }, overview: empty, closed: [], open: [] },
  damaged: { vault: { state: 'damaged', failure: { reason: 'damaged' } }, overview: empty, closed: [], open: [] },
  making: { vault: { state: 'none' }, overview: empty, closed: [], open: [], vaultCalls: 'never' },
  'not-made': {
    vault: { state: 'none' },
    overview: empty,
    closed: [],
    open: [],
    vaultCalls: { reason: 'storage-full' },
  },
  opening: { vault: { state: 'locked' }, overview: empty, closed: [], open: [], vaultCalls: 'never' },
  'not-opened': {
    ...{ vault: { state: 'locked' }, overview: empty, closed: [], open: [] },
    vaultCalls: { reason: 'storage-failed' },
  },
  loading: { vault: open, overview: base, closed: [], open: [], answers: 'never' },
  saved: { vault: open, overview: base, closed: [], open: [], backup: 'fresh' },
  rejected: { vault: open, overview: base, closed: [], open: [], answers: 'rejects' },
  unanswered: { vault: open, overview: base, closed: trades(28), open: openTrades, answers: 'falls-silent' },
  empty: { vault: open, overview: empty, closed: [], open: [], backup: 'never' },
  little: { vault: open, overview: base, closed: trades(28), open: openTrades },
  partial: { vault: open, overview: partial, closed: trades(28), open: openTrades, reconciliation: tradedDiffers },
  failures: { vault: open, overview: failures, closed: trades(4), open: [] },
  stale: { vault: open, overview: stale, closed: trades(28), open: openTrades },
  long: { vault: open, overview: long, closed: trades(6), open: openTrades },
  much: { vault: open, overview: much, closed: trades(5000), open: openTrades, fills: 100_000 },
  'storage-full': { vault: open, overview: base, closed: trades(4), open: [], storageFull: true },
  ...methodScenarios({ vault: open, overview: base, closed: trades(28), open: openTrades }),
  ...poolScenarios({ vault: open, overview: base, closed: trades(28), open: openTrades }),
  ...accountScenarios(base),
  ...balancesScenarios(base),
  ...doctorScenarios(base),
  ...incompleteScenarios(base),
  ...sevenScenarios(base),
  ...sharesScenarios({ vault: open, overview: base, closed: [], open: [] }),
  ...syncScenarios(
    { vault: open, overview: base, closed: [], open: [] },
    { vault: { state: 'none' }, overview: empty, closed: [], open: [] },
  ),
};
