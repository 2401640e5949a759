/**
 * BitMart spot, as its clients saw it while it traded: which path answers what, who may ask, and how often.
 */
import type { ExchangeDeps, SimulatedExchange, WireReply, WireRequest } from '../exchange';
import type { Fault, RefusalKind } from '../faults';
import type { Habits } from '../habits';
import { createPages } from '../listing';
import type { Signer } from '../signer';
import { klines } from './candles';
import { trades } from './fills';
import { createLimits, limitHeaders } from './limits';
import { symbolsDetails, tickers, time } from './public';
import {
  addressRefused,
  badSignature,
  banned,
  busy,
  keyMayNot,
  noOrders,
  noRight,
  notFound,
  tooMany,
  underMaintenance,
  unknownKey,
} from './replies';
import { checkSigner } from './signature';
import { accountWallet, depositWithdrawHistory, spotWallet } from './wallet';

export const habits: Habits = {
  feeCoin: 'BMX',
  feeCoinFloor: '200',
  pointCoin: null,
  splitFees: false,
  rebates: false,
  feeDecimals: 8,
  keyLengths: { apiKey: 40, secret: 64, memo: 9 },
  futures: false,
};

interface PublicRoute {
  /** Requests in 2 seconds. */
  readonly limit: number;
  answer(request: WireRequest): WireReply;
}

interface SignedRoute {
  readonly method: 'GET' | 'POST';
  readonly limit: number;
  /** Demands the key alone. */
  readonly keyed: boolean;
  answer(signer: Signer, request: WireRequest): WireReply;
}

const publicRoutes = ({ world }: ExchangeDeps): Readonly<Record<string, PublicRoute>> => ({
  '/system/time': { limit: 20, answer: time },
  '/spot/v1/symbols/details': { limit: 12, answer: symbolsDetails },
  '/spot/quotation/v3/tickers': { limit: 10, answer: (request) => tickers(world, request) },
  '/spot/quotation/v3/klines': { limit: 12, answer: (request) => klines(world, request) },
});

function signedRoutes(deps: ExchangeDeps): Readonly<Record<string, SignedRoute>> {
  const state = { ...deps, serve: createPages('bitmart', deps) };
  return {
    '/spot/v1/wallet': { method: 'GET', limit: 12, keyed: true, answer: spotWallet },
    '/account/v1/wallet': { method: 'GET', limit: 12, keyed: true, answer: accountWallet },
    '/account/v2/deposit-withdraw/history': {
      ...{ method: 'GET', limit: 8, keyed: false },
      answer: depositWithdrawHistory,
    },
    '/spot/v4/query/trades': {
      ...{ method: 'POST', limit: 12, keyed: false },
      answer: ({ account }, request) => trades(state, account, request),
    },
  };
}

/** What would trade or move money: a read-only key may not ask, and no order is ever placed. */
const writes = /^\/(spot\/v\d\/(submit_order|batch_orders|cancel_orders?|cancel_all)|account\/v1\/withdraw\/apply)$/;

/** What a refusal switched on by hand says; null where it concerns signed requests only and this is none. */
function refuse(kind: RefusalKind, fault: Fault, signed: boolean): WireReply | null {
  const wait = (reply: WireReply, seconds: number): WireReply => ({
    ...reply,
    headers: limitHeaders(13, 12, fault.retryAfterSeconds ?? seconds, 'X-BM-KEY'),
  });
  switch (kind) {
    case 'rateLimited':
      return wait(tooMany, 30);
    case 'banned':
      return wait(banned, 120);
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
      return signed ? addressRefused : null;
    // A wrong memo is a wrong signature; accounts have one kind.
    case 'passphraseWrong':
    case 'accountMode':
      return null;
  }
}

export function createBitmart(deps: ExchangeDeps): SimulatedExchange {
  const open = publicRoutes(deps);
  const signed = signedRoutes(deps);
  const limits = createLimits();

  function answerSigned(route: SignedRoute, request: WireRequest): WireReply {
    const { headers, refused } = limits.book(request, route.limit, 'X-BM-KEY');
    if (refused) return { ...refused, headers };
    const signer = checkSigner(deps.world, request, route.keyed);
    if ('status' in signer) return { ...signer, headers };
    const reply = signer.key.reading ? route.answer(signer, request) : noRight;
    return { ...reply, headers, account: signer.account.label };
  }

  function answerWrite(request: WireRequest): WireReply {
    const signer = checkSigner(deps.world, request, false);
    if ('status' in signer) return signer;
    return { ...(signer.key.trading ? noOrders : keyMayNot), account: signer.account.label };
  }

  return {
    id: 'bitmart',
    hosts: ['api-cloud.bitmart.com'],
    handle: (request) => {
      const isOpen = request.method === 'GET' ? open[request.path] : undefined;
      if (isOpen) {
        const { headers, refused } = limits.book(request, isOpen.limit, 'IP');
        return { ...(refused ?? isOpen.answer(request)), headers };
      }
      const route = signed[request.path];
      if (route?.method === request.method) return answerSigned(route, request);
      return request.method === 'POST' && writes.test(request.path) ? answerWrite(request) : notFound;
    },
    refuse: (kind, fault, request) => refuse(kind, fault, signed[request.path] !== undefined),
  };
}
