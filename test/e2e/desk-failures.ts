/**
 * What goes wrong is said, for every failure and every exchange where it can happen: Overview, popup and doctor show the right
 * reason, its sentence and one action, the last known value with its age, and no zero.
 *
 * A failure is played on its exchanges at once; each exchange's screens are then looked at one by one. `npm run failures` plays
 * every failure on every exchange that knows it; `npm test` plays each on two of them, so that every exchange meets some.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../extension/ui/routes';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import { type Reason, reasons } from '../../shared/reasons';
import { type Case, cases, knowing } from './desk-cases';
import { type Desk, deskAccounts, imported, relaunchDesk, slowest } from './harness/desk';
import { exactIn, normalised, scaled } from './harness/figures';
import { refreshAll } from './harness/refresh';
import { goTo } from './harness/scene';

const title = (exchange: ExchangeId): string => `${exchangeInfos[exchange].name} · ${exchange}`;

/** A sentence of the table as a pattern: what is filled in may be anything, and so may be the one without it. */
function sentenceOf(reason: Reason, exchange: ExchangeId): RegExp {
  const { sentence, sentenceWithout } = reasons[reason];
  const pattern = (template: string): string =>
    template
      .replaceAll('{exchange}', exchangeInfos[exchange].name)
      .split(/\{\w+\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+');
  return new RegExp([sentence, sentenceWithout ?? sentence].map(pattern).join('|'));
}

/** The account's row of Overview with the reason below it, and its place in the list of issues. */
const accountRows = (page: Page, exchange: ExchangeId): Locator =>
  page.locator('tbody').filter({ has: page.getByRole('link', { name: title(exchange), exact: true }) });
const issuesOf = (page: Page): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: 'Issues', exact: true }) });
const issueOf = (page: Page, exchange: ExchangeId): Locator =>
  issuesOf(page)
    .getByRole('listitem')
    .filter({ hasText: title(exchange) });

const noZero = (shown: string): void => expect(shown).not.toMatch(/(?<![\d.,:])0(?:[.,]0+)?(?![\d.,:%])/);

const actionIn = async (place: Locator, label: string): Promise<number> =>
  place
    .getByRole('button', { name: label })
    .or(place.getByRole('link', { name: label }))
    .count();

/** Copying an address needs one: without, the account's page is offered. */
const labelsOf = (reason: Reason): readonly string[] =>
  reason === 'ip-not-whitelisted'
    ? ['Copy address', 'See the account', 'Open the account']
    : [reasons[reason].action.label];

async function expectAction(place: Locator, reason: Reason): Promise<void> {
  const counts = await Promise.all(labelsOf(reason).map((label) => actionIn(place, label)));
  expect([reason, Math.max(...counts)]).toEqual([reason, 1]);
}

/** Overview with every cause, and not the first few alone: one may come or go while the list is looked at. */
async function goToIssues(page: Page): Promise<void> {
  await goTo(page, routes.issues);
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await page.locator('main table').first().waitFor(); // of the accounts: no longer loading
  await issuesOf(page)
    .getByRole('button', { name: /^Show all/ })
    .waitFor({ state: 'detached' });
}

/** What Overview, popup and doctor must show of an account that fails for `reason`. */
async function expectSaid(
  { scene: { page, browser, simulator } }: Desk,
  exchange: ExchangeId,
  reason: Reason,
): Promise<void> {
  const sentence = sentenceOf(reason, exchange);
  const last = simulator.truth(exchange).value.USDT?.amount ?? '';

  await goToIssues(page);
  const row = accountRows(page, exchange);
  await row.getByText(sentence).first().waitFor();
  const shown = await row.innerText();
  expect(shown).toMatch(/last [\d,.]+, (just now|\d+ (s|min|h))/);
  noZero(shown.replace(/\d+ (s|min|h)\b|\d+ of \d+/g, ''));
  expect((await exactIn(row)).map((value) => normalised(value ?? ''))).toContain(normalised(last));
  const issue = issueOf(page, exchange).filter({ hasText: reasons[reason].title });
  await expectAction(issue.first(), reason);

  const popup = await browser.popup();
  const item = popup.getByRole('listitem').filter({ hasText: title(exchange) });
  await item.getByText(sentence).first().waitFor();
  expect(await item.innerText()).toMatch(/last [\d,.]+,\s+(just now|\d+ (s|min|h))/);
  noZero((await item.innerText()).replace(/\d+ (s|min|h)\b/g, ''));
  await expectAction(item, reason);
  await popup.close();
}

/** What the doctor calls a cause that it narrows further than the reason does; the reason's own title where it does not. */
const verdicts: Readonly<Partial<Record<Reason, RegExp>>> = {
  'network-failed': /Nothing answers|One call answered, another did not/,
  'region-blocked': /Refused even without a key|Account calls are stopped/,
  'key-or-address-refused': /Key or address refused|Clock is off/,
  'exchange-unavailable': /Exchange unavailable|Nothing answers/,
};

