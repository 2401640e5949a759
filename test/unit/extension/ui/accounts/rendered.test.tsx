/** What a trader reads of an account: values never invented, keys judged, imports followed to their end; and how secrets are typed. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { EngineApi, ImportProgress, KeyRights } from '../../../../../extension/engine/api';
import { AccountValue } from '../../../../../extension/ui/accounts/AccountValue';
import { ImportSection } from '../../../../../extension/ui/accounts/ImportSection';
import { KeyField } from '../../../../../extension/ui/accounts/KeyField';
import { KeyVerdictNote } from '../../../../../extension/ui/accounts/KeyVerdict';
import { SecretField } from '../../../../../extension/ui/components/SecretField';
import { WordGrid } from '../../../../../extension/ui/components/WordGrid';
import { EngineProvider } from '../../../../../extension/ui/engine';
import { type Platform, PlatformProvider } from '../../../../../extension/ui/platform';
import { noWords } from '../../../../../extension/ui/unlock/recovery-words';
import { WordFields } from '../../../../../extension/ui/unlock/WordFields';
import { account, failed, known } from '../../../../ui/sample-data';

const engine = {} as EngineApi; // static markup runs no effect and no click, so that nothing is called
const platform = {} as Platform; // as above

const markup = (node: ReactNode): string =>
  renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <PlatformProvider platform={platform} surface="dashboard">
          <EngineProvider engine={engine}>{node}</EngineProvider>
        </PlatformProvider>
      </QueryClientProvider>
    </MantineProvider>,
  ).replace(/<style.*?<\/style>/gs, '');

const words = (node: ReactNode): string =>
  markup(node)
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();

describe('the value of an account', () => {
  test('that the exchange refused is a dash with the last known value beside it, never 0', () => {
    const shown = words(<AccountValue account={account('a', 'main', failed({ reason: 'key-rejected' }, '1022.4'))} />);
    expect(shown).toMatch(/^— .*does not know this API key.* last 1,022 \.40 USDT$/);
  });

  test('that was never known is a dash alone', () => {
    const shown = words(<AccountValue account={account('a', 'main', failed({ reason: 'network-failed' }, null))} />);
    expect(shown).toMatch(/^— /);
    expect(shown).not.toMatch(/\d/);
  });

  test('that was not fetched yet says so', () => {
    expect(words(<AccountValue account={account('a', 'main', { state: 'pending' })} />)).toBe('— not fetched yet');
  });
});

describe('the verdict on a key', () => {
  const readOnly: KeyRights = {
    readable: true,
    read: true,
    trade: false,
    withdraw: false,
    transfer: false,
    ipRestricted: true,
  };

  test('that only reads is calm', () => {
    const html = markup(<KeyVerdictNote rights={readOnly} />);
    expect(html).toContain('It can only read');
    expect(html).not.toContain('role="alert"');
  });

  test('that can withdraw and trade is an alert that names both', () => {
    const html = markup(<KeyVerdictNote rights={{ ...readOnly, withdraw: true, trade: true }} live />);
    expect(html).toContain('role="alert"');
    expect(html).toContain('This key can withdraw and trade.');
  });
});

describe('an import', () => {
  const shown = (progress: Partial<ImportProgress>) =>
    words(<ImportSection account={account('a', 'main', known('1'), progress)} />);

  test('at work says how far, how many, how fast, how long, and can be stopped', () => {
    const running = {
      state: 'running',
      symbol: 'ETH/USDT',
      symbolsDone: 14,
      symbolsTotal: 37,
      fillsStored: 48_210,
      fillsPerSecond: 912.4,
      timeLeftMs: 260_000, // 4.33 minutes, said as 5
    } as const;
    const text = shown(running);
    for (const part of ['14 of 37 symbols', '48,210', '912 a second', '5 minutes', 'ETH/USDT'])
      expect(text).toContain(part);
    expect(text).toMatch(/ Stop /);
    expect(text).not.toContain('Resume');
    const html = markup(<ImportSection account={account('a', 'main', known('1'), running)} />);
    expect(html).toContain('role="progressbar"');
    expect(html).toContain('aria-valuenow="37"'); // 14 ÷ 37 = 37.8 %, rounded down
  });

  test('that a failure stopped says where and why, and can be resumed', () => {
    const text = shown({ state: 'stopped', symbol: 'SOL/USDT', failure: { reason: 'signature-rejected' } });
    expect(text).toContain('Stopped at SOL/USDT.');
    expect(text).toContain('the secret does not belong to it');
    expect(text).toContain('Resume');
  });

  test('that ended with warnings offers them', () => {
    const warnings = [{ symbol: 'LUNA/USDT', failure: { reason: 'unexpected-payload' } }] as const;
    expect(shown({ state: 'complete-with-warnings', warnings })).toContain('Show 1 warning');
  });

  test('stopped for the reason that the value gives says it once', () => {
    const refused = { reason: 'key-rejected' } as const;
    const text = words(
      <ImportSection account={account('a', 'main', failed(refused, null), { state: 'stopped', failure: refused })} />,
    );
    expect(text).toContain('For the reason given above.');
    expect(text).not.toContain('does not know this API key');
  });
});

describe('what is secret', () => {
  const inputs = (node: ReactNode) => [...markup(node).matchAll(/<input[^>]*>/g)].map(([input]) => input);

  test('is typed in password fields that the browser does not keep', () => {
    const fields = [
      ...inputs(<SecretField label="Passphrase" value="" onValue={() => undefined} />),
      ...inputs(
        <KeyField
          exchange="binance"
          field="apiKey"
          label="Secret"
          value=""
          onValue={() => undefined}
          asked={false}
          readOnly={false}
        />,
      ),
      ...inputs(<WordFields words={noWords} onWords={() => undefined} />),
    ];
    expect(fields).toHaveLength(1 + 1 + 24);
    for (const field of fields) {
      expect(field).toContain('type="password"');
      expect(field).toContain('autoComplete="off"');
    }
  });

  test('recovery words are shown as text, never in a field', () => {
    const html = markup(<WordGrid words={['abandon', 'art']} />);
    expect(html).toContain('abandon');
    expect(html).not.toContain('<input');
    expect(html).not.toContain('<textarea');
  });
});
