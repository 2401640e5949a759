/** What a trader is given to read: amounts with sign, word and exact value; every reason with its sentence and one action. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { EngineApi } from '../../../../../extension/engine/api';
import type { PartialAmount } from '../../../../../extension/engine/api/observed';
import { Age } from '../../../../../extension/ui/components/Age';
import { Amount } from '../../../../../extension/ui/components/Amount';
import { FailureNotice } from '../../../../../extension/ui/components/FailureNotice';
import { PartialAmountView } from '../../../../../extension/ui/components/PartialAmountView';
import { Rate } from '../../../../../extension/ui/components/Rate';
import { EngineProvider } from '../../../../../extension/ui/engine';
import { type Platform, PlatformProvider } from '../../../../../extension/ui/platform';
import { decimal } from '../../../../../shared/money/decimal';
import { type Failure, type Reason, reasons } from '../../../../../shared/reasons';
import { unixMs } from '../../../../../shared/result';

const engine = {} as EngineApi; // static markup runs no effect and no click, so that nothing is called
const platform = {} as Platform; // as above

function markup(node: ReactNode): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <PlatformProvider platform={platform} surface="dashboard">
          <EngineProvider engine={engine}>{node}</EngineProvider>
        </PlatformProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

/** The words of a piece of markup, styles left out. */
const words = (node: ReactNode): string =>
  markup(node)
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();

describe('an amount', () => {
  test('shows its rounded digits and keeps the exact value for tooltip and copy', () => {
    const html = markup(<Amount value={decimal('12480.2294')} currency="USDT" mode="holding" showCurrency />);
    expect(html).toContain('data-exact="12480.2294"');
    expect(html).toContain('title="12480.2294 USDT"');
    expect(words(<Amount value={decimal('12480.2294')} currency="USDT" mode="holding" showCurrency />)).toBe(
      '12,480.22 USDT',
    );
  });

  test('a gain and a loss have a glyph and a word, zero has neither', () => {
    expect(words(<Amount value={decimal('184.1')} currency="USDT" signed />)).toBe('+184.10 gain');
    expect(words(<Amount value={decimal('-12.4')} currency="USDT" signed />)).toBe('−12.40 loss');
    expect(words(<Amount value={decimal('0')} currency="USDT" signed />)).toBe('0.00');
  });

  test('what is not known is a dash with its reason, never 0', () => {
    const shown = words(<Amount value={null} currency="USDT" unknownBecause="still open" />);
    expect(shown).toBe('—still open');
  });
});

describe('a sum', () => {
  const missing: PartialAmount = {
    amount: decimal('12480.2294'),
    currency: 'USDT',
    missing: [
      {
        accountId: 'a',
        accountLabel: 'SHARP',
        exchange: 'binance',
        wallet: null,
        asset: null,
        failure: { reason: 'ip-not-whitelisted' },
      },
    ],
    missingCount: 1,
    partCount: 4,
    oldestAt: null,
    lastKnown: null,
  };

  test('with a part missing says so beside its digits', () => {
    expect(words(<PartialAmountView sum={missing} />)).toBe('12,480.23partial · 1 of 4');
  });

  test('of which nothing is known is a dash, not 0', () => {
    const shown = words(<PartialAmountView sum={{ ...missing, amount: null, missingCount: 4 }} />);
    expect(shown).toBe('—not knownnot known · 4 of 4');
  });
});

test('a change within ± 0.05 % is neutral, beyond it up or down', () => {
  expect(words(<Rate rate={decimal('0.0005')} />)).toBe('0.05 %');
  expect(words(<Rate rate={decimal('0.000501')} />)).toBe('▲ up 0.05 %');
  expect(words(<Rate rate={decimal('-0.0145')} />)).toBe('▼ down 1.45 %');
  expect(words(<Rate rate={decimal('-0.0003')} />)).toBe('−0.03 %');
  expect(words(<Rate rate={decimal('-0.000001')} />)).toBe('&lt; −0.01 %');
  expect(words(<Rate rate={decimal('0')} />)).toBe('0.00 %');
});

test('an age past its interval is marked in a word, not by colour alone', () => {
  const minutesAgo = (minutes: number) => unixMs(Date.now() - minutes * 60_000);
  expect(words(<Age at={minutesAgo(2.5)} />)).toBe('2 min');
  expect(words(<Age at={minutesAgo(190)} />)).toBe('3 h, out of date');
  expect(words(<Age at={null} />)).toBe('never refreshed');
});

describe('every reason', () => {
  const all = Object.keys(reasons).filter((name): name is Reason => name in reasons);
  const full: Omit<Failure, 'reason'> = {
    host: 'api.binance.com',
    address: '203.0.113.7',
    untilAt: unixMs(1_700_000_000_000),
    skewMs: 125_000,
    subject: 'LUNAX',
    code: '-2015',
    detail: 'the words of the exchange',
  };

  test.each(all)('%s shows its title, its whole sentence and one action; the doctor is a link beside it', (reason) => {
    const html = markup(<FailureNotice failure={{ reason, ...full }} accountId="a" exchange="binance" />);
    const shown = words(<FailureNotice failure={{ reason, ...full }} accountId="a" exchange="binance" />);
    expect(shown).toContain(reasons[reason].title);
    expect(shown).toContain('the words of the exchange');
    expect(shown).not.toMatch(/[{}]/); // no placeholder is left
    expect(html.match(/<button/g)).toHaveLength(1);
    expect(shown).toContain(reasons[reason].action.label);
    const links = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href);
    expect(links.filter((href) => href !== '#/accounts/a/doctor')).toEqual([]);
    expect(links.length).toBeLessThanOrEqual(1);
  });

  test.each(all)('%s has a sentence without holes where nothing more is known', (reason) => {
    const shown = words(<FailureNotice failure={{ reason }} accountId={null} exchange={null} variant="compact" />);
    expect(shown).not.toMatch(/[{}]|undefined|null| {2}/);
    expect(shown.length).toBeGreaterThan(30);
  });
});
