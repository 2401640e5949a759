import { describe, expect, test } from 'vitest';
import { parseClassicBalances, parseUnifiedBalances } from '../../../../../shared/exchanges/bitget/balances';
import { parseClassicKeyRights, parseUnifiedKeyRights } from '../../../../../shared/exchanges/bitget/key-rights';
import { parseMarkets, parseServerTime } from '../../../../../shared/exchanges/bitget/markets';
import { parseTickers } from '../../../../../shared/exchanges/bitget/tickers';
import { unixMs } from '../../../../../shared/result';
import { composed, listedMarkets } from './payloads';

const envelope = (data: unknown) => ({ code: '00000', msg: 'success', requestTime: '1760000000123', data });

test('the clock in milliseconds', () => {
  expect(parseServerTime(composed('time'))).toEqual({ ok: true, value: 1760000000123 });
  expect(parseServerTime(envelope({ serverTime: '1760000000' }))).toMatchObject({
    ok: false,
    error: { reason: 'unexpected-payload', subject: 'data.serverTime' },
  });
});

test('markets keep their own id and coins; those that are halted are not active', () => {
  expect(parseMarkets(composed('symbols'))).toEqual({
    ok: true,
    value: [
      { ...listedMarkets[0], minQuantity: '0.0001' },
      { ...listedMarkets[1], active: false },
      listedMarkets[2],
      listedMarkets[3],
    ],
  });
});

describe('prices', () => {
  const at = unixMs(1760000000200);

  test('a market that was never traded has no price, and one nobody asks for is left out', () => {
    expect(parseTickers(composed('tickers'), listedMarkets, at)).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '43000.1', at }],
    });
  });

  test('a price that is no decimal names its row', () => {
    const rows = [
      { symbol: 'OTHERUSDT', lastPr: 'n/a' },
      { symbol: 'BTCUSDT', lastPr: 'n/a' },
    ];
    expect(parseTickers(envelope(rows), listedMarkets, at)).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'data[1].lastPr' },
    });
  });
});

describe('balances of a classic account', () => {
  test('what is frozen and what is locked are both held, to the last digit', () => {
    expect(parseClassicBalances(composed('assets'))).toEqual({
      ok: true,
      value: [
        { asset: 'USDT', free: '1000.1', locked: '200.05', total: '1200.15' }, // 1000.10 + 200.05 + 0
        // 0.100000000000000001 + 0.2 + 0.3
        { asset: 'BTC', free: '0.100000000000000001', locked: '0.5', total: '0.600000000000000001' },
      ],
    });
  });

  test('an amount that is missing or negative is no amount of 0', () => {
    const asset = { coin: 'BTC', available: '1', frozen: '0', locked: '0' };
    for (const [field, value] of [
      ['available', undefined],
      ['frozen', ''],
      ['locked', '-1'],
    ] as const) {
      expect(parseClassicBalances(envelope([{ ...asset, [field]: value }]))).toMatchObject({
        ok: false,
        error: { reason: 'unexpected-payload', subject: `data[0].${field}` },
      });
    }
    expect(parseClassicBalances(envelope(null))).toMatchObject({ ok: false, error: { subject: 'data' } });
    expect(parseClassicBalances({}).ok).toBe(false);
  });
});

describe('balances of a unified account', () => {
  test('the total is what is held; no more of it is free than that', () => {
    expect(parseUnifiedBalances(composed('unified-assets'))).toEqual({
      ok: true,
      value: [
        { asset: 'USDT', free: '800.05', locked: '200.05', total: '1000.1' }, // 1000.10 − 800.05 = 200.05
        { asset: 'BTC', free: '0.300000000000000003', locked: '0', total: '0.300000000000000003' },
        { asset: 'BGB', free: '5', locked: '0', total: '5' }, // 5.5 available, 5 held
      ],
    });
  });

  test('a coin that is owed leaves no figure', () => {
    expect(parseUnifiedBalances(composed('unified-assets-owed'))).toMatchObject({
      ok: false,
      error: { reason: 'unsupported', subject: 'SOL' },
    });
    const overdrawn = { coin: 'SOL', balance: '-0.5', available: '0', debt: '0' };
    expect(parseUnifiedBalances(envelope({ accountEquity: '1', assets: [overdrawn] }))).toMatchObject({
      ok: false,
      error: { reason: 'unsupported', subject: 'SOL' },
    });
  });

  test('no list is no assets only where the account is worth nothing', () => {
    expect(parseUnifiedBalances(composed('unified-assets-none'))).toEqual({ ok: true, value: [] });
    expect(parseUnifiedBalances(envelope({ accountEquity: '0.01', assets: null }))).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'data.assets' },
    });
  });
});

