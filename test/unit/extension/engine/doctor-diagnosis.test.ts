/** What the steps of a run come to: one cause and one action, narrowed by what the steps before found. */
import { describe, expect, test } from 'vitest';
import type { DoctorFound, DoctorStep, DoctorStepId } from '../../../../extension/engine/api/doctor';
import { diagnose } from '../../../../extension/engine/diagnosis';
import type { KeyRights } from '../../../../shared/exchanges/readings';
import { type Failure, type Reason, reasons } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';

const startedAt = unixMs(0);
const timed = { startedAt, durationMs: 5 };

const readOnly: KeyRights & { readable: true } = {
  readable: true,
  read: true,
  trade: false,
  withdraw: false,
  transfer: false,
  ipRestricted: true,
};

const found: DoctorFound = {
  vault: null,
  credential: { maskedKey: '••••a1b2', workedBefore: true, ipRestricted: null },
  hosts: { hosts: ['api.binance.com'] },
  clock: { skewMs: 0 },
  'public-call': { markets: 3000 },
  'signed-call': { paths: [{ path: 'direct', failure: null }] },
  rights: readOnly,
  balances: { wallets: [{ wallet: 'spot', state: 'known', assets: ['BTC'] }] },
  symbols: {
    listedBy: 'symbol',
    withFills: 1,
    fillsStored: 10,
    unmatched: [],
    gaps: [],
    gapCount: 0,
    importState: 'complete',
    lookBack: null,
  },
};

const passed = <Id extends DoctorStepId>(id: Id, changed: Partial<DoctorFound[Id]> = {}): DoctorStep =>
  ({
    id,
    state: 'passed',
    ...timed,
    failure: null,
    found: id === 'vault' ? null : { ...found[id], ...changed },
  }) as DoctorStep; // one shape for all ids, each with its own finding

const all = Object.keys(found) as readonly DoctorStepId[]; // the keys of `found` are the steps, in their order

type Changed = Partial<Record<DoctorStepId, DoctorStep>>;

const healthy = (changed: Changed = {}): readonly DoctorStep[] => all.map((id) => changed[id] ?? passed(id));

const warned = <Id extends DoctorStepId>(id: Id, changed: Partial<DoctorFound[Id]>, failure: Failure | null = null) =>
  ({ ...passed(id, changed), state: 'warned', failure }) as DoctorStep; // as in `passed`

const noted = <Id extends DoctorStepId>(id: Id, changed: Partial<DoctorFound[Id]>) =>
  ({ ...passed(id, changed), state: 'noted' }) as DoctorStep; // as in `passed`

/** The run up to `at`, which fails with `failure`. */
const failing = (at: DoctorStepId, failure: Failure, changed: Changed = {}): readonly DoctorStep[] =>
  all.map((id, index): DoctorStep => {
    if (index < all.indexOf(at)) return changed[id] ?? passed(id);
    return id === at
      ? { id, state: 'failed', ...timed, failure }
      : { id, state: 'not-run', because: 'failed', after: at };
  });

const refused: Failure = { reason: 'key-or-address-refused', host: 'api.binance.com', code: '-2015' };
const named: Failure = { ...refused, address: '203.0.113.7' };
const silence: Failure = { reason: 'network-failed', host: 'api.binance.com' };

test('all is well when every step passed', () => {
  expect(diagnose(healthy())).toEqual({
    kind: 'healthy',
    cause: 'fine',
    step: null,
    failure: null,
    checks: [],
    also: [],
    action: 'refresh',
  });
});

test('a cancelled run is judged by nothing else', () => {
  const steps = healthy({
    rights: { id: 'rights', state: 'not-run', because: 'cancelled', after: 'rights' },
    clock: warned('clock', { skewMs: 90_000 }),
  });
  expect(diagnose(steps)).toMatchObject({ kind: 'cancelled', cause: 'cancelled', action: 'run-again' });
});

describe('one code for key, address and right', () => {
  test('with the address that the exchange named begins with that address', () => {
    expect(diagnose(failing('signed-call', named))).toMatchObject({
      kind: 'failed',
      cause: 'key-unclear',
      step: 'signed-call',
      failure: named,
      checks: ['address', 'key', 'reading'],
      action: 'copy-address',
    });
  });

  test('without an address has nothing to copy', () => {
    expect(diagnose(failing('signed-call', refused))).toMatchObject({ cause: 'key-unclear', action: 'run-again' });
  });

  test('of a key that had no whitelist begins with the key', () => {
    const steps = failing('signed-call', named, { credential: passed('credential', { ipRestricted: false }) });
    expect(diagnose(steps)).toMatchObject({ checks: ['key', 'reading', 'address'], action: 'replace-key' });
  });

  test('with a clock that is off is put down to the clock first', () => {
    const steps = failing('signed-call', named, { clock: warned('clock', { skewMs: -40_000 }) });
    expect(diagnose(steps)).toMatchObject({
      cause: 'clock',
      failure: { reason: 'clock-skew', skewMs: -40_000 },
      action: 'sync-clock',
      checks: [],
      also: [],
    });
  });

  test('for a call without a key is the place or a firewall, not the key', () => {
    expect(diagnose(failing('public-call', refused))).toMatchObject({
      cause: 'refused-without-key',
      step: 'public-call',
      failure: { reason: 'region-blocked', code: '-2015' },
    });
  });
});

