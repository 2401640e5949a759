/**
 * What becomes of a reading when an exchange gives one wrong answer: at each of its calls in turn, the reply before it comes
 * once more, as from a cache, or one without rows, as from a database that is not there.
 */
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { ExchangeClient, ExchangeFill, Market } from '../../../../extension/exchanges/client';
import { createClients } from '../../../../extension/exchanges/create-clients';
import type { EgressRequest } from '../../../../extension/exchanges/egress';
import type { ExchangeId } from '../../../../shared/exchanges/ids';
import { ok, Secret, unixMs } from '../../../../shared/result';

// Before the clients are loaded: the pace of each takes its waits from a clock that does not make anyone wait.
vi.hoisted(() => vi.useFakeTimers().setTimerTickMode('nextTimerAsync'));
afterAll(() => {
  vi.useRealTimers();
});

interface Row {
  readonly id: number;
  readonly at: number;
}

/** A request for fills, as the exchange reads it. */
interface Asked {
  readonly path: string;
  readonly of: (name: string) => string | null;
}

/** An exchange that holds `rows`, ascending, and serves at most `cap` of them at once. */
interface Wire {
  readonly name: string;
  readonly id: ExchangeId;
  readonly market: string;
  readonly now: number;
  readonly cap: number;
  readonly rows: readonly Row[];
  readonly reply: (asked: Asked, rows: readonly Row[], cap: number) => unknown;
}

const dayMs = 86_400_000;
const within = (rows: readonly Row[], from: string | null, to: string | null, unitMs = 1): readonly Row[] =>
  rows.filter(({ at }) => at >= Number(from) * unitMs && at <= Number(to) * unitMs + unitMs - 1);
const newest = (rows: readonly Row[]): readonly Row[] => rows.toReversed();

/** A burst of fills now and then: `days` before now, each of `count` fills a minute apart. */
function bursts(now: number, days: readonly number[], count: number): readonly Row[] {
  const at = days.flatMap((day) => Array.from({ length: count }, (_, index) => now - day * dayMs + index * 60_000));
  return at.map((instant, index) => ({ id: 1000 + 3 * index, at: instant }));
}

const today = Date.UTC(2026, 10, 1);
const gateDay = Date.UTC(2017, 7, 1);
const bitmartDay = Date.UTC(2018, 0, 24);
const poloniexDay = Date.UTC(2021, 7, 22);

const classicRow = ({ id, at }: Row) => ({
  ...{ tradeId: String(id), orderId: '1', cTime: String(at), symbol: 'BTCUSDT', side: 'buy', priceAvg: '2', size: '1' },
  feeDetail: { deduction: 'no', feeCoin: 'BTC', totalFee: '0', totalDeductionFee: '' },
  tradeScope: 'taker',
});
const unifiedRow = ({ id, at }: Row) => ({
  ...{ execId: String(id), orderId: '1', createdTime: String(at), category: 'SPOT', symbol: 'BTCUSDT', side: 'buy' },
  ...{ execPrice: '2', execQty: '1', feeDetail: [], tradeScope: 'taker' },
});
const bitgetReply = (data: unknown) => ({ code: '00000', msg: 'success', requestTime: today, data });

