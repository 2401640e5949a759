/**
 * Looks the minutes of one need up, from source to source: where the pair is listed, the fill's own exchange first, then where two
 * markets join it. What fails and passes by itself ends the search: another exchange's price would be another figure for no
 * good reason.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { type FeeRate, rateOfLegs } from '../../shared/exchanges/fee-rate';
import { type ExchangeId, exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../shared/result';
import type { ExchangeClient } from '../exchanges/client';
import type { Accounts } from './accounts';
import { isAsked } from './closing';
import type { EngineDeps } from './context';
import type { Markets } from './markets';
import { missingHosts } from './observations';
import { accountPaused } from './pausing';
import { type AskCandles, createLookup, type LegsAt } from './rate-lookup';
import type { MinuteNeed, RateNeed } from './rate-needs';
import { crossedPaths, directPaths, type RatePath } from './rate-paths';
import { respectBudget } from './respect-budget';
import type { Repeat } from './retry';

export interface RateSearchParts {
  readonly deps: EngineDeps;
  readonly accounts: Accounts;
  readonly markets: Markets;
  readonly repeat: Repeat;
  readonly signal: AbortSignal;
  /** Whether something that comes first is under way: balances that are being read, a page that asks for rows. */
  readonly isOthersTurn: () => boolean;
  /** Stores rates that were found, which are for `minutes`; then they are known. */
  readonly keep: (found: readonly FeeRate[], minutes: readonly MinuteNeed[]) => Promise<Result<void, Failure>>;
  /** Whether the rate of a minute is still not known. */
  readonly isMissing: (need: RateNeed, minute: MinuteNeed) => boolean;
}

/** The minutes that are left, and why; `price-missing` where no market tells their price. */
interface Searched {
  readonly left: readonly MinuteNeed[];
  readonly failure: Failure;
}

/** Minutes whose rates are stored together. */
const batch = 300;
/** How often it is looked whether what comes first is still under way. */
const turnMs = 200;

/** A place where prices are told. */
interface Source {
  readonly exchange: ExchangeId;
  readonly client: ExchangeClient;
  readonly path: RatePath;
}

/** The search of an open vault. */
export function createRateSearch(parts: RateSearchParts): (need: RateNeed) => Promise<Searched> {
  const { deps, accounts, markets, repeat, signal } = parts;

  /** The exchange's first account that is asked for anything lends its client: candles need no key of any. */
  async function clientAt(exchange: ExchangeId): Promise<ExchangeClient | null> {
    const isHere = (account: ExchangeAccount): boolean => account.exchange === exchange && isAsked(account, deps.now());
    const account = accounts.list().find(isHere);
    const client = account && (await accounts.clientOf(account));
    return client?.ok ? client.value : null;
  }

  async function* sourcesOf({ exchange: own, coin, quote }: RateNeed): AsyncGenerator<Result<Source, Failure>> {
    const order = [own, ...exchangeIds.filter((id) => id !== own)];
    for (const pathsOf of [directPaths, crossedPaths])
      for (const exchange of order) {
        const client = await clientAt(exchange);
        if (!client) continue;
        const [missing] = await missingHosts(deps, exchange);
        if (missing !== undefined) {
          if (exchange === own) yield err({ reason: 'host-access-missing', host: new URL(missing).host });
          continue;
        }
        const listed = await markets.of(exchange, client, signal);
        if (!listed.ok) yield listed;
        else for (const path of pathsOf(listed.value, coin, quote)) yield ok({ exchange, client, path });
      }
  }

  const asking =
    ({ client, exchange }: Source): AskCandles =>
    async ({ market }, fromMs, interval) => {
      while (parts.isOthersTurn() && !signal.aborted) await deps.sleep(turnMs, signal);
      await respectBudget(client, deps, signal);
      if (signal.aborted) return err({ reason: 'cancelled' });
      const [host = exchange] = exchangeInfos[exchange].hosts;
      return repeat(host, () => client.candles(market, unixMs(fromMs), interval, signal), signal);
    };

  /** Why no market told a price. A paused account's own exchange was not asked: it is when the account is resumed. */
  function untold({ exchange, coin }: RateNeed): Failure {
    const here = accounts.list().filter((account) => account.exchange === exchange);
    const isPaused =
      here.every((account) => !isAsked(account, deps.now())) && here.some(({ pausedAt }) => pausedAt !== null);
    return isPaused ? accountPaused : { reason: 'price-missing', subject: coin };
  }

  /** One rate for each account that has fills in the minute; none where it is too small to be one. */
  function ratesOf(need: RateNeed, { minute, fills }: MinuteNeed, source: Source, legs: FeeRate['legs']): FeeRate[] {
    const rate = rateOfLegs(legs);
    if (rate === null) return [];
    const { coin, quote } = need;
    const { exchange } = source;
    const noted = { coin, quote, minute: unixMs(minute), rate, exchange, legs, at: deps.now() };
    return [...new Set(fills.map(([accountId]) => accountId))].map((account) => ({ account, ...noted }));
  }

  async function lookUpSome(need: RateNeed, minutes: readonly MinuteNeed[], source: Source, legsAt: LegsAt) {
    const found: FeeRate[] = [];
    let failure: Failure | null = null;
    for (const minute of minutes) {
      const legs = await legsAt(minute.minute);
      if (!legs.ok) {
        failure = legs.error;
        break;
      }
      if (legs.value) found.push(...ratesOf(need, minute, source, legs.value));
    }
    const kept = await parts.keep(found, minutes);
    return kept.ok ? failure : kept.error;
  }

  /** Looks minutes up at one source. What it tells no price of is still missing afterwards. */
  async function lookUp(
    need: RateNeed,
    minutes: readonly MinuteNeed[],
    source: Source,
  ): Promise<Result<void, Failure>> {
    const legsAt = createLookup(source.path, asking(source));
    for (let from = 0; from < minutes.length; from += batch) {
      const failure = await lookUpSome(need, minutes.slice(from, from + batch), source, legsAt);
      // A market that is not known there any more tells nothing: another may.
      if (failure) return failure.reason === 'unsupported' ? ok(undefined) : err(failure);
    }
    return ok(undefined);
  }

  return async (need) => {
    let left = need.minutes;
    for await (const source of sourcesOf(need)) {
      const looked = source.ok ? await lookUp(need, left, source.value) : source;
      left = left.filter((minute) => parts.isMissing(need, minute));
      if (!looked.ok) return { left, failure: looked.error };
      if (left.length === 0 || signal.aborted) break;
    }
    return { left, failure: untold(need) };
  };
}
