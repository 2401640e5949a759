/** What a trader reads on Trades: the answer, what it rests on, rows, and what to do where there are none. */
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { Trades } from '../../../../../extension/ui/trades/Trades';
import { type Scenario, scenarios } from '../../../../ui/scenarios';
import { fakeTrades } from '../../../../ui/trade-scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

/** The screen of a scenario under a hash without filters, drawn from what is in the cache. */
async function screen(scenario: Scenario | undefined): Promise<string> {
  if (!scenario) throw new Error('no such scenario');
  const open = { bookId: null, side: null, closedFrom: null, closedTo: null };
  const page = await fakeTrades(scenario).trades({
    ...{ ...open, accountId: null, state: 'closed' },
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
