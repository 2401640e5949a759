import { expect, test } from 'vitest';
import { mergeSymbols, parseSymbols, unmatchedSymbols } from '../../../../../extension/ui/accounts/symbol-list';

test('symbols are read apart by blanks, commas and semicolons, in capitals', () => {
  expect(parseSymbols('btc/usdt, ETHUSDT;sol_usdt\nBNB-BTC ')).toEqual(['BTC/USDT', 'ETHUSDT', 'SOL_USDT', 'BNB-BTC']);
});

test('one symbol in three spellings counts once, as typed first', () => {
  expect(parseSymbols('BTC_USDT btcusdt btc/usdt')).toEqual(['BTC_USDT']);
});

test('a symbol that the list has in another spelling is not added again', () => {
  expect(mergeSymbols(['BTC/USDT'], ['BTCUSDT', 'ETHUSDT'])).toEqual(['BTC/USDT', 'ETHUSDT']);
});

test('an empty text names no symbol', () => {
  expect(parseSymbols(' , ')).toEqual([]);
});

test('a named symbol that coverage has in no spelling has no market', () => {
  expect(unmatchedSymbols(['BTC_EUR', 'suiusdt'], [{ symbol: 'SUI/USDT' }, { symbol: 'BTC/USDT' }])).toEqual([
    'BTC_EUR',
  ]);
});
