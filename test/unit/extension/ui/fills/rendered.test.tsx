/** What a trader reads on Fills: the answer, totals, rows and places of rows on their way, one fill, and what to do where there is none. */
import { QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import type { FillDetail, FillsPage } from '../../../../../extension/engine/api/fills';
import { DataTable } from '../../../../../extension/ui/components/DataTable';
import { FillBody, RawRow } from '../../../../../extension/ui/fills/FillDrawer';
import { Fills } from '../../../../../extension/ui/fills/Fills';
import { FillTotals } from '../../../../../extension/ui/fills/FillTotals';
import { fillColumns } from '../../../../../extension/ui/fills/fill-columns';
import { unfiltered } from '../../../../../extension/ui/fills/use-fills';
import { decimal } from '../../../../../shared/money/decimal';
import { sampleFills } from '../../../../ui/sample-fills';
import { type Scenario, scenarios } from '../../../../ui/scenarios';
import { staticMarkup, wordsOf } from '../static-markup';

const markup = (node: ReactNode, queries = new QueryClient()): string => staticMarkup(node, '/fills', queries);

const words = (node: ReactNode): string => wordsOf(markup(node));

const query = { accountId: null, symbolId: null, side: null, liquidity: null, fromMs: null, toMs: null };
const page = (count: number): FillsPage => sampleFills(count, ['acc-1']).page({ ...query, offset: 0, limit: 100 });

/** The screen of a scenario under a hash without filters, drawn from what is in the cache. */
function screen(scenario: Scenario | undefined, shown: FillsPage): string {
  if (!scenario?.overview) throw new Error('no such scenario');
  const queries = new QueryClient();
  queries.setQueryData(['accounts'], scenario.overview.accounts);
  queries.setQueryData(['overview'], scenario.overview);
  queries.setQueryData(['fills', null, null, null, null, null, null, 'first'], { view: unfiltered(null), page: shown });
  return markup(<Fills />, queries);
}

describe('the screen', () => {
  test('answers first, then the filters, then a table of all rows with its caption', () => {
    const html = screen(scenarios.little, { ...page(100), totalCount: 100_000 });
    const places = ['100,000 fills', 'aria-label="Filters"', 'aria-rowcount="100001"'].map((part) =>
      html.indexOf(part),
    );
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(html).toMatch(/<caption[^>]*>Fills, newest first/);
    expect([...html.matchAll(/<h(\d)/g)].map(([, level]) => level)).toEqual(['1']);
  });

  test('without an account offers to add one, or to look around', () => {
    const shown = wordsOf(screen(scenarios.empty, page(0)));
    expect(shown).toContain('No fills yet');
    expect(shown).toContain('Add exchange');
    expect(shown).toContain('sample data');
  });

  test('with an account whose fills are not here yet leads to the accounts', () => {
    expect(wordsOf(screen(scenarios.little, page(0)))).toMatch(/No fills yet .* Open Accounts$/);
  });

  test('says that an import is at work, and what is missing of other accounts', () => {
    const shown = wordsOf(screen(scenarios.partial, page(40)));
    expect(shown).toContain('Importing Binance · bot 2: more fills may come, and these figures may change.');
    expect(shown).toContain('Not every fill is here yet');
    expect(shown).toMatch(/Binance · SHARP .* Copy address/);
  });

  test('before the first answer shows that it is loading', () => {
    expect(markup(<Fills />)).toContain('Loading');
  });
});

describe('the totals', () => {
  const totals: FillsPage['totals'] = {
    perQuote: [
      { quote: 'BTC', bought: decimal('0.1'), sold: decimal('0') },
      { quote: 'USDT', bought: decimal('50.03'), sold: decimal('24') },
    ],
    ofSymbol: null,
    fees: [{ currency: 'BNB', amount: decimal('0.01') }],
  };

  test('add bought and sold for the answer, and show each per quote', () => {
    const shown = words(<FillTotals page={{ rows: [], symbols: [], totalCount: 1_234, totals }} />);
    expect(shown).toMatch(/^1,234 fills traded 0\.100000 BTC \+ 74\.03 USDT/); // 50.03 + 24
    expect(shown).toContain('USDT 50.03 24.00');
    expect(shown).toContain('Fees: 0.010000 BNB');
  });

  test('of one symbol say units and average price, and that a side has none', () => {
    const ofSymbol = {
      symbol: 'ETH/USDT',
      base: 'ETH',
      quote: 'USDT',
      bought: decimal('4'),
      sold: decimal('0'),
      averageBuy: decimal('115'),
      averageSell: null,
    };
    const shown = words(
      <FillTotals page={{ rows: [], symbols: [], totalCount: 2, totals: { ...totals, ofSymbol } }} />,
    );
    expect(shown).toContain('ETH/USDT: bought 4.0000 ETH on average at 115.00 USDT , nothing sold');
  });
});

test('rows that are on their way hold their place and say so; those that are here are shown', () => {
  const rows = page(1).rows;
  const html = markup(
    <DataTable
      caption="Fills"
      columns={fillColumns(null)}
      rows={{ count: 3, rowAt: (index) => rows[index], onRange: () => undefined }}
      rowKey={(row) => row.id}
      onOpen={() => undefined}
      maxHeight="400px"
      fixedWidths
    />,
  );
  expect(html).toContain('aria-rowcount="4"'); // three and the header
  expect([...html.matchAll(/data-index="(\d)"/g)].map(([, index]) => index)).toEqual(['0', '1', '2']);
  expect(wordsOf(html)).toContain('BTC/USDT');
  expect(html.match(/Loading/g)).toHaveLength(2);
  expect(html.match(/tabindex="0"/g)).toHaveLength(1); // one row in the tab order
});

describe('money in the columns of the table', () => {
  const columns = fillColumns(null);
  const [row] = page(1).rows;
  if (row === undefined) throw new Error('no row');
  const cell = (id: string, change: Partial<typeof row>) =>
    markup(columns.find((column) => column.id === id)?.cell({ ...row, ...change }));

  test('has the decimals of its currency, however large it is, and its exact value behind them', () => {
    const valued = (notional: string, quote: string) => cell('value', { notional: decimal(notional), quote });
    expect(['0.5', '372.0871', '0.00021'].map((value) => wordsOf(valued(value, 'USDT')))).toEqual([
      '0.50',
      '372.09',
      '&lt; 0.01',
    ]);
    expect(['0.5', '12'].map((value) => wordsOf(valued(value, 'BTC')))).toEqual(['0.50000000', '12.00000000']);
    expect(valued('372.0871', 'USDT')).toContain('title="372.0871 USDT" data-exact="372.0871"');
  });

  test('as a fee has those of its coin', () => {
    const charged = (amount: string, currency: string) =>
      wordsOf(cell('fee', { fees: [{ currency, amount: decimal(amount) }] }));
    expect([charged('0.0372', 'USDT'), charged('1.5', 'USDT')]).toEqual(['0.0372 USDT', '1.5000 USDT']);
    expect(charged('0.0000189', 'BNB')).toBe('0.00001890 BNB');
  });
});

describe('one fill', () => {
  const fills = sampleFills(40, ['acc-1']);
  const detail = (id: string): FillDetail => {
    const found = fills.detail(id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };
  const account = { exchange: 'binance', exchangeName: 'Binance', label: 'main' } as const;
  const body = (fill: FillDetail) =>
    words(<FillBody fill={fill} account={account} routeOfFill={(id) => `/fills/${id}`} />);

  test('shows the ids of the exchange, each with a way to copy it, and its own row', () => {
    const html = markup(<FillBody fill={detail('fill-1')} account={account} routeOfFill={(id) => `/fills/${id}`} />);
    expect(wordsOf(html)).toContain('At Binance Fill 31128457 Order 771120045');
    for (const label of ['Copy the id of the fill', 'Copy the id of the order', 'Copy the row'])
      expect(html).toContain(`aria-label="${label}"`);
    expect(html).toMatch(/<pre[^>]*>symbol: ETHUSDT\nid: 31128457\n/);
  });

  test('hides the row of the exchange with the amounts, until it is asked for', () => {
    const { raw } = detail('fill-1');
    const hidden = markup(<RawRow raw={raw} hidden />);
    expect(hidden).not.toContain('31128457'); // the row's id, as any other field of it
    expect(hidden).not.toContain('Copy the row');
    expect(hidden).toMatch(/<button[^>]*aria-expanded="false"[^>]*>Show this row/);
    expect(markup(<RawRow raw={raw} hidden={false} />)).toMatch(/^(?!.*<button[^>]*>Show).*31128457/s);
  });

  test('says where the exchange gave no order and its row was not kept, rather than leaving a blank', () => {
    expect(body({ ...detail('fill-1'), orderId: null })).toContain('Order the exchange gives none');
    expect(body({ ...detail('fill-1'), raw: null })).toContain('Not kept: this fill was stored before rows were kept');
  });

  test('that sold shows each lot it closed with gross, fees and net, and their sum', () => {
    const shown = body(detail('fill-3'));
    expect(shown).toContain('It closed 2 lots, or parts of them. It opened no lot.');
    expect(shown).toMatch(/Together \+9\.35 gain 0\.15 \+9\.20 gain/); // 12.4 − 3.05; 2 × 0.074; 12.326 − 3.124
  });

  test('that sold what was never bought says that its PnL is not the whole truth', () => {
    expect(body(detail('fill-6'))).toContain('sold without a purchase in the imported history');
    expect(body(detail('fill-3'))).not.toContain('without a purchase');
  });

  test('that bought says what it opened and how much of it is still open', () => {
    expect(body(detail('fill-1'))).toMatch(/It closed no lot\. It opened a long lot of .* still open:/);
    expect(body(detail('fill-2'))).toMatch(/It opened a long lot of .* closed by now\./);
  });

  test('names a fee without a rate as outside PnL, and the instant to the microsecond', () => {
    const shown = body({ ...detail('fill-4'), executedAtUs: 1_772_236_800_000_417 });
    expect(shown).toContain('BNB no rate: outside PnL, listed apart');
    expect(shown).toContain('2026-02-28 00:00:00.000417');
  });
});