const wires: readonly Wire[] = [
  {
    ...{ name: 'Binance', id: 'binance', market: 'BTCUSDT', now: today, cap: 5, rows: bursts(today, [40, 20, 3], 12) },
    reply: ({ of }, rows, cap) =>
      rows
        .filter(({ id }) => id >= Number(of('fromId')))
        .slice(0, cap)
        .map(({ id, at }) => ({
          ...{ symbol: 'BTCUSDT', id, orderId: 1, price: '2', qty: '1', commission: '0', commissionAsset: 'BNB' },
          ...{ time: at, isBuyer: true, isMaker: false },
        })),
  },
  {
    ...{ name: 'MEXC', id: 'mexc', market: 'BTCUSDT', now: today, cap: 5, rows: bursts(today, [20, 11, 3], 12) },
    reply: ({ of }, rows, cap) =>
      newest(within(rows, of('startTime'), of('endTime')))
        .slice(0, cap)
        .map(({ id, at }) => ({
          ...{ symbol: 'BTCUSDT', id: String(id), orderId: '1', price: '2', qty: '1', commission: '0' },
          ...{ time: at, isBuyer: true, isMaker: false },
        })),
  },
  {
    ...{ name: 'Gate', id: 'gate', market: 'BTC_USDT', now: gateDay, cap: 5, rows: bursts(gateDay, [100, 50, 3], 12) },
    reply: ({ of }, rows, cap) => {
      const first = (Number(of('page')) - 1) * cap;
      return newest(within(rows, of('from'), of('to'), 1000))
        .slice(first, first + cap)
        .map(({ id, at }) => ({
          ...{ id: String(id), create_time_ms: `${at}.000000`, currency_pair: 'BTC_USDT', side: 'buy', role: 'taker' },
          ...{ amount: '1', price: '2', order_id: '1', fee: '0', fee_currency: 'BTC' },
        }));
    },
  },
  {
    ...{ name: 'Bitget, classic', id: 'bitget', market: 'BTCUSDT', now: today, cap: 5 },
    rows: bursts(today, [80, 45, 3], 12),
    reply: ({ path, of }, rows, cap) => {
      const before = of('idLessThan');
      if (!path.startsWith('/api/v2')) return { code: '40084', msg: 'classic', data: null };
      const found = newest(within(rows, of('startTime'), of('endTime')));
      return bitgetReply(
        found
          .filter(({ id }) => before === null || id < Number(before))
          .slice(0, cap)
          .map(classicRow),
      );
    },
  },
  {
    ...{ name: 'Bitget, unified', id: 'bitget', market: 'BTCUSDT', now: today, cap: 5 },
    rows: bursts(today, [80, 45, 3], 12),
    reply: ({ path, of }, rows, cap) => {
      if (!path.startsWith('/api/v3')) return { code: '40085', msg: 'unified', data: null };
      const before = of('cursor');
      const found = newest(within(rows, of('startTime'), of('endTime')));
      const page = found.filter(({ id }) => before === null || id < Number(before)).slice(0, cap);
      return bitgetReply({
        list: page.length === 0 ? null : page.map(unifiedRow),
        cursor: page.at(-1)?.id.toString() ?? null,
      });
    },
  },
  {
    ...{ name: 'Poloniex', id: 'poloniex', market: 'BTC_USDT', now: poloniexDay, cap: 5 },
    rows: bursts(poloniexDay, [23, 13, 3], 12), // likewise

    reply: ({ of }, rows, cap) =>
      newest(within(rows, of('startTime'), of('endTime')))
        .slice(0, cap)
        .map(({ id, at }) => ({
          ...{ symbol: 'BTC_USDT', id: String(id), side: 'BUY', createTime: at, price: '2', quantity: '1' },
          ...{ feeAmount: '0', feeCurrency: 'BTC' },
        })),
  },
  {
    ...{ name: 'BitMart', id: 'bitmart', market: 'BTC_USDT', now: bitmartDay, cap: 5 },
    rows: bursts(bitmartDay, [20, 13, 3], 12), // from the first week on: weeks before the first fill are believed to be empty
    reply: ({ of }, rows, cap) => ({
      ...{ code: 1000, message: 'success' },
      data: newest(within(rows, of('startTime'), of('endTime')))
        .slice(0, cap)
        .map(({ id, at }) => ({
          ...{ tradeId: String(id), orderId: '1', symbol: 'BTC_USDT', side: 'buy', orderMode: 'spot', price: '2' },
          ...{ size: '1', fee: '0', feeCoinName: 'BTC', tradeRole: 'taker', createTime: at },
        })),
    }),
  },
  {
    ...{ name: 'Coinstore', id: 'coinstore', market: 'BTCUSDT#1', now: today, cap: 25 },
    rows: bursts(today, [40, 20, 3], 36),
    reply: ({ of }, rows, cap) => {
      const size = Math.min(cap, Number(of('pageSize')));
      const first = (Number(of('pageNum')) - 1) * size;
      return {
        code: 0,
        data: newest(rows)
          .slice(first, first + size)
          .map(({ id, at }) => ({
            ...{ id, tradeId: id, orderId: 1, side: 1, matchRole: 1, execQty: 1, execAmt: 2, fee: 0, feeCurrencyId: 2 },
            ...{ baseCurrencyId: 1, quoteCurrencyId: 2, matchTime: Math.floor(at / 1000), instrumentId: 1 },
          })),
      };
    },
  },
];

