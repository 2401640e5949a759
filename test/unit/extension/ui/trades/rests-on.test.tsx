/** The mark of a trade whose asset does not add up at its account. */
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { RestsOn } from '../../../../../extension/ui/trades/RestsOn';
import { reconciled } from '../../../../ui/reconciliation-scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

function marked(asset: string, known = true): string {
  const queries = new QueryClient();
  if (known) queries.setQueryData(['reconciliation', 'a'], reconciled);
  return wordsOf(staticMarkup(<RestsOn accountId="a" asset={asset} />, '/trades', queries));
}

test('PnL of an asset whose history does not make up its balance says so, with the way to why', () => {
  expect(marked('USDT')).toBe(
    'This PnL rests on USDT, whose history does not make up what the exchange reports: something may be missing in it. See the reconciliation',
  );
});

test('an asset that adds up has no mark, nor has one that nobody can tell of yet', () => {
  expect([marked('BTC'), marked('DOGE'), marked('USDT', false)]).toEqual(['', '', '']);
});
