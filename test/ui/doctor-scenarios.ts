/** The states of a doctor's run that its screen must be looked at in. */
import type { AccountView } from '../../extension/engine/api/account-view';
import type {
  DoctorDiagnosis,
  DoctorFound,
  DoctorReport,
  DoctorStep,
  DoctorStepId,
} from '../../extension/engine/api/doctor';
import type { Overview } from '../../extension/engine/api/overview';
import type { CallRecord } from '../../shared/exchanges/call-record';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { unixMs } from '../../shared/result';
import { account, failed, known, now } from './sample-data';
import type { Scenario } from './scenarios';

const startedAt = unixMs(now - 8_000);

const durations: Readonly<Record<DoctorStepId, number>> = {
  vault: 3,
  credential: 1,
  hosts: 4,
  clock: 112,
  'public-call': 96,
  'signed-call': 184,
  rights: 0,
  balances: 421,
  symbols: 2,
};

const found: DoctorFound = {
  vault: null,
  credential: { maskedKey: '••••a1b2', workedBefore: true, ipRestricted: true },
  hosts: { hosts: ['api.binance.com'] },
  clock: { skewMs: 0 },
  'public-call': { markets: 3_482 },
  'signed-call': { paths: [{ path: 'direct', failure: null }] },
  rights: { readable: true, read: true, trade: false, withdraw: false, transfer: false, ipRestricted: true },
  balances: { wallets: [{ wallet: 'spot', state: 'known', assets: ['BNB', 'BTC', 'ETH', 'SOL', 'USDT'] }] },
  symbols: {
    listedBy: 'symbol',
    withFills: 14,
    fillsStored: 18_204,
    unmatched: [],
    gaps: [],
    gapCount: 0,
    importState: 'complete',
    lookBack: null,
  },
};

const ids: readonly DoctorStepId[] = [
  'vault',
  'credential',
  'hosts',
  'clock',
  'public-call',
  'signed-call',
  'rights',
  'balances',
  'symbols',
];

type Changes = Partial<{ [Id in DoctorStepId]: Partial<DoctorFound[Id]> }>;

/** Every step passed with what is usual, but for what `changes` says of some; those are in the state `told`. */
const steps = (changes: Changes = {}, told: 'passed' | 'noted' | 'warned' = 'warned'): readonly DoctorStep[] =>
  ids.map(
    (id) =>
      ({
        id,
        state: id in changes ? told : 'passed',
        startedAt,
        durationMs: durations[id],
        found: id === 'vault' ? null : { ...found[id], ...changes[id] },
        failure: null,
      }) as DoctorStep, // one shape for all ids, each with its own finding
  );

/** The run up to `id`, which fails. */
const failedAt = (
  at: DoctorStepId,
  failure: Failure,
  changes: Changes = {},
  told: 'noted' | 'warned' = 'warned',
): readonly DoctorStep[] =>
  steps(changes, told).map((step, index) => {
    if (index < ids.indexOf(at)) return step;
    if (step.id === at) return { id: at, state: 'failed', startedAt, durationMs: durations[at], failure };
    return { id: step.id, state: 'not-run', because: 'failed', after: at };
  });

const call = (secondsAgo: number, path: string, change: Partial<CallRecord> = {}): CallRecord => ({
  at: unixMs(now - secondsAgo * 1000),
  method: 'GET',
  host: 'api.binance.com',
  path,
  durationMs: 118,
  status: 200,
  bodyBytes: 1_842,
  reason: null,
  code: null,
  ...change,
});

const calls: readonly CallRecord[] = [
  call(2, '/api/v3/account', { durationMs: 184, bodyBytes: 9_120 }),
  call(3, '/sapi/v1/account/apiRestrictions', { bodyBytes: 412 }),
  call(3, '/api/v3/ticker/price', { durationMs: 96, bodyBytes: 46 }),
  call(4, '/api/v3/time', { durationMs: 112, bodyBytes: 28 }),
  ...Array.from({ length: 20 }, (_, n) =>
    call(60 + n, '/api/v3/myTrades', { durationMs: 90 + n * 7, bodyBytes: 214_220 - n * 9_000 }),
  ),
];

const refusedCalls: readonly CallRecord[] = [
  call(2, '/sapi/v1/account/apiRestrictions', {
    status: 401,
    bodyBytes: 118,
    reason: 'key-or-address-refused',
    code: '-2015',
  }),
  call(3, '/api/v3/ticker/price', { durationMs: 96, bodyBytes: 46 }),
  call(4, '/api/v3/time', { durationMs: 112, bodyBytes: 28 }),
  call(95, '/api/v3/account', { status: 401, bodyBytes: 118, reason: 'key-or-address-refused', code: '-2015' }),
  call(396, '/api/v3/account', { status: null, bodyBytes: null, durationMs: 15_000, reason: 'network-failed' }),
];

const diagnosis = (change: Partial<DoctorDiagnosis>): DoctorDiagnosis => ({
  kind: 'healthy',
  cause: 'fine',
  step: null,
  failure: null,
  checks: [],
  also: [],
  action: 'refresh',
  ...change,
});

const report = (label: string, change: Partial<DoctorReport>): DoctorReport => ({
  accountId: 'acc-1',
  exchange: 'binance',
  label,
  startedAt,
  endedAt: unixMs(now - 7_000),
  steps: steps(),
  diagnosis: diagnosis({}),
  calls,
  ...change,
});

