/**
 * The generator of an account's history: a trader who buys and sells a few coins for some years.
 *
 * Every order is drawn from the account's own random stream, so the same options give the same history, fill by fill.
 * A trader never sells more than a symbol's own fills bought, unless `oversold` asks for an incomplete history.
 */
import type { AccountBook } from './account';
import type { Habits } from './habits';
import type { Fee, Fill, Order, Side } from './history';
import type { Market, Prices } from './market';
import { type Random, randomText } from './random';
import { cut, floorTo, minimum, times, unit, units } from './units';

/**
 * What an order pays its fees in: the exchange's own coin at a discount (the quote coin where it has none), the coin that the
 * order receives, or points.
 */
type FeeMode = 'coin' | 'received' | 'points';

interface OrderRequest {
  readonly market: Market;
  readonly side: Side;
  /** A multiple of the market's step, above zero. */
  readonly quantity: bigint;
  readonly at: number;
  readonly parts: number;
  readonly feeMode: FeeMode;
  /** All its fills in one millisecond. */
  readonly sameMillisecond?: boolean;
  readonly maker?: boolean;
}

interface TradeOptions {
  readonly market?: Market | null;
  readonly sameMillisecond?: boolean;
}

/** 0.1 % of what is received, or 0.075 % of the value in the exchange's own coin; 0.01 % is earned as a rebate. */
const receivedFeeDivisor = 1000n;
const coinFeeNumerator = 75n;
const coinFeeDivisor = 100_000n;
const rebateDivisor = 10_000n;

export class Trader {
  readonly book: AccountBook;
  readonly random: Random;
  readonly #prices: Prices;
  readonly #symbols: readonly Market[];
  readonly #habits: Habits;

  constructor(book: AccountBook, random: Random, prices: Prices, symbols: readonly Market[], habits: Habits) {
    this.book = book;
    this.random = random;
    this.#prices = prices;
    this.#symbols = symbols;
    this.#habits = habits;
  }

  /** What arrives has at most 8 decimals. */
  deposit(asset: string, amount: bigint, at: number): void {
    this.book.deposit({ asset, amount: cut(amount, 8), at, txId: randomText(this.random, 32) });
  }

  /** The coin that fees of a market are paid in with fee mode `coin`. */
  coinFor(market: Market): string {
    return this.#habits.feeCoin ?? market.quote;
  }

