/** The states of accounts, keys and imports that the accounts screens must be looked at in. */
import type { AccountView } from '../../extension/engine/api/account-view';
import type { AccountCoverage, AccountTest, SymbolCoverage } from '../../extension/engine/api/accounts';
import type { Overview } from '../../extension/engine/api/overview';
import type { KeyRights } from '../../shared/exchanges/readings';
import { err, ok, unixMs } from '../../shared/result';
import { reconciled } from './reconciliation-scenarios';
import { account, ago, failed, known, now, whole } from './sample-data';
import type { Scenario } from './scenarios';

const readOnly: KeyRights = {
  readable: true,
  read: true,
  trade: false,
  withdraw: false,
  transfer: false,
  ipRestricted: true,
};
const powerful: KeyRights = { ...readOnly, trade: true, withdraw: true, ipRestricted: false };

const waiting = { reason: 'rate-limited', untilAt: unixMs(now + 90_000) } as const;

const running = {
  state: 'running',
  symbol: 'ETH/USDT',
  symbolsDone: 14,
  symbolsTotal: 37,
  fillsStored: 48_210,
  fillsPerSecond: 912.4,
  timeLeftMs: 260_000,
  startedAt: ago(2),
  finishedAt: null,
} as const;

/** Accounts at every stage of an import, by id. */
const stages: readonly AccountView[] = [
  account('acc-run', 'main', known('8201.1'), running),
  account('acc-wait', 'bot 2', known('4279.1294'), {
    ...running,
    state: 'waiting',
    fillsPerSecond: null,
    retryAt: waiting.untilAt,
    failure: waiting,
  }),
  account('acc-pause', 'desk', known('12.5'), { ...running, state: 'paused', failure: { reason: 'cancelled' } }),
  account('acc-stop', 'SHARP', failed({ reason: 'key-rejected', code: '-2008' }, '1022.4'), {
    ...running,
    state: 'stopped',
    failure: { reason: 'key-rejected', code: '-2008', detail: 'Invalid Api-Key ID.' },
  }),
  account('acc-warn', 'old', known('310'), {
    state: 'complete-with-warnings',
    warnings: [
      { symbol: 'LUNA/USDT', failure: { reason: 'unexpected-payload', code: '200' } },
      { symbol: null, failure: { reason: 'permission-missing', code: '-2015' } },
    ],
  }),
  account('acc-scan', 'scan', known('77.25'), {
    ...running,
    kind: 'deep-scan',
    symbol: 'ZIL/BTC',
    symbolsDone: 812,
    symbolsTotal: 3364,
    timeLeftMs: 17 * 60_000,
    fillsPerSecond: null,
  }),
  {
    ...account('acc-new', 'new', { state: 'pending' }, { state: 'idle', reachedFrom: null, reachedTo: null }),
    refreshing: true,
  },
  {
    ...account('acc-power', 'powerful', known('501')),
    rights: { state: 'known', at: ago(3), value: powerful },
    userSymbols: ['SUI/USDT', 'BTC_EUR'],
  },
  { ...account('acc-host', 'no access', known('20', 200)), hostsMissing: ['https://api.binance.com'] },
  {
    ...account(
      'acc-rest',
      'on holiday',
      {
        state: 'unknown',
        failure: { reason: 'account-paused' },
        failedAt: ago(60 * 24 * 3),
        last: { at: ago(60 * 24 * 3 + 4), value: whole('4120.75', 'USDT', 1, 60 * 24 * 3 + 4) },
      },
      { ...running, kind: 'deep-scan', state: 'paused', symbolsDone: 812, symbolsTotal: 3364 },
    ),
    exchange: 'mexc',
    exchangeName: 'MEXC',
    pausedAt: ago(60 * 24 * 3),
    lookBack: { days: 30, readableSince: ago(60 * 24 * 74), deadlineAt: unixMs(now + 26 * 86_400_000), gap: null },
  },
  {
    ...account('acc-open', 'any address', known('64')),
    rights: { state: 'known', at: ago(3), value: { ...readOnly, ipRestricted: false } },
  },
  {
    ...account('acc-nokey', 'keyless', failed({ reason: 'no-credentials' }, null), { state: 'idle' }),
    maskedKey: null,
    rights: { state: 'pending' },
  },
];

