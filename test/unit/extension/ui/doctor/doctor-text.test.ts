/** The report as text: complete enough to help, and free of secrets whatever it is made of. */
import { describe, expect, test } from 'vitest';
import type { DoctorReport, DoctorStep } from '../../../../../extension/engine/api/doctor';
import { doctorText } from '../../../../../extension/ui/doctor/doctor-text';
import type { Failure } from '../../../../../shared/reasons';
import { unixMs } from '../../../../../shared/result';
import { account, failed, known } from '../../../../ui/sample-data';

const at = unixMs(Date.UTC(2026, 10, 21, 14, 3, 22));
const timed = { startedAt: at, durationMs: 112 };

const refused: Failure = {
  reason: 'key-or-address-refused',
  host: 'api.binance.com',
  code: '-2015',
  address: '203.0.113.7',
  detail: 'Invalid API-key, IP, or permissions for action, request ip: 203.0.113.7',
};

const passedSteps: readonly DoctorStep[] = [
  { id: 'vault', state: 'passed', ...timed, found: null, failure: null },
  {
    id: 'credential',
    state: 'passed',
    ...timed,
    found: { maskedKey: '••••a1b2', workedBefore: true, ipRestricted: true },
    failure: null,
  },
  { id: 'hosts', state: 'passed', ...timed, found: { hosts: ['api.binance.com'] }, failure: null },
  { id: 'clock', state: 'passed', ...timed, found: { skewMs: 0 }, failure: null },
  { id: 'public-call', state: 'passed', ...timed, found: { markets: 3482 }, failure: null },
];

const report: DoctorReport = {
  accountId: 'opaque',
  exchange: 'binance',
  label: 'SHARP',
  startedAt: at,
  endedAt: at,
  steps: [
    ...passedSteps,
    { id: 'signed-call', state: 'failed', ...timed, failure: refused },
    { id: 'rights', state: 'not-run', because: 'failed', after: 'signed-call' },
  ],
  diagnosis: {
    kind: 'failed',
    cause: 'key-unclear',
    step: 'signed-call',
    failure: refused,
    checks: ['address', 'key', 'reading'],
    also: [],
    action: 'copy-address',
  },
  calls: [
    {
      at,
      method: 'GET',
      host: 'api.binance.com',
      path: '/sapi/v1/account/apiRestrictions',
      durationMs: 118,
      status: 401,
      bodyBytes: 96,
      reason: 'key-or-address-refused',
      code: '-2015',
    },
    {
      at,
      method: 'GET',
      host: 'api.binance.com',
      path: '/api/v3/time',
      durationMs: 15_000,
      status: null,
      bodyBytes: null,
      reason: 'network-failed',
      code: null,
    },
  ],
};

const textOf = (change: Partial<DoctorReport> = {}, view = account('opaque', 'SHARP', failed(refused, '1022.4'))) =>
  doctorText({ report: { ...report, ...change }, account: view, version: '0.1.0', at, ofSample: false });

describe('the text', () => {
  const text = textOf();

  test('has version, exchange, label and time in UTC with seconds', () => {
    expect(text).toMatch(/^Fillbook 0\.1\.0, 2026-11-21 14:03:22 UTC\nBinance · SHARP\n/);
  });

  test('has the diagnosis with the address and the order in which to look', () => {
    expect(text).toContain('Diagnosis: Key or address refused');
    expect(text).toContain("1. The key's whitelist at Binance: 203.0.113.7 must be on it.");
    expect(text).toContain('2. The key ••••a1b2');
  });

  test('has each step with its result, how long it took, and the reason as code', () => {
    expect(text).toContain('- Clock: passed, 112 ms');
    expect(text).toContain('- Signed call, directly: failed, 112 ms');
    expect(text).toContain('key-or-address-refused · api.binance.com · code -2015');
    expect(text).toContain('- Rights of the key: not run');
  });

  test('has the last calls by path, and says which of them had no reply', () => {
    expect(text).toContain(
      '2026-11-21 14:03:22 UTC GET api.binance.com/sapi/v1/account/apiRestrictions: 401 key-or-address-refused -2015, 118 ms 96 B',
    );
    expect(text).toContain('GET api.binance.com/api/v3/time: no reply network-failed, 15.0 s');
  });

  test('has what the last refresh came to, and no amount', () => {
    expect(text).toContain('Last refresh: failed since');
    expect(text).not.toContain('1022');
    expect(textOf({}, account('opaque', 'SHARP', known('8201.1')))).not.toContain('8201');
  });

  test('of sample data begins with saying so', () => {
    const view = account('opaque', 'SHARP', failed(refused, '1022.4'));
    expect(doctorText({ report, account: view, version: '0.1.0', at, ofSample: true })).toMatch(/^DEMO · sample data/);
    expect(text).not.toContain('DEMO');
  });

  test('of a run that is going on says so', () => {
    expect(textOf({ diagnosis: null })).toContain('Diagnosis: Looking at one thing after another');
  });
});

describe('a secret', () => {
  /** What keys, secrets, signatures and tokens look like; none of them may come out wherever it went in. */
  const canaries = [
    'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
    'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
    'mx0vglbCaNaRy12345678901234567890',
    'signature=canary17',
    'secret: canary18',
    'passphrase=canary19',
    'https://api.binance.com/api/v3/account?canary20=1',
  ];

  test.each(canaries)('in any field of a failure, a step, a label or a call stays out: %s', (canary) => {
    const failure: Failure = {
      reason: 'unexpected-payload',
      host: canary,
      address: canary,
      code: canary,
      subject: canary,
      detail: `before ${canary} after`,
    };
    const steps: readonly DoctorStep[] = [
      {
        id: 'credential',
        state: 'passed',
        ...timed,
        found: { maskedKey: canary, workedBefore: true, ipRestricted: null },
        failure: null,
      },
      { id: 'hosts', state: 'passed', ...timed, found: { hosts: [canary] }, failure },
      {
        id: 'balances',
        state: 'warned',
        ...timed,
        found: {
          wallets: [
            { wallet: 'spot', state: 'known', assets: [canary] },
            { wallet: 'futures', state: 'unknown', failure },
          ],
        },
        failure,
      },
      {
        id: 'symbols',
        state: 'warned',
        ...timed,
        found: {
          listedBy: 'symbol',
          withFills: 1,
          fillsStored: 1,
          unmatched: [canary],
          gaps: [{ symbol: canary, failure }],
          gapCount: 1,
          importState: 'stopped',
          lookBack: null,
        },
        failure,
      },
      { id: 'signed-call', state: 'failed', ...timed, failure },
    ];
    const call = report.calls[0];
    if (!call) throw new Error('no call');
    const calls = [
      { ...call, path: `/api/${canary}`, code: canary, host: canary },
      { ...call, path: `/api/v3/account?${canary}` },
      { ...call, path: `/api/v3/account#${canary}` },
    ];
    const view = account('opaque', canary, failed(failure, '1'), { failure, state: 'stopped', symbol: canary });
    for (const cause of ['reason', 'key-unclear', 'no-answer', 'wallet-refused', 'symbols-unmatched'] as const) {
      const diagnosis = {
        ...report.diagnosis,
        cause,
        failure,
        checks: ['address', 'key'],
      } as DoctorReport['diagnosis'];
      const text = textOf({ label: canary, steps, calls, diagnosis }, view);
      expect(text).not.toContain(canary);
      expect(text).not.toMatch(/canary\d\d/);
    }
  });
});
