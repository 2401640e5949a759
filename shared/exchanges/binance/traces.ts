/** What deposits and open orders tell of the assets and markets that an account touched. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { nameText, parsePayload } from '../payload';

const deposits = z.array(z.object({ coin: nameText }));

/**
 * The asset of every row of GET /sapi/v1/capital/deposit/hisrec, one per row: as many as the page has rows.
 * Whatever its state: a deposit that was refused names a coin as well.
 */
export function parseDepositAssets(payload: unknown): Result<readonly string[], Failure> {
  const rows = parsePayload(deposits, payload);
  return rows.ok ? ok(rows.value.map((row) => row.coin)) : rows;
}

const openOrders = z.array(z.object({ symbol: nameText }));

/** The market ids (LTCUSDT), each once, of GET /api/v3/openOrders. */
export function parseOrderMarketIds(payload: unknown): Result<readonly string[], Failure> {
  const rows = parsePayload(openOrders, payload);
  return rows.ok ? ok([...new Set(rows.value.map((row) => row.symbol))]) : rows;
}
