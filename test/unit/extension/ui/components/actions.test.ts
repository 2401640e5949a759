/** What the one button beside a failure does. */
import { describe, expect, test } from 'vitest';
import type { EngineApi } from '../../../../../extension/engine/api';
import { type ActionDeps, actionOf, runAction } from '../../../../../extension/ui/components/actions';
import type { Platform } from '../../../../../extension/ui/platform';
import { type Failure, type Reason, reasons } from '../../../../../shared/reasons';
import { err, ok, unixMs } from '../../../../../shared/result';

const account = { accountId: 'acc-1', exchange: 'binance' } as const;

/** Deps that note what was asked of them, in order. */
function noting(answers: { readonly granted?: boolean; readonly copies?: boolean; readonly resumes?: Failure } = {}) {
  const notes: string[] = [];
  const engine: Pick<EngineApi, 'refresh' | 'resumeAccount' | 'startImport'> = {
    refresh: async (id) => void notes.push(`refresh ${id}`),
    startImport: async (id, kind) => {
      notes.push(`start ${kind} ${id}`);
      return answers.resumes === undefined ? ok(undefined) : err(answers.resumes);
    },
    resumeAccount: async (id) => {
      notes.push(`resume ${id}`);
      return answers.resumes === undefined ? ok(undefined) : err(answers.resumes);
    },
  };
  const platform: Pick<Platform, 'copy' | 'requestHosts'> = {
    copy: async (text) => {
      if (answers.copies === false) throw new Error('refused');
      notes.push(`copy ${text}`);
    },
    requestHosts: async (origins) => {
      notes.push(`grant ${origins.join(' ')}`);
      return answers.granted ?? true;
    },
  };
  const deps: ActionDeps = {
    engine: engine as EngineApi, // the calls that actions make
    platform: platform as Platform, // as above
    open: (route) => void notes.push(`open ${route}`),
    now: () => 1_000_000,
  };
  return { deps, notes };
}

const run = async (failure: Failure, answers: Parameters<typeof noting>[0] = {}) => {
  const { deps, notes } = noting(answers);
  return { outcome: await runAction(failure, account, deps), notes };
};

describe('every reason', () => {
  const all = Object.keys(reasons).filter((name): name is Reason => name in reasons);

  test.each(all)('%s leads somewhere or says something', async (reason) => {
    const { outcome, notes } = await run({ reason, address: '203.0.113.7' });
    expect(outcome.kind === 'told' || notes.length > 0).toBe(true);
  });
});

test('an import that was never begun is begun at once, and not called one that goes on', async () => {
  const failure: Failure = { reason: 'history-incomplete', code: 'not-begun' };
  expect(actionOf(failure).label).toBe('Start the import');
  const { outcome, notes } = await run(failure);
  expect(notes).toEqual(['start import acc-1']);
  expect(outcome).toEqual({ kind: 'told', sentence: 'The import has begun.' });
});

test.each(['look-back', 'unexplained', 'being-read'])(
  'a history that no symbol is known to complete (%s) leads to its account',
  async (code) => {
    const { notes } = await run({ reason: 'history-incomplete', code, subject: 'BTC' });
    expect(notes).toEqual(['open /accounts/acc-1']);
  },
);

test('the address is copied as the exchange named it', async () => {
  const { notes, outcome } = await run({ reason: 'ip-not-whitelisted', address: '203.0.113.7' });
  expect(notes).toEqual(['copy 203.0.113.7']);
  expect(outcome).toMatchObject({ kind: 'told', sentence: expect.stringContaining('203.0.113.7') });
});

test('an address that is not known is not offered for copying', async () => {
  const failure: Failure = { reason: 'ip-not-whitelisted' };
  expect(actionOf(failure).id).toBe('open-account');
  expect((await run(failure)).notes).toEqual(['open /accounts/acc-1']);
});

test('a clipboard that refuses is told, not swallowed', async () => {
  const { outcome } = await run({ reason: 'unexpected-payload' }, { copies: false });
  expect(outcome).toEqual({ kind: 'told', sentence: 'The browser refused to copy.' });
});

test('host access is asked for first, and the account is refreshed only where it was granted', async () => {
  const failure: Failure = { reason: 'host-access-missing', host: 'api.binance.com' };
  expect((await run(failure)).notes).toEqual(['grant https://api.binance.com', 'refresh acc-1']);
  expect((await run(failure, { granted: false })).notes).toEqual(['grant https://api.binance.com']);
});

test('a failure without its host asks for every host of its exchange', async () => {
  expect((await run({ reason: 'host-access-missing' })).notes[0]).toMatch(/^grant https:\/\/api\.binance\.com/);
});

test('waiting is over at once where its time has passed', async () => {
  expect((await run({ reason: 'rate-limited', untilAt: unixMs(999_999) })).notes).toEqual(['refresh acc-1']);
});

test('an import that cannot resume shows why', async () => {
  const why: Failure = { reason: 'no-credentials' };
  expect((await run({ reason: 'cancelled' }, { resumes: why })).outcome).toEqual({ kind: 'failed', failure: why });
});

test('a refused key leads to the form for its key, and is never retried from here', async () => {
  expect((await run({ reason: 'key-rejected' })).notes).toEqual(['open /accounts/acc-1?do=key']);
});

test('a refusal with several causes leads to the doctor, which narrows it', async () => {
  expect((await run({ reason: 'key-or-address-refused' })).notes).toEqual(['open /accounts/acc-1/doctor']);
});

test('the details for support hold the code and the words, and no label', async () => {
  const { notes } = await run({
    reason: 'unexpected-payload',
    code: '502',
    detail: 'bad gateway',
    host: 'api.binance.com',
  });
  expect(notes).toEqual([
    'copy reason: unexpected-payload\nexchange: binance\nhost: api.binance.com\ncode: 502\ndetail: bad gateway',
  ]);
});

test('a paused account is resumed on the spot, and says so when that cannot be stored', async () => {
  const resumed = await run({ reason: 'account-paused' });
  expect(resumed.notes).toEqual(['resume acc-1']);
  expect(resumed.outcome).toEqual({ kind: 'told', sentence: 'The account is read again.' });
  const full = { reason: 'storage-full' } as const;
  expect((await run({ reason: 'account-paused' }, { resumes: full })).outcome).toEqual({
    kind: 'failed',
    failure: full,
  });
});
