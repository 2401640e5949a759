/** What the open popup says beside its total: PnL with its method, shares, issues, and accounts that nothing failed of. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { EngineApi } from '../../../../../extension/engine/api';
import type { PopupSummary } from '../../../../../extension/engine/api/popup-summary';
import { summaryOf } from '../../../../../extension/engine/api/popup-summary';
import { EngineProvider } from '../../../../../extension/ui/engine';
import { type Platform, PlatformProvider } from '../../../../../extension/ui/platform';
import { PopupOpen } from '../../../../../extension/ui/popup/PopupOpen';
import { reasons } from '../../../../../shared/reasons';
import { unixMs } from '../../../../../shared/result';
import { dayMs } from '../../../../../shared/utc-day';
import { account, failed } from '../../../../ui/sample-data';
import { scenarios } from '../../../../ui/scenarios';

function summaryIn(name: string): PopupSummary {
  const overview = scenarios[name]?.overview;
  if (!overview) throw new Error(`no scenario ${name}`);
  return summaryOf(overview);
}

const words = (summary: PopupSummary): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <PlatformProvider platform={{} as Platform /* static markup calls nothing */} surface="popup">
          <EngineProvider engine={{} as EngineApi /* as above */}>
            <PopupOpen summary={summary} />
          </EngineProvider>
        </PlatformProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ');

test('PnL of today and of all time stand with the method that made them', () => {
  const shown = words(summaryIn('little'));
  expect(shown).toMatch(/PnL today, FIFO \+184\.10 gain/);
  expect(shown).toMatch(/PnL all time, FIFO \+1,214\.12 gain/); // 1214.1157
});

test('of a summary of another UTC day nothing is told of today', () => {
  const base = summaryIn('little');
  const shown = words({ ...base, writtenAt: unixMs(base.writtenAt - dayMs) });
  expect(shown).toMatch(/PnL today, FIFO — A new UTC day has begun; what was made in it is worked out now Free/);
  expect(shown).toMatch(/PnL all time, FIFO \+1,214\.12 gain/);
});

test('what is free and what is locked stand beside them', () => {
  expect(words(summaryIn('little'))).toMatch(/ Free 7,565\.72 .* Locked 960\.00 /);
});

test('PnL of a history that is not whole has its mark, and none is shown where nothing of it is known', () => {
  expect(words(summaryIn('pnl-oversold'))).toMatch(
    /PnL today, realized FIFO \+184\.10 gain partial · 1 of 2 .*PnL all time, FIFO \+1,214\.12 gain partial · 1 of 2/,
  );
  expect(words(summaryIn('pnl-importing'))).toMatch(
    /PnL today, realized FIFO — .*?not known · 1 of 1 .*PnL all time, FIFO — .*?not known · 1 of 1/,
  );
});

test('where every key was removed its accounts are listed with what they were last, since the total is over them', () => {
  const shown = words(summaryIn('key-removed'));
  expect(shown).toMatch(/— not known not known · 1 of 1 last 8,525\.72 , \d d/);
  expect(shown).toMatch(/Free — .* Locked — /);
  expect(shown).toMatch(/Binance · main .*last 8,525\.72 , \d d .*no key/);
  expect(shown).not.toContain('No accounts yet');
});

test('the line says why it is short after the base currency was changed', () => {
  expect(words(summaryIn('currency-changed'))).toContain('earlier ones were kept in EUR');
  expect(words(summaryIn('currency-changed-before'))).toContain('Days that were kept in EUR are not in the line');
});

test('shares say of what they are as soon as something is missing of the total', () => {
  expect(words(summaryIn('little'))).toMatch(/ BTC 61 % · /);
  expect(words(summaryIn('little'))).not.toContain('Of known');
  expect(words(summaryIn('partial'))).toMatch(/Of known: BTC 61 % · /);
});

test('the number of issues is a way to them; without any there is none', () => {
  expect(words(summaryIn('partial'))).toContain('3 issues');
  expect(words(summaryIn('little'))).not.toMatch(/issue/);
});

test('an account of a closed exchange, and a paused one, are told by a word and not as failures', () => {
  const base = summaryIn('little');
  const row = (reason: 'exchange-closed' | 'account-paused', change: Partial<PopupSummary['accounts'][number]>) => {
    const view = account('x', 'old bot', failed({ reason }, '88.06'));
    return words({ ...base, accounts: [{ ...view, importing: false, frozen: null, ...change }] });
  };
  const closed = row('exchange-closed', { frozen: 'closed' });
  expect(closed).toMatch(/last 88\.06 ,.* closed/);
  expect(closed).not.toContain(reasons['exchange-closed'].action.label); // nothing is to be done
  const paused = row('account-paused', { pausedAt: base.writtenAt });
  expect(paused).toMatch(/last 88\.06 ,.* paused .*Resume/);
});

test('an account whose key does not open is listed though it never had a value; one whose key was removed is not', () => {
  const { overview } = scenarios.little ?? {};
  if (!overview) throw new Error('no scenario little');
  const keyless = { maskedKey: null, value: { state: 'pending' } } as const;
  const shown = summaryOf({
    ...overview,
    accounts: [
      { ...account('unreadable', 'unreadable key', { state: 'pending' }), ...keyless, frozen: null },
      { ...account('removed', 'removed key', { state: 'pending' }), ...keyless, frozen: 'key-removed' },
    ],
  });
  expect(shown.accounts).toMatchObject([{ id: 'unreadable', frozen: null, value: { state: 'pending' } }]);
});
