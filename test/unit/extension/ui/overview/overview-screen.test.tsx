/** What a trader reads on Overview: figures with their method, shares of what is known, and all issues where they are asked for. */
import { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { IssuesSection } from '../../../../../extension/ui/overview/IssuesSection';
import { Overview } from '../../../../../extension/ui/overview/Overview';
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
      /8,525 \.72 USDT \d min Free 7,565 \.72 Locked in orders 960 \.00 Today, realized FIFO \+184 \.10 gain All time, realized FIFO \+1,214 \.12 gain/,
    );
  });

  test('lead from what is held to Balances', () => {
    expect(markup('little').match(/href="#\/balances"/g)).toHaveLength(3); // free, locked, all balances
  });
});

describe('the allocation', () => {
  test('has each share with its exact amount, by asset and by account, in tables with captions', () => {
    const shown = words('little');
    expect(shown).toMatch(/By asset .* BTC 61\.36 % 5,231 \.11/); // 5231.1105 ÷ 8525.7294
    expect(shown).toMatch(/By account .* Binance · main 100\.00 % 8,525 \.72/);
    expect(shown).toMatch(/Percent of the total, 8,525 \.72 USDT \./);
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
});