describe('the rights of a classic key', () => {
  const rightsOf = (authorities: readonly string[], ips: unknown = '') => {
    const rights = parseClassicKeyRights(envelope({ ips, authorities }));
    if (!rights.ok || !rights.value.readable) throw new Error('not told');
    const { readable, ...told } = rights.value;
    return told;
  };
  const none = { read: false, trade: false, withdraw: false, transfer: false, ipRestricted: false };

  test('a key that reads, bound to an address', () => {
    expect(parseClassicKeyRights(composed('info-read-only'))).toEqual({
      ok: true,
      value: { ...none, readable: true, read: true, ipRestricted: true },
    });
  });

  test('a key that may trade, withdraw and transfer', () => {
    expect(parseClassicKeyRights(composed('info-trading'))).toEqual({
      ok: true,
      value: { readable: true, read: true, trade: true, withdraw: true, transfer: true, ipRestricted: false },
    });
  });

  test('each code by itself', () => {
    for (const code of ['stor', 'readonly']) expect([code, rightsOf([code])]).toEqual([code, { ...none, read: true }]);
    for (const code of ['coor', 'cpor', 'smor', 'ttor', 'wtor', 'taxr', 'chor', 'p2pr'])
      expect([code, rightsOf([code])]).toEqual([code, none]);
    for (const code of ['stow', 'trade'])
      expect([code, rightsOf([code])]).toEqual([code, { ...none, read: true, trade: true }]);
    for (const code of ['coow', 'cpow', 'smow', 'ttow', 'chow', 'p2p'])
      expect([code, rightsOf([code])]).toEqual([code, { ...none, trade: true }]);
    expect(rightsOf(['wwow'])).toEqual({ ...none, withdraw: true });
    expect(rightsOf(['wtow'])).toEqual({ ...none, transfer: true });
  });

  test('a code that is not known counts as trading, even one that ends like reading', () => {
    for (const code of ['newr', 'neww', 'STOR', '']) expect(rightsOf(['stor', code]).trade).toBe(true);
  });

  test('whether it is bound to addresses is not known where Bitget does not say', () => {
    expect(parseClassicKeyRights(envelope({ authorities: ['stor'] }))).toMatchObject({ value: { ipRestricted: null } });
    expect(rightsOf(['stor'], null).ipRestricted).toBeNull();
    expect(rightsOf(['stor'], ' ').ipRestricted).toBe(false);
  });

  test('rights are never assumed', () => {
    expect(parseClassicKeyRights(envelope({ ips: '' }))).toMatchObject({
      ok: false,
      error: { reason: 'unexpected-payload', subject: 'data.authorities' },
    });
  });
});

describe('the rights of a unified key', () => {
  test('a key that reads, bound to two addresses', () => {
    expect(parseUnifiedKeyRights(composed('unified-info-read-only'))).toEqual({
      ok: true,
      value: { readable: true, read: true, trade: false, withdraw: false, transfer: false, ipRestricted: true },
    });
  });

  test('a key that may do everything', () => {
    expect(parseUnifiedKeyRights(composed('unified-info-trading'))).toEqual({
      ok: true,
      value: { readable: true, read: true, trade: true, withdraw: true, transfer: true, ipRestricted: false },
    });
  });

  test('a kind of key that is not known counts as trading, and one that lists withdrawals as withdrawing', () => {
    const rights = parseUnifiedKeyRights(envelope({ ips: '', permType: 'readonly-plus', permissions: ['withdraw'] }));
    expect(rights).toMatchObject({ ok: true, value: { read: false, trade: true, withdraw: true, transfer: false } });
  });

  test('balances or fills alone are not all that is read', () => {
    for (const permissions of [['uta_mgt'], ['uta_trade'], []]) {
      const rights = parseUnifiedKeyRights(envelope({ ips: '', permType: 'read-only', permissions }));
      expect(rights).toMatchObject({ ok: true, value: { read: false, trade: false } });
    }
    expect(parseUnifiedKeyRights(envelope({ permissions: [] }))).toMatchObject({
      ok: false,
      error: { subject: 'data.permType' },
    });
  });
});