  /** Places one order of the trader's own choosing, or of the market given; at most `maxFills` fills. */
  trade(at: number, maxFills: number, given: TradeOptions = {}): readonly Fill[] {
    const { random } = this;
    const { feeCoin, feeCoinFloor = '2' } = this.#habits;
    const floor = units(feeCoinFloor);
    if (feeCoin !== null && this.book.balance(feeCoin).free < floor) this.deposit(feeCoin, floor * 100n, at);
    const wanted = given.market ?? null;
    const first = wanted ?? random.pick(this.#symbols);
    const parts = Math.min(maxFills, random.chance(55) ? 1 : 2 + random.below(4));
    const style = {
      at,
      parts,
      sameMillisecond: random.chance(35) || given.sameMillisecond === true,
      maker: random.chance(40),
    };
    for (const market of wanted === null ? [first, ...this.#symbols] : [first]) {
      const choice = this.#choose(market, at);
      if (choice !== null) return this.execute({ market, ...choice, ...style });
    }
    // Nothing can be afforded: money arrives, and a hundredth of it is spent.
    const budget = cut((units('25000') * unit) / this.#prices.usdt(first.quote, at), 8);
    this.deposit(first.quote, budget, at);
    const quantity = floorTo((budget * unit) / (this.#prices.at(first, at) * 100n), first.step);
    return this.execute({ market: first, side: 'buy', quantity, feeMode: 'coin', ...style });
  }

  /** Splits an order into its fills and books them. */
  execute(request: OrderRequest): readonly Fill[] {
    const { market, side, at } = request;
    const orderId = this.book.nextOrderId(market);
    const limit = this.#prices.at(market, at);
    const maker = request.maker ?? false;
    let fillAt = at;
    const fills = this.#split(request.quantity, market.step, request.parts).map((quantity) => {
      const slip = maker ? 0n : BigInt(this.random.below(4)) * market.tick;
      const price = side === 'buy' ? limit + slip : limit - slip > 0n ? limit - slip : limit;
      const fees = this.#fees(request, price, quantity, fillAt);
      const fill = this.book.fill(market, side, orderId, { at: fillAt, price, quantity, maker, fees });
      if (request.sameMillisecond !== true) fillAt += 1 + this.random.below(900);
      return fill;
    });
    this.book.order(filledOrder(orderId, maker ? 'limit' : 'market', limit, fills, at));
    return fills;
  }

  /** Side and size that the account can pay for; null when neither side can be afforded. */
  #choose(market: Market, at: number): Pick<OrderRequest, 'side' | 'quantity' | 'feeMode'> | null {
    const price = this.#prices.at(market, at);
    // Every other symbol never pays in the coin it receives: no dust stays, so that its round trips close.
    const clean = this.#symbols.indexOf(market) % 2 === 1 || this.random.chance(40);
    const points = clean && this.#habits.pointCoin !== null && this.random.chance(30);
    const feeMode: FeeMode = points ? 'points' : clean ? 'coin' : 'received';
    // A thousandth stays behind, for a fee that is taken in the coin being sold.
    const held = minimum(this.book.position(market.symbol), this.book.balance(market.base).free);
    const sellable = floorTo(held - held / 500n, market.step);
    const share = BigInt(1 + this.random.below(5));
    const affordable = floorTo((this.book.balance(market.quote).free * share * unit) / (price * 100n), market.step);
    const wantsSale = this.random.chance(48);
    if (sellable > 0n && (wantsSale || affordable === 0n)) {
      const all = this.random.chance(30);
      const part = floorTo((sellable * BigInt(20 + this.random.below(80))) / 100n, market.step);
      return { side: 'sell', quantity: all || part === 0n ? this.#whole(market, sellable, feeMode) : part, feeMode };
    }
    return affordable > 0n ? { side: 'buy', quantity: affordable, feeMode } : null;
  }

  /** Everything a symbol holds where its fee is paid in another coin: the position becomes exactly zero where no dust is. */
  #whole(market: Market, sellable: bigint, feeMode: FeeMode): bigint {
    if (feeMode === 'coin' && market.base === this.coinFor(market)) return sellable;
    return floorTo(minimum(this.book.position(market.symbol), this.book.balance(market.base).free), market.step);
  }

  #split(quantity: bigint, step: bigint, parts: number): readonly bigint[] {
    const pieces: bigint[] = [];
    let rest = quantity;
    for (let left = parts; left > 1; left -= 1) {
      const piece = floorTo((rest * BigInt(20 + this.random.below(60))) / (100n * BigInt(left - 1)), step);
      if (piece === 0n || piece >= rest) break;
      pieces.push(piece);
      rest -= piece;
    }
    return [...pieces, rest];
  }

  #fees(request: OrderRequest, price: bigint, quantity: bigint, at: number): readonly Fee[] {
    const { market, side } = request;
    const { rebates, splitFees, freeMakers } = this.#habits;
    const value = times(price, quantity);
    if (freeMakers === true && request.maker === true) return [];
    if (rebates && request.maker === true && side === 'sell')
      return this.#charged(market.quote, -(value / rebateDivisor));
    const received = side === 'buy' ? { asset: market.base, amount: quantity } : { asset: market.quote, amount: value };
    const fee = received.amount / receivedFeeDivisor;
    if (request.feeMode !== 'received') return this.#inCoin(request, value, at);
    if (!splitFees || !this.random.chance(25)) return this.#charged(received.asset, fee);
    return [
      ...this.#charged(received.asset, fee / 2n),
      ...this.#inCoin({ ...request, feeMode: 'coin' }, value / 2n, at),
    ];
  }

  /** In points, in the exchange's own coin, or in quote where it has none. */
  #inCoin({ market, feeMode }: OrderRequest, value: bigint, at: number): readonly Fee[] {
    const { pointCoin } = this.#habits;
    const usdt = times(value, this.#prices.usdt(market.quote, at));
    if (feeMode === 'points' && pointCoin !== null) return this.#charged(pointCoin, usdt / receivedFeeDivisor);
    const coin = this.coinFor(market);
    const inCoin = coin === market.quote ? value : (usdt * unit) / this.#prices.usdt(coin, at);
    return this.#charged(coin, (inCoin * coinFeeNumerator) / coinFeeDivisor);
  }

  #charged(asset: string, amount: bigint): readonly Fee[] {
    const fee = cut(amount, this.#habits.feeDecimals);
    return fee === 0n ? [] : [{ asset, amount: fee }];
  }
}

function filledOrder(id: number, type: Order['type'], price: bigint, fills: readonly Fill[], at: number): Order {
  const [first] = fills;
  const last = fills.at(-1);
  if (first === undefined || last === undefined) throw new Error('an order without a fill');
  const executed = fills.reduce((sum, fill) => sum + fill.quantity, 0n);
  const executedQuote = fills.reduce((sum, fill) => sum + times(fill.price, fill.quantity), 0n);
  const { market, side } = first;
  return {
    market,
    id,
    side,
    type,
    price,
    quantity: executed,
    executed,
    executedQuote,
    state: 'done',
    at,
    updatedAt: last.at,
  };
}
