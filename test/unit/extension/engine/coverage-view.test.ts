/** How far a history is read, as pages see it. */
import { expect, test } from 'vitest';
import {
  afterFailure,
  afterPage,
  emptyCoverage,
  unreadStream,
  withStream,
} from '../../../../extension/engine/coverage-state';
import { accountCoverage } from '../../../../extension/engine/coverage-view';
import { type Coverage, wholeAccount } from '../../../../extension/store/coverage';
import { unixMs } from '../../../../shared/result';
import { market } from './fake-exchange';

const day = 86_400_000;
const at = (days: number) => unixMs(days * day);
const page = { next: '', added: 3, newestMs: at(90), readTo: null, done: true, askedAt: at(100), lookBackMs: null };
const refused = { reason: 'unexpected-payload' } as const;
const none = new Map<string, number>();

const coverage: Coverage = {
  ...withStream(emptyCoverage('a'), 'BTC/USDT', afterPage(unreadStream, page)),
  queue: ['SOL/USDT', 'BTC/USDT'],
};

test('a symbol that was read is covered from the beginning, one that waits for its turn has everything to read', () => {
  expect(accountCoverage(coverage, none, null)).toEqual({
    whole: null,
    symbols: [
      {
        ...{ symbol: 'BTC/USDT', fills: 3, state: 'covered', failure: null },
        ...{ coveredFrom: 0, coveredTo: at(100), lastReadAt: at(100) },
        spans: [{ fromMs: 0, toMs: at(100), state: 'covered' }],
      },
      {
        ...{ symbol: 'SOL/USDT', fills: 0, state: 'pending', failure: null },
        ...{ coveredFrom: null, coveredTo: null, lastReadAt: null },
        spans: [{ fromMs: null, toMs: null, state: 'unread' }],
      },
    ],
    marketsToScan: null,
  });
});

test('what failed begins where the reading stands, and says why', () => {
  const half = afterPage(unreadStream, { ...page, done: false });
  const [symbol] = accountCoverage(withStream(coverage, 'BTC/USDT', afterFailure(half, refused)), none, null).symbols;
  expect(symbol).toMatchObject({ state: 'failed', failure: refused, coveredFrom: 0, coveredTo: at(90) });
  expect(symbol?.spans).toEqual([
    { fromMs: 0, toMs: at(90), state: 'covered' },
    { fromMs: at(90), toMs: null, state: 'failed' },
  ]);
});

test('what was out of reach stands before what is covered', () => {
  // asked on day 100 with a look-back of 30 days, of which ten minutes are not relied on
  const stream = afterPage(unreadStream, { ...page, lookBackMs: 30 * day });
  const served = at(70) + 600_000;
  const [symbol] = accountCoverage(withStream(coverage, 'BTC/USDT', stream), none, null).symbols;
  expect(symbol?.coveredFrom).toBe(served);
  expect(symbol?.spans).toEqual([
    { fromMs: 0, toMs: served, state: 'beyond-look-back' },
    { fromMs: served, toMs: at(100), state: 'covered' },
  ]);
});

test('one stream for all markets gives each symbol with fills its own count', () => {
  const whole = withStream(emptyCoverage('a'), wholeAccount, afterPage(unreadStream, page));
  const shown = accountCoverage(
    whole,
    new Map([
      ['ETH/USDT', 1],
      ['BTC/USDT', 2],
    ]),
    null,
  );
  expect(shown.symbols.map(({ symbol, fills, coveredTo }) => [symbol, fills, coveredTo])).toEqual([
    ['BTC/USDT', 2, at(100)],
    ['ETH/USDT', 1, at(100)],
  ]);
  expect(shown.whole).toMatchObject({ coveredFrom: 0, coveredTo: at(100), state: 'covered' });
});

test('a deep scan has the markets left that were never read', () => {
  const markets = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'].map(market);
  // BTC/USDT was read; the two others were not
  expect(accountCoverage(coverage, none, markets).marketsToScan).toBe(2);
});

test('nothing is covered of an account that was never imported', () => {
  expect(accountCoverage(emptyCoverage('a'), none, null)).toEqual({ whole: null, symbols: [], marketsToScan: null });
});
