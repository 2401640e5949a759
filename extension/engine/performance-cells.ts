/** What trades of one quote currency add up to, and what those of several come to in the base currency. */
import type { Fill } from '../../shared/ledger/fill';
import { addTrade, addTradeSums, noTradeSums, type TradeSums } from '../../shared/metrics/trade-results';
import { add36, type E36, zero36 } from '../../shared/money/decimal';
import { type Prices, valueIn } from './portfolio';

/** Fees are `gross` − net. `unmatched`: trades that were sold without having been bought. */
export interface Cell extends TradeSums {
  gross: E36;
  unmatched: number;
}

/** By quote currency. */
export type Cells = Map<string, Cell>;

/** A closed trade as metrics see it; `heldUs` null where its opening is not known. */
export interface BookTrade {
  /** The fill that closed it; null for a round trip, which is of many. */
  readonly origin: Pick<Fill, 'account' | 'symbol'> | null;
  readonly closedAtUs: number;
  readonly heldUs: number | null;
  readonly direction: 'long' | 'short';
  readonly unmatched: boolean;
  readonly gross: E36;
  readonly net: E36;
}

export const emptyCell = (): Cell => ({ ...noTradeSums(), gross: zero36, unmatched: 0 });

export function addToCell(cell: Cell, { net, heldUs, gross, unmatched }: BookTrade): void {
  addTrade(cell, net, heldUs);
  cell.gross = add36(cell.gross, gross);
  if (unmatched) cell.unmatched += 1;
}

export function addCell(cell: Cell, other: Readonly<Cell>): void {
  addTradeSums(cell, other);
  cell.gross = add36(cell.gross, other.gross);
  cell.unmatched += other.unmatched;
}

/** The cell under this key, made where there is none. */
export function cellAt<Key>(cells: Map<Key, Cell>, key: Key): Cell {
  const known = cells.get(key);
  if (known) return known;
  const fresh = emptyCell();
  cells.set(key, fresh);
  return fresh;
}

/** How amounts of a quote become amounts of the base currency: at the prices of now. */
export interface Rates {
  readonly base: string;
  readonly prices: Prices;
}

/** An amount of a quote in the base currency; null where no price joins them. Nothing is worth nothing without a price too. */
export function amountInBase(quote: string, amount: E36, { base, prices }: Rates): E36 | null {
  const value = valueIn(quote, amount, base, prices);
  return 'reason' in value ? null : value.amount;
}

/** The cell in the base currency; null where its quote has no price. Prices are above 0, so that signs and order stay. */
export function cellInBase(quote: string, cell: Readonly<Cell>, rates: Rates): Cell | null {
  const convert = (amount: E36): E36 | null => amountInBase(quote, amount, rates);
  const [gross, won, lost] = [convert(cell.gross), convert(cell.won), convert(cell.lost)];
  if (gross === null || won === null || lost === null) return null;
  const largestWin = cell.largestWin === null ? null : convert(cell.largestWin);
  const largestLoss = cell.largestLoss === null ? null : convert(cell.largestLoss);
  return { ...cell, gross, won, lost, largestWin, largestLoss };
}
