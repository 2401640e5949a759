/** One account at each exchange, each in a state of its own, and many accounts: what seven exchanges do to every screen. */
import type { AccountView } from '../../extension/engine/api/account-view';
import type { AccountCoverage, StreamCoverage } from '../../extension/engine/api/accounts';
import type { AssetRow } from '../../extension/engine/api/balances';
import type { Issue, Notice } from '../../extension/engine/api/issues';
import type { MissingPart, PartialAmount } from '../../extension/engine/api/observed';
import type { Overview } from '../../extension/engine/api/overview';
import type { RealizedPnl } from '../../extension/engine/api/realized';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import type { KeyRights } from '../../shared/exchanges/readings';
import { decimal } from '../../shared/money/decimal';
import type { Failure, Reason } from '../../shared/reasons';
import { unixMs } from '../../shared/result';
import { account, ago, allocation, assets, equity, failed, known, now, trade, whole } from './sample-data';
import type { Scenario } from './scenarios';
import { realizedAlone } from './today-data';

const days = (count: number) => count * 86_400_000;
const closesAt = exchangeInfos.bitmart.closing?.closesAt ?? ago(0);

/** An account of `exchange` as `account` makes one of Binance. */
function at(exchange: ExchangeId, label: string, value: AccountView['value'], change: Partial<AccountView> = {}) {
  const { name, wallets } = exchangeInfos[exchange];
  const made = account(`acc-${exchange}`, label, value);
  const shared = { exchange, exchangeName: name, wallets: wallets.map((wallet) => ({ wallet, value })) };
  const progress = { ...made.progress, by: exchangeInfos[exchange].deepScan === null ? 'account' : 'symbol' } as const;
  return { ...made, ...shared, progress, ...change } satisfies AccountView;
}

const progressOf = (view: AccountView, change: Partial<AccountView['progress']>): AccountView => ({
  ...view,
  progress: { ...view.progress, ...change },
});

const noMode: Failure = { reason: 'account-mode', host: 'api.poloniex.com', code: '40085', detail: 'Account not open' };
const refused: Failure = {
  reason: 'ip-not-whitelisted',
  host: 'api.mexc.com',
  code: '700006',
  address: '203.0.113.7',
  detail: 'IP [203.0.113.7] not in the ip white list',
};
const rightsOf = (change: Partial<KeyRights>): AccountView['rights'] => ({
  state: 'known',
  at: ago(3),
  value: {
    readable: true,
    read: true,
    trade: false,
    withdraw: false,
    transfer: false,
    ipRestricted: true,
    ...change,
  } as KeyRights, // one shape of a union, changed field by field
});
const untold: AccountView['rights'] = { state: 'known', at: ago(3), value: { readable: false } };

const missingOf = (view: AccountView, failure: Failure, wallet: MissingPart['wallet'] = null): MissingPart => ({
  accountId: view.id,
  accountLabel: view.label,
  exchange: view.exchange,
  wallet,
  asset: null,
  failure,
});

const poloniexWhole = at('poloniex', 'margin desk', known('402.2'));
const poloniexSum: PartialAmount = {
  ...whole('402.2', 'USDT', 4),
  missing: [missingOf(poloniexWhole, noMode, 'futures')],
  missingCount: 1,
  lastKnown: { value: decimal('655.9'), at: ago(200) },
};
const poloniex: AccountView = {
  ...poloniexWhole,
  value: { state: 'known', at: ago(2), value: poloniexSum },
  wallets: [
    { wallet: 'spot', value: known('402.2') },
    { wallet: 'futures', value: failed(noMode, '253.7', 200) },
  ],
  rights: untold,
};

