/**
 * Exchanges that exist nowhere: the seven of sample data, behind the interface of the real ones.
 *
 * Everything above the client is the product itself: imports, coverage, refreshes, doctor and books work on what is answered
 * here as on what an exchange answers. No request leaves the browser. Which sample a client tells, its key says: one that was
 * typed belongs to no sample and is refused, so that a real key is never kept among sample data.
 */

import type { OnCall } from '../../../shared/exchanges/call-record';
import type { ExchangeId } from '../../../shared/exchanges/ids';
import type { Balance, Market, Ticker } from '../../../shared/exchanges/readings';
import { type DecimalString, type E18, e18, formatE18 } from '../../../shared/money/decimal';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../../shared/result';
import type { Credentials, ExchangeClient } from '../client';
import type { CreateClient } from '../create-clients';
import type { SampleAccount } from './accounts';
import { samplePage } from './candles';
import { isCoin } from './coins';
import { fillsReader } from './fills';
import { flowsReader } from './flows';
import { marketsOf } from './markets';
import { pairPrice } from './pair-price';
import { openedAtOf, type SampleWorld, worldOf } from './world';

export interface SampleDeps {
  readonly now: () => UnixMs;
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Says in the doctor's list of calls where they went: nowhere outside. */
const sampleHost = 'sample-data';
const answerMs = 90;
const never = new AbortController().signal;

/** One call: takes its time, is noted, and is refused where the account is. */
export type Answer = <T>(
  call: { readonly path: string; readonly ms?: number; readonly refusal?: Failure | undefined },
  value: () => T,
  signal?: AbortSignal,
) => Promise<Result<T, Failure>>;

function answering({ now, sleep }: SampleDeps, onCall: OnCall | undefined): Answer {
  return async ({ path, ms = answerMs, refusal }, value, signal = never) => {
    const at = now();
    await sleep(ms, signal);
    if (signal.aborted) return err({ reason: 'cancelled' });
    const answered = refusal ? err(refusal) : ok(value());
    onCall?.({
      at,
      method: 'GET',
      host: sampleHost,
      path,
      durationMs: Math.max(0, now() - at),
      status: refusal ? 403 : 200,
      bodyBytes: null,
      reason: refusal?.reason ?? null,
      code: refusal?.code ?? null,
    });
    return answered;
  };
}

const percent = (amount: bigint, share: number): bigint => (amount * BigInt(share)) / 100n;

function balanceOf(asset: string, total: bigint, lockedShare: number): Balance {
  const locked = percent(total, lockedShare);
  const text = (amount: bigint) => formatE18(amount as E18); // an amount of the story, scaled by 10^18
  return { asset, free: text(total - locked), locked: text(locked), total: text(total) };
}

/** What the account's spot wallet holds at an instant, assets of nothing left out. */
export function spotBalances(account: SampleAccount, world: SampleWorld, at: number): readonly Balance[] {
  const [held] = world.storyOf(account).heldAt([at]);
  return [...(held ?? [])]
    .filter(([, total]) => total > 0n)
    .map(([asset, total]) => balanceOf(asset, total, account.locked[asset] ?? 0));
}

/** What its futures wallet holds: it stands still. */
export const futuresBalances = ({ futures = [] }: SampleAccount): readonly Balance[] =>
  futures.map(([asset, total]) => balanceOf(asset, e18(total), 0));

const scaledText = (ticks: number, decimals: number) =>
  formatE18((BigInt(ticks) * 10n ** BigInt(18 - decimals)) as E18); // the brand is made here

/** What a market costs at an instant; null where it does not trade. */
function priceOf({ base, quote, active }: Market, world: SampleWorld, at: UnixMs): DecimalString | null {
  if (!active || !isCoin(base)) return null;
  const { ticks, decimals } = pairPrice(base, quote, at, world.prices);
  return scaledText(ticks, decimals);
}

/** The last prices of the markets that trade. */
function tickersOf(markets: readonly Market[], world: SampleWorld, at: UnixMs): readonly Ticker[] {
  return markets.flatMap((market): readonly Ticker[] => {
    const price = priceOf(market, world, at);
    return price === null ? [] : [{ symbol: market.symbol, price, at }];
  });
}

/** What all markets of an exchange cost at an instant. */
export const samplePrices = (exchange: ExchangeId, world: SampleWorld, at: UnixMs): readonly Ticker[] =>
  tickersOf(marketsOf(exchange), world, at);

function clientOf(account: SampleAccount, world: SampleWorld, deps: SampleDeps, answer: Answer): ExchangeClient {
  const { refused: refusal, refusedWallet } = account;
  return {
    serverTime: (signal) => answer({ path: '/time' }, deps.now, signal),
    keyRights: (signal) => answer({ path: '/key', refusal }, () => account.rights, signal),
    balances: (wallet, signal) => {
      const walletRefusal = refusedWallet?.wallet === wallet ? refusedWallet.failure : undefined;
      return answer(
        { path: `/balances/${wallet}`, refusal: refusal ?? walletRefusal },
        () => (wallet === 'futures' ? futuresBalances(account) : spotBalances(account, world, deps.now())),
        signal,
      );
    },
    markets: (signal) => answer({ path: '/markets' }, () => marketsOf(account.exchange), signal),
    tickers: (markets, signal) =>
      markets.length === 0
        ? Promise.resolve(ok([]))
        : answer({ path: '/prices' }, () => tickersOf(markets, world, deps.now()), signal),
    candles: (market, fromMs, interval, signal) =>
      answer(
        { path: '/candles' },
        () => samplePage(market, { fromMs, interval, nowMs: deps.now() }, (at) => priceOf(market, world, at)),
        signal,
      ),
    fills: fillsReader(account, world.storyOf(account), deps, answer),
    flows: flowsReader(account, world.storyOf(account), deps, answer),
    budget: () => null,
  };
}

/** A key of no sample: markets and prices are told, as an exchange tells them to anyone. */
function strangerOf(exchange: ExchangeId, deps: SampleDeps, answer: Answer): ExchangeClient {
  const refusal: Failure = { reason: 'key-rejected' };
  const world = worldOf(deps.now());
  return {
    ...clientOf({ ...world.accountOf(exchange), refused: refusal }, world, deps, answer),
  };
}

/** The clients of sample data; `now` is the clock that the story is told by. */
export function createSampleClients(deps: SampleDeps): CreateClient {
  return (exchange: ExchangeId, { apiKey }: Credentials, onCall?: OnCall) => {
    const answer = answering(deps, onCall);
    const openedAt = openedAtOf(apiKey.reveal());
    if (openedAt === null) return strangerOf(exchange, deps, answer);
    const world = worldOf(unixMs(openedAt));
    return clientOf(world.accountOf(exchange), world, deps, answer);
  };
}
