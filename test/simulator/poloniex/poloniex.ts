/**
 * Poloniex, spot and the futures wallet, as its clients see it: which path answers what, and who may ask.
 *
 * Spot lives at the root, futures under /v3 with an envelope of its own. Public market data may be read by any web page; signed
 * endpoints name no origin. No order is ever placed: whatever would write is refused.
 */
import type { ExchangeDeps, SimulatedExchange, WireReply, WireRequest } from '../exchange';
import type { RefusalKind } from '../faults';
import type { Habits } from '../habits';
import { createPages } from '../listing';
import type { Account } from '../world';
import { activity, balances, feeInfo, futuresBalance } from './account';
import { candles, isCandlesPath } from './candles';
import { type FillsState, trades } from './fills';
import { createLimits } from './limits';
import { openOrders, orderHistory } from './orders';
import { marketList, noInstruments, tickers, time } from './public';
import { badSignature, frozen, illegalIp, ofSide, rateLimited, refusal, unknownKey } from './replies';
import { checkSigner } from './signature';

/** Fees may be paid in TRX at a discount. */
export const habits: Habits = {
  feeCoin: 'TRX',
  feeCoinFloor: '2000',
  pointCoin: null,
  splitFees: false,
  rebates: false,
  feeDecimals: 18,
  keyLengths: { apiKey: 35, secret: 128 },
  futures: true,
};

type PublicRoute = (request: WireRequest) => WireReply;
type SignedRoute = (account: Account, request: WireRequest) => WireReply;

const anyOrigin = { 'access-control-allow-origin': '*' };

const publicRoutes = ({ world }: ExchangeDeps): Readonly<Record<string, PublicRoute>> => ({
  '/timestamp': time,
  '/markets': marketList,
  '/markets/ticker24h': (request) => tickers(world, request),
  '/v3/market/allInstruments': noInstruments,
});

const signedRoutes = (fills: FillsState): Readonly<Record<string, SignedRoute>> => ({
  '/accounts/balances': balances,
  '/feeinfo': feeInfo,
  '/trades': (account, request) => trades(fills, account, request),
  '/orders': openOrders,
  '/orders/history': orderHistory,
  '/wallets/activity': activity,
  '/v3/account/balance': futuresBalance,
});

const notFound = refusal(404, 404, 'Not Found');

const isFutures = ({ path }: WireRequest): boolean => path.startsWith('/v3/');

/** What a refusal switched on by hand says; null where it does not exist here, or concerns signed requests and this is none. */
function refuse(kind: RefusalKind, request: WireRequest, signed: boolean): WireReply | null {
  const futuresSide = isFutures(request);
  switch (kind) {
    case 'rateLimited':
      return rateLimited;
    case 'serverBusy':
      return ofSide.busy(futuresSide);
    case 'maintenance':
      return ofSide.maintenance(futuresSide);
    case 'keyUnknown':
      return signed ? unknownKey : null;
    case 'badSignature':
      return signed ? badSignature : null;
    case 'missingRead':
      return signed ? ofSide.forbidden(futuresSide) : null;
    case 'ipRefused':
      return signed ? illegalIp : null;
    case 'accountMode':
      return signed ? ofSide.locked(futuresSide) : null;
    case 'banned':
    case 'passphraseWrong':
      return null;
  }
}

export function createPoloniex(deps: ExchangeDeps): SimulatedExchange {
  const open = publicRoutes(deps);
  const openRoute = (path: string): PublicRoute | undefined =>
    isCandlesPath(path) ? (request) => candles(deps.world, request) : open[path];
  const signed = signedRoutes({ ...deps, serve: createPages('poloniex', deps) });
  const limits = createLimits();
  return {
    id: 'poloniex',
    hosts: ['api.poloniex.com'],
    handle: (request) => {
      const limited = limits.count(request);
      if (limited !== null) return limited;
      const isOpen = request.method === 'GET' ? openRoute(request.path) : undefined;
      if (isOpen !== undefined) return { ...isOpen(request), headers: anyOrigin };
      const route = signed[request.path];
      if (route === undefined) return notFound;
      const signer = checkSigner(deps.world, request);
      if ('status' in signer) return signer;
      const { account, key } = signer;
      const may = request.method === 'GET' ? key.reading : key.trading;
      const reply = request.method === 'GET' ? route : () => frozen;
      const answer = may ? reply(account, request) : ofSide.forbidden(isFutures(request));
      return { ...answer, account: account.label };
    },
    refuse: (kind, _, request) => refuse(kind, request, signed[request.path] !== undefined),
  };
}
