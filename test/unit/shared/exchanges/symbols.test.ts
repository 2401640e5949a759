import { expect, test } from 'vitest';
import { exchangeIdOf } from '../../../../shared/exchanges/ids';
import type { Market } from '../../../../shared/exchanges/readings';
import { indexSymbols } from '../../../../shared/exchanges/symbols';

const market = (symbol: string, id = symbol.replace('/', ''), active = true): Market => {
  const [base = '', quote = ''] = symbol.split('/');
  return { id, symbol, base, quote, active, minQuantity: null };
};
const index = indexSymbols([
  market('BTC/USDT'),
  market('ETH/USDT', 'ETH_USDT'),
  market('1000SATS/USDT'),
  market('币安人生/USDT'),
  market('牛牛/USDT'),
]);
const found = (typed: string) => index.find(typed)?.symbol ?? null;

test.each(['BTC/USDT', 'BTCUSDT', 'BTC_USDT', 'BTC-USDT', 'btc/usdt', ' Btc usdt ', 'BTC : USDT'])(
  'a symbol written as %s is BTC/USDT',
  (typed) => expect(found(typed)).toBe('BTC/USDT'),
);

test('an id of the exchange is found in its own form and in every other', () => {
  expect(['ETH_USDT', 'ethusdt', 'ETH/USDT'].map(found)).toEqual(['ETH/USDT', 'ETH/USDT', 'ETH/USDT']);
});

test('names that begin with digits, or are written in another script, are found too', () => {
  expect(found('1000satsusdt')).toBe('1000SATS/USDT');
  expect(found('币安人生_USDT')).toBe('币安人生/USDT');
});

test('a name that no market has is found nowhere, nor is an empty one', () => {
  expect(['DOGEUSDT', 'BTC', 'USDT/BTC', '', ' / '].map(found)).toEqual([null, null, null, null, null]);
});

test('a plain form that two markets share is the one whose id it is, else the one that still trades, else none', () => {
  // A + BCD and AB + CD are both ABCD
  const both = (first: Market, second: Market) => indexSymbols([first, second]).find('abcd')?.symbol ?? null;
  expect(both(market('A/BCD', 'A_BCD'), market('AB/CD', 'ABCD'))).toBe('AB/CD');
  expect(both(market('A/BCD', 'ABCD'), market('AB/CD', 'AB_CD'))).toBe('A/BCD');
  expect(both(market('A/BCD', 'A_BCD', false), market('AB/CD', 'AB_CD'))).toBe('AB/CD');
  expect(both(market('A/BCD', 'A_BCD'), market('AB/CD', 'AB_CD'))).toBeNull();
});

test('with a sign between base and quote a shared plain form is no doubt', () => {
  const shared = indexSymbols([market('A/BCD', 'A_BCD'), market('AB/CD', 'AB_CD')]);
  expect([shared.find('a-bcd')?.symbol, shared.find('AB/CD')?.symbol]).toEqual(['A/BCD', 'AB/CD']);
});

test('an exchange is known by its name whatever its case', () => {
  expect(['Binance', 'BINANCE', ' mexc ', 'BitMart'].map(exchangeIdOf)).toEqual([
    'binance',
    'binance',
    'mexc',
    'bitmart',
  ]);
  expect(exchangeIdOf('Kraken')).toBeNull();
});