const refused: Failure = {
  reason: 'key-or-address-refused',
  host: 'api.binance.com',
  code: '-2015',
  address: '203.0.113.7',
  detail: 'Invalid API-key, IP, or permissions for action, request ip: 203.0.113.7',
};
const slow: Failure = { reason: 'network-failed', host: 'api.binance.com', detail: 'no complete reply within 15 s' };
const gap = { symbol: 'LUNA/USDT', failure: { reason: 'unexpected-payload', subject: '[3].qty' } } as const;
const lookBack = { days: 90, readableSince: unixMs(now - 90 * 86_400_000), deadlineAt: null, gap: null };
const noMode: Failure = { reason: 'account-mode', host: 'api.poloniex.com', code: '40085' };

const reports: Readonly<Record<string, DoctorReport>> = {
  'doctor-healthy': report('main', {}),
  'doctor-running': report('main', {
    endedAt: null,
    diagnosis: null,
    steps: steps().map((step, index) =>
      index < 5
        ? step
        : index === 5
          ? { id: step.id, state: 'running', startedAt: unixMs(now - 400) }
          : { id: step.id, state: 'waiting' },
    ),
  }),
  'doctor-address': report('SHARP', {
    steps: failedAt('signed-call', refused),
    calls: refusedCalls,
    diagnosis: diagnosis({
      kind: 'failed',
      cause: 'key-unclear',
      step: 'signed-call',
      failure: refused,
      checks: ['address', 'key', 'reading'],
      action: 'copy-address',
    }),
  }),
  'doctor-clock': report('main', {
    steps: failedAt('signed-call', { ...refused, reason: 'clock-skew', skewMs: 95_000 }, { clock: { skewMs: 95_000 } }),
    calls: refusedCalls,
    diagnosis: diagnosis({
      kind: 'failed',
      cause: 'clock',
      step: 'signed-call',
      failure: { reason: 'clock-skew', skewMs: 95_000, code: '-1021' },
      action: 'sync-clock',
    }),
  }),
  'doctor-silent': report('main', {
    steps: failedAt('public-call', slow, { clock: { skewMs: null } }, 'noted'),
    calls: [call(2, '/api/v3/time', { status: null, bodyBytes: null, durationMs: 15_000, reason: 'network-failed' })],
    diagnosis: diagnosis({
      kind: 'failed',
      cause: 'no-answer',
      step: 'public-call',
      failure: slow,
      action: 'run-again',
    }),
  }),
  'doctor-rights': report('bot 2', {
    steps: steps({ rights: { trade: true, withdraw: true, ipRestricted: false } as Partial<DoctorFound['rights']> }),
    diagnosis: diagnosis({ kind: 'warning', cause: 'powers', step: 'rights', action: 'run-again' }),
  }),
  'doctor-wallets': report('desk', {
    exchange: 'poloniex',
    steps: steps({
      balances: {
        wallets: [
          { wallet: 'spot', state: 'known', assets: ['TRX', 'USDT'] },
          { wallet: 'futures', state: 'unknown', failure: noMode },
        ],
      },
      symbols: { listedBy: 'account', unmatched: ['LUNCUSDT'], gaps: [gap], gapCount: 1, lookBack },
    }),
    diagnosis: diagnosis({
      kind: 'warning',
      cause: 'wallet-refused',
      step: 'balances',
      failure: noMode,
      also: ['symbols'],
      action: 'open-account',
    }),
  }),
};

/** The same run, as long ago as it was when the gallery began: the page starts another by itself once one is a minute old. */
export function asDrawnNow(run: DoctorReport): DoctorReport {
  const late = Date.now() - now;
  const { startedAt: begun, endedAt } = run;
  return { ...run, startedAt: unixMs(begun + late), endedAt: endedAt === null ? null : unixMs(endedAt + late) };
}

/** A healthy run of an account, as it is shown step by step; each is a moment after the one before. */
export function runOf(view: Pick<AccountView, 'id' | 'exchange' | 'label'>): readonly DoctorReport[] {
  const whole = report(view.label, { accountId: view.id, exchange: view.exchange });
  const upTo = (at: number): DoctorReport => ({
    ...whole,
    endedAt: null,
    diagnosis: null,
    steps: whole.steps.map((step, index): DoctorStep => {
      if (index < at) return step;
      return index === at ? { id: step.id, state: 'running', startedAt } : { id: step.id, state: 'waiting' };
    }),
  });
  return [...ids.map((_, at) => upTo(at)), { ...whole, endedAt: unixMs(Date.now()) }];
}

/** The doctor's page of each is `/accounts/acc-1/doctor`. */
export function doctorScenarios(base: Overview): Readonly<Record<string, Scenario>> {
  const open = { state: 'open' } as const;
  return Object.fromEntries(
    Object.entries(reports).map(([name, doctor]): [string, Scenario] => {
      const value = doctor.diagnosis?.kind === 'failed' ? failed(refused, '1022.4') : known('8201.1');
      const { name: exchangeName } = exchangeInfos[doctor.exchange];
      const view = { ...account('acc-1', doctor.label, value), exchange: doctor.exchange, exchangeName };
      return [name, { vault: open, overview: { ...base, accounts: [view] }, closed: [], open: [], doctor }];
    }),
  );
}
