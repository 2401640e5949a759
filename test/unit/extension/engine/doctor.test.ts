/** The doctor of an account: one look after another, each once, until one fails. */
import { describe, expect, test } from 'vitest';
import type { AccountDraft } from '../../../../extension/engine/api/account-entry';
import type { DoctorReport, DoctorStep, DoctorStepId } from '../../../../extension/engine/api/doctor';
import type { EngineEvent } from '../../../../extension/engine/api/events';
import { createDoctor } from '../../../../extension/engine/doctor';
import { createEngine } from '../../../../extension/engine/engine';
import { createMarkets } from '../../../../extension/engine/markets';
import { createRepeat } from '../../../../extension/engine/retry';
import type { Session } from '../../../../extension/engine/session';
import { createWork } from '../../../../extension/engine/work';
import type { ExchangeClient } from '../../../../extension/exchanges/client';
import type { Failure } from '../../../../shared/reasons';
import { err, ok, unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, type FakeExchange, fakeExchange } from './fake-exchange';

const id = accountDraft.id;
const order: readonly DoctorStepId[] = [
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

const refused: Failure = {
  reason: 'key-or-address-refused',
  host: 'api.binance.com',
  code: '-2015',
  address: '203.0.113.7',
};

/** An account at an exchange whose clock agrees with the computer's, holding BTC and USDT. */
async function examined(change: Partial<ExchangeClient> = {}, draft: Partial<AccountDraft> = {}) {
  const exchange = fakeExchange(['BTC/USDT', 'ETH/USDT']);
  exchange.balances = [balance('USDT', '10', '0', '10'), balance('BTC', '1', '0', '1')];
  const world = createWorld({ ...exchange.client, ...change });
  exchange.now = () => world.clock.now;
  const opened = await openWorld(world);
  must(await opened.session.accounts.add({ ...accountDraft, ...draft }));
  return { ...opened, exchange };
}

/** The report of the account's run, once it has ended. */
async function reportOf({ doctor }: Session, accountId = id): Promise<DoctorReport> {
  for (;;) {
    const report = doctor.report(accountId);
    if (report && report.endedAt !== null) return report;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function run(session: Session, accountId = id): Promise<DoctorReport> {
  session.doctor.start(accountId);
  return reportOf(session, accountId);
}

const stepOf = ({ steps }: DoctorReport, wanted: DoctorStepId): DoctorStep => {
  const step = steps.find((one) => one.id === wanted);
  if (!step) throw new Error(`no step ${wanted}`);
  return step;
};

/** A promise that the test settles. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('a healthy account', () => {
  test('passes every step in order and ends in one diagnosis with one action', async () => {
    const { session } = await examined();
    const report = await run(session);
    expect(report.steps.map((step) => [step.id, step.state])).toEqual(order.map((step) => [step, 'passed']));
    expect(report.diagnosis).toMatchObject({ kind: 'healthy', cause: 'fine', action: 'refresh', also: [] });
    expect(stepOf(report, 'balances')).toMatchObject({
      found: { wallets: [{ wallet: 'spot', state: 'known', assets: ['BTC', 'USDT'] }] },
    });
    expect(stepOf(report, 'credential')).toMatchObject({ found: { maskedKey: '••••teen' } });
    expect(stepOf(report, 'public-call')).toMatchObject({ found: { markets: 2 } });
  });

  test('is asked for the time, the markets, the rights and the wallet, each once', async () => {
    const { session, exchange } = await examined();
    await run(session);
    expect(exchange.calls).toEqual(['serverTime', 'markets', 'keyRights', 'balances']);
  });

  test('whose markets are known is asked for one price instead of megabytes', async () => {
    const { session, exchange } = await examined();
    must(await session.imports.start(id, 'import'));
    await importEnded(session);
    exchange.calls.length = 0;
    await run(session);
    expect(exchange.calls).toEqual(['serverTime', 'tickers', 'keyRights', 'balances']);
  });

  test('has no part of its key in the report but the last four characters', async () => {
    const { session } = await examined();
    const told = JSON.stringify(await run(session));
    expect(told).not.toContain(accountDraft.credentials.apiKey);
    expect(told).not.toContain(accountDraft.credentials.secret);
  });

  test('stores nothing of what the run read', async () => {
    const { session } = await examined();
    await run(session);
    expect(session.observations.of(id)).toMatchObject({ rights: { last: null, failure: null } });
    expect(session.imports.progress(id).state).toBe('idle');
  });
});

describe('a step that fails', () => {
  test('ends the run: later steps are not run, and nothing more is asked', async () => {
    const { session, exchange } = await examined();
    exchange.failures.set('keyRights', [refused]);
    const report = await run(session);
    expect(stepOf(report, 'signed-call')).toMatchObject({ state: 'failed', failure: refused });
    for (const later of ['rights', 'balances', 'symbols'] as const)
      expect(stepOf(report, later)).toEqual({ id: later, state: 'not-run', because: 'failed', after: 'signed-call' });
    expect(exchange.calls).toEqual(['serverTime', 'markets', 'keyRights']);
    expect(report.diagnosis).toMatchObject({ kind: 'failed', cause: 'key-unclear', action: 'copy-address' });
  });

  test('is not repeated, although its failure may pass', async () => {
    const { session, exchange } = await examined();
    const silence: Failure = { reason: 'network-failed', host: 'api.binance.com' };
    exchange.failures.set('serverTime', [silence]);
    exchange.failures.set('markets', [silence]);
    const report = await run(session);
    expect(exchange.calls).toEqual(['serverTime', 'markets']);
    expect(report.diagnosis).toMatchObject({ cause: 'no-answer', step: 'public-call', action: 'run-again' });
  });

  test('by a defect keeps its name and nothing that its message quotes', async () => {
    const { session } = await examined({
      keyRights: () => Promise.reject(new TypeError('quotes canary-secret')),
    });
    const report = await run(session);
    expect(stepOf(report, 'signed-call')).toMatchObject({ state: 'failed', failure: { code: 'TypeError' } });
    expect(JSON.stringify(report)).not.toContain('canary');
  });

  test('for a host that the browser has not granted comes before any call', async () => {
    const { session, exchange, browser } = await examined();
    browser.granted = [];
    const report = await run(session);
    expect(report.diagnosis).toMatchObject({ step: 'hosts', action: 'grant-host' });
    expect(stepOf(report, 'hosts')).toMatchObject({ failure: { host: 'api.binance.com' } });
    expect(exchange.calls).toEqual([]);
  });
});

describe('the stored key', () => {
  test('of a frozen account is missing, which is said there, and nothing is asked', async () => {
    const { session, exchange } = await examined();
    const account = session.accounts.get(id);
    if (!account) throw new Error('no account');
    must(await session.accounts.freeze(account));
    const report = await run(session);
    expect(stepOf(report, 'credential')).toMatchObject({ state: 'failed', failure: { reason: 'no-credentials' } });
    expect(report.diagnosis?.action).toBe('add-credentials');
    expect(exchange.calls).toEqual([]);
  });

  test('of an exchange that has closed says that it closed', async () => {
    const { session, clock } = await examined({}, { exchange: 'bitmart' });
    clock.now = Date.UTC(2027, 1, 1); // the platform closes on 31 January 2027
    expect(stepOf(await run(session), 'credential')).toMatchObject({ failure: { reason: 'exchange-closed' } });
  });
});

describe('the clock', () => {
  test('that is 40 s ahead warns, and a refusal with several causes is put down to it', async () => {
    const { session, exchange, clock } = await examined();
    exchange.now = () => clock.now - 40_000;
    exchange.failures.set('keyRights', [refused]);
    const report = await run(session);
    expect(stepOf(report, 'clock')).toMatchObject({ state: 'warned', found: { skewMs: 40_000 } });
    expect(report.diagnosis).toMatchObject({
      cause: 'clock',
      action: 'sync-clock',
      failure: { reason: 'clock-skew', skewMs: 40_000 },
    });
  });

  test('is not blamed for an answer that was under way for 3 s', async () => {
    const { session, exchange, clock } = await examined({
      serverTime: async () => {
        const theirs = exchange.now() + 1_500; // written halfway
        clock.now += 3_000;
        return ok(unixMs(theirs));
      },
    });
    expect(stepOf(await run(session), 'clock')).toMatchObject({
      state: 'passed',
      found: { skewMs: 0 },
      durationMs: 3_000,
    });
  });

  test('that the exchange does not tell is noted, and the run goes on', async () => {
    const { session, exchange } = await examined();
    exchange.failures.set('serverTime', [{ reason: 'unsupported' }]);
    const report = await run(session);
    expect(stepOf(report, 'clock')).toMatchObject({ state: 'noted', found: { skewMs: null } });
    expect(report.diagnosis).toMatchObject({ kind: 'healthy', also: ['clock'] });
  });
});

describe('the rights', () => {
  const rights = {
    readable: true,
    read: true,
    trade: false,
    withdraw: false,
    transfer: false,
    ipRestricted: true,
  } as const;

  test.each(['trade', 'withdraw', 'transfer'] as const)('to %s are a warning', async (power) => {
    const { session } = await examined({ keyRights: async () => ok({ ...rights, [power]: true }) });
    const report = await run(session);
    expect(stepOf(report, 'rights').state).toBe('warned');
    expect(report.diagnosis).toMatchObject({ kind: 'warning', cause: 'powers' });
  });

  test('that lack reading fail the run', async () => {
    const { session } = await examined({ keyRights: async () => ok({ ...rights, read: false }) });
    expect(stepOf(await run(session), 'rights')).toMatchObject({ failure: { reason: 'permission-missing' } });
  });

  test('that the exchange does not tell are noted, and a wallet proves the signature', async () => {
    const { session, exchange } = await examined({ keyRights: async () => ok({ readable: false }) });
    const report = await run(session);
    expect(stepOf(report, 'signed-call').state).toBe('passed');
    expect(stepOf(report, 'rights')).toMatchObject({ state: 'noted', found: { readable: false } });
    expect(exchange.calls.filter((call) => call === 'balances')).toHaveLength(1); // read once for both steps
    expect(report.diagnosis).toMatchObject({ kind: 'healthy', also: ['rights'] });
  });
});

describe('the wallets', () => {
  const noMode: Failure = { reason: 'account-mode', code: '40085' };

  test('of which one is refused are a warning that names it, and the other is read', async () => {
    const { session, exchange } = await examined({}, { exchange: 'poloniex' });
    exchange.failures.set('futuresBalances', [noMode]);
    const report = await run(session);
    expect(stepOf(report, 'balances')).toMatchObject({
      state: 'warned',
      found: {
        wallets: [
          { wallet: 'spot', state: 'known', assets: ['BTC', 'USDT'] },
          { wallet: 'futures', state: 'unknown', failure: noMode },
        ],
      },
    });
    expect(report.diagnosis).toMatchObject({ kind: 'warning', cause: 'wallet-refused', failure: noMode });
  });

  test('that are all refused fail the run', async () => {
    const { session, exchange } = await examined({}, { exchange: 'poloniex' });
    exchange.failures.set('balances', [noMode]);
    exchange.failures.set('futuresBalances', [noMode]);
    expect(stepOf(await run(session), 'balances')).toMatchObject({ state: 'failed', failure: noMode });
  });
});

describe('the symbols', () => {
  test('that the trader named and the exchange does not have are a warning', async () => {
    const { session } = await examined({}, { userSymbols: ['BTCUSDT', 'LUNCUSDT'] });
    const report = await run(session);
    expect(stepOf(report, 'symbols')).toMatchObject({ state: 'warned', found: { unmatched: ['LUNCUSDT'] } });
    expect(report.diagnosis).toMatchObject({ cause: 'symbols-unmatched', action: 'add-symbol' });
  });

  test('say how many are stored and what the import could not read', async () => {
    const { session, exchange } = await examined({}, { userSymbols: ['ETHUSDT'] });
    exchange.failures.set('fillsPage', [{ reason: 'unexpected-payload', subject: '[0].qty' }]);
    must(await session.imports.start(id, 'import'));
    await importEnded(session);
    const report = await run(session);
    expect(stepOf(report, 'symbols')).toMatchObject({
      found: { listedBy: 'symbol', gapCount: 1, gaps: [{ symbol: 'ETH/USDT' }], importState: 'complete-with-warnings' },
    });
    expect(report.diagnosis).toMatchObject({ cause: 'history-gaps', action: 'resume-import' });
  });

  test('whose import stopped for a refusal that is over can go on', async () => {
    const { session, exchange } = await examined();
    exchange.failures.set('traces', [refused]);
    await session.imports.start(id, 'import');
    const report = await run(session);
    expect(report.diagnosis).toMatchObject({ cause: 'import-stopped', failure: refused, action: 'resume-import' });
  });
});

/** An account whose rights are answered only once the test lets them. */
async function held() {
  const asked = gate();
  const answer = gate();
  const made = await examined({
    keyRights: async (signal) => {
      asked.open();
      await Promise.race([
        answer.opened,
        new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true })),
      ]);
      return signal?.aborted ? err({ reason: 'cancelled' }) : made.exchange.client.keyRights();
    },
  });
  return { ...made, asked: asked.opened, answer: answer.open };
}

