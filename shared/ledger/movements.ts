/**
 * What moved each asset of an account: the legs of its fills and its cash flows, summed by what they are.
 *
 * Every part is signed by what it did to the balance, so that their sum is the change of the balance since the first of them.
 * A buy of 2 ETH at 100 with a fee of 0.01 BNB: ETH `bought` +2, USDT `paid` −200, BNB `fees` −0.01.
 */
import { add36, type E36, e18, mul18, neg36, toE36, zero36 } from '../money/decimal';
import type { Fill } from './fill';
import type { Flow, FlowKind } from './flow';

/**
 * - `bought`, `sold`: the base leg of fills. `paid`, `received`: the quote leg, price × quantity. `fees`: of fills, in the coin that
 *   was charged; positive where rebates outweigh.
 * - `deposits`, `withdrawals`, `transfers`, `conversions`, `rewards`: completed flows, without their fees, which are `flowFees`.
 */
export const movementParts = [
  'bought',
  'sold',
  'paid',
  'received',
  'fees',
  'deposits',
  'withdrawals',
  'transfers',
  'conversions',
  'rewards',
  'flowFees',
] as const;

export type MovementPart = (typeof movementParts)[number];

/** Every part of one asset at scale 36, 0 where there is none. `count`: fills and flows with a leg in it; `fromUs`: the first of them. */
export interface AssetMovements {
  readonly parts: Readonly<Record<MovementPart, E36>>;
  readonly count: number;
  readonly fromUs: number;
  /** Flows that are under way, summed apart: a withdrawal is taken from the balance before it is completed. */
  readonly pending: E36;
}

/** Takes fills and flows one by one, each once and in any order. */
export interface Movements {
  /** Perps settle in another wallet and move none of their coins. */
  addFill(fill: Fill): void;
  /** A void flow moved nothing. */
  addFlow(flow: Flow): void;
  /** By asset, in order of code units. */
  byAsset(): ReadonlyMap<string, AssetMovements>;
}

const partOf: Readonly<Record<FlowKind, MovementPart>> = {
  deposit: 'deposits',
  withdrawal: 'withdrawals',
  transfer: 'transfers',
  conversion: 'conversions',
  reward: 'rewards',
};

interface Sums {
  readonly parts: Record<MovementPart, E36>;
  count: number;
  fromUs: number;
  pending: E36;
}

const noParts = (): Record<MovementPart, E36> => ({
  bought: zero36,
  sold: zero36,
  paid: zero36,
  received: zero36,
  fees: zero36,
  deposits: zero36,
  withdrawals: zero36,
  transfers: zero36,
  conversions: zero36,
  rewards: zero36,
  flowFees: zero36,
});

/** Nothing moved yet. `untilUs`: what happened later is left out, so that the sums are those of the instant of a balance. */
export function createMovements(untilUs: number): Movements {
  const sums = new Map<string, Sums>();

  function of(asset: string, atUs: number): Sums {
    const known = sums.get(asset) ?? { parts: noParts(), count: 0, fromUs: atUs, pending: zero36 };
    known.fromUs = Math.min(known.fromUs, atUs);
    sums.set(asset, known);
    return known;
  }

  function add(asset: string, atUs: number, part: MovementPart, amount: E36): void {
    const { parts } = of(asset, atUs);
    parts[part] = add36(parts[part], amount);
  }

  function addLegs({ base, quote, side, quantity, price, executedAtUs: atUs }: Fill): void {
    const [units, cash] = [toE36(e18(quantity)), mul18(e18(quantity), e18(price))];
    if (side === 'buy') {
      add(base, atUs, 'bought', units);
      add(quote, atUs, 'paid', neg36(cash));
    } else {
      add(base, atUs, 'sold', neg36(units));
      add(quote, atUs, 'received', cash);
    }
  }

  return {
    addFill(fill) {
      const { market, base, quote, fees, executedAtUs: atUs } = fill;
      if (market === 'perp' || atUs > untilUs) return;
      addLegs(fill);
      for (const fee of fees) add(fee.currency, atUs, 'fees', neg36(toE36(e18(fee.amount))));
      const touched = new Set([base, quote, ...fees.map(({ currency }) => currency)]);
      for (const asset of touched) of(asset, atUs).count += 1;
    },
    addFlow({ kind, asset, amount, fee, status, occurredAtUs: atUs }) {
      if (status === 'void' || atUs > untilUs) return;
      const [arrived, charged] = [toE36(e18(amount)), neg36(toE36(e18(fee)))];
      const own = of(asset, atUs);
      own.count += 1;
      if (status === 'pending') {
        own.pending = add36(own.pending, add36(arrived, charged));
        return;
      }
      add(asset, atUs, partOf[kind], arrived);
      add(asset, atUs, 'flowFees', charged);
    },
    byAsset: () => new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** What an asset moved by in all: the sum of its parts, those under way left out. */
export const movedOf = ({ parts }: Pick<AssetMovements, 'parts'>): E36 =>
  movementParts.reduce((sum, part) => add36(sum, parts[part]), zero36);