const bitget = progressOf(
  at('bitget', 'bot 2', known('4279.1294'), {
    rights: rightsOf({ trade: true, ipRestricted: false }),
    lookBack: { days: 90, readableSince: unixMs(now - days(90)), deadlineAt: unixMs(now + days(88)), gap: null },
  }),
  {
    state: 'running',
    by: 'account',
    symbolsDone: 0,
    symbolsTotal: 1,
    readFrom: unixMs(now - days(90)),
    readTo: unixMs(now - days(31)),
    fillsStored: 6_412,
    fillsPerSecond: 184,
    finishedAt: null,
  },
);
const gate = progressOf(
  at('gate', 'savings', { state: 'pending' }, { refreshing: true, rights: { state: 'pending' } }),
  {
    state: 'idle',
    by: 'account',
    fillsStored: 0,
    reachedFrom: null,
    reachedTo: null,
    symbolsDone: 0,
    symbolsTotal: 0,
    startedAt: null,
    finishedAt: null,
  },
);
const mexc = progressOf(
  at('mexc', 'SHARP', failed(refused, '1022.4'), {
    lookBack: {
      days: 30,
      readableSince: unixMs(now - days(74)),
      deadlineAt: unixMs(now + days(2)),
      gap: { fromMs: unixMs(now - days(52)), toMs: unixMs(now - days(44)) },
    },
    rights: { state: 'unknown', failure: refused, failedAt: ago(4), last: null },
  }),
  { state: 'stopped', symbol: 'SUI/USDT', failure: refused },
);
const bitmart = at('bitmart', 'old bot', known('88.06'), {
  closing: { closesAt },
  rights: untold,
});
const coinstore = at('coinstore', 'a label of forty characters, all of it', known('12.5', 16), { rights: untold });
const binance = progressOf(at('binance', 'main', known('8201.1')), {
  state: 'running',
  symbol: 'ETH/USDT',
  symbolsDone: 5,
  symbolsTotal: 37,
  fillsPerSecond: 912.4,
  timeLeftMs: 260_000,
  finishedAt: null,
});

const seven: readonly AccountView[] = [binance, bitget, gate, mexc, poloniex, bitmart, coinstore];

const closedFailure: Failure = { reason: 'exchange-closed' };
const closed = at(
  'bitmart',
  'old bot',
  { state: 'unknown', failure: closedFailure, failedAt: closesAt, last: { at: ago(60 * 24), value: whole('88.06') } },
  { id: 'acc-closed', maskedKey: null, rights: { state: 'pending' }, frozen: 'closed' },
);
const keyless = at('gate', 'last year', failed({ reason: 'no-credentials' }, '310.5', 60 * 24 * 90), {
  id: 'acc-keyless',
  maskedKey: null,
  rights: { state: 'pending' },
  frozen: 'key-removed',
  wallets: [{ wallet: 'spot', value: { state: 'pending' } }],
});

/** A sum of which MEXC, Gate and Poloniex's futures wallet are missing. */
const partly = (amount: string): PartialAmount => ({
  ...whole(amount, 'USDT', 7, 16),
  missing: [
    missingOf(gate, { reason: 'history-incomplete' }),
    missingOf(mexc, refused),
    missingOf(poloniex, noMode, 'futures'),
  ],
  missingCount: 3,
  lastKnown: { value: decimal('14259.09'), at: ago(200) },
});

const issueOf = (view: AccountView, failure: Failure, area: Issue['area'], wallet: Issue['wallet'] = null): Issue => ({
  id: `${view.id} ${failure.reason} ${area}`,
  accountId: view.id,
  accountLabel: view.label,
  exchange: view.exchange,
  failure,
  since: ago(180),
  area,
  wallet,
});

const closing: Notice = {
  id: 'closing:bitmart',
  kind: 'closing',
  exchange: 'bitmart',
  accountIds: ['acc-bitmart'],
  closesAt,
};