/** Opens an account's doctor; an account that has failed since it was examined is examined anew. */
async function openDoctor({ scene: { page }, routes: pages }: Desk, exchange: ExchangeId): Promise<void> {
  await goTo(page, `${pages.get(exchange)}/doctor`);
  await page.getByRole('heading', { name: `Doctor: ${title(exchange)}` }).waitFor();
  await page.locator('main [data-kind]').waitFor();
}

/** The doctor names the same cause, and ends in one action. What it said before may stand there until it examines anew. */
async function expectDiagnosis(desk: Desk, exchange: ExchangeId, expected: RegExp): Promise<void> {
  const { page } = desk.scene;
  await openDoctor(desk, exchange);
  const diagnosis = () =>
    page
      .locator('main [data-kind="failed"]')
      .evaluateAll((all) =>
        all.map((one) => [one.querySelector('h2, h3')?.textContent, one.querySelectorAll('button').length]),
      );
  await expect.poll(diagnosis, { timeout: 90_000, interval: 100 }).toEqual([[expect.stringMatching(expected), 1]]);
  // what the app did last stands below: the calls, or why there were none
  await page.getByRole('heading', { name: 'What the app did last' }).waitFor();
}

const verdictOf = (reason: Reason): RegExp => verdicts[reason] ?? new RegExp(reasons[reason].title);

/** Asks the exchange of one account anew, from its page; it goes on while others are looked at. */
async function refreshOne({ scene: { page }, routes: pages }: Desk, exchange: ExchangeId): Promise<void> {
  await goTo(page, pages.get(exchange) ?? '');
  await page.getByRole('heading', { name: title(exchange), level: 1 }).waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Refresh', exact: true }).click({ timeout: 90_000 });
}

/** Whether what is waited for comes in time. */
const within = (waiting: Promise<void>): Promise<boolean> =>
  waiting.then(
    () => true,
    () => false,
  );

/** Refreshes while anything is wrong with these accounts; a circuit that a former failure opened takes its 20 seconds. */
async function allKnown({ scene: { page } }: Desk, exchanges: readonly ExchangeId[]): Promise<void> {
  const isKnown = async (exchange: ExchangeId): Promise<boolean> => {
    await goToIssues(page);
    return within(issueOf(page, exchange).first().waitFor({ state: 'detached', timeout: 1_000 }));
  };
  for (const until = Date.now() + 150_000; ; ) {
    const known: boolean[] = [];
    for (const exchange of exchanges) known.push(await isKnown(exchange));
    if (known.every((one) => one)) return;
    if (Date.now() > until) throw new Error(`not known again: ${exchanges.join(', ')}`);
    await refreshAll(page);
  }
}

/**
 * Refreshes these accounts side by side until the balances of each fail, then has each examined. A refresh that had begun before
 * the fault may have read them, and met the fault at its prices alone: then they are asked again.
 */
async function allFailing(desk: Desk, exchanges: readonly ExchangeId[], timeout: number): Promise<void> {
  const { page } = desk.scene;
  const isFailing = async (exchange: ExchangeId): Promise<boolean> => {
    await goToIssues(page);
    const balances = issueOf(page, exchange).filter({ hasText: /^Balances/ });
    return within(balances.first().waitFor({ timeout }));
  };
  for (const exchange of exchanges) await refreshOne(desk, exchange);
  for (const exchange of exchanges) {
    for (let attempt = 0; !(await isFailing(exchange)); attempt += 1) {
      if (attempt === 3) throw new Error(`not failing: ${exchange}`);
      await refreshOne(desk, exchange);
    }
  }
  for (const exchange of exchanges) await openDoctor(desk, exchange);
}

const playedAt = (one: Case): readonly ExchangeId[] =>
  process.env.FILLBOOK_EVERY_FAILURE === '1' ? knowing(one) : one.at;

/** Plays each of these failures and looks at what is said. */
const play = (desk: () => Desk, some: readonly Case[]): void =>
  describe.each(some.map((one) => ({ ...one, exchanges: playedAt(one) })))('$name', (one) => {
    const { fault, reasons: expected, doctor, exchanges } = one;
    beforeAll(async () => {
      await allKnown(desk(), exchanges);
      for (const exchange of exchanges) desk().scene.simulator.faults.set({ ...fault, exchange });
      // an exchange that answers nothing is given 15 s, twice
      await allFailing(desk(), exchanges, fault.kind === 'timeout' ? 45_000 : 12_000);
    }, 300_000);
    afterAll(async () => {
      desk().scene.simulator.faults.clear();
      for (const exchange of exchanges) await refreshOne(desk(), exchange); // known again beside what follows
    });

    const begun = new Set<ExchangeId>();
    test.each(exchanges)('%s', async (exchange) => {
      // looking twice at one and the same state would be no second attempt
      if (begun.has(exchange)) await refreshAll(desk().scene.page);
      begun.add(exchange);
      const reason = expected[exchange];
      if (reason === undefined) throw new Error('not listed');
      await expectSaid(desk(), exchange, reason);
      await expectDiagnosis(desk(), exchange, doctor?.[exchange] ?? verdictOf(reason));
    });
  });

