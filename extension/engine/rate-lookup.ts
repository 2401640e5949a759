/**
 * Looks up the price of one market at minutes that come from the oldest on, in few calls: a page of candles answers for every
 * minute that it covers. Where a page has no candle at a minute the next coarser interval is asked.
 */
import { type CandleInterval, type CandlePage, candleAt, candleIntervals } from '../../shared/exchanges/candles';
import type { RateLeg } from '../../shared/exchanges/fee-rate';
import type { Failure } from '../../shared/reasons';
import { ok, type Result, unixMs } from '../../shared/result';
import type { PathLeg, RatePath } from './rate-paths';

/** Asks for one page; whoever gives it paces it. */
export type AskCandles = (
  leg: PathLeg,
  fromMs: number,
  interval: CandleInterval,
) => Promise<Result<CandlePage, Failure>>;

/** The legs of a path at a minute; null where the exchange tells no price of one of them. */
export type LegsAt = (minute: number) => Promise<Result<readonly RateLeg[] | null, Failure>>;

/** Says that no price is told, where an exchange serves no interval for that instant. */
const isUntold = (failure: Failure): boolean => failure.reason === 'unsupported' && failure.subject === 'candles';

function createLegLookup(leg: PathLeg, ask: AskCandles) {
  /** The last page asked for at each interval. */
  const pages = new Map<CandleInterval, CandlePage>();

  async function pageAt(interval: CandleInterval, minute: number): Promise<Result<CandlePage | null, Failure>> {
    const last = pages.get(interval);
    if (last && minute >= last.from && minute < last.to) return ok(last);
    const page = await ask(leg, minute, interval);
    if (!page.ok) return isUntold(page.error) ? ok(null) : page;
    pages.set(interval, page.value);
    return page;
  }

  return async (minute: number): Promise<Result<RateLeg | null, Failure>> => {
    let interval: CandleInterval | undefined = candleIntervals[0];
    while (interval !== undefined) {
      const page = await pageAt(interval, minute);
      if (!page.ok) return page;
      const candle = page.value && candleAt(page.value, minute);
      if (page.value && candle) {
        const { interval: of } = page.value;
        return ok({ symbol: leg.market.symbol, turned: leg.turned, interval: of, ...candle });
      }
      interval = candleIntervals[candleIntervals.indexOf(page.value?.interval ?? interval) + 1];
    }
    return ok(null);
  };
}

/** The lookup of a path's legs; one that has no price leaves the others unasked. */
export function createLookup(path: RatePath, ask: AskCandles): LegsAt {
  const lookups = path.map((leg) => createLegLookup(leg, ask));
  return async (minute) => {
    const legs: RateLeg[] = [];
    for (const lookup of lookups) {
      const leg = await lookup(unixMs(minute));
      if (!leg.ok) return leg;
      if (!leg.value) return ok(null);
      legs.push(leg.value);
    }
    return ok(legs);
  };
}
