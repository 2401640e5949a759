/** What open orders, deposits and withdrawals tell of the coins and markets that an account touched. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { nameText, parsePayload } from '../payload';
import { envelope } from './envelope';

const openOrders = envelope(z.array(z.object({ symbol: nameText })));

/** The market codes (BTCUSDT) in capitals, each once, of GET /v2/trade/order/active. */
export function parseOrderMarketCodes(payload: unknown): Result<readonly string[], Failure> {
  const parsed = parsePayload(openOrders, payload);
  return parsed.ok ? ok([...new Set(parsed.value.data.map(({ symbol }) => symbol.toUpperCase()))]) : parsed;
}

const records = z.array(z.object({ symbol: nameText })).nullable();
const deposits = envelope(z.object({ depositList: records }));
const withdrawals = envelope(z.object({ withdrawList: records }));

const coinsOf = (rows: z.infer<typeof records>): readonly string[] => [
  ...new Set((rows ?? []).map(({ symbol }) => symbol.toUpperCase())),
];

/**
 * The coins in capitals, each once, of POST /fi/v3/asset/deposit/record/list.
 * Whatever a record's state: a deposit that was refused names a coin as well. A list that is null has no records.
 */
export function parseDepositAssets(payload: unknown): Result<readonly string[], Failure> {
  const parsed = parsePayload(deposits, payload);
  return parsed.ok ? ok(coinsOf(parsed.value.data.depositList)) : parsed;
}

/** The same of POST /fi/v3/asset/withdraw/record/list. */
export function parseWithdrawalAssets(payload: unknown): Result<readonly string[], Failure> {
  const parsed = parsePayload(withdrawals, payload);
  return parsed.ok ? ok(coinsOf(parsed.value.data.withdrawList)) : parsed;
}
