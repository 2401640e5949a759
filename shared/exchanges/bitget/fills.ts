/** Rows of GET /api/v2/spot/trade/fills (classic account) and GET /api/v3/trade/fills (unified account). */
import { z } from 'zod';
import type { Fee } from '../../ledger/fill';
import { e18, formatE18, neg18 } from '../../money/decimal';
import type { Failure } from '../../reasons';
import { err, ok, type Result, type UnixMs } from '../../result';
import { amountText, idText, instantText, nameText, parsePayload, positiveText, unsignedText } from '../payload';
import type { ExchangeFill } from '../readings';
import { enveloped } from './envelope';
import type { MarketName } from './markets';

/**
 * One page of fills.
 *
 * - `fills`: those of spot, in the order of the payload.
 * - `rows`: all rows of the page, those of other products too: by them the page is counted and the next one asked for.
 * - `cursor`: what a unified account's next page is asked for with; null where there is none, and for a classic account.
 */
export interface ParsedFills {
  readonly fills: readonly ExchangeFill[];
  readonly rows: readonly { readonly id: string; readonly executedAtUs: number }[];
  readonly cursor: string | null;
}

/** Names a market by Bitget's own symbol; null for one that cannot be told. */
type NameMarket = (symbol: string) => MarketName | null;

interface SpotRow {
  readonly id: string;
  readonly orderId: string;
  readonly at: UnixMs;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: ExchangeFill['price'];
  readonly quantity: ExchangeFill['quantity'];
  readonly fees: readonly Fee[];
  readonly scope: string;
}

const liquidityOf = (scope: string): ExchangeFill['liquidity'] =>
  scope === 'maker' || scope === 'taker' ? scope : null;

function toFill(row: SpotRow, name: MarketName): ExchangeFill {
  return {
    id: row.id,
    orderId: row.orderId,
    executedAtUs: row.at * 1000,
    exchange: 'bitget',
    ...name,
    market: 'spot',
    side: row.side,
    quantity: row.quantity,
    price: row.price,
    fees: row.fees.filter(({ amount }) => amount !== '0'),
    liquidity: liquidityOf(row.scope),
    revision: 0,
  };
}

function namedFills(rows: readonly SpotRow[], nameOf: NameMarket): Result<readonly ExchangeFill[], Failure> {
  const fills: ExchangeFill[] = [];
  for (const row of rows) {
    const name = nameOf(row.symbol);
    if (name === null) return err({ reason: 'unexpected-payload', subject: row.symbol, detail: 'market-not-listed' });
    fills.push(toFill(row, name));
  }
  return ok(fills);
}

const side = z.enum(['buy', 'sell']);

/** An amount, or nothing where Bitget writes "" or null. */
const optionalAmount = z.union([z.literal('').transform(() => null), amountText]).nullish();

const classicFee = z
  .object({
    deduction: z.enum(['yes', 'no']),
    feeCoin: nameText,
    totalFee: amountText,
    totalDeductionFee: optionalAmount,
  })
  .transform(({ deduction, feeCoin, totalFee, totalDeductionFee }): Fee => {
    if (deduction === 'no') return { currency: feeCoin, amount: formatE18(neg18(e18(totalFee))) };
    const paid = totalFee === '0' ? (totalDeductionFee ?? totalFee) : totalFee;
    const signed = e18(paid);
    return { currency: feeCoin, amount: formatE18(signed < 0n ? neg18(signed) : signed) };
  });

const classicRow = z
  .object({
    tradeId: idText,
    orderId: idText,
    cTime: instantText,
    symbol: nameText,
    side,
    priceAvg: unsignedText,
    size: positiveText,
    feeDetail: classicFee,
    tradeScope: z.string(),
  })
  .transform(
    (row): SpotRow => ({
      id: row.tradeId,
      orderId: row.orderId,
      at: row.cTime,
      symbol: row.symbol,
      side: row.side,
      price: row.priceAvg,
      quantity: row.size,
      fees: [row.feeDetail],
      scope: row.tradeScope,
    }),
  );

const classicPage = enveloped(z.array(classicRow));

