/**
 * What went wrong must be said, in popup and Overview: the right reason, its sentence, one action, the last known value
 * with its age, and no zero.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../simulator/faults';
import { exactIn, normalised } from './harness/figures';
import { goTo, openImported, type Scene } from './harness/scene';

let scene: Scene;
beforeAll(async () => {
  scene = await openImported({ seed: 11, fills: 80, symbols: 3 });
  await goTo(scene.page, '/');
});
afterAll(() => scene?.end());

/** Clears the fault and refreshes until the total is known again. */
afterEach(async () => {
  const { page, simulator } = scene;
  simulator.faults.clear();
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: 'Refresh' }).first().click();
        return normalised((await exactIn(page.locator('main').first()))[0] ?? '');
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBe(normalised(simulator.truth().value.USDT?.amount ?? ''));
  await page.getByRole('heading', { name: 'Issues' }).waitFor({ state: 'detached' });
});

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly title: string;
  readonly sentence: RegExp;
  readonly action: string;
}

const cases: readonly Case[] = [
  {
    name: 'an address that is not whitelisted',
    fault: { kind: 'ipRefused' },
    title: 'Key or address refused',
    sentence: /Binance refused the request: the key is wrong, your address is not on its whitelist, or it may not read/,
    action: 'Check the key',
  },
  {
    name: 'a key that the exchange does not know',
    fault: { kind: 'keyUnknown' },
    title: 'Key rejected',
    sentence: /Binance does not know this API key/,
    action: 'Replace the key',
  },
  {
    name: 'a secret that does not belong to the key',
    fault: { kind: 'badSignature' },
    title: 'Secret rejected',
    sentence: /Binance knows the key but not its signature/,
    action: 'Enter the secret again',
  },
  {
    name: 'a clock that is two minutes behind',
    fault: { kind: 'clockSkew', skewMs: 120_000 },
    title: 'Clock is off',
    sentence: /This computer's clock is 2 minutes behind Binance's time/,
    action: 'How to set the clock',
  },
  {
    name: 'a rate limit (429)',
    fault: { kind: 'rateLimited', retryAfterSeconds: 5 },
    title: 'Too many requests',
    sentence: /Binance asks to wait until .+ Your bots share this limit/,
    action: 'Retry when allowed',
  },
  {
    name: 'a ban (418)',
    fault: { kind: 'banned', retryAfterSeconds: 5 },
    title: 'Too many requests',
    sentence: /Binance asks to wait until/,
    action: 'Retry when allowed',
  },
  {
    name: 'an exchange that answers 502',
    fault: { kind: 'serverError' },
    title: 'Exchange unavailable',
    sentence: /Binance is down or under maintenance/,
    action: 'Try again',
  },
  {
    name: 'an exchange under maintenance',
    fault: { kind: 'maintenance' },
    title: 'Exchange unavailable',
    sentence: /Binance is down or under maintenance/,
    action: 'Try again',
  },
  {
    name: 'a reply whose body is cut off',
    fault: { kind: 'cutBody' },
    title: 'No answer',
    sentence: /Binance could not be reached, or its reply was cut off/,
    action: 'Try again',
  },
  {
    name: 'a block by region (451)',
    fault: { kind: 'region451' },
    title: 'Region blocked',
    sentence: /Binance does not answer requests from where you are/,
    action: 'See the account',
  },
];

for (const { name, fault, title, sentence, action } of cases)
  test(`${name} is said with its reason and one action, and nothing reads zero`, async () => {
    const { page, browser, simulator } = scene;
    const lastTotal = normalised(simulator.truth().value.USDT?.amount ?? '');
    simulator.faults.set(fault);
    await page.getByRole('button', { name: 'Refresh' }).first().click();
    await page.getByRole('heading', { name: 'Issues' }).waitFor({ timeout: 40_000 });
    const overview = page.locator('main').first();
    await overview.locator('details').evaluateAll((all) => {
      for (const each of all) each.setAttribute('open', '');
    });
    const text = await overview.innerText();
    expect(text).toContain(title);
    expect(text).toMatch(sentence);
    expect(
      await overview
        .getByRole('button', { name: action })
        .or(overview.getByRole('link', { name: action }))
        .count(),
    ).toBeGreaterThan(0);
    // the headline, free, locked and today are not known; the last known total stands beside it with its age
    const headline = await overview.locator('dl').first().innerText();
    expect(headline).not.toMatch(/(?<![\d.,])0(\.0+)?(?![\d.,])/);
    expect(normalised((await exactIn(overview))[0] ?? '')).toBe(lastTotal);
    expect(text).toMatch(/last [\d,.]+, (just now|\d+ (s|min))/);

    const popup = await browser.popup();
    await popup.getByText(title).first().waitFor();
    const shown = await popup.locator('main').innerText();
    expect(shown).toMatch(sentence);
    expect(shown).toMatch(/last [\d,.]+,\s+(just now|\d+ (s|min))/);
    expect(shown).not.toMatch(/(?<![\d.,:])0\.00(?!\d)/);
    expect(
      await popup
        .getByRole('button', { name: action })
        .or(popup.getByRole('link', { name: action }))
        .count(),
    ).toBe(1);
    await popup.close();
  });
