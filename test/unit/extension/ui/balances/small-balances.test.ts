/** What is small, as it is kept in this browser: read leniently, since another version may have written it. */
import { expect, test } from 'vitest';
import { smallBalancesOf } from '../../../../../extension/ui/balances/use-balances-view';

const atFirst = { hide: false, below: {} };

test.each([
  [null, atFirst],
  ['{"hide":true,"below":{"USDT":"5"}}', { hide: true, below: { USDT: '5' } }],
  ['{"hide":"yes","below":{"USDT":5,"EUR":"2"}}', { hide: false, below: { EUR: '2' } }],
  ['[]', atFirst],
  ['7', atFirst],
  ['no JSON', atFirst],
])('%j is read as %j', (stored, small) => {
  expect(smallBalancesOf(stored)).toEqual(small);
});
