/** The calls about an account's import: how far it is, and beginning and ending it. */
import type { Failure } from '../../shared/reasons';
import type { Result } from '../../shared/result';
import type { ImportsApi } from './api/imports';
import type { Session } from './session';

/** The calls over the open session: `open` throws while the vault is locked, `session` gives `vault-locked`. */
export function importCalls(
  open: () => Session,
  session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>,
): ImportsApi {
  return {
    importProgress: async () => {
      const { accounts, imports } = open();
      return accounts.list().map(({ id }) => imports.progress(id));
    },
    startImport: (accountId, kind) => session((at) => at.imports.start(accountId, kind)),
    cancelImport: async (accountId) => open().imports.cancel(accountId),
  };
}
