/** The rates that the engine knows, from what is stored of them. */
import { expect, test } from 'vitest';
import { createRates } from '../../../../extension/engine/rates';
import type { FeeRate } from '../../../../shared/exchanges/fee-rate';
import { decimal } from '../../../../shared/money/decimal';
import { ok, unixMs } from '../../../../shared/result';

const minute = Date.UTC(2026, 0, 1, 10, 5);

const rateOf = (rate: string, notedAt: number): FeeRate => ({
  account: 'a',
  coin: 'BNB',
  quote: 'USDT',
  minute: unixMs(minute),
  rate: decimal(rate),
  exchange: 'binance',
  legs: [{ symbol: 'BNB/USDT', turned: false, interval: '1m', openAt: unixMs(minute), close: decimal(rate) }],
  at: unixMs(notedAt),
});

/** A store of which each list is a segment. */
const storeOf = (segments: readonly (readonly FeeRate[])[]) => ({
  readRates: async (_: string, take: (rows: readonly FeeRate[]) => Promise<void>) => {
    for (const rows of segments) await take(rows);
    return ok([]);
  },
  write: async () => ok(undefined),
});

// Two devices noted a minute; no merge has met both rows yet.
test.each([
  ['first', [[rateOf('600', minute + 1)], [rateOf('601', minute + 2)]]],
  ['last', [[rateOf('601', minute + 2)], [rateOf('600', minute + 1)]]],
])('of two rates of a minute the one noted earlier counts, read %s', async (_, segments) => {
  const rates = createRates(storeOf(segments), () => 0);
  expect(await rates.load('a')).toEqual([]);
  expect(rates.of('a')('BNB', 'USDT', minute)?.rate).toBe('600');
});
