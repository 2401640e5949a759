/** Accounts that an earlier Fillbook stored. */
import { expect, test } from 'vitest';
import { documentSchemas } from '../../../../extension/store/documents';

test('an account of version 1, which knew no pause, is not paused', () => {
  const stored = {
    id: 'a',
    kind: 'exchange',
    label: 'main',
    createdAt: 1_700_000_000_000,
    exchange: 'binance',
    egress: 'direct',
    credentialId: 'a',
    userSymbols: ['BTC/USDT'],
  };
  expect(documentSchemas.account.parse(stored)).toEqual({ ...stored, pausedAt: null });
  expect(documentSchemas.account.parse({ ...stored, pausedAt: 1_700_000_000_001 })).toMatchObject({
    pausedAt: 1_700_000_000_001,
  });
});
