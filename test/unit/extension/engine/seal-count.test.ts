/** One count of a vault's encryptions, read by one rule wherever it is needed. */
import { expect, test } from 'vitest';
import { forgetSealCount, openCounted, readSealCount } from '../../../../extension/engine/seal-count';
import { Secret } from '../../../../shared/result';
import { fakeBrowser } from './engine-world';

const rootKey = new Secret(new Uint8Array(32).fill(1));
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const context = { purpose: 'documents', recordId: 'a', kind: 'settings', schemaVersion: 1 } as const;

test.each([
  [null, 0],
  ['', 0],
  ['10000', 10_000],
  ['2147483648', 2_147_483_648],
  ['12345678901', 0], // eleven digits: none that was ever written
  ['-5', 0],
  ['1e4', 0],
])('what is stored as %o counts as %i', async (stored, count) => {
  const { host, local } = fakeBrowser();
  if (stored !== null) local.set('sealCount', stored);
  expect(await readSealCount(host)).toBe(count);
});

test('a block is reserved ahead of each opening, and another before the first is used up', async () => {
  const { host, local } = fakeBrowser();
  local.set('sealCount', '10000');
  const vault = await openCounted(rootKey, host, random);
  expect(local.get('sealCount')).toBe('20000'); // 10,000 counted, and 10,000 reserved
  for (let sealed = 0; sealed < 9_999; sealed += 1) await vault.seal(context, new Uint8Array(1));
  expect(local.get('sealCount')).toBe('20000');
  await vault.seal(context, new Uint8Array(1)); // the last one of the block
  expect(local.get('sealCount')).toBe('30000');
  await forgetSealCount(host);
  expect(local.size).toBe(0);
});
