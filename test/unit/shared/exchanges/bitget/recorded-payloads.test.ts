/** Payloads that nobody wrote for these tests: recordings and samples of Bitget's own, where the folder of them stands beside the repository. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseClassicBalances, parseUnifiedBalances } from '../../../../../shared/exchanges/bitget/balances';
import { classify } from '../../../../../shared/exchanges/bitget/classify';
import { parseClassicFills, parseUnifiedFills } from '../../../../../shared/exchanges/bitget/fills';
import { parseClassicKeyRights, parseUnifiedKeyRights } from '../../../../../shared/exchanges/bitget/key-rights';
import { marketNamer, parseMarkets, parseServerTime } from '../../../../../shared/exchanges/bitget/markets';
import { parseTickers } from '../../../../../shared/exchanges/bitget/tickers';
import type { Failure } from '../../../../../shared/reasons';
import { type Result, unixMs } from '../../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../../fixtures/exchange-payload';
import { listedMarket } from './payloads';

const btcUsdt = listedMarket('BTC', 'USDT');
const nameOf = marketNamer([btcUsdt]);
const at = unixMs(1760000000000);

const fillsOf = (payload: unknown) => parseClassicFills(payload, nameOf);
const unifiedFillsOf = (payload: unknown) => parseUnifiedFills(payload, nameOf);
const tickersOf = (payload: unknown) => parseTickers(payload, [btcUsdt], at);

type Parser = (payload: unknown) => Result<unknown, Failure>;

/** What the product does not read, and the parser whose payload it is most like. */
const unread: Readonly<Record<string, Parser>> = {
  'deposit-records': parseClassicBalances,
  'mix-account-bill-funding': unifiedFillsOf,
  'mix-accounts': parseClassicBalances,
  'mix-fills': unifiedFillsOf,
  'mix-history-orders': unifiedFillsOf,
  'mix-open-orders': unifiedFillsOf,
  'mix-position-history': unifiedFillsOf,
  'mix-positions': parseClassicBalances,
  'spot-history-orders': fillsOf,
  'spot-open-orders': fillsOf,
  'transfer-records': parseClassicBalances,
  'uta-positions': unifiedFillsOf,
  'withdrawal-records': parseClassicBalances,
  'withdrawal-records-fee-sign': parseClassicBalances,
};

/** Recordings that a test below reads to the figure. */
const read = [
  ...['spot-account-info', 'spot-assets', 'spot-fills', 'spot-fills-sell', 'spot-symbols', 'spot-tickers'],
  ...['uta-assets', 'uta-fills', 'mix-contracts'],
];

const refused: Readonly<Record<string, Partial<Failure>>> = {
  'error-clock-skew': { reason: 'clock-skew', code: '40008', skewMs: -31_500_000_000 }, // 1760000000000 − 1791500000000
  'error-ip': { reason: 'ip-not-whitelisted', code: '40018' },
  'error-key': { reason: 'key-rejected', code: '40006' },
  'error-passphrase': { reason: 'passphrase-rejected', code: '40012' },
  'error-rate-limit': { reason: 'rate-limited', code: '429' },
  'error-signature': { reason: 'signature-rejected', code: '40009' },
  'error-unified-account-mode': { reason: 'account-mode', code: '40085' },
};

/** The numbers of a JSON text as they are written, outside of strings. */
const lexemes = (text: string): readonly string[] =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)]
    .map(([token]) => token)
    .filter((token) => !token.startsWith('"'));

/** All texts inside a value. */
const textsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value).flatMap(textsOf) : [];