const beginning = unixMs(0);
const readTo = (symbol: string, fills: number, minutes: number): SymbolCoverage => ({
  symbol,
  fills,
  coveredFrom: beginning,
  coveredTo: ago(minutes),
  lastReadAt: ago(minutes),
  state: fills === 0 ? 'empty' : 'covered',
  failure: null,
  spans: [{ fromMs: beginning, toMs: ago(minutes), state: fills === 0 ? 'empty' : 'covered' }],
});
const unread = (symbol: string): SymbolCoverage => ({
  ...{ symbol, fills: 0, coveredFrom: null, coveredTo: null, lastReadAt: null, state: 'pending', failure: null },
  spans: [{ fromMs: null, toMs: null, state: 'unread' }],
});
const served = ago(60 * 24 * 74);
const gapFrom = ago(60 * 24 * 52);
const gapTo = ago(60 * 24 * 44);

const symbols: readonly SymbolCoverage[] = [
  readTo('BTC/USDT', 12_044, 3),
  {
    ...readTo('ETH/USDT', 3_120, 60 * 30),
    state: 'partial',
    spans: [
      { fromMs: beginning, toMs: ago(60 * 30), state: 'covered' },
      { fromMs: ago(60 * 30), toMs: null, state: 'unread' },
    ],
  },
  {
    ...readTo('SUI/USDT', 88, 60 * 5),
    coveredFrom: served,
    state: 'failed',
    failure: { reason: 'unexpected-payload', code: '200', detail: 'time is not a number' },
    spans: [
      { fromMs: beginning, toMs: served, state: 'beyond-look-back' },
      { fromMs: served, toMs: gapFrom, state: 'covered' },
      { fromMs: gapFrom, toMs: gapTo, state: 'beyond-look-back' },
      { fromMs: gapTo, toMs: ago(60 * 5), state: 'covered' },
      { fromMs: ago(60 * 5), toMs: null, state: 'failed' },
    ],
  },
  unread('SOL/USDT'),
  readTo('DOGE/USDT', 0, 3),
  readTo('XRP/USDT', 0, 3),
  readTo('ADA/USDT', 41, 3),
  readTo('DOT/USDT', 0, 3),
];
const coverage: AccountCoverage = { whole: null, symbols, marketsToScan: 1_432 };

/** So many symbols as a deep scan leaves behind. */
const scanned: AccountCoverage = {
  ...coverage,
  symbols: Array.from({ length: 2_000 }, (_, n) => {
    const symbol = `COIN${n}/${n % 3 === 0 ? 'BTC' : 'USDT'}`;
    return n % 40 === 39 ? unread(symbol) : readTo(symbol, n % 7 === 0 ? n * 3 : 0, n % 90);
  }),
};

const tested: AccountTest = {
  testedAt: ago(0),
  rights: readOnly,
  assets: 9,
  wallets: [
    { wallet: 'spot', outcome: ok(7) },
    { wallet: 'futures', outcome: err({ reason: 'account-mode', code: '40085' }) },
  ],
};

export function accountScenarios(base: Overview): Readonly<Record<string, Scenario>> {
  const open = { vault: { state: 'open' }, closed: [], open: [] } as const;
  const overview = { ...base, accounts: stages };
  return {
    accounts: { ...open, overview, coverage, reconciliation: reconciled },
    'test-good': { ...open, overview, coverage, accountTest: ok(tested) },
    'test-powerful': {
      ...open,
      overview,
      coverage,
      accountTest: ok({ ...tested, rights: { ...powerful, ipRestricted: false } }),
    },
    'test-refused': {
      ...open,
      overview,
      coverage,
      accountTest: err({ reason: 'ip-not-whitelisted', address: '203.0.113.7', code: '-2015' }),
    },
    'coverage-much': { ...open, overview, coverage: scanned },
    'coverage-none': { ...open, overview, coverage: { whole: null, symbols: [], marketsToScan: null } },
    'key-good': { ...open, overview, coverage, keyTest: ok({ rights: readOnly, assets: 7, walletFailures: [] }) },
    'key-powerful': { ...open, overview, coverage, keyTest: ok({ rights: powerful, assets: 7, walletFailures: [] }) },
    'key-untold': {
      ...open,
      overview,
      coverage,
      keyTest: ok({ rights: { readable: false }, assets: 0, walletFailures: [] }),
    },
    testing: { ...open, overview, coverage, keyTest: 'never' },
    'key-rejected': { ...open, overview, coverage, keyTest: err({ reason: 'key-rejected', code: '-2008' }) },
    'host-refused': { ...open, overview, coverage, refusesHosts: true },
  };
}
