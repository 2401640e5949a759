/** What a trader reads of an account: values never invented, keys judged, imports followed to their end; and how secrets are typed. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { EngineApi } from '../../../../../extension/engine/api';
import type { ImportProgress } from '../../../../../extension/engine/api/imports';
import { AccountFailure } from '../../../../../extension/ui/accounts/AccountFailure';
import { AccountNotices } from '../../../../../extension/ui/accounts/AccountNotices';
import { AccountValue } from '../../../../../extension/ui/accounts/AccountValue';
import { CoverageTable } from '../../../../../extension/ui/accounts/CoverageTable';
import { ExchangeMark } from '../../../../../extension/ui/accounts/ExchangeMark';
import { ImportSection } from '../../../../../extension/ui/accounts/ImportSection';
import { KeyField } from '../../../../../extension/ui/accounts/KeyField';
import { KeyFields } from '../../../../../extension/ui/accounts/KeyFields';
import { KeySection } from '../../../../../extension/ui/accounts/KeySection';
import { KeyVerdictNote } from '../../../../../extension/ui/accounts/KeyVerdict';
import { Wallets } from '../../../../../extension/ui/accounts/Wallets';
import { addressOf, WhitelistAddress } from '../../../../../extension/ui/accounts/WhitelistAddress';
import { SecretField } from '../../../../../extension/ui/components/SecretField';
import { WordGrid } from '../../../../../extension/ui/components/WordGrid';
import { EngineProvider } from '../../../../../extension/ui/engine';
import { type Platform, PlatformProvider } from '../../../../../extension/ui/platform';
import { noWords } from '../../../../../extension/ui/unlock/recovery-words';
import { WordFields } from '../../../../../extension/ui/unlock/WordFields';
import { exchangeIds, exchangeInfos } from '../../../../../shared/exchanges/ids';
import type { KeyRights } from '../../../../../shared/exchanges/readings';
import { unixMs } from '../../../../../shared/result';
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
    expect(shown).toMatch(/^— .*does not know this API key.* last 1,022\.40 USDT$/);
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

describe('a wallet', () => {
  test('that is refused is a dash with its last value, and the others stay known', () => {
    const poloniex = {
      ...account('a', 'desk', known('402.2')),
      exchange: 'poloniex',
      wallets: [
        { wallet: 'spot', value: known('402.2') },
        { wallet: 'futures', value: failed({ reason: 'account-mode' }, '253.7') },
      ],
    } as const;
    const shown = words(<Wallets account={poloniex} />);
    expect(shown).toMatch(/Spot 402\.20 USDT/);
    expect(shown).toMatch(/Futures — .* last 253\.70 USDT/);
  });
});

describe('an account that its trader has paused', () => {
  const day = 86_400_000;
  const paused = {
    ...account('a', 'main', failed({ reason: 'account-paused' }, '1022.4'), { state: 'paused' }),
    pausedAt: unixMs(Date.now() - day),
  };
  const mexc = (deadlineAt: number) =>
    ({
      ...paused,
      exchange: 'mexc',
      exchangeName: 'MEXC',
      lookBack: { days: 30, readableSince: unixMs(0), deadlineAt: unixMs(deadlineAt), gap: null },
    }) as const;

  test('has its last value and the word paused, and its import stands still with nothing to press', () => {
    expect(words(<AccountValue account={paused} />)).toMatch(/You paused this account.* last 1,022\.40 USDT$/);
    expect(words(<AccountNotices account={paused} />)).toMatch(/^Paused since .* Resume$/);
    expect(words(<ImportSection account={paused} />)).toContain('It stands still while the account is paused');
    expect(markup(<ImportSection account={paused} />)).not.toContain('<button');
  });

  test('at an exchange that forgets says until when it must be resumed, and when that has passed', () => {
    const before = words(<AccountNotices account={mexc(Date.now() + 20 * day)} />);
    expect(before).toMatch(/Resume this account before .*, so that no fill is lost/);
    expect(before).not.toContain('Open Fillbook');
    expect(words(<AccountNotices account={mexc(Date.now() - day)} />)).toContain('Fills may already be lost');
  });

  test('keeps its key, which can be tested', () => {
    expect(words(<KeySection account={paused} />)).toContain('••••a1b2 Test the key Replace the key');
  });
});

describe('the address to whitelist', () => {
  test('is the one that the exchange named in its refusal, with a button that copies it', () => {
    const refused = account('a', 'main', failed({ reason: 'ip-not-whitelisted', address: '203.0.113.7' }, null));
    expect(addressOf(refused)).toBe('203.0.113.7');
    const shown = words(<WhitelistAddress exchange="binance" address={addressOf(refused)} />);
    expect(shown).toMatch(/^Binance sees this connection as 203\.0\.113\.7 Copy address At Binance: API Management/);
  });

  test('is never made up: before the exchange has named it there is none', () => {
    expect(addressOf(account('a', 'main', known('1')))).toBeNull();
    expect(addressOf(account('a', 'main', failed({ reason: 'ip-not-whitelisted' }, null)))).toBeNull();
    const shown = words(<WhitelistAddress exchange="gate" address={null} />);
    expect(shown).toMatch(/^Gate names the address in its first refusal/);
    expect(shown).not.toMatch(/\d/);
  });

  test('is looked for in what refused the import and the rights too', () => {
    const refusal = { reason: 'ip-not-whitelisted', address: '198.51.100.4' } as const;
    const view = account('a', 'main', known('1'), { state: 'stopped', failure: refusal });
    expect(addressOf(view)).toBe('198.51.100.4');
    const rights = { state: 'unknown', failure: refusal, failedAt: unixMs(1), last: null } as const;
    expect(addressOf({ ...account('a', 'main', known('1')), rights })).toBe('198.51.100.4');
  });

  test('has a place at every exchange', () => {
    for (const exchange of exchangeIds)
      expect(exchangeInfos[exchange].whitelist).toContain(exchangeInfos[exchange].name);
  });
});

describe('an account that is kept for its history alone', () => {
  const keyless = {
    ...account('a', 'old', { state: 'pending' }),
    maskedKey: null,
    rights: { state: 'pending' },
    frozen: 'key-removed',
  } as const;

  test('says that nothing is fetched, not that it was not fetched yet', () => {
    expect(words(<AccountValue account={keyless} />)).toBe('— Nothing is fetched for it any more.');
    expect(words(<AccountNotices account={keyless} />)).toContain('This account has no key');
  });

  test('offers a key where its exchange still answers, and none where it has closed', () => {
    expect(words(<KeySection account={keyless} />)).toMatch(/^Key no key Enter a key Address to whitelist /);
    const closed = { ...keyless, exchange: 'bitmart', exchangeName: 'BitMart', frozen: 'closed' } as const;
    expect(words(<KeySection account={closed} />)).toBe(
      'Key The key was dropped when BitMart closed. Nothing needs one any more.',
    );
    expect(markup(<KeySection account={closed} />)).not.toContain('<button');
  });

  test('offers no import', () => {
    expect(markup(<ImportSection account={keyless} />)).not.toContain('<button');
  });
});

test('a failure on its own account’s page never offers to open that page', () => {
  const shown = words(
    <AccountFailure account={account('a', 'main', known('1'))} failure={{ reason: 'account-mode' }} />,
  );
  expect(shown).not.toContain('See the account');
  expect(shown).toContain('Open doctor');
});

test('a deadline of the look-back that is two days off is a warning', () => {
  const soon = { days: 30, readableSince: unixMs(0), deadlineAt: unixMs(Date.now() + 2 * 86_400_000), gap: null };
  const view = { ...account('a', 'main', known('1')), exchange: 'mexc', exchangeName: 'MEXC', lookBack: soon } as const;
  expect(words(<AccountNotices account={view} />)).toMatch(/^Read the new fills of MEXC before /);
  const far = { ...soon, deadlineAt: unixMs(Date.now() + 20 * 86_400_000) };
  expect(words(<AccountNotices account={{ ...view, lookBack: far }} />)).toMatch(/^MEXC keeps fills for 30 days/);
});

test('a symbol that was not read has no count of fills, one that was read to its end may have 0', () => {
  const row = (state: 'pending' | 'failed' | 'empty') => {
    const stream = { coveredFrom: null, coveredTo: null, lastReadAt: null, failure: null, spans: [] };
    const rows = [{ ...stream, symbol: 'SUI/USDT', fills: 0, state }];
    return words(<CoverageTable account={account('a', 'main', known('1'))} rows={rows} alike={false} />);
  };
  expect(row('pending')).toContain('SUI/USDT — not read yet — — not read yet');
  expect(row('failed')).toContain('SUI/USDT — failed — — failed');
  expect(row('empty')).toContain('SUI/USDT 0 — — no fills');
});

test('the marks of two exchanges never read alike', () => {
  const marks = exchangeIds.map((exchange) => words(<ExchangeMark exchange={exchange} />));
  expect(new Set(marks).size).toBe(exchangeIds.length);
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
    const html = markup(<KeyVerdictNote rights={readOnly} exchange="Bitget" />);
    expect(html).toContain('It can only read');
    expect(html).not.toContain('role="alert"');
  });

  test('that can withdraw and trade is an alert that names both', () => {
    const html = markup(
      <KeyVerdictNote rights={{ ...readOnly, withdraw: true, trade: true }} exchange="Bitget" live />,
    );
    expect(html).toContain('role="alert"');
    expect(html).toContain('This key can withdraw and trade.');
    expect(html).toContain('Untick everything but reading at Bitget.');
  });

  test('of an exchange that tells no rights is a note to check there, not a warning on every visit', () => {
    const html = markup(<KeyVerdictNote rights={{ readable: false }} exchange="Gate" />);
    expect(html).toContain('Gate does not tell what this key may do');
    expect(html).not.toContain('role="alert"');
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

describe('the fields of a key', () => {
  const fields = (exchange: (typeof exchangeIds)[number]) =>
    words(
      <KeyFields
        exchange={exchange}
        form={{
          credentials: {},
          asked: false,
          running: false,
          test: null,
          problem: null,
          setField: () => undefined,
          dismissProblem: () => undefined,
          forgetAnswer: () => undefined,
          submit: () => undefined,
          settle: () => undefined,
          clear: () => undefined,
        }}
      />,
    );

  test.each(exchangeIds)('at %s are those that its keys have', (exchange) => {
    const shown = fields(exchange);
    const asked = exchangeInfos[exchange].credentialFields;
    expect(shown.includes('Passphrase')).toBe(asked.includes('passphrase'));
    expect(shown.includes('Memo')).toBe(asked.includes('memo'));
  });

  test('say of a passphrase and a memo that the trader chose them', () => {
    expect(fields('bitget')).toMatch(/Passphrase .*The one you chose when you made the key/);
    expect(fields('bitmart')).toMatch(/Memo .*The one you chose when you made the key/);
    expect(fields('bitget').match(/Shown by the exchange once/g)).toHaveLength(1); // the secret's alone
  });

  test('say of a sign that cannot be in a key nothing about letters and digits where the form is free', () => {
    const field = (exchange: 'binance' | 'gate', value: string) =>
      words(
        <KeyField
          exchange={exchange}
          field="apiKey"
          label="API key"
          value={value}
          onValue={() => undefined}
          asked={false}
          readOnly={false}
        />,
      );
    expect(field('binance', 'a-b')).toContain('Only letters and digits');
    expect(field('gate', 'a-b')).toBe('API key');
    expect(field('gate', '••••')).toContain('The API key holds signs that no key has.');
    expect(field('gate', '••••')).not.toContain('letters and digits');
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
