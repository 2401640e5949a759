/** PnL that rests on a history that is not whole is never shown as a plain profit, nor as 0. */
import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../../../extension/engine/api/popup-summary';
import { badgeOf } from '../../../../extension/engine/badge';
import { overviewOf } from '../../../../extension/engine/overview';
import { type Failure, reasonSentence } from '../../../../shared/reasons';
import { unixMs } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, importEnded, openWorld } from './engine-world';
import { balance, type FillSketch, fakeExchange, fillsOf } from './fake-exchange';

const { id } = accountDraft;
/** The clock says 2026-02-01 12:00. */
const today = Date.UTC(2026, 1, 1, 9);
const yesterday = today - 86_400_000;

const fillsAt = (symbol: string, sketches: readonly (FillSketch & { readonly at: number })[]) =>
  fillsOf(symbol, sketches).map((fill, index) => ({ ...fill, executedAtUs: (sketches[index]?.at ?? 0) * 1000 }));

/** An account that holds a coin of each symbol, so that its fills are looked for; `symbols` may be none. */
async function worldWith(symbols: readonly string[], accountIds: readonly string[] = [id]) {
  const exchange = fakeExchange(symbols);
  exchange.balances = symbols.map((symbol) => balance(symbol.split('/')[0] ?? '', '1', '0', '1'));
  exchange.prices = new Map(symbols.map((symbol) => [symbol, '100']));
  const world = await openWorld(createWorld(exchange.client));
  const { session, clock } = world;
  for (const accountId of accountIds) {
    must(await session.accounts.add({ ...accountDraft, id: accountId, label: accountId }));
    const account = session.accounts.get(accountId);
    if (account) await session.observations.refresh(account, session.signal);
  }
  return {
    ...world,
    exchange,
    import: async (accountId = id) => {
      await session.imports.start(accountId, 'import');
      await importEnded(session, accountId);
    },
    overview: () => overviewOf(session, { now: unixMs(clock.now), refreshing: new Set(), hostsMissing: new Map() }),
  };
}

type World = Awaited<ReturnType<typeof worldWith>>;

/** What Overview, popup and badge say. */
function said(world: World) {
  const overview = world.overview();
  const { today: made, realized } = summaryOf(overview);
  return {
    today: made,
    allTime: realized,
    parts: overview.realized.inBase,
    caveats: overview.realized.caveats.map(({ failure }) => failure),
    badge: badgeOf(overview, 'today', 0).text,
  };
}

const part = (failure: Failure, accountId = id) => ({
  ...{ accountId, accountLabel: accountId, exchange: 'binance', wallet: null, asset: null },
  failure,
});

/** 1 BTC bought at 100 and sold at 150 today: a gain of 50. */
const bought = { side: 'buy' as const, quantity: '1', price: '100', at: yesterday };
const sold = { side: 'sell' as const, quantity: '1', price: '150', at: today };

test('a history that is whole gives figures that miss nothing, and the badge has that of today', async () => {
  const world = await worldWith(['BTC/USDT']);
  world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, sold]));
  await world.import();
  const whole = { amount: '50', missing: [], missingCount: 0, partCount: 1 };
  expect(said(world)).toMatchObject({ today: whole, allTime: whole, caveats: [], badge: '+50' });
});

describe('units sold that were never bought', () => {
  const oversold = { reason: 'history-incomplete' as const, subject: 'BTC/USDT' };

  test('make the PnL of today and of all time partial, with the cause, and leave the badge empty', async () => {
    const world = await worldWith(['BTC/USDT']);
    world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, { ...sold, quantity: '3' }]));
    await world.import();
    // 1 × (150 − 100) = 50 of what was bought; 2 × 150 = 300 of which the cost is not known
    const partial = { amount: '350', missing: [part(oversold)], missingCount: 1, partCount: 1, lastKnown: null };
    const { parts, ...figures } = said(world);
    expect(figures).toMatchObject({ today: partial, allTime: partial, caveats: [oversold], badge: '' });
    expect([parts.gross.missingCount, parts.fees.missingCount]).toEqual([1, 1]);
    expect(reasonSentence(oversold, 'Binance', String)).toBe(
      'The history of BTC/USDT sold more than it bought: buys are missing, so PnL that rests on it is not true yet.',
    );
  });

  test('of an earlier day leave that of today whole', async () => {
    const world = await worldWith(['BTC/USDT', 'ETH/USDT']);
    world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [{ ...sold, at: yesterday }]));
    const eth = fillsAt('ETH/USDT', [bought, sold]);
    world.exchange.fillsBySymbol.set('ETH/USDT', eth);
    await world.import();
    const { today: ofToday, allTime, badge } = said(world);
    expect(ofToday).toMatchObject({ amount: '50', missing: [] });
    expect(allTime).toMatchObject({ amount: '200', missing: [part(oversold)] }); // 150 without a cost + 50
    expect(badge).toBe('+50');
  });

  test('in two symbols are one part that names both', async () => {
    const world = await worldWith(['BTC/USDT', 'ETH/USDT']);
    for (const symbol of ['BTC/USDT', 'ETH/USDT']) world.exchange.fillsBySymbol.set(symbol, fillsAt(symbol, [sold]));
    await world.import();
    const both = { reason: 'history-incomplete' as const, subject: 'BTC/USDT, ETH/USDT' };
    expect(said(world)).toMatchObject({ today: { amount: '300', missing: [part(both)] }, caveats: [both] });
  });
});

