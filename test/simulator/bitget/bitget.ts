/**
 * Bitget spot, as its clients see it: which path answers what, who may ask, and how often.
 *
 * An account is classic, read from /api/v2, or unified, read from /api/v3; each refuses the other's endpoints. Public endpoints
 * are the same for both.
 */
import type { ExchangeDeps, SimulatedExchange, WireReply, WireRequest } from '../exchange';
import type { RefusalKind } from '../faults';
import type { Habits } from '../habits';
import { createPages } from '../listing';
import type { Signer } from '../signer';
import { classicAssets, classicInfo, unifiedAssets, unifiedInfo } from './account';
import { candles, historyCandles } from './candles';
import { classicFills, type FillsState, unifiedFills } from './fills';
import { classicDeposits, classicWithdrawals, unifiedDeposits, unifiedWithdrawals } from './flows';
import { createLimits } from './limits';
import { symbols, tickers, time } from './public';
import {
  abnormal,
  badSignature,
  classicAccount,
  missingRight,
  notFound,
  ordersRefused,
  type Refusal,
  success,
  tooManyRequests,
  underMaintenance,
  unifiedAccount,
  unknownKey,
  wrongAddress,
  wrongPassphrase,
} from './replies';
import { checkSigner } from './signature';

type PublicRoute = (request: WireRequest) => WireReply;
type SignedRoute = (signer: Signer, request: WireRequest) => WireReply;

export const habits: Habits = {
  feeCoin: 'BGB',
  pointCoin: null,
  splitFees: false,
  rebates: true,
  feeDecimals: 16,
  keyLengths: { apiKey: 35, secret: 64, passphrase: 12 },
  futures: false,
};

/** Answers a key that may read nothing. */
const unifiedInfoPath = '/api/v3/account/info';

const publicRoutes = ({ world }: ExchangeDeps): Readonly<Record<string, PublicRoute>> => ({
  '/api/v2/public/time': time,
  '/api/v2/spot/public/symbols': symbols,
  '/api/v2/spot/market/tickers': (request) => tickers(world, request),
  '/api/v2/spot/market/candles': (request) => candles(world, request),
  '/api/v2/spot/market/history-candles': (request) => historyCandles(world, request),
  // nothing is lent here
  '/api/v2/margin/currencies': ({ nowMs }) => success(nowMs, []),
});

const signedRoutes = (fills: FillsState): Readonly<Record<string, SignedRoute>> => ({
  '/api/v2/spot/account/info': classicInfo,
  '/api/v2/spot/account/assets': classicAssets,
  '/api/v2/spot/trade/fills': ({ account }, request) => classicFills(fills, account, request),
  '/api/v2/spot/wallet/deposit-records': classicDeposits,
  '/api/v2/spot/wallet/withdrawal-records': classicWithdrawals,
  '/api/v3/account/deposit-records': unifiedDeposits,
  '/api/v3/account/withdrawal-records': unifiedWithdrawals,
  [unifiedInfoPath]: unifiedInfo,
  '/api/v3/account/assets': unifiedAssets,
  '/api/v3/trade/fills': ({ account }, request) => unifiedFills(fills, account, request),
});

const otherAccount = ({ path }: WireRequest): Refusal =>
  path.startsWith('/api/v3/') ? classicAccount : unifiedAccount;

/** What a refusal switched on by hand says; null where Bitget has none of the kind, or it concerns signed requests only. */
function refuse(kind: RefusalKind, request: WireRequest, signed: boolean): Refusal | null {
  switch (kind) {
    case 'rateLimited':
      return tooManyRequests;
    case 'serverBusy':
      return abnormal;
    case 'maintenance':
      return underMaintenance;
    case 'banned':
      return null;
    case 'keyUnknown':
      return signed ? unknownKey : null;
    case 'badSignature':
      return signed ? badSignature : null;
    case 'passphraseWrong':
      return signed ? wrongPassphrase : null;
    case 'missingRead':
      return signed && request.path !== unifiedInfoPath ? missingRight : null;
    case 'ipRefused':
      return signed ? wrongAddress : null;
    case 'accountMode':
      return signed ? otherAccount(request) : null;
  }
}

export function createBitget(deps: ExchangeDeps): SimulatedExchange {
  const open = publicRoutes(deps);
  const signed = signedRoutes({ ...deps, serve: createPages('bitget', deps) });
  const limits = createLimits();

  const answerSigned = (route: SignedRoute, signer: Signer, request: WireRequest): WireReply => {
    const perKey = request.path.endsWith('/info');
    const refused = limits.book(request, perKey ? signer.key.apiKey : signer.account.label);
    if (refused !== null) return refused;
    if (!signer.key.reading && request.path !== unifiedInfoPath) return missingRight(request.nowMs);
    return route(signer, request);
  };

  /** No order is ever placed here: a key without the right is told so, one with it is refused all the same. */
  const answerWrite = (signer: Signer, { nowMs }: WireRequest): WireReply =>
    signer.key.trading ? ordersRefused(nowMs) : missingRight(nowMs);

  const handle = (request: WireRequest): WireReply => {
    const isRead = request.method === 'GET';
    const isOpen = isRead ? open[request.path] : undefined;
    if (isOpen !== undefined) return limits.book(request, request.address) ?? isOpen(request);
    const route = isRead ? signed[request.path] : undefined;
    if (isRead && route === undefined) return notFound(request.nowMs);
    const signer = checkSigner(deps.world, request);
    if ('status' in signer) return signer;
    const reply = route === undefined ? answerWrite(signer, request) : answerSigned(route, signer, request);
    return { ...reply, account: signer.account.label };
  };

  return {
    id: 'bitget',
    hosts: ['api.bitget.com'],
    handle,
    refuse: (kind, _, request) => refuse(kind, request, signed[request.path] !== undefined)?.(request.nowMs) ?? null,
  };
}