const askedOf = ({ url, body }: EgressRequest): Asked => {
  const { pathname, searchParams } = new URL(url);
  const sent: Record<string, unknown> = body === undefined ? {} : JSON.parse(body);
  return { path: pathname, of: (name) => (name in sent ? String(sent[name]) : searchParams.get(name)) };
};

const fillsPath = /myTrades|my_trades|fills|\/trades|accountMatches/;

/** A client whose `twice`-th request for fills is answered with the reply before it. `replies`: all that it was served. */
function clientOf(wire: Wire, twice: number, instead: 'the reply before' | 'no rows') {
  const replies: string[] = [];
  const egress = {
    async send(request: EgressRequest) {
      const asked = askedOf(request);
      const honest = JSON.stringify(wire.reply(asked, wire.rows, wire.cap));
      const isFills = fillsPath.test(asked.path) && !/4008[45]/.test(honest);
      const other =
        instead === 'no rows' ? JSON.stringify(wire.reply(asked, [], wire.cap)) : (replies.at(-1) ?? honest);
      const body = isFills && replies.length === twice ? other : honest;
      if (isFills) replies.push(body);
      const host = new URL(request.url).hostname;
      return ok({ host, status: 200, headers: {}, body, receivedAt: unixMs(wire.now) });
    },
  };
  const keys = ['apiKey', 'secret', 'passphrase', 'memo'] as const;
  const credentials = Object.fromEntries(keys.map((key) => [key, new Secret(`a-${key}`)]));
  const client = createClients({ egress, now: () => unixMs(wire.now) })(wire.id, {
    ...{ apiKey: new Secret('a-key'), secret: new Secret('a-secret') },
    ...credentials,
  });
  return { client, replies };
}

async function readOn(client: ExchangeClient, market: Market, start: string, into: Map<string, ExchangeFill>) {
  let cursor = start;
  for (let calls = 0; calls < 200; calls += 1) {
    const { fills } = client;
    const page =
      fills.by === 'symbol'
        ? await fills.page(market, cursor)
        : await fills.page(new Map([[market.symbol, market]]), cursor);
    if (!page.ok) {
      expect(page.error.reason).toBe('network-failed');
      continue;
    }
    for (const fill of page.value.fills) into.set(fill.id, fill);
    cursor = page.value.next;
    if (page.value.done) return cursor;
  }
  throw new Error('the reading does not end');
}

const isEmpty = (reply: string | undefined): boolean => reply !== undefined && !/"(id|tradeId|execId)"/.test(reply);

/** How many fills two readings bring, and whether the reply that came twice was one without rows. */
async function read(wire: Wire, twice: number, instead: 'the reply before' | 'no rows') {
  const { client, replies } = clientOf(wire, twice, instead);
  const market: Market = {
    ...{ id: wire.market, symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', active: true, minQuantity: null },
  };
  const fills = new Map<string, ExchangeFill>();
  const cursor = await readOn(client, market, '', fills);
  const calls = replies.length;
  await readOn(client, market, cursor, fills);
  return { twice, found: fills.size, calls, empty: isEmpty(replies[twice]) };
}

/** Each call of a reading that one wrong answer made lose fills. */
async function losses(wire: Wire, instead: 'the reply before' | 'no rows') {
  const whole = await read(wire, -1, instead);
  expect(whole.found).toBe(wire.rows.length);
  const answers = await Promise.all(Array.from({ length: whole.calls }, (_, index) => read(wire, index, instead)));
  return answers.filter(({ found }) => found < wire.rows.length);
}

describe.each(wires)('fills of $name', (wire) => {
  test('are read to the last one where a page with rows comes twice, whichever it is', async () => {
    const lost = await losses(wire, 'the reply before');
    expect(lost.filter(({ empty }) => !empty)).toEqual([]);
  });
});

describe.each(wires)('fills of $name', (wire) => {
  test.each(['the reply before', 'no rows'] as const)(
    'are read to the last one where one page is %s',
    async (instead) => {
      const lost = await losses(wire, instead);
      // Poloniex's ranges before the first fill are believed to be empty, and so is this one if its first page is.
      expect(wire.id === 'poloniex' ? lost.filter(({ twice }) => twice > 0) : lost).toEqual([]);
    },
  );
});