describe('an account without a fill', () => {
  test('whose history was read to the end made a known 0', async () => {
    const world = await worldWith([]);
    await world.import();
    const nothing = { amount: '0', missing: [], partCount: 1 };
    expect(said(world)).toMatchObject({ today: nothing, allTime: nothing, caveats: [], badge: '0' });
  });

  test('that was never imported has a PnL that is not known', async () => {
    const world = await worldWith([]);
    const notBegun = part({ reason: 'history-incomplete', code: 'not-begun' });
    const unknown = { amount: null, missing: [notBegun], missingCount: 1 };
    expect(said(world)).toMatchObject({ today: unknown, allTime: unknown, badge: '' });
  });

  test('whose first import was refused has a PnL that is not known, for the reason of the refusal', async () => {
    const world = await worldWith(['BTC/USDT']);
    const refused = { reason: 'key-rejected' as const };
    world.exchange.failures.set('fillsPage', [refused]);
    await world.import();
    const unknown = { amount: null, missing: [part(refused)], missingCount: 1, partCount: 1 };
    expect(said(world)).toMatchObject({ today: unknown, allTime: unknown, caveats: [refused], badge: '!' });
  });

  test('of which a symbol could not be read has a PnL that is not known', async () => {
    const world = await worldWith(['BTC/USDT']);
    const unread = { reason: 'unexpected-payload' as const, subject: 'price' };
    world.exchange.failures.set('fillsPage', [unread]);
    await world.import();
    expect(world.session.imports.progress(id).state).toBe('complete-with-warnings');
    const unknown = { allTime: { amount: null, missing: [part(unread)] }, badge: '' };
    expect(said(world)).toMatchObject(unknown);
    const [meanwhile] = await whileReading(world); // once more: until it is read, it is as unknown as before
    expect(meanwhile).toMatchObject(unknown);
    expect(said(world)).toMatchObject({ allTime: { amount: '0', missing: [] }, badge: '0' });
  });

  test('whose first import the trader stopped says so', async () => {
    const world = await worldWith(['BTC/USDT', 'ETH/USDT']);
    world.exchange.beforeCall = () => {
      if (world.exchange.calls.at(-1) === 'fillsPage') void world.session.imports.cancel(id);
    };
    await world.import();
    expect(world.session.imports.progress(id).state).toBe('paused');
    expect(said(world)).toMatchObject({ allTime: { amount: null, missing: [part({ reason: 'cancelled' })] } });
  });
});

/** What is said each time the exchange is asked for a page of fills. */
async function whileReading(world: World): Promise<readonly ReturnType<typeof said>[]> {
  const all: ReturnType<typeof said>[] = [];
  world.exchange.beforeCall = () => {
    if (world.exchange.calls.at(-1) === 'fillsPage') all.push(said(world));
  };
  await world.import();
  world.exchange.beforeCall = () => undefined;
  return all;
}

