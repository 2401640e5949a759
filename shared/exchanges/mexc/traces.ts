/** What deposits and open orders tell of the assets and markets that an account touched. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { nameText, parsePayload } from '../payload';

const deposits = z.array(z.object({ coin: nameText, network: z.string().nullish(), netWork: z.string().nullish() }));

/** What was deposited: `rows` is how many deposits the page had; `assets` are their coins, each once. */
interface DepositPage {
  readonly rows: number;
  readonly assets: readonly string[];
}

/** The coin may carry its chain: USDC-TRX is USDC. A suffix that the row does not name as its chain may belong to the coin. */
function assetsOf(coin: string, chains: readonly (string | null | undefined)[]): readonly string[] {
  const dash = coin.lastIndexOf('-');
  if (dash <= 0) return [coin];
  const bare = coin.slice(0, dash);
  return chains.includes(coin.slice(dash + 1)) ? [bare] : [coin, bare];
}

/**
 * The assets of GET /api/v3/capital/deposit/hisrec, whatever the state of a deposit: one that was refused names a coin as well.
 * `unexpected-payload` where a row names no coin.
 */
export function parseDeposits(payload: unknown): Result<DepositPage, Failure> {
  const rows = parsePayload(deposits, payload);
  if (!rows.ok) return rows;
  const assets = rows.value.flatMap(({ coin, network, netWork }) => assetsOf(coin, [network, netWork]));
  return ok({ rows: rows.value.length, assets: [...new Set(assets)] });
}

const openOrders = z.array(z.object({ symbol: nameText, orderId: nameText }));

/** The market ids (BTCUSDT), each once, of GET /api/v3/openOrders. */
export function parseOrderMarketIds(payload: unknown): Result<readonly string[], Failure> {
  const rows = parsePayload(openOrders, payload);
  return rows.ok ? ok([...new Set(rows.value.map((row) => row.symbol))]) : rows;
}
