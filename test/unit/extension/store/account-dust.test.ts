/** The dust rule as it is stored on an account. */
import { expect, test } from 'vitest';
import { documentSchemas } from '../../../../extension/store/documents';

/** An account as it was stored before there was a rule. */
const before = {
  ...{ kind: 'exchange', id: 'a', label: 'main', createdAt: 1, exchange: 'binance' },
  ...{ egress: 'direct', credentialId: 'a', userSymbols: [] },
};

test('an account that was stored without a rule is read, and has none', () => {
  expect(documentSchemas.account.parse(before)).not.toHaveProperty('dust');
});

test('a rule is read as it was stored, its decimals in one form', () => {
  const dust = { others: 'none', bySymbol: { 'BTC/USDT': '0.50', 'ETH/USDT': '0' } };
  expect(documentSchemas.account.parse({ ...before, dust })).toMatchObject({
    dust: { others: 'none', bySymbol: { 'BTC/USDT': '0.5', 'ETH/USDT': '0' } },
  });
});

test('a quantity that is no decimal from 0 is damage', () => {
  for (const quantity of ['-1', 'x', 1, `0.${'0'.repeat(18)}1`]) {
    const dust = { others: 'market', bySymbol: { 'BTC/USDT': quantity } };
    expect(documentSchemas.account.safeParse({ ...before, dust }).success).toBe(false);
  }
});