describe('an import at work', () => {
  const unfinished = part({ reason: 'history-incomplete' });

  test('that is the first leaves what it has read so far partial, and today unknown', async () => {
    const world = await worldWith(['BTC/USDT', 'ETH/USDT']);
    world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, sold]));
    const [before, after] = await whileReading(world);
    expect(before).toMatchObject({ allTime: { amount: null, missing: [unfinished] } });
    expect(after).toMatchObject({
      allTime: { amount: '50', missing: [unfinished] },
      today: { amount: null, missing: [unfinished] },
      badge: '',
    });
    expect(said(world)).toMatchObject({ allTime: { amount: '50', missing: [] }, badge: '+50' });
  });

  test('that reads new fills after a whole one takes nothing from the figures', async () => {
    const world = await worldWith(['BTC/USDT']);
    world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, sold]));
    await world.import();
    const reading = await whileReading(world);
    expect(reading.length).toBeGreaterThan(0);
    const whole = { amount: '50', missing: [] };
    for (const figures of reading) expect(figures).toMatchObject({ today: whole, allTime: whole, caveats: [] });
  });

  test('whose older fills are not in the figures yet leaves them partial until they are', async () => {
    const world = await worldWith(['BTC/USDT']);
    const { exchange, session } = world;
    exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, sold]));
    await world.import();
    const later = Array.from({ length: 2_000 }, (_, n) => ({ ...bought, at: today + 1 + n }));
    const earlier = { ...bought, price: '90', at: yesterday - 1 };
    const news = fillsAt('BTC/USDT', [...later, earlier]).map((fill) => ({ ...fill, id: `n${fill.id}`, account: id }));
    await session.books.add(id, news.slice(0, -1));
    await session.books.add(id, news.slice(-1)); // far before 2,000 others: held back
    const [meanwhile] = await whileReading(world);
    const partial = { amount: '50', missing: [unfinished] };
    expect(meanwhile).toMatchObject({ allTime: partial, today: { amount: null, missing: [unfinished] }, badge: '' });
    const whole = { amount: '60', missing: [] }; // 150 − 90
    expect(said(world)).toMatchObject({ allTime: whole, today: whole, badge: '+60' });
  });

  test('that reads new fills leaves a known 0 of an account without any', async () => {
    const world = await worldWith(['BTC/USDT']);
    await world.import();
    world.clock.now += 7 * 3_600_000; // symbols found empty are asked again then
    const reading = await whileReading(world);
    expect(reading.map(({ allTime }) => allTime.amount)).toEqual(['0']);
  });
});

describe('several accounts', () => {
  test('are a part each: what one does not know leaves the others in the sum, which is partial', async () => {
    const world = await worldWith(['BTC/USDT'], ['whole', 'refused']);
    world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, sold]));
    await world.import('whole');
    const refused = { reason: 'ip-not-whitelisted' as const };
    world.exchange.failures.set('fillsPage', [refused]);
    await world.import('refused');
    const partial = { amount: '50', missing: [part(refused, 'refused')], missingCount: 1, partCount: 2 };
    expect(said(world)).toMatchObject({ today: partial, allTime: partial, badge: '!' });
  });

  test('of which none was ever read know nothing', async () => {
    const world = await worldWith([], ['a', 'b']);
    expect(said(world).allTime).toMatchObject({ amount: null, missingCount: 2, partCount: 2 });
  });
});

test('an account whose record does not open is missing of every figure, beside those that do', async () => {
  const world = await worldWith(['BTC/USDT']);
  world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, sold]));
  await world.import();
  const failure = { reason: 'damaged' as const };
  const accounts = { ...world.session.accounts, failures: [{ id: 'lost', failure }] };
  const moment = { now: unixMs(world.clock.now), refreshing: new Set<string>(), hostsMissing: new Map() };
  const overview = overviewOf({ ...world.session, accounts }, moment);
  const missing = [{ accountId: 'lost', accountLabel: '', exchange: null, failure }];
  const partial = { missing, missingCount: 1, partCount: 2 };
  expect(overview.today.net).toMatchObject({ amount: '50', ...partial });
  expect(overview.realized.inBase.net).toMatchObject({ amount: '50', ...partial });
  for (const { missing: parts } of [overview.total, overview.free, overview.locked])
    expect(parts.at(-1)).toMatchObject({ accountId: 'lost', failure });
  expect(badgeOf(overview, 'today', 0).text).toBe('');
});

describe('a quote without a price', () => {
  test('is a part that is missing of its account; what was made in the others counts', async () => {
    const world = await worldWith(['BTC/USDT', 'ETH/ODD']);
    world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought, sold]));
    world.exchange.fillsBySymbol.set('ETH/ODD', fillsAt('ETH/ODD', [bought, sold]));
    await world.import();
    const missing = [{ accountId: id, asset: 'ODD', failure: { reason: 'price-missing', subject: 'ODD' } }];
    const partial = { amount: '50', missing, missingCount: 1, partCount: 1 };
    expect(said(world)).toMatchObject({ today: partial, allTime: partial, badge: '' });
  });

  test('that is the only one leaves nothing known, whatever was not made in the others', async () => {
    const world = await worldWith(['BTC/USDT', 'ETH/ODD']);
    world.exchange.fillsBySymbol.set('BTC/USDT', fillsAt('BTC/USDT', [bought]));
    world.exchange.fillsBySymbol.set('ETH/ODD', fillsAt('ETH/ODD', [bought, sold]));
    await world.import();
    const unknown = { amount: null, missing: [{ asset: 'ODD' }] };
    expect(said(world)).toMatchObject({ today: unknown, allTime: unknown, badge: '' });
  });
});
