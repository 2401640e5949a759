/** The simulated exchanges: a new one is one more line. */
import type { ExchangeId } from '../../shared/exchanges/ids';
import { habits as binance, createBinance } from './binance/binance';
import { habits as bitget, createBitget } from './bitget/bitget';
import { habits as bitmart, createBitmart } from './bitmart/bitmart';
import { habits as coinstore, createCoinstore } from './coinstore/coinstore';
import type { ExchangeDeps, SimulatedExchange } from './exchange';
import { createGate, habits as gate } from './gate/gate';
import type { Habits } from './habits';
import type { Market } from './market';
import { createMexc, habits as mexc } from './mexc/mexc';
import { createPoloniex, habits as poloniex } from './poloniex/poloniex';
import { unit } from './units';

interface Simulated {
  readonly habits: Habits;
  readonly create: (deps: ExchangeDeps) => SimulatedExchange;
}

export const simulated: Readonly<Record<ExchangeId, Simulated>> = {
  binance: { habits: binance, create: createBinance },
  bitget: { habits: bitget, create: createBitget },
  gate: { habits: gate, create: createGate },
  mexc: { habits: mexc, create: createMexc },
  poloniex: { habits: poloniex, create: createPoloniex },
  bitmart: { habits: bitmart, create: createBitmart },
  coinstore: { habits: coinstore, create: createCoinstore },
};

/** The smallest order that an exchange states for a market, in units of base; 0 where it states none. */
export function smallestOrder(exchange: ExchangeId, { step }: Market): bigint {
  const whole = step >= unit;
  return whole && simulated[exchange].habits.noSmallestWholeOrder === true ? 0n : step;
}
