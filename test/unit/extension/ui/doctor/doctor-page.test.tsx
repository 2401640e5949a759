/** What a trader reads on the doctor's page, when a run starts by itself, and what the one button does. */
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import type { EngineApi } from '../../../../../extension/engine/api';
import type { DoctorDiagnosis, DoctorReport } from '../../../../../extension/engine/api/doctor';
import { DoctorPage } from '../../../../../extension/ui/doctor/DoctorPage';
import { runDoctorAction } from '../../../../../extension/ui/doctor/doctor-action';
import { isDue } from '../../../../../extension/ui/doctor/use-doctor';
import type { Platform } from '../../../../../extension/ui/platform';
import { ok, unixMs } from '../../../../../shared/result';
import { scenarios } from '../../../../ui/scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

/** The page of a scenario, drawn from what is in the cache. */
function markup(name: string): string {
  const { overview, doctor } = scenarios[name] ?? {};
  if (!overview || !doctor) throw new Error(`no scenario ${name}`);
  const queries = new QueryClient();
  queries.setQueryData(['accounts'], overview.accounts);
  queries.setQueryData(['doctor', 'acc-1'], doctor);
  return staticMarkup(<DoctorPage accountId="acc-1" />, '/accounts/acc-1/doctor', queries);
}

const words = (name: string): string => wordsOf(markup(name));

describe('the page', () => {
  test('answers first, then shows the steps, then what the app did last', () => {
    const text = words('doctor-address');
    const places = ['Key or address refused', 'Steps', 'What the app did last'].map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('has its headings in order, the outcome announced, and a caption on the table', () => {
    const html = markup('doctor-address');
    expect([...html.matchAll(/<h(\d)/g)].map(([, level]) => level)).toEqual(['1', '2', '2', '2']);
    expect(html).toContain('aria-live="polite"');
    expect(html).toMatch(/<caption[^>]*>The last calls to the exchange/);
  });

  test('names the address, the order in which to look, and offers to copy the address', () => {
    const text = words('doctor-address');
    expect(text).toContain('203.0.113.7 must be on it.');
    expect(text).toContain('Copy address');
    expect(text).toContain('Not run, since “Signed call” failed.');
  });

  test('says each state in a word beside its glyph', () => {
    const text = words('doctor-running');
    expect(text).toContain('Now: Signed call.');
    expect(text.match(/passed/g)).toHaveLength(5);
    expect(text.match(/waiting/g)).toHaveLength(3);
    expect(text).toContain('Stop');
    expect(text).not.toContain('Run again');
  });

  test('says of a refused wallet that it is missing, not 0', () => {
    const text = words('doctor-wallets');
    expect(text).toContain('The futures wallet is refused');
    expect(text).toContain('it does not count as 0');
    expect(text).toContain('Spot: 2 currencies: TRX and USDT.');
    expect(text).toContain('See also below: Symbols and history.');
  });

  test('names what a key can do beyond reading', () => {
    expect(words('doctor-rights')).toContain('It can withdraw and trade.');
  });
});

describe('opening the page', () => {
  const ended = (endedAt: number | null) => ({ endedAt: endedAt === null ? null : unixMs(endedAt) }) as DoctorReport; // the one field that decides

  test('starts a run where there was none, or the last one ended more than a minute ago', () => {
    expect(isDue(null, 100_000)).toBe(true);
    expect(isDue(ended(39_999), 100_000)).toBe(true);
    // the account has failed since it was examined
    expect(isDue(ended(90_000), 100_000, 95_000)).toBe(true);
  });

  test('starts none where one is going on or has just ended', () => {
    expect(isDue(ended(null), 100_000)).toBe(false);
    expect(isDue(ended(40_000), 100_000)).toBe(false);
    expect(isDue(ended(90_000), 100_000, 80_000)).toBe(false);
  });
});

describe('the one button', () => {
  const report = scenarios['doctor-address']?.doctor;
  if (!report?.diagnosis) throw new Error('no report');
  const { diagnosis } = report;

  async function click(change: Partial<DoctorDiagnosis>) {
    const did: string[] = [];
    const engine = {
      refresh: async (id: string) => void did.push(`refresh ${id}`),
      startImport: async (id: string) => {
        did.push(`import ${id}`);
        return ok(undefined);
      },
      resumeAccount: async (id: string) => {
        did.push(`resume ${id}`);
        return ok(undefined);
      },
    } as unknown as EngineApi; // what the actions call
    const platform = {
      copy: async (text: string) => void did.push(`copy ${text}`),
      requestHosts: async (hosts: readonly string[]) => {
        did.push(`ask ${hosts.join()}`);
        return true;
      },
    } as unknown as Platform; // as above
    const deps = {
      engine,
      platform,
      open: (route: string) => void did.push(`open ${route}`),
      now: () => 0,
      start: () => void did.push('start'),
      copyReport: () => void did.push('copy report'),
    };
    const outcome = await runDoctorAction(report as DoctorReport, { ...diagnosis, ...change }, deps); // checked above
    return { did, outcome };
  }

  test('copies the address, and says so', async () => {
    const { did, outcome } = await click({});
    expect(did).toEqual(['copy 203.0.113.7']);
    expect(outcome).toMatchObject({ kind: 'told' });
  });

  test('grants the host, then runs again', async () => {
    const { did } = await click({
      action: 'grant-host',
      failure: { reason: 'host-access-missing', host: 'a.example' },
    });
    expect(did).toEqual(['ask https://a.example', 'refresh acc-1', 'start']);
  });

  test.each([
    ['run-again', ['start']],
    ['refresh', ['refresh acc-1']],
    ['report', ['copy report']],
    ['resume-import', ['import acc-1']],
    ['resume-account', ['resume acc-1']],
    ['replace-key', ['open /accounts/acc-1?do=key']],
    ['add-symbol', ['open /accounts/acc-1?do=symbols']],
    ['open-account', ['open /accounts/acc-1']],
    ['sync-clock', []],
  ] as const)('for %s does %j', async (action, expected) => {
    expect((await click({ action })).did).toEqual(expected);
  });
});
