/** Payloads that nobody wrote for these tests: recordings and other projects' samples, where the folder of them stands beside the repository. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../../extension/exchanges/lossless-json';
import { parseFuturesBalances, parseSpotBalances } from '../../../../../shared/exchanges/poloniex/balances';
import { classify, isErrorBody } from '../../../../../shared/exchanges/poloniex/classify';
import { parseFills } from '../../../../../shared/exchanges/poloniex/fills';
import { parseKeyProof } from '../../../../../shared/exchanges/poloniex/key-rights';
import { parseMarkets } from '../../../../../shared/exchanges/poloniex/markets';
import { parseTickers } from '../../../../../shared/exchanges/poloniex/tickers';
import type { Market } from '../../../../../shared/exchanges/readings';
import type { Failure } from '../../../../../shared/reasons';
import { type Result, unixMs } from '../../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../../fixtures/exchange-payload';

const at = unixMs(1760000000000);

const market = (base: string, quote: string): Market => ({
  id: `${base}_${quote}`,
  symbol: `${base}/${quote}`,
  base,
  quote,
  active: true,
  minQuantity: null,
});

/** What the text of a file is known to mean: a value of a reader, or the reason why it is none. */
interface Case {
  readonly name: string;
  readonly read: (json: unknown) => Result<unknown, Failure>;
  readonly expected: unknown;
}

const asFills = (json: unknown) => parseFills(json, [market('LINK', 'USDT')]);

const readings: readonly Case[] = [
  {
    name: 'spot-trades',
    read: asFills,
    expected: [
      {
        id: '32164924331503616',
        orderId: '32164923987566592',
        executedAtUs: 1648635115525000, // 1648635115525 ms
        exchange: 'poloniex',
        symbol: 'LINK/USDT',
        base: 'LINK',
        quote: 'USDT',
        market: 'spot',
        side: 'sell',
        quantity: '0.5',
        price: '11',
        fees: [{ currency: 'USDT', amount: '0.007975' }], // the quote on a sell: 0.145 % of 0.5 × 11 = 5.5
        liquidity: 'taker',
        revision: 0,
      },
      expect.objectContaining({
        id: '30341456333942784',
        side: 'buy',
        quantity: '1',
        price: '3.1',
        fees: [{ currency: 'LINK', amount: '0.00145' }], // the base on a buy: 0.145 % of 1
        liquidity: 'maker',
      }),
    ],
  },
  {
    name: 'spot-trades-numeric-id',
    read: asFills,
    expected: [
      expect.objectContaining({
        id: '394131412',
        orderId: null,
        symbol: 'BCH/BTC',
        side: 'sell',
        quantity: '1.40308443',
        price: '0.06935244',
        fees: [{ currency: 'BTC', amount: '0.00009730732' }],
        liquidity: null,
      }),
      expect.objectContaining({
        id: '13536350',
        symbol: 'ETH/BTC',
        side: 'buy',
        quantity: '3600.53748129',
        fees: [{ currency: 'ETH', amount: '7.20107496258' }], // 0.2 % of 3600.53748129
      }),
    ],
  },
  {
    name: 'spot-balances',
    read: parseSpotBalances,
    expected: [
      { asset: 'BTC', free: '5', locked: '0.5', total: '5.5' },
      { asset: 'ETH', free: '10', locked: '1', total: '11' },
      { asset: 'IDONTEXIST', free: '1', locked: '1', total: '2' },
      { asset: 'CNOTE', free: '2', locked: '3', total: '5' },
    ],
  },
  {
    name: 'v3-balance',
    read: parseFuturesBalances,
    // to the last of 19 digits; free = 7.203956664999999859 − margin 1.12, which is also what `availMgn` says
    expected: [{ asset: 'USDT', free: '6.083956664999999859', locked: '1.12', total: '7.203956664999999859' }],
  },
  {
    name: 'markets',
    read: parseMarkets,
    expected: [
      { ...market('BTC', 'USDT'), minQuantity: '0.000001' },
      { ...market('DOGE', 'BTC'), minQuantity: '10' },
      { ...market('LTC', 'BTC'), minQuantity: '0.01' },
    ],
  },
  {
    name: 'spot-ticker24h',
    read: (json) => parseTickers(json, [market('BTC', 'USDT')], at),
    expected: [{ symbol: 'BTC/USDT', price: '73380.47', at }],
  },
  { name: 'feeinfo', read: parseKeyProof, expected: { readable: false } },
];

