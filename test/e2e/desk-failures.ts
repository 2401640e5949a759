/**
 * What goes wrong is said, for every failure and every exchange where it can happen: Overview, popup and doctor show the right
 * reason, its sentence and one action, the last known value with its age, and no zero.
 *
 * A failure is played on its exchanges at once; each exchange's screens are then looked at one by one. `npm run failures` plays
 * every failure on every exchange that knows it; `npm test` plays each on two of them in turn, so that every exchange meets some.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExchangeId, exchangeInfos } from '../../shared/exchanges/ids';
import { type Reason, reasons } from '../../shared/reasons';
import type { Fault } from '../simulator/faults';
import { type Desk, deskAccounts, relaunchDesk } from './harness/desk';
import { exactIn, normalised, scaled } from './harness/figures';
import { goTo } from './harness/scene';

type ByExchange = Readonly<Partial<Record<ExchangeId, Reason>>>;

const everywhere = (reason: Reason, but: ByExchange = {}): ByExchange =>
  Object.fromEntries(deskAccounts.map((exchange) => [exchange, but[exchange] ?? reason]));

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly reasons: ByExchange;
  /** Where the doctor finds out more than the reason says: its verdict. */
  readonly doctor?: Readonly<Partial<Record<ExchangeId, RegExp>>>;
}

/** Where an exchange does not know a failure (no passphrase, no second kind of account) it is not listed. */
const cases: readonly Case[] = [
  {
    name: 'an address that is not whitelisted',
    fault: { kind: 'ipRefused' },
    reasons: everywhere('ip-not-whitelisted', {
      binance: 'key-or-address-refused',
      coinstore: 'key-or-address-refused',
    }),
  },
  {
    name: 'a key that the exchange does not know',
    fault: { kind: 'keyUnknown' },
    reasons: everywhere('key-rejected', { poloniex: 'key-or-address-refused' }),
  },
  {
    name: 'a secret that does not belong to the key',
    fault: { kind: 'badSignature' },
    reasons: everywhere('signature-rejected', {
      poloniex: 'key-or-address-refused',
      coinstore: 'key-or-address-refused',
    }),
  },
  { name: 'a wrong passphrase', fault: { kind: 'passphraseWrong' }, reasons: { bitget: 'passphrase-rejected' } },
  {
    name: 'a key without the right to read',
    fault: { kind: 'missingRead' },
    reasons: everywhere('permission-missing', { binance: 'key-or-address-refused' }),
    // the rights of a key can be asked for without the right to read
    doctor: { binance: /Read right missing/ },
  },
  {
    name: 'an account of another mode than the request',
    fault: { kind: 'accountMode' },
    reasons: { bitget: 'account-mode', poloniex: 'account-mode' },
  },
  {
    name: 'a clock that is two minutes behind',
    fault: { kind: 'clockSkew', skewMs: 120_000 },
    reasons: everywhere('clock-skew', { coinstore: 'key-or-address-refused' }),
  },
  {
    name: 'a rate limit (429)',
    fault: { kind: 'rateLimited', retryAfterSeconds: 5 },
    reasons: everywhere('rate-limited'),
  },
  {
    name: 'a ban',
    fault: { kind: 'banned', retryAfterSeconds: 5 },
    reasons: { binance: 'rate-limited', mexc: 'rate-limited', bitmart: 'rate-limited' },
  },
  { name: 'a gateway that answers 502', fault: { kind: 'serverError' }, reasons: everywhere('exchange-unavailable') },
  {
    name: 'an exchange under maintenance',
    fault: { kind: 'maintenance' },
    reasons: {
      binance: 'exchange-unavailable',
      bitget: 'exchange-unavailable',
      gate: 'exchange-unavailable',
      mexc: 'exchange-unavailable',
      poloniex: 'exchange-unavailable',
      bitmart: 'exchange-unavailable',
    },
  },
  { name: 'no answer in time', fault: { kind: 'timeout' }, reasons: everywhere('network-failed') },
  { name: 'a reply whose body is cut off', fault: { kind: 'cutBody' }, reasons: everywhere('network-failed') },
  { name: 'an empty body', fault: { kind: 'emptyBody' }, reasons: everywhere('network-failed') },
  { name: 'a firewall’s page (403)', fault: { kind: 'firewall403' }, reasons: everywhere('region-blocked') },
  { name: 'a block by region (451)', fault: { kind: 'region451' }, reasons: everywhere('region-blocked') },
];

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

const refreshAll = async (page: Page): Promise<void> => {
  await goTo(page, '/');
  await page.getByRole('button', { name: 'Refresh', exact: true }).first().click();
  await page.getByRole('button', { name: 'Refreshing' }).first().waitFor();
  await page.getByRole('button', { name: 'Refresh', exact: true }).first().waitFor({ timeout: 150_000 });
};

/** The account's row of Overview with the reason below it, and its place in the list of issues. */
const accountRows = (page: Page, exchange: ExchangeId): Locator =>
  page.locator('tbody').filter({ has: page.getByRole('link', { name: title(exchange), exact: true }) });
const issueOf = (page: Page, exchange: ExchangeId): Locator =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Issues', exact: true }) })
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

/**
 * Opens the list of causes wherever it is cut. A cause may go while the button is being pressed, and the button with it: then
 * nothing is left to press.
 */
async function showEveryCause(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: /^Show all/ });
  const pressed = async (): Promise<number> => {
    const count = await more.count();
    if (count > 0)
      await more
        .first()
        .click({ timeout: 500 })
        .catch(() => undefined);
    return count;
  };
  await expect.poll(pressed, { timeout: 20_000, interval: 50 }).toBe(0);
}

