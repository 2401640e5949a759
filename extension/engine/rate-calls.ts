/** The calls about rates of fees. */
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import type { RatesApi } from './api/rates';
import type { Session } from './session';

/** `open` gives the open session and throws `vault-locked`. */
export const rateCalls = (
  open: () => Session,
  session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>,
): RatesApi => ({
  feeRates: async () => {
    const { feeRates } = open();
    return { unrated: feeRates.unrated(), progress: feeRates.progress() };
  },
  retryFeeRates: () =>
    session(async (at) => {
      void at.feeRates.retry();
      return ok(undefined);
    }),
});
