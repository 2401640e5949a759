/**
 * MEXC spot, as its clients see it: which path answers what, who may ask, and what it costs.
 *
 * Every request is booked against the endpoint's budget before anything else. Fees are paid in MX or in the coin received,
 * and makers pay none. Futures are not simulated.
 */
import type { ExchangeDeps, SimulatedExchange, WireReply, WireRequest } from '../exchange';
import type { Fault, RefusalKind } from '../faults';
import type { Habits } from '../habits';
import { createPages } from '../listing';
import type { Signer } from '../signer';
import { klines } from './candles';
import { myTrades } from './fills';
import { exchangeInfo, ticker24hr, tickerPrice, time } from './public';
import {
  addressRefused,
  badSignature,
  busy,
  json,
  noPermission,
  tooManyRequests,
  tradingDisabled,
  underMaintenance,
  unknownKey,
  unknownOrder,
} from './replies';
import { checkSigner } from './signature';
import { account, deposits, openOrders, withdrawals } from './wallet';
import { createWeights } from './weights';

type PublicRoute = (request: WireRequest) => WireReply;
type SignedRoute = (signer: Signer, request: WireRequest) => WireReply;

export const habits: Habits = {
  feeCoin: 'MX',
  feeCoinFloor: '20',
  pointCoin: null,
  splitFees: false,
  rebates: false,
  freeMakers: true,
  feeDecimals: 12,
  keyLengths: { apiKey: 18, secret: 32 },
  futures: false,
};

const publicRoutes = ({ world }: ExchangeDeps): Readonly<Record<string, PublicRoute>> => ({
  '/api/v3/ping': () => json({}),
  '/api/v3/time': time,
  '/api/v3/exchangeInfo': exchangeInfo,
  '/api/v3/ticker/24hr': (request) => ticker24hr(world, request),
  '/api/v3/ticker/price': (request) => tickerPrice(world, request),
  '/api/v3/klines': (request) => klines(world, request),
});

function signedRoutes(deps: ExchangeDeps): Readonly<Record<string, SignedRoute>> {
  const fills = { ...deps, serve: createPages('mexc', deps) };
  return {
    '/api/v3/account': account,
    '/api/v3/myTrades': (signer, request) => myTrades(fills, signer.account, request),
    '/api/v3/openOrders': openOrders,
    '/api/v3/capital/deposit/hisrec': deposits,
    '/api/v3/capital/withdraw/history': withdrawals,
    '/api/v3/order': () => unknownOrder,
  };
}

const notFound = ({ nowMs, path }: WireRequest): WireReply =>
  json({ timestamp: new Date(nowMs).toISOString(), status: 404, error: 'Not Found', message: '', path }, 404);

/** What a refusal switched on by hand says; null where it concerns signed requests only and this is none. */
function refuse(kind: RefusalKind, fault: Fault, request: WireRequest, signed: boolean): WireReply | null {
  switch (kind) {
    case 'rateLimited':
      return tooManyRequests(429, fault.retryAfterSeconds ?? 30);
    case 'banned':
      return tooManyRequests(418, fault.retryAfterSeconds ?? 120);
    case 'serverBusy':
      return busy;
    case 'maintenance':
      return underMaintenance;
    case 'keyUnknown':
      return signed ? unknownKey : null;
    case 'badSignature':
      return signed ? badSignature : null;
    case 'missingRead':
      return signed ? noPermission : null;
    case 'ipRefused':
      return signed ? addressRefused(request.address) : null;
    case 'passphraseWrong':
    case 'accountMode':
      return null;
  }
}

/** No order is ever placed here: a key without the right to trade gets the code of rights, one with it a refusal of its own. */
function answerSigned(route: SignedRoute, signer: Signer, request: WireRequest): WireReply {
  if (request.method === 'GET') return signer.key.reading ? route(signer, request) : noPermission;
  return signer.key.trading ? tradingDisabled : noPermission;
}

export function createMexc(deps: ExchangeDeps): SimulatedExchange {
  const open = publicRoutes(deps);
  const signed = signedRoutes(deps);
  const weights = createWeights();
  return {
    id: 'mexc',
    hosts: ['api.mexc.com'],
    handle: (request) => {
      const refused = weights.book(request);
      if (refused !== null) return refused;
      const isOpen = request.method === 'GET' ? open[request.path] : undefined;
      if (isOpen !== undefined) return isOpen(request);
      const route = signed[request.path];
      if (route === undefined) return notFound(request);
      const signer = checkSigner(deps.world, request);
      if ('status' in signer) return signer;
      return { ...answerSigned(route, signer, request), account: signer.account.label };
    },
    refuse: (kind, fault, request) => refuse(kind, fault, request, signed[request.path] !== undefined),
  };
}
