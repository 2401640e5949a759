/** Stands where an exchange is not read yet: every question is answered with that. */
import type { Failure } from '../../shared/reasons';
import { err, type Result } from '../../shared/result';
import type { ExchangeClient } from './client';

const unsupported = async (): Promise<Result<never, Failure>> => err({ reason: 'unsupported' });

export const unsupportedClient: ExchangeClient = {
  serverTime: unsupported,
  keyRights: unsupported,
  balances: unsupported,
  markets: unsupported,
  tickers: unsupported,
  fills: { by: 'symbol', page: unsupported, traces: unsupported },
  budget: () => null,
};
