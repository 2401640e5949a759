/** The calls about an account's doctor: beginning and ending a run, and reading its report. */
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import type { DoctorApi } from './api/doctor';
import type { Session } from './session';

/** The calls over the open session: `open` throws while the vault is locked, `session` gives `vault-locked`. */
export function doctorCalls(
  open: () => Session,
  session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>,
): DoctorApi {
  return {
    startDoctor: (accountId) => session(async (at) => ok(at.doctor.start(accountId))),
    cancelDoctor: async (accountId) => open().doctor.cancel(accountId),
    doctorReport: async (accountId) => open().doctor.report(accountId),
  };
}
