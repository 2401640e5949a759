/** What differs between the simulated exchanges in what happens on an account, apart from how it is told on the wire. */
export interface Habits {
  /** The exchange's own coin, in which fees may be paid at a discount; null: there is none. */
  readonly feeCoin: string | null;
  /** How many of `feeCoin` are kept at least, more where it is worth little; absent: 2. A hundred times that arrives when fewer are left. */
  readonly feeCoinFloor?: string;
  /** What fees are sometimes paid with instead, worth 1 USDT each, outside every balance (Gate's points); null: nothing. */
  readonly pointCoin: string | null;
  /** Some fills pay one half of their fee in the coin received and the other in `feeCoin`. */
  readonly splitFees: boolean;
  /** Maker sells earn 0.01 % instead of paying. */
  readonly rebates: boolean;
  /** Makers pay no fee at all; absent: they pay like takers. */
  readonly freeMakers?: boolean;
  /** Decimals that a fee is cut to; at most 18. */
  readonly feeDecimals: number;
  /** Characters of each part of a key; a part that is absent does not exist at this exchange. */
  readonly keyLengths: {
    readonly apiKey: number;
    readonly secret: number;
    readonly passphrase?: number;
    readonly memo?: number;
  };
  /** Markets traded in whole coins have no smallest order; absent: it is one step of the quantity everywhere. */
  readonly noSmallestWholeOrder?: boolean;
  /** Whether accounts have a futures wallet beside the spot wallet. */
  readonly futures: boolean;
}
