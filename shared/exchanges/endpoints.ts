/**
 * The calls that Fillbook may make: reads alone, exchange by exchange (the table of each is in its folder).
 *
 * A second fence behind read-only keys: whatever a bug asks for, a call that trades, moves or withdraws is in no table and is
 * not sent. Paths are compared as they stand, anchored at both ends, without query: nothing that is encoded, doubled or climbs
 * matches.
 */
import { exchangeIds, exchangeInfos } from './ids';

const endpoints = exchangeIds.flatMap((id) => exchangeInfos[id].endpoints);

/**
 * Whether a call only reads.
 *
 * `method` in capitals; `host` without scheme or port; `path` as it is sent, without query. Exact case throughout.
 * GET api.binance.com /api/v3/order is true, POST of the same is false.
 */
export const isReadOnly = (method: string, host: string, path: string): boolean =>
  endpoints.some((entry) => entry.method === method && entry.host === host && entry.path.test(path));