describe('silence', () => {
  test('to both calls without a key is that nothing answers', () => {
    const steps = failing('public-call', silence, { clock: noted('clock', { skewMs: null }) });
    expect(diagnose(steps)).toMatchObject({ cause: 'no-answer', action: 'run-again' });
  });

  test('after the clock was told is a connection that breaks', () => {
    expect(diagnose(failing('public-call', silence))).toMatchObject({ cause: 'answers-in-part' });
    expect(diagnose(failing('signed-call', silence))).toMatchObject({ cause: 'answers-in-part', step: 'signed-call' });
  });
});

test('a region that is refused only when signed is told apart from one that answers nothing', () => {
  const blocked: Failure = { reason: 'region-blocked', code: '451' };
  expect(diagnose(failing('public-call', blocked)).cause).toBe('refused-without-key');
  expect(diagnose(failing('signed-call', blocked)).cause).toBe('account-calls-stopped');
});

test('a clock that the exchange refuses has the offset that was measured', () => {
  const steps = failing('signed-call', { reason: 'clock-skew', skewMs: 61_000, code: '-1021' });
  expect(diagnose(steps)).toMatchObject({ cause: 'clock', failure: { skewMs: 61_000 }, action: 'sync-clock' });
  const unmeasured = failing('signed-call', { reason: 'clock-skew' }, { clock: warned('clock', { skewMs: 5_000 }) });
  expect(diagnose(unmeasured)).toMatchObject({ failure: { skewMs: 5_000 } });
});

describe('a failure that says it all', () => {
  const at: readonly (readonly [DoctorStepId, Failure, string])[] = [
    ['vault', { reason: 'tampered' }, 'recover'],
    ['credential', { reason: 'no-credentials' }, 'add-credentials'],
    ['credential', { reason: 'credentials-invalid' }, 'replace-key'],
    ['hosts', { reason: 'host-access-missing', host: 'api.binance.com' }, 'grant-host'],
    ['public-call', { reason: 'exchange-unavailable' }, 'run-again'],
    ['signed-call', { reason: 'key-rejected' }, 'replace-key'],
    ['signed-call', { reason: 'ip-not-whitelisted', address: '203.0.113.7' }, 'copy-address'],
    ['signed-call', { reason: 'ip-not-whitelisted' }, 'run-again'],
    ['signed-call', { reason: 'rate-limited' }, 'run-again'],
    ['signed-call', { reason: 'unexpected-payload' }, 'report'],
    ['rights', { reason: 'permission-missing' }, 'open-account'],
  ];
  test.each(at)('at %s, %o, is followed by %s', (step, failure, action) => {
    expect(diagnose(failing(step, failure))).toMatchObject({ kind: 'failed', cause: 'reason', step, failure, action });
  });

  test('of any reason at any step ends in one diagnosis and one action', () => {
    for (const reason of Object.keys(reasons) as readonly Reason[])
      for (const step of all) {
        const diagnosis = diagnose(failing(step, { reason }));
        expect(diagnosis).toMatchObject({ kind: 'failed', step });
        expect(diagnosis.action).toBeTruthy();
      }
  });
});

describe('several warnings', () => {
  const powers = warned('rights', { ...readOnly, withdraw: true });
  const wallet = warned('balances', {
    wallets: [
      { wallet: 'spot', state: 'known', assets: [] },
      { wallet: 'futures', state: 'unknown', failure: { reason: 'permission-missing' } },
    ],
  });
  const unmatched = warned('symbols', { unmatched: ['LUNCUSDT'] });
  const clock = warned('clock', { skewMs: 3_000 });

  test('end in the gravest, and name the others', () => {
    const steps = { rights: powers, balances: wallet, symbols: unmatched, clock };
    expect(diagnose(healthy(steps))).toMatchObject({
      kind: 'warning',
      cause: 'powers',
      step: 'rights',
      also: ['clock', 'balances', 'symbols'],
    });
    expect(diagnose(healthy({ ...steps, rights: passed('rights') }))).toMatchObject({
      cause: 'wallet-refused',
      failure: { reason: 'permission-missing' },
      action: 'open-account',
    });
    expect(diagnose(healthy({ symbols: unmatched, clock }))).toMatchObject({ cause: 'symbols-unmatched' });
    expect(diagnose(healthy({ clock }))).toMatchObject({
      cause: 'clock',
      failure: { reason: 'clock-skew', skewMs: 3_000 },
      action: 'sync-clock',
    });
  });

  test('of the history begin with an import that stopped, and end with what is gone for good', () => {
    const gap = { symbol: 'LUNA/USDT', failure: { reason: 'unexpected-payload' } } as const;
    const stopped = warned('symbols', { importState: 'stopped', gaps: [gap], gapCount: 1 }, { reason: 'storage-full' });
    expect(diagnose(healthy({ symbols: stopped }))).toMatchObject({
      cause: 'import-stopped',
      failure: { reason: 'storage-full' },
      action: 'resume-import',
    });
    expect(diagnose(healthy({ symbols: warned('symbols', { gaps: [gap], gapCount: 1 }) }))).toMatchObject({
      cause: 'history-gaps',
      failure: gap.failure,
    });
    const span = { fromMs: unixMs(1), toMs: unixMs(2) };
    const lookBack = { days: 30, readableSince: unixMs(0), deadlineAt: null, gap: span };
    expect(diagnose(healthy({ symbols: warned('symbols', { lookBack }) }))).toMatchObject({
      cause: 'history-lost',
      action: 'open-account',
    });
  });
});