describe('a run', () => {
  test('shows each step while it runs', async () => {
    const { session, asked, answer } = await held();
    session.doctor.start(id);
    await asked;
    const report = session.doctor.report(id);
    expect(report?.steps.map(({ state }) => state)).toEqual([
      ...Array(5).fill('passed'),
      'running',
      ...Array(3).fill('waiting'),
    ]);
    expect(report).toMatchObject({ endedAt: null, diagnosis: null });
    answer();
    expect((await reportOf(session)).diagnosis?.kind).toBe('healthy');
  });

  test('that is started again while it goes on is the same run', async () => {
    const { session, exchange, asked, answer } = await held();
    session.doctor.start(id);
    await asked;
    session.doctor.start(id);
    answer();
    await reportOf(session);
    expect(exchange.calls.filter((call) => call === 'serverTime')).toHaveLength(1);
  });

  test('that is cancelled keeps what was found, and can be started again', async () => {
    const { session, asked, answer } = await held();
    session.doctor.start(id);
    await asked;
    await session.doctor.cancel(id);
    const report = await reportOf(session);
    expect(stepOf(report, 'public-call').state).toBe('passed');
    expect(stepOf(report, 'signed-call')).toEqual({
      id: 'signed-call',
      state: 'not-run',
      because: 'cancelled',
      after: 'signed-call',
    });
    expect(report.diagnosis).toMatchObject({ kind: 'cancelled', action: 'run-again' });
    answer();
    expect((await run(session)).diagnosis?.kind).toBe('healthy');
  });

  test('of one account says nothing of another that is examined at the same time', async () => {
    const clients = new Map<string, FakeExchange>();
    const world = createWorld(fakeExchange([]).client);
    world.deps.hosts.add({ host: world.browser.host, gone: new Promise(() => undefined) });
    const deps = {
      ...world.deps,
      createClient: (_: unknown, { apiKey }: { apiKey: { reveal(): string } }) => {
        const exchange = fakeExchange(['BTC/USDT']);
        exchange.now = () => world.clock.now;
        clients.set(apiKey.reveal(), exchange);
        return exchange.client;
      },
    };
    const { session } = await openWorld({ ...world, deps });
    must(await session.accounts.add({ ...accountDraft, id: 'a', credentials: { apiKey: 'key-a', secret: 's' } }));
    must(await session.accounts.add({ ...accountDraft, id: 'b', credentials: { apiKey: 'key-b', secret: 's' } }));
    clients.get('key-a')?.failures.set('keyRights', [refused]);
    session.doctor.start('a');
    session.doctor.start('b');
    expect((await reportOf(session, 'a')).diagnosis?.kind).toBe('failed');
    expect((await reportOf(session, 'b')).diagnosis?.kind).toBe('healthy');
  });

  test('of an account that is removed meanwhile ends, and its report is gone', async () => {
    const { session, asked } = await held();
    session.doctor.start(id);
    await asked;
    const account = session.accounts.get(id);
    if (!account) throw new Error('no account');
    await session.doctor.forget(id);
    must(await session.accounts.remove(account));
    expect(session.doctor.report(id)).toBeNull();
    session.doctor.start(id);
    expect(session.doctor.report(id)).toBeNull();
  });

  test('ends when the vault is locked, and tells the pages nothing more', async () => {
    const made = await held();
    const { session, deps } = made;
    const reports: DoctorReport[] = [];
    const doctor = createDoctor({
      ...session,
      deps,
      markets: createMarkets(session.store, deps, createRepeat(deps.now)),
      work: createWork(deps.hosts),
      onReport: (report) => reports.push(report),
    });
    doctor.start(id);
    await made.asked;
    const told = reports.length;
    expect(told).toBeGreaterThan(5);
    await doctor.close();
    expect(reports).toHaveLength(told);
    expect(doctor.report(id)?.diagnosis?.kind).toBe('cancelled');
  });
});

test('a locked vault refuses a run', async () => {
  const { api } = createEngine(createWorld(fakeExchange([]).client).deps);
  expect(await api.startDoctor(id)).toEqual(err({ reason: 'vault-locked' }));
});

test('pages follow a run by its events, the last of which has the diagnosis', async () => {
  const { session, deps } = await examined();
  const events: EngineEvent[] = [];
  const doctor = createDoctor({
    ...session,
    deps,
    markets: createMarkets(session.store, deps, createRepeat(deps.now)),
    work: createWork(deps.hosts),
    onReport: (report) => events.push({ topic: 'doctor', report }),
  });
  doctor.start(id);
  while (doctor.report(id)?.endedAt === null) await new Promise((resolve) => setTimeout(resolve));
  // 9 steps, each once running and once ended, and the end of the run
  expect(events).toHaveLength(19);
  expect(events.at(-1)).toEqual({ topic: 'doctor', report: doctor.report(id) });
});