const isEarly = (one: Case): boolean => !playedAt(one).includes(slowest);

/** Registers the failures that need not wait for the slowest import; `desk` is asked for once they run. */
export function earlyFailures(desk: () => Desk): void {
  beforeAll(async () => {
    const { page } = desk().scene;
    await page.setViewportSize({ width: 1280, height: 1600 });
    // a round of the engine's own could read an account right before a fault, and be shown right after it
    await goTo(page, '/settings');
    await page.getByLabel('Refresh by itself', { exact: true }).selectOption('manual');
    await page.getByText('Only fills that an exchange is about to drop are still read by themselves.').waitFor();
  });

  test('each failure is played at two exchanges that know it, at every exchange some, and at none two in a row', () => {
    expect(new Set(cases.flatMap(({ at }) => at))).toEqual(new Set(deskAccounts));
    for (const [index, one] of cases.entries()) {
      expect(new Set(one.at).size).toBe(Math.min(2, knowing(one).length));
      expect(one.at.filter((exchange) => !knowing(one).includes(exchange))).toEqual([]);
      expect(one.at.filter((exchange) => cases[index + 1]?.at.includes(exchange))).toEqual([]);
    }
  });

  play(desk, cases.filter(isEarly));
}

/** Registers the other failures. They leave the desk without storage: they come last. */
export function lateFailures(desk: () => Desk): void {
  beforeAll(async () => {
    await desk().scene.page.setViewportSize({ width: 1280, height: 1600 });
    await imported(desk(), slowest);
  }, 320_000);

  play(
    desk,
    cases.filter((one) => !isEarly(one)),
  );

  describe('one wallet of an account that is refused', () => {
    beforeAll(async () => {
      await allKnown(desk(), deskAccounts);
      desk().scene.simulator.faults.set({ kind: 'missingRead', exchange: 'poloniex', path: '^/v3/' });
      await refreshAll(desk().scene.page);
    }, 240_000);
    afterAll(() => desk().scene.simulator.faults.clear());

    test('leaves the other known, and account and total partial', async () => {
      const { page, simulator } = desk().scene;
      await goTo(page, '/');
      const row = accountRows(page, 'poloniex');
      await row.getByRole('button', { name: /^Partial/i }).waitFor();
      const truth = simulator.truth('poloniex');
      // the futures wallet holds USDT alone: the rest of the value is what the spot wallet is worth
      const futures = truth.futures.USDT?.total ?? '';
      const spot = scaled(truth.value.USDT?.amount ?? '') - scaled(futures);
      expect((await exactIn(row)).map((value) => scaled(value ?? '0'))).toContain(spot);
      const others = deskAccounts.filter((exchange) => exchange !== 'poloniex');
      const known = others.reduce((sum, one) => sum + scaled(simulator.truth(one).value.USDT?.amount ?? ''), spot);
      const [total] = await exactIn(page.locator('main').first());
      expect(scaled(total ?? '')).toBe(known);
      const issue = issueOf(page, 'poloniex').filter({ hasText: 'Futures wallet' });
      await issue.getByText(reasons['permission-missing'].title).waitFor();
    });
  });

  describe('a host that the browser no longer grants', () => {
    beforeAll(async () => {
      await relaunchDesk(desk().scene, { withoutHosts: true });
      await refreshAll(desk().scene.page);
      for (const exchange of deskAccounts) await openDoctor(desk(), exchange);
    }, 240_000);

    test('shows the first four issues, and all of them on request', async () => {
      const { page } = desk().scene;
      await goTo(page, '/');
      const items = issuesOf(page).getByRole('listitem');
      const showAll = issuesOf(page).getByRole('button', { name: `Show all ${deskAccounts.length} issues` });
      await showAll.click();
      await expect.poll(() => items.count()).toBe(deskAccounts.length);
      await issuesOf(page).getByRole('button', { name: 'Show fewer' }).click();
      await expect.poll(() => items.count()).toBe(4);
      await showAll.click();
      await expect.poll(() => items.count()).toBe(deskAccounts.length);
    });

    test.each(deskAccounts)('%s', async (exchange) => {
      await expectSaid(desk(), exchange, 'host-access-missing');
      await expectDiagnosis(desk(), exchange, verdictOf('host-access-missing'));
    });
  });

  describe('a browser without room for another byte', () => {
    beforeAll(async () => {
      await relaunchDesk(desk().scene, { limitedStorage: true });
      const session = await desk().scene.page.context().newCDPSession(desk().scene.page);
      const origin = `chrome-extension://${desk().scene.browser.extensionId}`;
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
      await refreshAll(desk().scene.page);
    }, 240_000);

    test.each(deskAccounts)('%s', async (exchange) => {
      await expectSaid(desk(), exchange, 'storage-full');
    });
  });
}
