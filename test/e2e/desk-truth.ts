/**
 * Every balance, fill count and PnL of seven accounts at once is the truth of the simulator.
 *
 * What rests on the slowest import is looked at when it is complete: the failures of the other accounts are played meanwhile.
 */
import { beforeAll, expect, test } from 'vitest';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Truth } from '../simulator/truth';
import { type Desk, deskAccounts, imported, slowest } from './harness/desk';
import { exactIn, normalised, scaled, tableRows } from './harness/figures';
import { goTo, type Scene } from './harness/scene';

/** The tests of what is held, then those of what was traded where imports are complete early, or late. */
export interface DeskTruth {
  readonly held: () => void;
  readonly traded: (when: 'early' | 'late') => void;
}

/** Each registers its tests; `desk` is asked for once the tests run. */
export function truthOfSevenAccounts(desk: () => Desk): DeskTruth {
  let scene: Scene;
  const look = async () => {
    ({ scene } = desk());
    await scene.page.setViewportSize({ width: 1400, height: 6000 }); // long tables are drawn as far as they are seen
    await goTo(scene.page, '/');
  };

  const truths = (): readonly Truth[] => deskAccounts.map((exchange) => scene.simulator.truth(exchange));

  /** Exact sums of the accounts' truths, × 10^36. */
  function summed(of: (truth: Truth) => Readonly<Record<string, string>>): Readonly<Record<string, bigint>> {
    const sums: Record<string, bigint> = {};
    for (const truth of truths())
      for (const [key, amount] of Object.entries(of(truth))) sums[key] = (sums[key] ?? 0n) + scaled(amount);
    return sums;
  }

  const held = (): void => {
    beforeAll(look);
    test.each(deskAccounts)('every balance of the account at %s is the truth, wallet by wallet', async (exchange) => {
      const { page, simulator } = scene;
      const { name } = exchangeInfos[exchange];
      await goTo(page, '/balances?group=none');
      const rows = (await tableRows(page, /^Assets by account/)).filter(({ cells }) =>
        (cells[1] ?? '').startsWith(`${name} · ${exchange}`),
      );
      const truth = simulator.truth(exchange);
      const held = [...Object.entries(truth.balances), ...Object.entries(truth.futures)]
        .filter(([, { total }]) => total !== '0')
        .map(([asset, { free, locked, total }]) => [asset, ...[free, locked, total].map(normalised)].join(' '));
      const shown = rows.map(({ cells, exact }) => {
        const amounts = exact.slice(0, 3).map((value) => normalised(value ?? 'unknown'));
        return [(cells[0] ?? '').split('\n')[0], ...amounts].join(' ');
      });
      expect(shown.sort()).toEqual(held.sort());
    });

    test('the total is the sum of all accounts, to the last digit', async () => {
      await goTo(scene.page, '/');
      await scene.page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
      await scene.page.locator('main [data-exact]').first().waitFor();
      const [total] = await exactIn(scene.page.locator('main').first());
      const sum = summed((truth) => ({ USDT: truth.value.USDT?.amount ?? '' })).USDT;
      for (const truth of truths()) expect(truth.value.USDT?.missing).toEqual([]);
      expect(scaled(total ?? '')).toBe(sum);
    });

    test('the popup shows the same total and all seven accounts', async () => {
      const { browser } = scene;
      const popup = await browser.popup();
      for (const exchange of deskAccounts)
        await popup.getByText(`${exchangeInfos[exchange].name} · ${exchange}`).waitFor();
      const [total] = await exactIn(popup.locator('main'));
      expect(scaled(total ?? '')).toBe(summed((truth) => ({ USDT: truth.value.USDT?.amount ?? '' })).USDT);
      await popup.close();
    });
  };

  const traded = (when: 'early' | 'late'): void => {
    const early = when === 'early';
    beforeAll(async () => {
      if (!early) await imported(desk(), slowest);
      await look();
    }, 320_000);
    test.each(early ? deskAccounts.filter((one) => one !== slowest) : [slowest])(
      'fills and round trips of the account at %s are the truth',
      async (exchange) => {
        const { page, simulator } = scene;
        const truth = simulator.truth(exchange);
        await goTo(page, '/accounts');
        await page
          .getByRole('link', { name: new RegExp(`${exchange}$`) })
          .first()
          .click();
        await page.getByRole('heading', { name: exchange, level: 1 }).waitFor();
        const accountId = await page.evaluate(() => location.hash.slice('#/accounts/'.length));
        const counts = (await tableRows(page, /symbol/i)).map(
          ({ cells }) => [cells[0]?.split('\n')[0], Number((cells[1] ?? '').replace(/\D/g, ''))] as const,
        );
        // Symbols that were read and have no fill stand in the table too.
        const withFills = counts.filter(([, count]) => count > 0);
        expect(Object.fromEntries(withFills)).toEqual(
          Object.fromEntries(Object.entries(truth.symbols).map(([symbol, figures]) => [symbol, figures.fills])),
        );
        await goTo(page, `/trades?account=${accountId}`);
        const trips = Object.values(truth.symbols).reduce((sum, { roundTrips }) => sum + roundTrips, 0);
        await page
          .getByText(new RegExp(`\\b${trips} (closed )?(round trips?|trades?)`))
          .first()
          .waitFor();
      },
    );

    if (early) return;
    test('realized PnL per quote currency is the sum of all accounts: gross, fees, net, and the fees outside them', async () => {
      const { page } = scene;
      await goTo(page, '/');
      const shown = async () => {
        const rows = await tableRows(page, /^Realized PnL per quote currency/);
        return Object.fromEntries(
          rows.map(({ cells, exact }) => [cells[0], exact.slice(0, 3).map((one) => scaled(one ?? ''))]),
        );
      };
      const [gross, fees, net] = (['gross', 'fees', 'net'] as const).map((figure) =>
        summed((truth) =>
          Object.fromEntries(Object.entries(truth.realized).map(([quote, sums]) => [quote, sums[figure]])),
        ),
      );
      const quotes = Object.keys(net ?? {});
      // the rates of fee coins come in behind the imports, at each exchange's pace
      await expect
        .poll(shown, { timeout: 150_000 })
        .toEqual(Object.fromEntries(quotes.map((quote) => [quote, [gross?.[quote], fees?.[quote], net?.[quote]]])));
    });
  };
  return { held, traded };
}
