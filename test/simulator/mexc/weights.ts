/**
 * MEXC's budget of weight: 500 within ten seconds, for each endpoint apart, for the address and for the account.
 *
 * How it counts is not published; here a budget of 500 is refilled by 50 each second. A request beyond it is answered 429 with
 * the seconds until it would pass; the second limit on /account, two calls a second, is not kept here.
 */
import type { WireReply, WireRequest } from '../exchange';
import { tooManyRequests } from './replies';

const budget = 500;
const refillPerSecond = 50;

/** Documented in August 2025; all others weigh 1. */
const weights: Readonly<Record<string, number>> = {
  '/api/v3/exchangeInfo': 10,
  '/api/v3/ticker/24hr': 40,
  '/api/v3/ticker/price': 2,
  '/api/v3/account': 10,
  '/api/v3/myTrades': 10,
  '/api/v3/openOrders': 3,
};

interface Left {
  weight: number;
  atMs: number;
}

interface Weights {
  /** Books a request: null where it may pass, else the refusal. */
  book(request: WireRequest): WireReply | null;
}

export function createWeights(): Weights {
  const leftBy = new Map<string, Left>();
  const spend = (holder: string, { path, nowMs }: WireRequest): number => {
    const name = `${holder} ${path}`;
    const left = leftBy.get(name) ?? { weight: budget, atMs: nowMs };
    leftBy.set(name, left);
    const refilled = (Math.max(0, nowMs - left.atMs) / 1000) * refillPerSecond;
    left.weight = Math.min(budget, left.weight + refilled) - (weights[path] ?? 1);
    left.atMs = nowMs;
    return Math.ceil(-left.weight / refillPerSecond);
  };
  return {
    book: (request) => {
      const key = request.headers['x-mexc-apikey'];
      const holders = [request.address, ...(key === undefined ? [] : [`key ${key}`])];
      const seconds = Math.max(...holders.map((holder) => spend(holder, request)));
      return seconds > 0 ? tooManyRequests(429, seconds) : null;
    },
  };
}
