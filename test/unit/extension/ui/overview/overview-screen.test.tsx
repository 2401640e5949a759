/** What a trader reads on Overview: figures with their method, shares of what is known, and all issues where they are asked for. */
import { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { syncIssues } from '../../../../../extension/engine/sync-issues';
import { IssuesSection } from '../../../../../extension/ui/overview/IssuesSection';
import { Overview } from '../../../../../extension/ui/overview/Overview';
import { unixMs } from '../../../../../shared/result';
import { scenarios } from '../../../../ui/scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

const overviewIn = (name: string) => {
  const overview = scenarios[name]?.overview;
  if (!overview) throw new Error(`no scenario ${name}`);
  return overview;
};

function markup(name: string, part?: ReactNode): string {
  const queries = new QueryClient();
  queries.setQueryData(['overview'], overviewIn(name));
  return staticMarkup(part ?? <Overview />, '/', queries);
}

const words = (name: string): string => wordsOf(markup(name));

describe('the first lines', () => {
  test('are the total, what is free and locked, and PnL of today and of all time with their method', () => {
    expect(words('little')).toMatch(
      /8,525\.72 USDT \d min Free 7,565\.72 Locked in orders 960\.00 Today, FIFO \+184\.10 gain All time, realized FIFO \+1,214\.12 gain/,
    );
  });

  test('lead from what is held to Balances', () => {
    expect(markup('little').match(/href="#\/balances"/g)).toHaveLength(3); // free, locked, all balances
  });
});

describe('PnL today', () => {
  /** From its heading to the next one. */
  const part = (name: string): string => words(name).match(/PnL today .*? Realized PnL /)?.[0] ?? '';

  test('opens to what was realized and to the change of what is unrealized, and that to its two ends', () => {
    expect(part('little')).toMatch(
      /^PnL today FIFO, since 00:00 UTC Realized \+120\.50 gain \+ Change of unrealized \+63\.60 gain = Today \+184\.10 USDT gain /,
    );
    expect(part('little')).toMatch(
      /Unrealized now \+412\.70 gain − At yesterday's end \+349\.10 gain = Change \+63\.60 gain prices of yesterday's end read at 23:52 UTC/,
    );
    expect(part('little')).toContain('What was realized in BTC and has no stored rate is converted at prices of now');
  });

  test("says that it is what was realized alone where prices of yesterday's end are not known", () => {
    expect(part('pnl-nothing')).toContain('This is what was realized alone');
    expect(part('little')).not.toContain('realized alone');
  });

  test('names what had a price at neither end', () => {
    expect(part('today-unpriced')).toContain('The change of LUNAX/USDT, ODD/BTC is not in it');
  });
});

describe('realized PnL', () => {
  /** From its heading to the next one. */
  const part = (name: string): string => words(name).match(/ Realized PnL FIFO.*? Equity /)?.[0] ?? '';

  test('of a history that is not read to its end is unknown with a mark, and not what was never sold', () => {
    const shown = part('pnl-importing');
    expect(shown).toMatch(/Gross — .* Fees — .* Net — .* not known · 1 of 1/);
    expect(shown).toContain('The imported history is not complete yet');
    expect(shown).not.toContain('Nothing was sold yet');
    expect(words('pnl-importing')).toMatch(/All time, realized FIFO — .*?not known · 1 of 1/);
  });

  test('of a whole history without a sale says that nothing was sold', () => {
    expect(part('pnl-nothing')).toContain('Nothing was sold yet, so nothing is realized.');
    expect(part('pnl-nothing')).not.toContain('not known');
  });

  test('that rests on units never bought is partial, with the symbols, in the headline and below', () => {
    const shown = part('pnl-oversold');
    expect(shown).toMatch(/Net \+1,214\.12 .*partial · 1 of 2/);
    expect(shown).toContain('The history of SUI/USDT, SOL/USDC sold more than it bought');
    expect(words('pnl-oversold')).toMatch(
      /Today, realized FIFO \+184\.10 gain partial · 1 of 2 All time, realized FIFO \+1,214\.12 gain partial · 1 of 2/,
    );
  });
});

describe('where every key was removed', () => {
  test('nothing held is a 0: it is not known, with what it was last', () => {
    expect(words('key-removed')).toMatch(
      / — not known not known · 1 of 1 last 8,525\.72 , \d d , out of date Free — not known Locked in orders — not known Today, realized FIFO — /,
    );
  });
});

describe('the line of equity', () => {
  test('says in which currency earlier days were kept, as long as it has none of its own to draw', () => {
    expect(words('currency-changed')).toContain(
      'The line needs two days in USDT: earlier ones were kept in EUR, and no rate of those days is stored.',
    );
    expect(markup('currency-changed')).not.toContain('<path class="_path');
  });

  test('that is shorter than its span says which days are not in it', () => {
    expect(words('currency-changed-before')).toContain(
      'Days that were kept in EUR are not in the line: no rate to USDT of those days is stored.',
    );
    expect(words('little')).not.toContain('were kept in');
  });
});

describe('the allocation', () => {
  test('has each share with its exact amount, by asset and by account, in tables with captions', () => {
    const shown = words('little');
    expect(shown).toMatch(/By asset .* BTC 61\.36 % 5,231\.11/); // 5231.1105 ÷ 8525.7294
    expect(shown).toMatch(/By account .* Binance · main 100\.00 % 8,525\.72/);
    expect(shown).toMatch(/Percent of the total, 8,525\.72 USDT \./);
    expect(markup('little')).toMatch(/<caption>The largest assets with their share/);
  });

  test('of a partial total says of what its percentages are, and names what is in none', () => {
    expect(words('partial')).toMatch(
      /Percent of what is known, .* In no percentage, since its size is not known: partial · 1 of 4/,
    );
  });

  test('of nothing known has no share', () => {
    const shown = words('failures');
    expect(shown).toContain('Nothing is known now, so nothing has a share.');
    expect(shown).not.toMatch(/\d %/);
    expect(shown).not.toContain('Percent of');
  });
});

describe('the issues', () => {
  const section = (asked: boolean) => {
    const { issues } = overviewIn('failures');
    return { count: issues.length, html: markup('failures', <IssuesSection issues={issues} asked={asked} />) };
  };

  test('begin with four, and with all where the trader came for them', () => {
    const { count, html } = section(false);
    expect(html.match(/<li>/g)).toHaveLength(4);
    expect(wordsOf(html)).toContain(`Show all ${count} issues`);
    expect(section(true).html.match(/<li>/g)).toHaveLength(count);
  });

  test('of one cause of several accounts are one line with all of them, one action, and no action again at each account', () => {
    const { issues, accounts } = overviewIn('seven-offline');
    const shown = wordsOf(markup('seven-offline', <IssuesSection issues={issues} asked />));
    expect(shown).toMatch(/^Issues Balances · Binance · .*, Gate · .*, Poloniex · .* No answer since /);
    expect(shown.match(/Try again/g)).toHaveLength(1);
    expect(accounts.length).toBe(7);
    expect(words('seven-offline').match(/Try again/g)).toHaveLength(1);
  });

  test('name a device that was added as the list of devices does, and say so without a name where it cannot be read', () => {
    const since = unixMs(Date.UTC(2026, 0, 1));
    const said = (deviceId: string): string => {
      const addedAt = new Map([[deviceId, since]]);
      const issues = syncIssues({ activity: { state: 'idle' }, quarantined: [], lastSyncAt: since, addedAt }, since);
      const queries = new QueryClient();
      queries.setQueryData(['sync'], scenarios['sync-connected']?.sync?.view);
      return wordsOf(staticMarkup(<IssuesSection issues={issues} asked />, '/', queries));
    };
    expect(said('d2')).toContain('The device “Laptop” was added to this vault.');
    expect(said('d3')).toContain('Another device was added to this vault.');
  });
});
