/** What a trader reads of a lot and of its closings: each leads to the other. */
import { expect, test } from 'vitest';
import type { TradeDetail } from '../../../../../extension/engine/api/trades';
import { createTrades } from '../../../../../extension/engine/trades';
import { ClosingDetail, LotDetail } from '../../../../../extension/ui/trades/ClosingDetail';
import { buy, sell } from '../../../shared/ledger/fills';
import { at as atUs, entryOf } from '../../engine/performance-world';
import { staticMarkup, wordsOf } from '../static-markup';

/** 3 bought at 10; 1 sold at 15, then as many more at 8 as there are days. */
function opened(id: string, days = 1): TradeDetail {
  const sales = Array.from({ length: days }, (_, n) => sell('1', { at: '8', us: atUs(1, '01:00:00') + n * 1e6 }));
  const entry = entryOf('a', 'BTC/USDT', [
    buy(String(days + 2), { at: '10', us: atUs(0, '00:00:00') }),
    sell('1', { at: '15', us: atUs(0, '01:00:00') }),
    ...sales,
  ]);
  const trades = createTrades(
    { of: () => [entry], byId: (wanted) => (wanted === entry.id ? entry : undefined), rateOf: () => () => undefined },
    () => 0,
  );
  const detail = trades.detail(`${entry.id}.${id}`);
  if (detail === null) throw new Error(`${id} opens to nothing`);
  return detail;
}

function shown(detail: TradeDetail): string {
  if (detail.kind === 'lot') return staticMarkup(<LotDetail detail={detail} account={undefined} />, '/trades');
  if (detail.kind === 'closing') return staticMarkup(<ClosingDetail detail={detail} account={undefined} />, '/trades');
  throw new Error('a lot or a closing was asked for');
}

const linksOf = (html: string): readonly string[] =>
  [...html.matchAll(/href="#\/trades\/([^"]*)"/g)].map(([, id]) => decodeURIComponent(id ?? ''));

test('an open lot lists what closed parts of it, each with its way to the closing', () => {
  const html = shown(opened('l0'));
  const words = wordsOf(html);
  expect(words).toContain('Opened in all 3.0000 BTC Still open 1.0000 BTC');
  expect(words).toMatch(/Closings of this lot .* 1\.0000 8\.00 −2\.00 loss .* 1\.0000 15\.00 \+5\.00 gain/);
  expect(linksOf(html)).toEqual(['a-BTCUSDT.c1', 'a-BTCUSDT.c0']);
});

test('a closing leads to its lot while that is open, and to the other closings of it', () => {
  const html = shown(opened('c1'));
  expect(linksOf(html)).toEqual(['a-BTCUSDT.l0', 'a-BTCUSDT.c0']);
  expect(wordsOf(html)).toContain('(this one)');
});

test('a lot of more closings than are shown says how many more there are', () => {
  const html = shown(opened('l0', 70)); // 71 closings
  expect(wordsOf(html)).toContain('The newest 50; 21 more are older.');
  expect(linksOf(html)).toHaveLength(50);
});