function recordedPayloads(folder: string): void {
  const stored = (name: string) => storedPayload(`${folder}/bitget/${name}.json`);
  const payload = (name: string): unknown => {
    const json = readJson(stored(name).text);
    if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
    return json.value;
  };
  const names = readdirSync(new URL(`../../../../../${folder}/bitget`, import.meta.url)).map((file) =>
    file.replace('.json', ''),
  );

  test('each has a case here', () => {
    expect([...names].sort()).toEqual([...read, ...Object.keys(unread), ...Object.keys(refused)].sort());
  });

  test.each(names)('%s: every number keeps its digits', (name) => {
    const texts = textsOf(payload(name));
    for (const lexeme of lexemes(stored(name).text)) expect(texts).toContain(lexeme);
  });

  test.each(Object.entries(refused))('%s is its reason', (name, failure) => {
    const { status, text } = stored(name);
    expect(classify({ host: 'api.bitget.com', status, headers: {}, body: text, receivedAt: at })).toMatchObject(
      failure,
    );
  });

  test.each(Object.entries(unread))('%s is not read, and so is no figure', (name, parse) => {
    expect(parse(payload(name))).toMatchObject({ ok: false, error: { reason: 'unexpected-payload' } });
    for (const other of [fillsOf, unifiedFillsOf, parseClassicBalances, parseUnifiedBalances, parseMarkets]) {
      expect([name, other(payload(name)).ok]).toEqual([name, false]);
    }
    for (const other of [parseClassicKeyRights, parseUnifiedKeyRights, parseServerTime, tickersOf]) {
      expect([name, other(payload(name)).ok]).toEqual([name, false]);
    }
  });

  test('a market buy that pays its fee in base', () => {
    expect(fillsOf(payload('spot-fills'))).toMatchObject({
      ok: true,
      value: {
        fills: [
          {
            id: '1225475622852575236',
            orderId: '1225475622585147396',
            executedAtUs: 1727902077401000, // cTime 1727902077401 ms
            symbol: 'BTC/USDT',
            side: 'buy',
            quantity: '0.000246',
            price: '60775.01',
            fees: [{ currency: 'BTC', amount: '0.000000246' }], // 0.1 % of 0.000246; −0.000000246 on the wire
            liquidity: 'taker',
          },
        ],
      },
    });
  });

  test('a market sell that pays its fee in quote', () => {
    expect(fillsOf(payload('spot-fills-sell'))).toMatchObject({
      ok: true,
      value: {
        fills: [
          {
            id: '1098394344974925824',
            executedAtUs: 1697603539699000,
            side: 'sell',
            quantity: '0.0002',
            price: '28467.68',
            fees: [{ currency: 'USDT', amount: '0.005693536' }], // 0.1 % of 0.0002 × 28467.68 = 5.693536
          },
        ],
      },
    });
  });

  test('a futures fill of a unified account is a row of the page, not a fill of spot', () => {
    expect(unifiedFillsOf(payload('uta-fills'))).toEqual({
      ok: true,
      value: {
        fills: [],
        rows: [{ id: '1322441401010528257', executedAtUs: 1751020520451000 }],
        cursor: '1322061241878880257',
      },
    });
  });

  test('balances of both kinds of accounts, each read by its own parser alone', () => {
    expect(parseClassicBalances(payload('spot-assets'))).toEqual({
      ok: true,
      value: [
        { asset: 'BTC', free: '10', locked: '5', total: '15' }, // available 10 + frozen 5 + locked 0
        { asset: 'USDT', free: '2000', locked: '0', total: '2000' },
      ],
    });
    expect(parseUnifiedBalances(payload('uta-assets'))).toEqual({
      ok: true,
      value: [{ asset: 'USDT', free: '6.19300826', locked: '0', total: '6.19300826' }],
    });
    expect(parseClassicBalances(payload('uta-assets')).ok).toBe(false);
    expect(parseUnifiedBalances(payload('spot-assets')).ok).toBe(false);
  });

  test('three markets; the futures contract of one of them is none', () => {
    expect(parseMarkets(payload('spot-symbols'))).toEqual({
      ok: true,
      value: [btcUsdt, listedMarket('ETH', 'USDT'), listedMarket('BGB', 'USDT')],
    });
    expect(parseMarkets(payload('mix-contracts'))).toMatchObject({
      ok: false,
      error: { subject: 'data[0].minTradeAmount' },
    });
  });

  test('a last price', () => {
    expect(tickersOf(payload('spot-tickers'))).toEqual({
      ok: true,
      value: [{ symbol: 'BTC/USDT', price: '37583.69', at }],
    });
  });

  test('a read-only key bound to an address', () => {
    expect(parseClassicKeyRights(payload('spot-account-info'))).toEqual({
      ok: true,
      value: { readable: true, read: true, trade: false, withdraw: false, transfer: false, ipRestricted: true },
    });
    expect(parseUnifiedKeyRights(payload('spot-account-info')).ok).toBe(false);
  });
}

describe('payloads of Bitget that were recorded or published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
