/** What a trader reads on Trades: the answer, what it rests on, rows, and what to do where there are none. */
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { NoTrades, type NoTradesProps } from '../../../../../extension/ui/trades/NoTrades';
import { Trades } from '../../../../../extension/ui/trades/Trades';
import { type TradesFilter, unfiltered } from '../../../../../extension/ui/trades/use-trades';
import { type Scenario, scenarios } from '../../../../ui/scenarios';
import { fakeTrades } from '../../../../ui/trade-scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

/** The screen of a scenario under a hash without filters, drawn from what is in the cache. */
async function screen(scenario: Scenario | undefined): Promise<string> {
  if (!scenario) throw new Error('no such scenario');
  const page = await fakeTrades(scenario).trades({
    ...{ ...unfiltered, accountId: null, state: 'closed' },
    ...{ offset: 0, limit: 200 },
  });
  const queries = new QueryClient();
  queries.setQueryData(['accounts'], scenario.overview.accounts);
  queries.setQueryData(['overview'], scenario.overview);
  queries.setQueryData(['trades', 'trips', null, null, null, 'closed', null, null], {
    pages: [{ kind: 'trips', page }],
    pageParams: [0],
  });
  return wordsOf(staticMarkup(<Trades />, '/trades', queries));
}

describe('a history that is not all there', () => {
  test('is said below the totals, with what to do about it', async () => {
    const shown = await screen(scenarios.partial);
    expect(shown).toMatch(/closed trades .* Importing Binance · bot 2: more fills may come, .* Trades, newest first/);
    expect(shown).toMatch(/Not every fill is here yet Binance · SHARP .* Copy address/);
  });

  test('is said before the first trade too', async () => {
    expect(await screen(scenarios['pnl-importing'])).toMatch(/Importing Binance · main: .* No closed trades/);
  });

  test('says nothing where it is whole', async () => {
    expect(await screen(scenarios.little)).not.toMatch(/Importing|Not every fill/);
  });
});

describe('where there are none', () => {
  const all: TradesFilter = { ...unfiltered, view: 'trips', accountId: null, state: 'closed' };
  const shown = (filter: Partial<TradesFilter>, given: Partial<NoTradesProps> = {}): string => {
    const props = { kind: 'trips', hasAccounts: true, hasFills: true, ...given } as const;
    return wordsOf(staticMarkup(<NoTrades {...props} filter={{ ...all, ...filter }} />, '/trades'));
  };

  test('what is there instead is one click away, in every view', () => {
    expect(shown({})).toMatch(/^No closed trades .* Show open trades$/);
    expect(shown({ state: 'open' }, { kind: 'openTrips' })).toMatch(/^No open trades .* Show closed trades$/);
    expect(shown({ view: 'closings' }, { kind: 'closings' })).toMatch(/^No closings .* Show open lots$/);
    expect(shown({ view: 'closings', state: 'open' }, { kind: 'lots' })).toMatch(/^No open lots .* Show closings$/);
  });

  test('without an account one can be added, or sample data looked at', () => {
    for (const state of ['closed', 'open'] as const)
      expect(shown({ state }, { hasAccounts: false, hasFills: false })).toMatch(/Add exchange Try with sample data$/);
  });

  test('without a fill the way leads to the import, of all accounts or of the one shown', () => {
    expect(shown({}, { hasFills: false })).toMatch(/none are stored yet\. .* Open Accounts$/);
    expect(shown({ accountId: 'acc-1' }, { hasFills: false })).toMatch(/none of this account .* Open the account$/);
  });

  test('of a filter it can be cleared', () => {
    expect(shown({ side: 'short' })).toBe('No closed trades Nothing matches this filter. Clear the filter');
  });
});

test('without an account the screen offers to add one', async () => {
  expect(await screen(scenarios.empty)).toMatch(/No closed trades .* Add exchange/);
});