/**
 * The spot fills of a classic account, of all markets, in the order of the payload (newest first).
 *
 * `quantity` (> 0) is `size` in base, `price` (≥ 0) is `priceAvg`, quote per base; `cTime` in milliseconds becomes
 * microseconds; ids are the digits as written.
 *
 * The fee is in `feeCoin`, the coin that was really paid. Its sign has two meanings. Without deduction `totalFee` is a change of
 * the balance: −0.005 is a fee of 0.005, +0.005 a rebate. With `deduction: yes` it was taken out of the trader's BGB, and
 * Bitget has written it with either sign: it is a charge whatever its sign, never a rebate; where it is 0 the amount stands in
 * `totalDeductionFee`. A fee of 0 is left out.
 *
 * `nameOf` gives a market's coins. `unexpected-payload` names the field that does not fit, or the market that `nameOf` does
 * not know; then no row counts.
 */
export function parseClassicFills(payload: unknown, nameOf: NameMarket): Result<ParsedFills, Failure> {
  const parsed = parsePayload(classicPage, payload);
  if (!parsed.ok) return parsed;
  const fills = namedFills(parsed.value.data, nameOf);
  const rows = parsed.value.data.map(({ id, at }) => ({ id, executedAtUs: at * 1000 }));
  return fills.ok ? ok({ fills: fills.value, rows, cursor: null }) : fills;
}

const unifiedSpotRow = z.object({
  orderId: idText,
  symbol: nameText,
  side,
  execPrice: unsignedText,
  execQty: positiveText,
  feeDetail: z.array(z.object({ feeCoin: nameText, fee: amountText })),
  tradeScope: z.string(),
});

/** A row of another product needs only its place; one of spot has to fit wholly. */
const unifiedRow = z
  .looseObject({ execId: idText, createdTime: instantText, category: nameText })
  .transform((row, context): { id: string; at: UnixMs; spot: SpotRow | null } => {
    const place = { id: row.execId, at: row.createdTime };
    if (row.category !== 'SPOT') return { ...place, spot: null };
    const parsed = unifiedSpotRow.safeParse(row);
    if (!parsed.success) {
      for (const { message, path } of parsed.error.issues) context.addIssue({ code: 'custom', message, path });
      return z.NEVER;
    }
    const { orderId, symbol, side, execPrice, execQty, feeDetail, tradeScope } = parsed.data;
    const fees = feeDetail.map(({ feeCoin, fee }) => ({ currency: feeCoin, amount: fee }));
    const spot = { ...place, orderId, symbol, side, price: execPrice, quantity: execQty, fees, scope: tradeScope };
    return { ...place, spot };
  });

const unifiedPage = enveloped(
  z.object({
    list: z
      .array(unifiedRow)
      .nullable()
      .transform((rows) => rows ?? []),
    cursor: z.string().nullish(),
  }),
);

/**
 * The spot fills of a unified account, of all markets, in the order of the payload.
 *
 * As `parseClassicFills`, from `execQty`, `execPrice` and `createdTime`. Here a fee is positive when charged and negative for a
 * rebate, and each entry of `feeDetail` is a fee of its own. The list holds the fills of every product, and a market's symbol is
 * the same for spot and futures: only rows of the category SPOT are fills, the others count as rows alone.
 * `list` is null where there are none.
 */
export function parseUnifiedFills(payload: unknown, nameOf: NameMarket): Result<ParsedFills, Failure> {
  const parsed = parsePayload(unifiedPage, payload);
  if (!parsed.ok) return parsed;
  const { list, cursor } = parsed.value.data;
  const fills = namedFills(
    list.flatMap(({ spot }) => spot ?? []),
    nameOf,
  );
  const rows = list.map(({ id, at }) => ({ id, executedAtUs: at * 1000 }));
  return fills.ok ? ok({ fills: fills.value, rows, cursor: cursor ? cursor : null }) : fills;
}

const rawPage = enveloped(
  z.union([
    z.array(z.unknown()),
    z
      .object({ list: z.array(z.looseObject({ category: z.unknown() })).nullable() })
      .transform(({ list }) => list ?? []),
  ]),
);

/** The spot rows of a page of either account as they were written, in their order: the rows that its fills were made of. */
export function spotRows(payload: unknown): readonly unknown[] {
  const page = rawPage.safeParse(payload);
  if (!page.success) return [];
  const ofSpot = (row: unknown): boolean =>
    typeof row !== 'object' || row === null || !('category' in row) || row.category === 'SPOT';
  return page.data.data.filter(ofSpot);
}