/** What Overview, popup and doctor must show of an account that fails for `reason`. */
async function expectSaid(
  { scene: { page, browser, simulator } }: Desk,
  exchange: ExchangeId,
  reason: Reason,
): Promise<void> {
  const sentence = sentenceOf(reason, exchange);
  const last = simulator.truth(exchange).value.USDT?.amount ?? '';

  await goTo(page, '/');
  const row = accountRows(page, exchange);
  await row.getByText(sentence).first().waitFor();
  const shown = await row.innerText();
  expect(shown).toMatch(/last [\d,.]+, (just now|\d+ (s|min|h))/);
  noZero(shown.replace(/\d+ (s|min|h)\b|\d+ of \d+/g, ''));
  expect((await exactIn(row)).map((value) => normalised(value ?? ''))).toContain(normalised(last));
  await showEveryCause(page);
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

/** Opens each account's doctor, which examines an account anew that has failed since it did; the runs go on side by side. */
async function startDoctors({ scene: { page }, routes }: Desk, exchanges: readonly ExchangeId[]): Promise<void> {
  for (const exchange of exchanges) {
    await goTo(page, `${routes.get(exchange)}/doctor`);
    await page.getByRole('heading', { name: `Doctor: ${title(exchange)}` }).waitFor();
    await page
      .locator('main [data-kind="running"]')
      .waitFor({ timeout: 1_000 })
      .catch(() => undefined); // it has ended already
  }
}

/** The doctor names the same cause, and ends in one action. */
async function expectDiagnosis(
  { scene: { page }, routes }: Desk,
  exchange: ExchangeId,
  expected: RegExp,
): Promise<void> {
  await goTo(page, `${routes.get(exchange)}/doctor`);
  const diagnosis = page.locator('main [data-kind="failed"]');
  const verdict = async (): Promise<string> =>
    (await diagnosis.count()) === 0 ? '' : diagnosis.getByRole('heading').innerText();
  await expect.poll(verdict, { timeout: 90_000, interval: 100 }).toMatch(expected);
  expect(await diagnosis.getByRole('button').count()).toBe(1);
  // what the app did last stands below: the calls, or why there were none
  await page.getByRole('heading', { name: 'What the app did last' }).waitFor();
}

const verdictOf = (reason: Reason): RegExp => verdicts[reason] ?? new RegExp(reasons[reason].title);

/** How many issues each account has, in the whole list: all, or those of one area. */
async function issueCounts(page: Page, exchanges: readonly ExchangeId[], area = /./): Promise<readonly number[]> {
  await showEveryCause(page);
  return Promise.all(exchanges.map((exchange) => issueOf(page, exchange).filter({ hasText: area }).count()));
}

/** Refreshes until nothing is wrong with these accounts; a circuit that a former failure opened takes its 20 seconds. */
async function allKnown({ scene: { page } }: Desk, exchanges: readonly ExchangeId[]): Promise<void> {
  for (const until = Date.now() + 150_000; ; ) {
    await refreshAll(page);
    if ((await issueCounts(page, exchanges)).every((count) => count === 0)) return;
    if (Date.now() > until) throw new Error(`not known again: ${exchanges.join(', ')}`);
    await page.waitForTimeout(1_000);
  }
}

/**
 * Refreshes until the balances of each of these accounts fail. A refresh that had begun before the fault may have read them, and
 * met the fault at its prices alone.
 */
async function allFailing({ scene: { page } }: Desk, exchanges: readonly ExchangeId[]): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    await refreshAll(page);
    if ((await issueCounts(page, exchanges, /^Balances/)).every((count) => count > 0)) return;
  }
}

/** All of a failure's exchanges, or two of them: others with each failure. */
function played(exchanges: readonly ExchangeId[], turn: number): readonly ExchangeId[] {
  if (process.env.FILLBOOK_EVERY_FAILURE === '1' || exchanges.length <= 2) return exchanges;
  const at = (index: number) => exchanges[index % exchanges.length];
  return [at(2 * turn), at(2 * turn + 1)].filter((exchange) => exchange !== undefined);
}

/** Registers the tests; `desk` is asked for once they run. It is left without storage: they come last. */
export function failuresOfSevenAccounts(desk: () => Desk): void {
  beforeAll(() => desk().scene.page.setViewportSize({ width: 1280, height: 1600 }));

  describe.each(cases.map((one, turn) => ({ ...one, turn })))('$name', ({ fault, reasons: expected, doctor, turn }) => {
    const knowing = deskAccounts.filter((exchange) => expected[exchange] !== undefined);
    const exchanges = played(knowing, turn);
    beforeAll(async () => {
      await allKnown(desk(), exchanges);
      for (const exchange of exchanges) desk().scene.simulator.faults.set({ ...fault, exchange });
      await allFailing(desk(), exchanges);
      await startDoctors(desk(), exchanges);
    }, 300_000);
    afterAll(() => desk().scene.simulator.faults.clear());

    const begun = new Set<ExchangeId>();
    test.each(exchanges)('%s', async (exchange) => {
      // looking twice at one and the same state would be no second attempt
      if (begun.has(exchange)) await allFailing(desk(), [exchange]);
      begun.add(exchange);
      const reason = expected[exchange];
      if (reason === undefined) throw new Error('not listed');
      await expectSaid(desk(), exchange, reason);
      await expectDiagnosis(desk(), exchange, doctor?.[exchange] ?? verdictOf(reason));
    });
  });

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
      await startDoctors(desk(), deskAccounts);
    }, 240_000);

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
