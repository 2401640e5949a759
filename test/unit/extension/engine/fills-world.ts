/** Books with the query over them, and fills in few words. */
import type { FillsFilter, FillsPage, FillsQuery } from '../../../../extension/engine/api/fills';
import type { Books } from '../../../../extension/engine/books';
import { createFills, type Fills } from '../../../../extension/engine/fills';
import type { Session } from '../../../../extension/engine/session';
import type { Fill } from '../../../../shared/ledger/fill';
import { decimal } from '../../../../shared/money/decimal';
import { testVault } from '../store/test-vault';
import { createWorld, openWorld } from './engine-world';
import { fakeExchange } from './fake-exchange';

/** Second 0 of the examples: 2026-01-01T00:00:00Z. */
export const startMs = Date.UTC(2026, 0, 1);

export interface FillSketch {
  readonly id: string;
  /** Seconds after the start. */
  readonly at: number;
  readonly account?: string;
  readonly symbol?: string;
  readonly side?: 'buy' | 'sell';
  readonly quantity?: string;
  readonly price?: string;
  /** "0.1 USDT" */
  readonly fees?: readonly string[];
  readonly liquidity?: 'maker' | 'taker' | null;
  readonly revision?: number;
  readonly market?: 'spot' | 'margin';
}

export function fillFrom(sketch: FillSketch): Fill {
  const symbol = sketch.symbol ?? 'BTC/USDT';
  const [base = '', quote = ''] = symbol.split('/');
  return {
    id: sketch.id,
    orderId: `order-${sketch.id}`,
    executedAtUs: (startMs + sketch.at * 1_000) * 1_000,
    account: sketch.account ?? 'a',
    exchange: 'binance',
    symbol,
    base,
    quote,
    market: sketch.market ?? 'spot',
    side: sketch.side ?? 'buy',
    quantity: decimal(sketch.quantity ?? '1'),
    price: decimal(sketch.price ?? '100'),
    fees: (sketch.fees ?? []).map((text) => {
      const [amount = '', currency = ''] = text.split(' ');
      return { currency, amount: decimal(amount) };
    }),
    liquidity: sketch.liquidity === undefined ? 'taker' : sketch.liquidity,
    revision: sketch.revision ?? 0,
  };
}

export interface FillsWorld {
  readonly books: Books;
  readonly fills: Fills;
  readonly trades: Session['trades'];
  add(...sketches: readonly FillSketch[]): Promise<void>;
  page(query?: Partial<FillsQuery>): Promise<FillsPage>;
  /** Moves the clock at every look at it, so that long work gives others their turn. */
  readonly clock: { now: number; stepMs: number };
}

export const noFilter: FillsFilter = {
  accountId: null,
  symbolId: null,
  side: null,
  liquidity: null,
  fromMs: null,
  toMs: null,
};

/** The books of an open vault without fills, and the query over them with a clock of its own. */
export async function fillsWorld(): Promise<FillsWorld> {
  const clock = { now: 0, stepMs: 0 };
  const now = () => {
    clock.now += clock.stepMs;
    return clock.now;
  };
  const { books, trades } = (await openWorld(createWorld(fakeExchange([]).client))).session;
  const fills = createFills(books, await testVault(), now);
  return {
    books,
    fills,
    trades,
    clock,
    async add(...sketches) {
      for (const sketch of sketches) {
        const fill = fillFrom(sketch);
        await books.add(fill.account, [fill]);
      }
    },
    page: (query) => fills.page({ ...noFilter, offset: 0, limit: 500, ...query }),
  };
}