/** What the product does not read, handed to the reader that is nearest: a reason with the field that does not fit. */
const strangers: readonly (readonly [string, (json: unknown) => Result<unknown, Failure>, string])[] = [
  ['accounts-transfer', asFills, '[0].symbol'],
  ['spot-open-orders', asFills, '[0].feeAmount'],
  ['spot-orders-history', asFills, '[0].feeAmount'],
  ['v3-all-instruments', parseMarkets, 'payload'],
  ['v3-order-history', asFills, 'payload'],
  ['v3-order-opens', asFills, 'payload'],
  ['v3-order-trades', asFills, 'payload'],
  ['v3-position-opens', parseFuturesBalances, 'data'],
  ['v3-position-opens-gct', parseFuturesBalances, 'data'],
  ['v3-tickers', (json) => parseTickers(json, [market('ETH', 'USDT')], at), 'payload'],
  ['wallets-activity', parseSpotBalances, 'payload'],
  ['wallets-activity-adjustment', parseSpotBalances, 'payload'],
];

const refusals: readonly (readonly [string, Partial<Failure>])[] = [
  ['error-clock-skew', { reason: 'clock-skew', code: '408', detail: 'recvWindow exceeded' }],
  ['error-ip', { reason: 'ip-not-whitelisted', code: '401', detail: 'Illegal of ip' }],
  ['error-key', { reason: 'key-rejected', code: '401', detail: 'Invalid API key' }],
  ['error-rate-limit', { reason: 'rate-limited', code: '429' }],
  ['error-window-too-wide', { reason: 'unexpected-payload', code: '21355' }],
];

const numbers = /-?\d[\d.eE+-]*/g;

function recordedPayloads(folder: string): void {
  const stored = (name: string) => storedPayload(`${folder}/poloniex/${name}.json`);
  const payload = (name: string): unknown => {
    const json = readJson(stored(name).text);
    if (!json.ok) throw new Error(`${name}: ${json.error.reason}`);
    return json.value;
  };
  const names = readdirSync(new URL(`../../../../../${folder}/poloniex`, import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));

  test('no file is passed over', () => {
    const cases = [
      ...readings.map(({ name }) => name),
      ...strangers.map(([name]) => name),
      ...refusals.map(([n]) => n),
    ];
    expect(cases.toSorted()).toEqual(names.toSorted());
  });

  test.each(readings)('$name is read to the last digit', ({ name, read, expected }) => {
    expect(stored(name).status).toBe(200);
    expect(isErrorBody(payload(name))).toBe(false);
    expect(read(payload(name))).toEqual({ ok: true, value: expected });
  });

  test.each(strangers)('%s is not taken for what it is not', (name, read, subject) => {
    expect(read(payload(name))).toMatchObject({ ok: false, error: { reason: 'unexpected-payload', subject } });
  });

  test.each(refusals)('%s', (name, expected) => {
    const { status, text } = stored(name);
    expect(isErrorBody(payload(name))).toBe(true);
    expect(classify({ host: 'api.poloniex.com', status, headers: {}, body: text, receivedAt: at })).toMatchObject(
      expected,
    );
  });

  test.each(names)('%s keeps every digit of its numbers', (name) => {
    const bare = stored(name).text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    const read = JSON.stringify(payload(name));
    for (const [lexeme] of bare.matchAll(numbers)) expect(read).toContain(`"${lexeme}"`);
  });
}

describe('payloads of Poloniex that were recorded or published', () => {
  if (recordingsFolder === null)
    test('were not handed along with this copy: nothing to compare', () => expect(recordingsFolder).toBeNull());
  else recordedPayloads(recordingsFolder);
});
