import { afterAll, beforeAll, expect, test } from 'vitest';
import { exactIn, normalised, scaled, tableRows } from './harness/figures';
import { startOverOnRetry } from './harness/retry';
import { goTo, openImported, type Scene } from './harness/scene';

let scene: Scene;
beforeAll(async () => {
  scene = await openImported({ seed: 7, fills: 600 });
});
afterAll(() => scene?.end());
startOverOnRetry(() => scene?.page);

const sameNumber = (shown: string | null | undefined, truth: string | undefined): void =>
  expect(normalised(shown ?? 'nothing')).toBe(normalised(truth ?? 'no truth'));

test('a deep scan finds the symbol that was sold out long ago, and every fill is then stored once', async () => {
  const { page, simulator } = scene;
  // ALGO was sold out and never deposited: balances, deposits and orders do not tell of it
  expect(await page.locator('main').innerText()).not.toContain('ALGO/USDT');
  await page.getByRole('button', { name: 'Scan all markets' }).click();
  await page.getByText(/^Deep scan: Complete\./).waitFor({ timeout: 120_000 });
  const fillsBySymbol = async () => {
    const rows = await tableRows(page, /symbol/i);
    return Object.fromEntries(
      rows.map(({ cells }) => [cells[0]?.split('\n')[0], Number((cells[1] ?? '').replace(/\D/g, ''))]),
    );
  };
  const truth = Object.entries(simulator.truth().symbols).map(([symbol, { fills }]) => [symbol, fills]);
  await expect.poll(fillsBySymbol, { timeout: 10_000 }).toMatchObject(Object.fromEntries(truth));
});

test('Balances shows every balance, and with Overview the total, as the exchange holds them, to the last digit', async () => {
  const { page, simulator } = scene;
  await goTo(page, '/balances?group=none');
  const rows = await tableRows(page, /^Assets by account/);
  const truth = simulator.truth();
  const held = Object.entries(truth.balances).filter(([, { total }]) => total !== '0');
  expect(rows).toHaveLength(held.length);
  for (const [asset, { free, locked, total }] of held) {
    const row = rows.find(({ cells }) => cells[0] === asset);
    expect([asset, ...(row?.exact.slice(0, 3).map((value) => normalised(value ?? '')) ?? [])]).toEqual([
      asset,
      normalised(free),
      normalised(locked),
      normalised(total),
    ]);
  }
  expect(truth.value.USDT?.missing).toEqual([]);
  sameNumber((await exactIn(page.locator('main').first()))[0], truth.value.USDT?.amount);
  await goTo(page, '/');
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await page.locator('main [data-exact]').first().waitFor();
  sameNumber((await exactIn(page.locator('main').first()))[0], truth.value.USDT?.amount);
});

/** Realized PnL as Overview shows it, by quote: gross, fees, net. */
const realizedShown = async (page: Scene['page']): Promise<Record<string, readonly string[]>> => {
  const rows = await tableRows(page, /^Realized PnL per quote currency/);
  return Object.fromEntries(
    rows.map(({ cells, exact }) => [cells[0] ?? '', exact.slice(0, 3).map((value) => normalised(value ?? 'unknown'))]),
  );
};

const realizedTrue = (simulator: Scene['simulator']): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(simulator.truth().realized).map(([quote, { gross, fees, net }]) => [
      quote,
      [gross, fees, net].map(normalised),
    ]),
  );

test('realized PnL is the truth per quote currency: gross, fees and net, fees in BNB at the price of their minute', async () => {
  const { page, simulator } = scene;
  await goTo(page, '/');
  const truth = realizedTrue(simulator);
  // several hundred minutes are asked for, most by a call of their own
  await expect.poll(() => realizedShown(page), { timeout: 120_000 }).toEqual(truth);
  expect(simulator.truth().unconvertedFees).toEqual({});
  expect(await page.getByText(/^Fees outside these figures/).count()).toBe(0);
});

test('Trades lists every closed round trip, and a trade opens to its fills and to gross − fees = net', async () => {
  const { page, simulator } = scene;
  const symbols = Object.values(simulator.truth().symbols);
  const trips = symbols.reduce((sum, { roundTrips }) => sum + roundTrips, 0);
  await goTo(page, '/trades');
  await page.getByRole('heading', { name: 'Trades' }).waitFor();
  await page
    .getByText(new RegExp(`\\b${trips} (closed )?(round trips|trades)`))
    .first()
    .waitFor();
  // net of the closed trips, per quote: the sum of the truth's symbols of that quote
  const totals = page.locator('main table').first().locator('tbody tr');
  for (const row of await totals.all()) {
    const quote = (await row.locator('td, th').first().innerText()).trim();
    const nets = Object.entries(simulator.truth().symbols).filter(([symbol]) => symbol.endsWith(`/${quote}`));
    const net = nets.reduce((sum, [, { roundTripNet }]) => sum + scaled(roundTripNet), 0n);
    expect([quote, scaled((await exactIn(row)).at(-1) ?? '')]).toEqual([quote, net]);
  }
  await page.locator('main table').last().locator('tbody tr').first().click();
  const drawer = page.getByRole('dialog');
  await drawer.waitFor();
  const fills = await drawer.locator('table tbody tr').count();
  expect(fills).toBeGreaterThanOrEqual(2);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
});

test('the popup shows the same total and today, without asking anything of the exchange', async () => {
  const { browser, simulator } = scene;
  const before = simulator.requests().length;
  const popup = await browser.popup();
  await popup.getByText('Binance · main').waitFor();
  sameNumber((await exactIn(popup.locator('main')))[0], simulator.truth().value.USDT?.amount);
  expect(simulator.requests()).toHaveLength(before);
  await popup.close();
});

for (const currency of ['EUR', 'BTC', 'USDC', 'USDT'] as const)
  test(`the total in ${currency} is the truth, through direct and crossed prices`, async () => {
    const { page, simulator } = scene;
    await goTo(page, '/settings');
    await page.getByLabel('Base currency').selectOption(currency);
    await goTo(page, '/');
    const truth = simulator.truth().value[currency];
    expect(truth?.missing).toEqual([]);
    await expect
      .poll(async () => rounded((await exactIn(page.locator('main').first()))[0] ?? ''), { timeout: 20_000 })
      .toBe(rounded(truth?.amount ?? ''));
  });

/** To 30 decimals: the truth rounds a crossed price once, the product each step, in the 36th decimal. */
const rounded = (text: string): string => normalised(text.replace(/(\.\d{30})\d+$/, '$1'));

test('a new fill at the exchange reaches balances and PnL with the next refresh', async () => {
  const { page, simulator } = scene;
  await goTo(page, '/');
  simulator.advance({ fills: 3 });
  await page.getByRole('button', { name: 'Refresh' }).first().click();
  // a fee's minute has no price before it has ended: what is true then changes once more. Three fills may all be buys, which
  // realize nothing: the total tells that the refresh has been.
  const shown = async () => [
    await realizedShown(page),
    normalised((await exactIn(page.locator('main').first()))[0] ?? ''),
  ];
  const truth = () => [realizedTrue(simulator), normalised(simulator.truth().value.USDT?.amount ?? '')];
  await expect
    .poll(async () => [await shown(), truth()], { timeout: 120_000, interval: 500 })
    .toSatisfy(([seen, wanted]) => JSON.stringify(seen) === JSON.stringify(wanted));
});
