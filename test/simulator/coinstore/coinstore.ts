/**
 * Coinstore spot, as its clients see it: which path answers what, who may ask, and how often.
 *
 * Every reply is dated with the exchange's clock, for which there is no call. Public market data may be read by any web page;
 * signed endpoints name no origin, so that only an extension that was granted the host can read their replies.
 */
import type { ExchangeDeps, SimulatedExchange, WireReply, WireRequest } from '../exchange';
import type { RefusalKind } from '../faults';
import type { Habits } from '../habits';
import { createPages } from '../listing';
import type { Signer } from '../signer';
import { isKlines, klines } from './candles';
import { accountMatches, type FillsState, type RowOrder } from './fills';
import { createLimits } from './limits';
import { symbols, tickerPrices } from './public';
import {
  badRequest,
  notFound,
  notQualified,
  serverFailed,
  tooMany,
  tradeRefused,
  unauthorized,
  unknownKey,
} from './replies';
import { checkSigner } from './signature';
import { accountList, activeOrders, deposits, orderInfo, withdrawals } from './wallet';

type PublicRoute = (request: WireRequest) => WireReply;
type SignedRoute = (signer: Signer, request: WireRequest) => WireReply;

export const habits: Habits = {
  feeCoin: null,
  pointCoin: null,
  splitFees: false,
  rebates: false,
  feeDecimals: 18,
  keyLengths: { apiKey: 32, secret: 32 },
  futures: false,
};

/** By method and path. */
const publicRoutes = ({ world }: ExchangeDeps): Readonly<Record<string, PublicRoute>> => ({
  'POST /api/v2/public/config/spot/symbols': symbols,
  'GET /api/v1/ticker/price': (request) => tickerPrices(world, request),
});

const signedRoutes = (fills: FillsState): Readonly<Record<string, SignedRoute>> => ({
  'POST /api/spot/accountList': accountList,
  'GET /api/trade/match/accountMatches': ({ account }, request) => accountMatches(fills, account, request),
  'GET /api/v2/trade/order/active': activeOrders,
  'GET /api/v2/trade/order/orderInfo': orderInfo,
  'POST /api/fi/v3/asset/deposit/record/list': deposits,
  'POST /api/fi/v3/asset/withdraw/record/list': withdrawals,
});

/** Paths that take orders or move money: none is ever carried out here. */
const isWrite = (path: string): boolean =>
  /^\/api\/(trade\/order\/(place|cancel|del)|fi\/v3\/asset\/(doWithdraw|cancelWithdraw)$|v1\/future\/transfer$)/.test(
    path,
  );

/** What a refusal switched on by hand says; null where it concerns signed requests only and this is none, or Coinstore has none. */
function refuse(kind: RefusalKind, signed: boolean): WireReply | null {
  switch (kind) {
    case 'rateLimited':
      return tooMany;
    case 'serverBusy':
      return serverFailed;
    case 'keyUnknown':
      return signed ? unknownKey : null;
    case 'badSignature':
    case 'ipRefused':
      return signed ? unauthorized : null;
    case 'missingRead':
      return signed ? notQualified : null;
    case 'banned':
    case 'maintenance':
    case 'passphraseWrong':
    case 'accountMode':
      return null;
  }
}

const dated = (reply: WireReply, { nowMs }: WireRequest): WireReply => ({
  ...reply,
  headers: { ...reply.headers, date: new Date(nowMs).toUTCString() },
});

const routeOf = ({ method, path }: WireRequest): string => `${method} ${path}`;

/** A POST without parameters sends `{}`; none at all is refused. */
const lacksBody = ({ method, body }: WireRequest): boolean => method === 'POST' && body === '';

/** `order` is that of the rows of fills. */
export function createCoinstore(deps: ExchangeDeps, order: RowOrder = 'newest-first'): SimulatedExchange {
  const open = publicRoutes(deps);
  const signed = signedRoutes({ ...deps, serve: createPages('coinstore', deps), order });
  const limits = createLimits();
  const answerSigned = (request: WireRequest, route: SignedRoute): WireReply => {
    const signer = checkSigner(deps.world, request);
    if ('status' in signer) return signer;
    const refused = limits.bookUser(signer.account.uid, request.nowMs);
    const reply = refused ?? (signer.key.reading ? route(signer, request) : notQualified);
    return { ...reply, account: signer.account.label };
  };
  const answer = (request: WireRequest): WireReply => {
    const refused = limits.bookAddress(request.address, request.nowMs);
    if (refused !== null) return refused;
    const isOpen = isKlines(request) ? () => klines(deps.world, request) : open[routeOf(request)];
    const route = isWrite(request.path) ? () => tradeRefused : signed[routeOf(request)];
    if (isOpen === undefined && route === undefined) return notFound;
    if (lacksBody(request)) return badRequest;
    if (route !== undefined) return answerSigned(request, route);
    const reply = isOpen?.(request) ?? notFound;
    return { ...reply, headers: { ...reply.headers, 'access-control-allow-origin': '*' } };
  };
  return {
    id: 'coinstore',
    hosts: ['api.coinstore.com'],
    handle: (request) => dated(answer(request), request),
    refuse: (kind, _, request) => {
      const reply = refuse(kind, signed[routeOf(request)] !== undefined);
      return reply === null ? null : dated(reply, request);
    },
  };
}