const quotes = ['USDT', 'USDC', 'BTC', 'EUR', 'TRX', 'GT', 'MX'];
const realized: RealizedPnl = {
  methods: ['fifo'],
  pooling: null,
  perQuote: quotes.map((quote, n) => ({
    quote,
    gross: decimal(`${1310 - n * 211}.2211`),
    fees: decimal(`${96 + n}.1054`),
    net: decimal(`${1214 - n * 212}.1157`),
    unconvertedFees: n < 2 ? [{ currency: 'BNB', amount: decimal('0.0123') }] : [],
    incompleteBooks: n % 3,
  })),
  inBase: { net: partly('1214.1157'), gross: partly('1310.2211'), fees: partly('96.1054') },
  caveats: [binance, bitget, gate, mexc].map((view) => ({
    accountId: view.id,
    accountLabel: view.label,
    failure: view === mexc ? refused : { reason: 'history-incomplete' },
  })),
};

const assetsOf = (view: AccountView): readonly AssetRow[] =>
  assets(view.id).map((row) =>
    view.exchange === 'poloniex' && row.asset === 'ETH' ? { ...row, wallet: 'futures' } : row,
  );

/** Fifteen assets of one account, the long tail in odd sizes. */
const manyAssets = (view: AccountView): readonly AssetRow[] => [
  ...assets(view.id),
  ...['SOL', 'DOGE', 'XRP', 'TRX', '1000SATS', 'PEPE', 'WBETH', 'POL'].map(
    (asset, n): AssetRow => ({
      accountId: view.id,
      wallet: 'spot',
      asset,
      free: decimal(
        `${[3, 120_450, 0, 88, 1_234_567_890, 0, 1, 12][n] ?? 0}.${[5, 0, '00000001', 25, 75, '5', '123456789', 5][n] ?? 0}`,
      ),
      locked: decimal('0'),
      total: decimal(
        `${[3, 120_450, 0, 88, 1_234_567_890, 0, 1, 12][n] ?? 0}.${[5, 0, '00000001', 25, 75, '5', '123456789', 5][n] ?? 0}`,
      ),
      value: { state: 'known', amount: decimal(`${519 - n * 60}.123`), price: decimal('1'), path: [] },
    }),
  ),
];

const longLabel = (n: number) => `trading desk ${n}, forty characters of label`.slice(0, 40);

/** Seven reasons that stop an account, one each. */
const causes: readonly Reason[] = [
  'key-or-address-refused',
  'passphrase-rejected',
  'region-blocked',
  'ip-not-whitelisted',
  'account-mode',
  'exchange-unavailable',
  'clock-skew',
];
const failureOf = (reason: Reason, exchange: ExchangeId): Failure => ({
  reason,
  host: exchangeInfos[exchange].hosts[0] ?? '',
  address: '203.0.113.7',
  skewMs: 125_000,
  code: '-2015',
  detail: 'Invalid API-key, IP, or permissions for action, request ip: 203.0.113.7',
});

const stream: StreamCoverage = {
  coveredFrom: unixMs(now - days(90)),
  coveredTo: unixMs(now - days(31)),
  lastReadAt: ago(1),
  state: 'partial',
  failure: null,
  spans: [
    { fromMs: unixMs(0), toMs: unixMs(now - days(90)), state: 'beyond-look-back' },
    { fromMs: unixMs(now - days(90)), toMs: unixMs(now - days(31)), state: 'covered' },
    { fromMs: unixMs(now - days(31)), toMs: null, state: 'unread' },
  ],
};
const coverage: AccountCoverage = {
  whole: stream,
  symbols: ['BTC/USDT', 'ETH/USDT', 'SUI/USDT', 'SOL/USDC', 'TRX/BTC'].map((symbol, n) => ({
    ...stream,
    symbol,
    fills: [4_120, 1_804, 388, 97, 3][n] ?? 0,
  })),
  marketsToScan: 912,
};

