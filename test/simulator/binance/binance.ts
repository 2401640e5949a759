/**
 * Binance spot, as its clients see it: which path answers what, who may ask, and what it costs.
 *
 * Every request is booked against the address's weight before anything else. Public market data may be read by any web page;
 * signed endpoints name no origin, so that only an extension that was granted the host can read their replies.
 */
import type { ExchangeDeps, SimulatedExchange, WireReply, WireRequest } from '../exchange';
import type { Fault, RefusalKind } from '../faults';
import type { Habits } from '../habits';
import { createPages } from '../listing';
import type { Signer } from '../signer';
import { account } from './account';
import { type FillsState, myTrades } from './fills';
import { allOrders, openOrders, order } from './orders';
import { exchangeInfo, klines, ticker24hr, tickerPrice, time } from './public';
import {
  badSignature,
  banned,
  busy,
  json,
  keyAddressOrRights,
  rateLimited,
  refusal,
  underMaintenance,
  unknownKey,
} from './replies';
import { checkSigner } from './signature';
import { apiRestrictions, deposits, dribblet, systemStatus, tradeFlow, withdrawals } from './wallet';
import { apiLimit, createWeights } from './weights';

type PublicRoute = (request: WireRequest) => WireReply;
type SignedRoute = (signer: Signer, request: WireRequest) => WireReply;

export const habits: Habits = {
  feeCoin: 'BNB',
  pointCoin: null,
  splitFees: false,
  rebates: false,
  feeDecimals: 8,
  keyLengths: { apiKey: 64, secret: 64 },
  futures: false,
};

const restrictionsPath = '/sapi/v1/account/apiRestrictions';

const anyOrigin = { 'access-control-allow-origin': '*' };

function publicRoutes({ world }: ExchangeDeps): Readonly<Record<string, PublicRoute>> {
  return {
    '/api/v3/ping': () => json({}),
    '/api/v3/time': time,
    '/api/v3/exchangeInfo': exchangeInfo,
    '/api/v3/ticker/24hr': (request) => ticker24hr(world, request),
    '/api/v3/ticker/price': (request) => tickerPrice(world, request),
    '/api/v3/klines': (request) => klines(world, request),
    '/sapi/v1/system/status': systemStatus,
  };
}

const signedRoutes = (fills: FillsState): Readonly<Record<string, SignedRoute>> => ({
  '/api/v3/account': account,
  '/api/v3/myTrades': (signer, request) => myTrades(fills, signer.account, request),
  '/api/v3/openOrders': (signer, request) => openOrders(signer.account, request),
  '/api/v3/allOrders': (signer, request) => allOrders(signer.account, request),
  '/api/v3/order': (signer, request) => order(signer.account, request),
  [restrictionsPath]: (signer) =>
    apiRestrictions(
      signer,
      signer.key.reading && fills.faults.peek(['missingRead'], '/api/v3/account', 'binance') === null,
    ),
  '/sapi/v1/capital/deposit/hisrec': deposits,
  '/sapi/v1/capital/withdraw/history': withdrawals,
  '/sapi/v1/asset/dribblet': dribblet,
  '/sapi/v1/convert/tradeFlow': tradeFlow,
});

const notFound = (request: WireRequest): WireReply =>
  json({ timestamp: new Date(request.nowMs).toISOString(), status: 404, error: 'Not Found', path: request.path }, 404);

/** No order is ever placed here: a key without the right gets the code of rights, one with it a refusal of its own. */
const orderRefused = (signer: Signer): WireReply =>
  signer.key.trading ? refusal(400, -2010, 'This action is disabled on this account.') : keyAddressOrRights;

/** What a refusal switched on by hand says; null where it concerns signed requests only and this is none. */
function refuse(kind: RefusalKind, fault: Fault, request: WireRequest, signed: boolean): WireReply | null {
  const seconds = fault.retryAfterSeconds;
  switch (kind) {
    case 'rateLimited':
      return rateLimited(seconds ?? 30, apiLimit);
    case 'banned':
      return banned(request.nowMs + (seconds ?? 120) * 1000, request.nowMs);
    case 'serverBusy':
      return busy;
    case 'maintenance':
      return underMaintenance;
    case 'keyUnknown':
      return signed ? unknownKey : null;
    case 'badSignature':
      return signed ? badSignature : null;
    case 'missingRead':
      return signed && request.path !== restrictionsPath ? keyAddressOrRights : null;
    case 'ipRefused':
      return signed ? keyAddressOrRights : null;
    case 'passphraseWrong':
    case 'accountMode':
      return null;
  }
}

export function createBinance(deps: ExchangeDeps): SimulatedExchange {
  const open = publicRoutes(deps);
  const signed = signedRoutes({ ...deps, serve: createPages('binance', deps) });
  const weights = createWeights();
  const answer = (request: WireRequest): WireReply => {
    const refused = weights.book(request);
    if (refused !== null) return refused;
    const isOpen = request.method === 'GET' ? open[request.path] : undefined;
    if (isOpen !== undefined) return { ...isOpen(request), headers: anyOrigin };
    const route = signed[request.path];
    if (route === undefined) return notFound(request);
    const signer = checkSigner(deps.world, request);
    if ('status' in signer) return signer;
    if (!signer.key.reading && request.path !== restrictionsPath) return keyAddressOrRights;
    const reply = request.method === 'GET' ? route(signer, request) : orderRefused(signer);
    return { ...reply, account: signer.account.label };
  };
  return {
    id: 'binance',
    hosts: ['api.binance.com'],
    handle: (request) => {
      const reply = answer(request);
      return { ...reply, headers: { ...weights.headers(request), ...reply.headers } };
    },
    refuse: (kind, fault, request) => refuse(kind, fault, request, signed[request.path] !== undefined),
  };
}
