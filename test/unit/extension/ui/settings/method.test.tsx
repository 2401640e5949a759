/** The PnL method where it is chosen, named and being computed. */
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { MethodsView } from '../../../../../extension/engine/api/method';
import { newSettings } from '../../../../../extension/store/documents';
import { MethodSection } from '../../../../../extension/ui/accounts/MethodSection';
import { createEventFeed } from '../../../../../extension/ui/engine-events';
import { Overview } from '../../../../../extension/ui/overview/Overview';
import { FigureSettings } from '../../../../../extension/ui/settings/Preferences';
import { text } from '../../../../../extension/ui/text';
import { scenarios } from '../../../../ui/scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

const { accounts } = scenarios.methods?.overview ?? {};
const [account] = accounts ?? [];
if (!account) throw new Error('the scenario has an account');

const view = (own: MethodsView['accounts'][number]['own'], changed: Partial<MethodsView> = {}): MethodsView => ({
  ...{ vault: 'hifo', accounts: [{ accountId: account.id, own, inUse: own ?? 'hifo' }], progress: null },
  ...{ failed: [], poolsInUse: false, poolsFailed: null },
  ...changed,
});

const section = (methods: MethodsView): string => {
  const queries = new QueryClient();
  queries.setQueryData(['methods'], methods);
  return staticMarkup(<MethodSection account={account} />, '/accounts', queries);
};

const chosenIn = (html: string) => html.match(/<option value="([a-z]*)" selected=""/)?.[1];

test('several methods are named together, each once', () => {
  const { methods } = text.common;
  expect([methods(['lofo']), methods(['fifo', 'average']), methods(['fifo', 'lifo', 'hifo'])]).toEqual([
    'LOFO',
    'FIFO and average cost',
    'FIFO, LIFO and HIFO',
  ]);
});

test('settings offer the five methods and say what the chosen one does', () => {
  const html = staticMarkup(<FigureSettings stored={{ ...newSettings, method: 'hifo' }} />, '/settings');
  expect(html.match(/<option value="(?:fifo|lifo|hifo|lofo|average)"/g)).toHaveLength(5);
  expect(wordsOf(html)).toContain('HIFO (highest cost first)');
  expect(wordsOf(html)).toContain('What cost most a unit, fees included, is sold first.');
});

test('an account follows the vault, whose method it names, or has its own', () => {
  expect(chosenIn(section(view(null)))).toBe('vault');
  expect(wordsOf(section(view(null)))).toContain('As the vault: HIFO (highest cost first)');
  expect(chosenIn(section(view('average')))).toBe('average');
  expect(wordsOf(section(view('average')))).toContain('a sale leaves that average as it is');
});

test('while another method is computed, an account says which one its figures are by', () => {
  const changing = view(null, {
    accounts: [{ accountId: account.id, own: null, inUse: 'fifo' }],
    progress: { done: 3_000, total: 12_000 },
  });
  const words = wordsOf(section(changing));
  expect(words).toContain('Its figures are by FIFO until the new ones are computed.');
  expect(words).toContain('Recomputing 3,000 of 12,000 fills.');
  expect(wordsOf(section(view(null)))).not.toMatch(/Recomputing|until the new ones/);
});

test('totals over accounts of different methods name both', () => {
  const queries = new QueryClient();
  queries.setQueryData(['overview'], scenarios.methods?.overview);
  const words = wordsOf(staticMarkup(<Overview />, '/', queries));
  expect(words).toMatch(/All time, realized FIFO and average cost \+1,214\.12/);
  expect(words).toContain('FIFO and average cost, fees at fill time');
});

test('progress is written into what a page shows as it comes, and its end takes it away', () => {
  const queries = new QueryClient();
  queries.setQueryData(['methods'], view(null));
  const feed = createEventFeed(queries, (thrown) => {
    throw thrown;
  });
  const shown = () => queries.getQueryData<MethodsView>(['methods'])?.progress;
  feed.take({ topic: 'method', progress: { done: 1, total: 4 } });
  expect(shown()).toEqual({ done: 1, total: 4 });
  feed.take({ topic: 'method', progress: null });
  expect(shown()).toBeNull();
  feed.stop();
});

test('an account that could not be computed is named with the fault and one action, on its own page and in the settings', () => {
  const failed = [{ accountId: account.id, code: 'RangeError' }];
  const shown = section(view(null, { failed }));
  expect(wordsOf(shown)).toMatch(
    /Could not compute .* by the chosen method, for a fault of Fillbook.*RangeError.* Try again/,
  );
  expect(shown.match(/<button/g)).toHaveLength(1);
  const queries = new QueryClient();
  queries.setQueryData(['methods'], view(null, { failed }));
  queries.setQueryData(['accounts'], accounts);
  const settings = staticMarkup(<FigureSettings stored={newSettings} />, '/settings', queries);
  expect(wordsOf(settings)).toContain(`Could not compute ${account.label} by the chosen method`);
  expect(wordsOf(section(view(null, { failed: [{ accountId: 'another', code: 'Error' }] })))).not.toContain(
    'Could not',
  );
});