/** The scenarios; the account pages are `/accounts/acc-<exchange>`, `acc-closed` and `acc-keyless`. */
export function sevenScenarios(base: Overview): Readonly<Record<string, Scenario>> {
  const open = { vault: { state: 'open' }, open: [], coverage } as const;
  const overview: Overview = {
    ...base,
    total: partly('12982.99'),
    free: partly('11022.1'),
    locked: partly('1960.89'),
    realized,
    today: realizedAlone(partly('-12.4081')),
    accounts: seven,
    allocation: allocation(seven.filter(({ value }) => value.state === 'known').flatMap(assetsOf)),
    equity: equity(7, 128, [5]),
    issues: [
      issueOf(mexc, refused, 'balances'),
      issueOf(poloniex, noMode, 'balances', 'futures'),
      issueOf(binance, { reason: 'price-missing', subject: 'LUNAX' }, 'prices'),
      issueOf(binance, { reason: 'permission-missing', subject: 'deposits' }, 'flows'),
    ],
    notices: [closing],
  };
  const broken = exchangeIds.map((exchange, n) =>
    at(
      exchange,
      longLabel(n),
      failed(failureOf(causes[n] ?? 'network-failed', exchange), n % 2 === 0 ? '1022.4' : null),
    ),
  );
  const full = exchangeIds.map((exchange, n) => at(exchange, longLabel(n), known(`${(n + 1) * 98_765}.4321`)));
  const total: PartialAmount = {
    ...whole('0', 'USDT', 7),
    amount: null,
    oldestAt: ago(180),
    missing: broken.map((view, n) => missingOf(view, failureOf(causes[n] ?? 'network-failed', view.exchange))),
    missingCount: 7,
    lastKnown: { value: decimal('7156.8'), at: ago(180) },
  };
  const offlineCause: Failure = { reason: 'network-failed' };
  const offline = seven.map((view) => ({ ...view, value: failed(offlineCause, '1022.4') }));
  const offlineTotal = { ...total, missing: offline.map((view) => missingOf(view, offlineCause)) };
  const trades = (count: number) =>
    Array.from({ length: count }, (_, n) => trade(n, `acc-${exchangeIds[n % exchangeIds.length] ?? 'binance'}`));
  return {
    seven: {
      ...open,
      overview,
      rows: seven.filter(({ value }) => value.state !== 'pending').flatMap(assetsOf),
      closed: trades(60),
      open: [trade(3, 'acc-binance', true)],
    },
    'seven-failing': {
      ...open,
      overview: {
        ...overview,
        total,
        free: total,
        locked: total,
        today: realizedAlone(total),
        accounts: broken,
        allocation: allocation([]),
        issues: broken.map((view, n) =>
          issueOf(view, failureOf(causes[n] ?? 'network-failed', view.exchange), 'balances'),
        ),
      },
      closed: [],
    },
    'seven-offline': {
      ...open,
      overview: {
        ...overview,
        total: offlineTotal,
        free: offlineTotal,
        locked: offlineTotal,
        today: realizedAlone(offlineTotal),
        accounts: offline,
        allocation: allocation([]),
        issues: [
          {
            ...issueOf(binance, offlineCause, 'balances'),
            ...{ accountId: null, accountLabel: null, exchange: null },
            accounts: offline.map(({ id, label, exchange }) => ({ id, label, exchange })),
          },
        ],
      },
      closed: [],
    },
    'seven-much': {
      ...open,
      overview: {
        ...overview,
        total: whole('2765432.0988', 'USDT', 7),
        free: whole('2765000.0988', 'USDT', 7),
        locked: whole('432', 'USDT', 7),
        today: realizedAlone(whole('18412.5', 'USDT', 7)),
        accounts: full,
        allocation: allocation(full.flatMap(manyAssets)),
        issues: [],
        notices: [],
      },
      rows: full.flatMap(manyAssets),
      closed: trades(5000),
    },
    frozen: {
      ...open,
      overview: {
        ...overview,
        accounts: [binance, closed, keyless],
        allocation: allocation(assetsOf(binance)),
        issues: [],
        notices: [],
      },
      closed: trades(28),
    },
  };
}
