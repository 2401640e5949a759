/** Gate, spot: each question of the engine as one or two calls, each answer normalised from the raw payload. */
import { type AccountMode, parseAccountMode } from '../../../shared/exchanges/gate/account-mode';
import { parseSpotBalances, parseUnifiedBalances } from '../../../shared/exchanges/gate/balances';
import { candlePlan, candleQuery, parseCandles } from '../../../shared/exchanges/gate/candles';
import { parseFills } from '../../../shared/exchanges/gate/fills';
import { parseMarkets, parseServerTime } from '../../../shared/exchanges/gate/markets';
import { advance, passesOver, placeAt, queryAt } from '../../../shared/exchanges/gate/paging';
import { parseTickers } from '../../../shared/exchanges/gate/tickers';
import { withRows } from '../../../shared/exchanges/raw-row';
import type { Failure } from '../../../shared/reasons';
import { err, ok, type Result, type UnixMs } from '../../../shared/result';
import type { Adapter } from '../adapter';
import { type Answer, ask, type Call, createCall } from '../call';
import type { Balance, Budget, ExchangeFill, FillsPage, KeyRights, Market, MarketsBySymbol, Ticker } from '../client';
import { confirmEmpty } from '../confirm-empty';
import { candlesBy } from '../read-candles';
import { type GateEndpoint, gateEndpoints } from './endpoints';
import { createProtocol } from './protocol';
import { createFlowsReader } from './read-flows';

const host = 'api.gateio.ws';

/** One market is asked for by name, several by the list of all: Gate takes one name or none. */
async function readTickers(
  call: Call<GateEndpoint>,
  markets: readonly Market[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly Ticker[], Failure>> {
  const [first, ...others] = markets;
  if (!first) return ok([]);
  const read = ({ payload, reply }: Answer): Result<readonly Ticker[], Failure> =>
    parseTickers(payload, markets, reply.receivedAt);
  if (others.length > 0) return ask(call, gateEndpoints.tickers, {}, signal, read);
  const named = await ask(call, gateEndpoints.tickers, { currency_pair: first.id }, signal, read);
  return !named.ok && named.error.reason === 'unsupported' ? ok([]) : named;
}

interface ModeProbe {
  /** Asks, whatever was told before: the cheapest proof that a key works. */
  ask(signal: AbortSignal | undefined): Promise<Result<AccountMode, Failure>>;
  /** What was told once, else asks. */
  mode(signal: AbortSignal | undefined): Promise<Result<AccountMode, Failure>>;
}

/**
 * The kind of account, kept once it was told. It decides where balances are, so a probe that fails is the failure of the
 * reading. A key that may read spot only is refused here: `subject` names the right that it lacks.
 */
function createModeProbe(call: Call<GateEndpoint>): ModeProbe {
  let kept: AccountMode | null = null;
  const probe: ModeProbe = {
    async ask(signal) {
      const mode = await ask(call, gateEndpoints.accountDetail, {}, signal, ({ payload }) => parseAccountMode(payload));
      if (mode.ok) kept = mode.value;
      const lacksRight = !mode.ok && mode.error.reason === 'permission-missing';
      return lacksRight ? err({ ...mode.error, subject: 'Account' }) : mode;
    },
    mode: async (signal) => (kept === null ? probe.ask(signal) : ok(kept)),
  };
  return probe;
}

/** Gate tells a key's rights by no call that is known to answer: that the key works is all that is found out. */
async function readKeyRights(probe: ModeProbe, signal: AbortSignal | undefined): Promise<Result<KeyRights, Failure>> {
  const mode = await probe.ask(signal);
  return mode.ok ? ok({ readable: false }) : mode;
}

async function readBalances(
  call: Call<GateEndpoint>,
  probe: ModeProbe,
  signal: AbortSignal | undefined,
): Promise<Result<readonly Balance[], Failure>> {
  const mode = await probe.mode(signal);
  if (!mode.ok) return mode;
  return mode.value === 'unified'
    ? ask(call, gateEndpoints.unifiedAccounts, {}, signal, ({ payload }) => parseUnifiedBalances(payload))
    : ask(call, gateEndpoints.spotAccounts, {}, signal, ({ payload }) => parseSpotBalances(payload));
}

/** The most rows that a page of fills has had since this client was made. */
interface PageSizes {
  longest: number;
}

/** Fills of both kinds of account are listed by one call. */
async function readFillsPage(
  call: Call<GateEndpoint>,
  sizes: PageSizes,
  askedAt: UnixMs,
  markets: MarketsBySymbol,
  cursor: string,
  signal: AbortSignal | undefined,
): Promise<Result<FillsPage, Failure>> {
  const place = placeAt(cursor, askedAt);
  const rowsOf = (fills: readonly ExchangeFill[]): number => fills.length;
  const fills = await confirmEmpty(passesOver(place), rowsOf, () =>
    ask(call, gateEndpoints.fills, queryAt(place), signal, ({ payload }) =>
      withRows(parseFills(payload, markets.values()), payload),
    ),
  );
  if (!fills.ok) return fills;
  const step = advance(place, fills.value, sizes.longest, askedAt);
  if (!step.ok) return err({ host, ...step.error });
  sizes.longest = Math.max(sizes.longest, fills.value.length);
  return ok({ fills: fills.value, ...step.value });
}

/** All accounts share one protocol, and with it the pace. */
export const gateAdapter: Adapter = ({ egress, now }) => {
  const protocol = createProtocol(now);
  return (credentials, onCall) => {
    let budget: Budget | null = null;
    const sizes: PageSizes = { longest: 0 };
    const call = createCall(protocol, {
      credentials,
      egress,
      now,
      onBudget: (reported) => {
        budget = reported;
      },
      ...(onCall ? { onCall } : {}),
    });
    const probe = createModeProbe(call);
    const { time, markets } = gateEndpoints;
    return {
      serverTime: (signal) => ask(call, time, {}, signal, ({ payload }) => parseServerTime(payload)),
      keyRights: (signal) => readKeyRights(probe, signal),
      balances: async (wallet, signal) =>
        wallet === 'spot' ? readBalances(call, probe, signal) : err({ reason: 'unsupported', host, subject: wallet }),
      markets: (signal) => ask(call, markets, {}, signal, ({ payload }) => parseMarkets(payload)),
      tickers: (asked, signal) => readTickers(call, asked, signal),
      candles: candlesBy(call, now, {
        host,
        plan: candlePlan,
        endpoint: gateEndpoints.candles,
        query: candleQuery,
        parse: parseCandles,
      }),
      fills: {
        by: 'account',
        page: (known, cursor, signal) => readFillsPage(call, sizes, now(), known, cursor, signal),
      },
      flows: createFlowsReader(call, now),
      budget: () => budget,
    };
  };
};
