/** What the relay knows of each exchange beside its table of reads: the headers that its requests need, and what its replies say of limits. */
import type { ExchangeId } from '../../shared/exchanges/ids';

interface ExchangeRules {
  /** Headers that are passed on, in lower case; `keyHeader` names the one with the API key. */
  readonly headers: readonly string[];
  readonly keyHeader: string;
}

/** Nothing but these headers is passed on to an exchange. */
export const exchangeRules: Readonly<Record<ExchangeId, ExchangeRules>> = {
  binance: { headers: ['x-mbx-apikey', 'content-type'], keyHeader: 'x-mbx-apikey' },
  bitget: {
    headers: ['access-key', 'access-sign', 'access-timestamp', 'access-passphrase', 'content-type', 'locale'],
    keyHeader: 'access-key',
  },
  gate: { headers: ['key', 'timestamp', 'sign', 'content-type'], keyHeader: 'key' },
  mexc: { headers: ['x-mexc-apikey', 'content-type'], keyHeader: 'x-mexc-apikey' },
  poloniex: {
    headers: ['key', 'signature', 'signtimestamp', 'signmethod', 'signversion', 'recvwindow', 'content-type'],
    keyHeader: 'key',
  },
  bitmart: { headers: ['x-bm-key', 'x-bm-sign', 'x-bm-timestamp', 'content-type'], keyHeader: 'x-bm-key' },
  coinstore: {
    headers: ['x-cs-apikey', 'x-cs-sign', 'x-cs-expires', 'exch-language', 'content-type'],
    keyHeader: 'x-cs-apikey',
  },
};

/** Headers of a reply that are handed back: what it is, and what it says of limits. No cookie, nothing of another origin's rules. */
export const isPassedBack = (name: string): boolean =>
  /^(content-type|date|retry-after)$|^x-.*(weight|ratelimit)/.test(name);

const minuteMs = 60_000;
/** Longer than any ban that an exchange has spoken of (Binance: three days). */
const longestMs = 3 * 86_400_000;

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;

/** Until when a refusal wants nothing more to be sent: `Retry-After` in seconds; without one a minute, after a ban two. */
function refusedUntil(status: number, headers: Readonly<Record<string, string>>, now: number): number | null {
  if (status !== 429 && status !== 418) return null;
  const told = numberOf(headers['retry-after']);
  return now + Math.min(told === null ? (status === 418 ? 2 * minuteMs : minuteMs) : told * 1_000, longestMs);
}

/** Until when the limit that a reply reports is used up; null where there is room. */
function usedUpUntil(exchange: ExchangeId, headers: Readonly<Record<string, string>>, now: number): number | null {
  if (exchange === 'binance') {
    // 6,000 a minute of the clock; nine tenths are ours to use, the rest is room for what is under way
    return (numberOf(headers['x-mbx-used-weight-1m']) ?? 0) >= 5_400
      ? (Math.floor(now / minuteMs) + 1) * minuteMs
      : null;
  }
  if (exchange === 'gate' && numberOf(headers['x-gate-ratelimit-requests-remain']) === 0) {
    const reset = numberOf(headers['x-gate-ratelimit-reset-timestamp']);
    return reset === null ? now + 1_000 : Math.min(reset < 1e12 ? reset * 1_000 : reset, now + minuteMs);
  }
  return null;
}

/** Until when nothing more should go to an exchange after this reply, in milliseconds since 1970; null: it may go on. */
export const blockedUntil = (
  exchange: ExchangeId,
  status: number,
  headers: Readonly<Record<string, string>>,
  now: number,
): number | null => refusedUntil(status, headers, now) ?? usedUpUntil(exchange, headers, now);
