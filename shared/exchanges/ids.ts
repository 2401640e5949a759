/** The exchanges that Fillbook reads: a new one is its folder and one line in each of the two lists. */
import { binance } from './binance/info';
import { bitget } from './bitget/info';
import { bitmart } from './bitmart/info';
import { coinstore } from './coinstore/info';
import { gate } from './gate/info';
import type { ExchangeInfo } from './info';
import { mexc } from './mexc/info';
import { poloniex } from './poloniex/info';

export const exchangeIds = ['binance', 'bitget', 'gate', 'mexc', 'poloniex', 'bitmart', 'coinstore'] as const;
export type ExchangeId = (typeof exchangeIds)[number];

export const exchangeInfos: Readonly<Record<ExchangeId, ExchangeInfo>> = {
  binance,
  bitget,
  gate,
  mexc,
  poloniex,
  bitmart,
  coinstore,
};

/** Finds an exchange whatever the case of its name ("Binance", "BINANCE"); null for another name. */
export const exchangeIdOf = (name: string): ExchangeId | null =>
  exchangeIds.find((id) => id === name.trim().toLowerCase()) ?? null;
