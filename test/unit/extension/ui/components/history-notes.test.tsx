/** What a screen of figures says where the fills that they rest on are not all there. */
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import type { Overview } from '../../../../../extension/engine/api/overview';
import { HistoryNotes } from '../../../../../extension/ui/components/HistoryNotes';
import type { Failure } from '../../../../../shared/reasons';
import { account, known } from '../../../../ui/sample-data';
import { scenarios } from '../../../../ui/scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

function markup(overview: Overview, accountId: string | null = null): string {
  const queries = new QueryClient();
  queries.setQueryData(['overview'], overview);
  return staticMarkup(<HistoryNotes accountId={accountId} />, '/trades', queries);
}

const words = (overview: Overview, accountId: string | null = null) => wordsOf(markup(overview, accountId));

function overviewOf(name: string): Overview {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`no scenario ${name}`);
  return scenario.overview;
}

/** One account whose import is in this state, and why its history is not whole. */
function withCauses(state: 'idle' | 'running' | 'complete' | 'paused', ...causes: readonly Failure[]): Overview {
  const overview = overviewOf('little');
  return {
    ...overview,
    accounts: [account('acc-1', 'main', known('1'), { state })],
    realized: {
      ...overview.realized,
      caveats: causes.map((failure) => ({ accountId: 'acc-1', accountLabel: 'main', failure })),
    },
  };
}

test('a whole history says nothing, nor does a refresh of one, which comes and goes', () => {
  expect(words(withCauses('complete'))).toBe('');
  expect(words(withCauses('running'))).toBe('');
});

test('what is stored and still being read is neither an import nor a gap: a screen of fills waits for it', () => {
  const beingRead: Failure = { reason: 'history-incomplete', code: 'being-read' };
  expect(words(withCauses('complete', beingRead))).toBe('');
  expect(words(withCauses('running', beingRead))).toBe('');
});

test('an import that has not ended yet is named', () => {
  expect(words(withCauses('running', { reason: 'history-incomplete' }))).toBe(
    'Importing Binance · main: more fills may come, and these figures may change.',
  );
});

describe('what could not be read', () => {
  test('stands with its account, and with what to do about it there', () => {
    const html = markup(withCauses('paused', { reason: 'cancelled' }));
    expect(wordsOf(html)).toMatch(/^Not every fill is here yet Binance · main .* Resume$/);
    expect(html).toContain('href="#/accounts/acc-1"');
    expect(html).toMatch(/<button[^>]*>.*Resume/);
  });

  test('of an account whose import was never begun is all of it, and is begun there', () => {
    const shown = words(withCauses('idle', { reason: 'history-incomplete', code: 'not-begun' }));
    expect(shown).toBe(
      'Not every fill is here yet Binance · main The history of this account was not imported yet, so PnL lacks what is in it. Start the import',
    );
  });

  test('is said of a refresh too, and what reads alike once', () => {
    const lookBack: Failure = { reason: 'history-incomplete', code: 'look-back', subject: 'before 2026-10-22' };
    const shown = words(withCauses('running', lookBack, lookBack));
    expect(shown.match(/no longer serves the fills before 2026-10-22/g)).toHaveLength(1);
  });

  test('of other accounts is not said of one', () => {
    expect(words(overviewOf('partial'))).toContain('Binance · SHARP');
    expect(words(overviewOf('partial'), 'acc-1')).toBe('');
  });
});
