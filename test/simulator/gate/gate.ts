/**
 * Gate spot (API v4), as its clients see it: which path answers what, who may ask, and what it counts.
 *
 * Public market data may be read by any web page; signed endpoints name no origin, so that only an extension that was granted
 * the host can read their replies.
 */
import type { ExchangeDeps, SimulatedExchange, WireReply, WireRequest } from '../exchange';
import type { Fault, RefusalKind } from '../faults';
import type { Habits } from '../habits';
import { createPages } from '../listing';
import type { Signer } from '../signer';
import { detail, spotAccounts, unifiedAccounts } from './account';
import { candlesticks } from './candles';
import { type FillsState, feeCoin, myTrades, pointCoin } from './fills';
import { createLimits, requestLimit } from './limits';
import { currencyPairs, tickers, time } from './public';
import {
  addressRefused,
  badSignature,
  busy,
  noRight,
  rateLimited,
  readOnlyKey,
  refusal,
  tradeRestricted,
  underMaintenance,
  unknownKey,
} from './replies';
import { checkSigner } from './signature';
import { deposits, openOrders, withdrawals } from './wallet';

type PublicRoute = (request: WireRequest) => WireReply;
type SignedRoute = (signer: Signer, request: WireRequest) => WireReply;

export const habits: Habits = {
  feeCoin,
  pointCoin,
  splitFees: true,
  rebates: true,
  feeDecimals: 12,
  keyLengths: { apiKey: 32, secret: 64 },
  noSmallestWholeOrder: true,
  futures: false,
};

const root = '/api/v4';

const publicRoutes = ({ world }: ExchangeDeps): Readonly<Record<string, PublicRoute>> => ({
  [`${root}/spot/time`]: time,
  [`${root}/spot/currency_pairs`]: currencyPairs,
  [`${root}/spot/tickers`]: (request) => tickers(world, request),
  [`${root}/spot/candlesticks`]: (request) => candlesticks(world, request),
});

const signedRoutes = (fills: FillsState): Readonly<Record<string, SignedRoute>> => ({
  [`${root}/account/detail`]: detail,
  [`${root}/spot/accounts`]: spotAccounts,
  [`${root}/unified/accounts`]: unifiedAccounts,
  [`${root}/spot/my_trades`]: ({ account }, request) => myTrades(fills, account, request),
  [`${root}/spot/open_orders`]: openOrders,
  [`${root}/wallet/deposits`]: deposits,
  [`${root}/wallet/withdrawals`]: withdrawals,
});

/** Paths that take orders or move money, whatever their method; and every call that is no GET. */
const isWrite = ({ method, path }: WireRequest): boolean =>
  path.startsWith(`${root}/`) && (method !== 'GET' || path === `${root}/withdrawals`);

/** No order is ever placed here: a key without the right gets the label of rights, one with it a refusal of its own. */
const writeRefused = ({ key }: Signer): WireReply => (key.trading ? tradeRestricted : readOnlyKey);

/** What a refusal switched on by hand says; null where it concerns signed requests only and this is none, or Gate has none. */
function refuse(kind: RefusalKind, fault: Fault, request: WireRequest, signed: boolean): WireReply | null {
  switch (kind) {
    case 'rateLimited':
      return rateLimited(requestLimit + 1, Math.ceil(request.nowMs / 1000) + (fault.retryAfterSeconds ?? 30));
    case 'serverBusy':
      return busy;
    case 'maintenance':
      return underMaintenance;
    case 'keyUnknown':
      return signed ? unknownKey : null;
    case 'badSignature':
      return signed ? badSignature : null;
    case 'missingRead':
      return signed ? noRight : null;
    case 'ipRefused':
      return signed ? addressRefused(request.address) : null;
    case 'banned':
    case 'passphraseWrong':
    case 'accountMode':
      return null;
  }
}

export function createGate(deps: ExchangeDeps): SimulatedExchange {
  const open = publicRoutes(deps);
  const signed = signedRoutes({ ...deps, serve: createPages('gate', deps) });
  const limits = createLimits();
  const answerSigned = (request: WireRequest, route: SignedRoute): WireReply => {
    const signer = checkSigner(deps.world, request);
    if ('status' in signer) return signer;
    const reply = limits.answer(String(signer.account.uid), request, () => route(signer, request));
    return { ...reply, account: signer.account.label };
  };
  return {
    id: 'gate',
    hosts: ['api.gateio.ws'],
    handle: (request) => {
      const route = signed[request.path];
      const isOpen = request.method === 'GET' ? open[request.path] : undefined;
      if (isOpen !== undefined) {
        const reply = limits.answer(request.address, request, () => isOpen(request));
        return { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': '*' } };
      }
      if (isWrite(request)) return answerSigned(request, writeRefused);
      return route === undefined ? refusal(404, 'NOT_FOUND', 'Not Found') : answerSigned(request, route);
    },
    refuse: (kind, fault, request) => refuse(kind, fault, request, signed[request.path] !== undefined),
  };
}
