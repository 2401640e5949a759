/** Poloniex, spot and the futures wallet: each question of the engine as one call, each answer normalised from the raw payload. */
import { parseFuturesBalances, parseSpotBalances } from '../../../shared/exchanges/poloniex/balances';
import { parseFills } from '../../../shared/exchanges/poloniex/fills';
import { parseKeyProof } from '../../../shared/exchanges/poloniex/key-rights';
import { parseMarkets, parseServerTime } from '../../../shared/exchanges/poloniex/markets';
import { fillsPageSize, fillsPlan } from '../../../shared/exchanges/poloniex/paging';
import { parseTickers } from '../../../shared/exchanges/poloniex/tickers';
import { afterWindow, windowAt } from '../../../shared/exchanges/windows';
import type { Failure } from '../../../shared/reasons';
import { assertNever, err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { ask, type Call, createCall } from '../call';
import type { Balance, FillsPage, MarketsBySymbol, Wallet } from '../client';
import { type PoloniexEndpoint, poloniexEndpoints } from './endpoints';
import { createProtocol } from './protocol';

const host = 'api.poloniex.com';

/** The two wallets are two calls, so that one that is refused leaves the other known. */
function readBalances(
  call: Call<PoloniexEndpoint>,
  wallet: Wallet,
  signal: AbortSignal | undefined,
): Promise<Result<readonly Balance[], Failure>> {
  const { spotBalances, futuresBalances } = poloniexEndpoints;
  switch (wallet) {
    case 'spot':
      return ask(call, spotBalances, { accountType: 'SPOT' }, signal, ({ payload }) => parseSpotBalances(payload));
    case 'futures':
      return ask(call, futuresBalances, {}, signal, ({ payload }) => parseFuturesBalances(payload));
    default:
      return assertNever(wallet);
  }
}

/** What the pages of fills are read with: the clock, and the most rows that a page has had since this client was made. */
interface Reading {
  readonly now: () => UnixMs;
  longestPage: number;
}

async function readFillsPage(
  call: Call<PoloniexEndpoint>,
  reading: Reading,
  markets: MarketsBySymbol,
  cursor: string,
  signal: AbortSignal | undefined,
): Promise<Result<FillsPage, Failure>> {
  const nowMs = reading.now();
  const window = windowAt(fillsPlan, cursor, nowMs);
  const params = { startTime: String(window.fromMs), endTime: String(window.toMs), limit: String(fillsPageSize) };
  const { fills: endpoint } = poloniexEndpoints;
  const fills = await ask(call, endpoint, params, signal, ({ payload }) => parseFills(payload, markets.values()));
  if (!fills.ok) return fills;
  const { longestPage } = reading;
  const step = afterWindow(fillsPlan, window, { rows: fills.value, longestPage, pageLimit: fillsPageSize, nowMs });
  reading.longestPage = Math.max(longestPage, fills.value.length);
  return step.ok ? ok({ fills: fills.value, ...step.value }) : err({ host, ...step.error });
}

/** All accounts share one protocol, and with it the pace. */
export const poloniexAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    const reading: Reading = { now, longestPage: 0 };
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: () => {}, // no reply of Poloniex reports one
      ...(onCall ? { onCall } : {}),
    });
    const { time, fees, markets: marketList, prices } = poloniexEndpoints;
    return {
      serverTime: (signal) => ask(call, time, {}, signal, ({ payload }) => parseServerTime(payload)),
      keyRights: (signal) => ask(call, fees, {}, signal, ({ payload }) => parseKeyProof(payload)),
      balances: (wallet, signal) => readBalances(call, wallet, signal),
      markets: (signal) => ask(call, marketList, {}, signal, ({ payload }) => parseMarkets(payload)),
      tickers: async (markets, signal) =>
        markets.length === 0
          ? ok([])
          : ask(call, prices, {}, signal, ({ payload, reply }) => parseTickers(payload, markets, reply.receivedAt)),
      fills: {
        by: 'account',
        page: (markets, cursor, signal) => readFillsPage(call, reading, markets, cursor, signal),
      },
      budget: () => null,
    };
  };
};
