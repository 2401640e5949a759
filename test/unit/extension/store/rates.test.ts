import { describe, expect, test } from 'vitest';
import type { FeeRate, RateLeg } from '../../../../shared/exchanges/fee-rate';
import { decimal } from '../../../../shared/money/decimal';
import { unixMs } from '../../../../shared/result';
import { backupOf, restoreInto, storeOfVault } from './a-backup';
import { must, openStore } from './open-store';
import { storedRates } from './stored-rows';

const minuteMs = 60_000;
const first = Date.UTC(2026, 0, 1, 10, 5);

const leg = (over: Partial<RateLeg> = {}): RateLeg => ({
  symbol: 'BNB/USDT',
  turned: false,
  interval: '1m',
  openAt: unixMs(first),
  close: decimal('612.34'),
  ...over,
});

/** The rate of the n-th minute from 10:05 on. */
const rateOf = (minutes: number, over: Partial<FeeRate> = {}): FeeRate => {
  const minute = unixMs(first + minutes * minuteMs);
  const rate = over.rate ?? decimal(`6${minutes}.5`);
  return {
    account: 'a',
    coin: 'BNB',
    quote: 'USDT',
    minute,
    rate,
    exchange: 'binance',
    legs: [leg({ openAt: minute, close: rate })],
    at: unixMs(first + 86_400_000),
    ...over,
  };
};

const inverse = rateOf(0, {
  quote: 'BTC',
  rate: decimal('0.125'),
  legs: [leg({ symbol: 'BTC/BNB', turned: true, close: decimal('8') })],
});
const hourly = rateOf(0, {
  coin: 'MX',
  legs: [leg({ symbol: 'MX/USDT', interval: '1h', openAt: unixMs(first - 5 * minuteMs) })],
});
const crossed = rateOf(0, {
  coin: 'GT',
  quote: 'EUR',
  exchange: 'gate',
  legs: [leg({ symbol: 'GT/USDT', close: decimal('17') }), leg({ symbol: 'EUR/USDT', turned: true, interval: '5m' })],
});

describe('rates of fee coins', () => {
  test('are read by minute, whatever they were made of, with all that they were made of', async () => {
    const { store } = await openStore();
    const later = rateOf(7);
    must(await store.write({ appendRates: [later, inverse, crossed, hourly] }));
    // of one minute by coin: BNB, GT, MX
    expect(must(await storedRates(store, 'a'))).toEqual({ rows: [inverse, crossed, hourly, later], failures: [] });
  });

  test('fill segments, and each minute counts once', async () => {
    const { store, database } = await openStore();
    const many = Array.from({ length: 300 }, (_, index) => rateOf(index));
    must(await store.write({ appendRates: many.slice(0, 200) }));
    must(await store.write({ appendRates: many.slice(100) }));
    await store.idle();
    expect(await database.tables.segments.count()).toBe(2);
    expect(must(await storedRates(store, 'a')).rows).toEqual(many);
  });

  test('never change: the first one noted stays, whichever is written last', async () => {
    const { store } = await openStore();
    const second = rateOf(0, { rate: decimal('999'), at: unixMs(first + 2 * 86_400_000) });
    must(await store.write({ appendRates: [rateOf(0)] }));
    must(await store.write({ appendRates: [second] }));
    expect(must(await storedRates(store, 'a')).rows).toEqual([rateOf(0)]);
    const reversed = await openStore();
    must(await reversed.store.write({ appendRates: [second] }));
    must(await reversed.store.write({ appendRates: [rateOf(0)] }));
    expect(must(await storedRates(reversed.store, 'a')).rows).toEqual([rateOf(0)]);
  });

  test('noted at one instant by two devices come to one and the same', async () => {
    const [low, high] = [rateOf(0, { rate: decimal('600') }), rateOf(0, { rate: decimal('601') })];
    for (const order of [
      [low, high],
      [high, low],
    ]) {
      const { store } = await openStore();
      for (const row of order) must(await store.write({ appendRates: [row] }));
      expect(must(await storedRates(store, 'a')).rows).toEqual([low]);
    }
  });

  test('go with the history of their account, and with no other', async () => {
    const { store } = await openStore();
    const other = rateOf(0, { account: 'b' });
    must(await store.write({ appendRates: [rateOf(0), other] }));
    must(await store.eraseAccountHistory('a'));
    expect(must(await storedRates(store, 'a')).rows).toEqual([]);
    expect(must(await storedRates(store, 'b')).rows).toEqual([other]);
  });

  test('are carried by a backup into another vault, and restoring it again adds nothing', async () => {
    const from = await storeOfVault(1);
    const account = {
      kind: 'exchange',
      id: 'a',
      label: 'main',
      exchange: 'binance',
      createdAt: 1,
      egress: 'direct',
      credentialId: null,
      userSymbols: [],
      pausedAt: null,
    } as const;
    must(
      await from.store.write({ putDocuments: [{ kind: 'account', id: 'a', value: account }], appendRates: [crossed] }),
    );
    const { bytes } = await backupOf(from);
    const to = await storeOfVault(2);
    must(await restoreInto(to.database, bytes, from.vault, to.vault));
    must(await restoreInto(to.database, bytes, from.vault, to.vault));
    expect(must(await storedRates(to.store, 'a'))).toEqual({ rows: [crossed], failures: [] });
    expect(await to.database.tables.tails.count()).toBe(1);
  });
});
