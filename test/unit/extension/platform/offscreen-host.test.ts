/** The host over messages, with the background's reply faked: a failure must not look like an absent value. */
import { expect, test, vi } from 'vitest';
import { failedCall } from '../../../../extension/platform/messages';

const fake = vi.hoisted(() => {
  const replies: unknown[] = [];
  return { replies, browser: { runtime: { sendMessage: async () => replies.shift() } } };
});
vi.mock('wxt/browser', () => ({ browser: fake.browser }));
const { createOffscreenHost } = await import('../../../../extension/platform/offscreen-host');

test('a call that the background could not do fails: no key, no grant and no write is made up', async () => {
  const host = createOffscreenHost();
  // as it arrives: a copy
  fake.replies.push({ ...failedCall }, { ...failedCall }, { ...failedCall }, null, ['https://api.binance.com/*']);
  await expect(host.readSessionKey()).rejects.toThrow();
  await expect(host.grantedHosts()).rejects.toThrow();
  await expect(host.writeLocal('vaultHeader', 'text')).rejects.toThrow();
  expect(await host.readSessionKey()).toBeNull();
  expect(await host.grantedHosts()).toEqual(['https://api.binance.com/*']);
});
