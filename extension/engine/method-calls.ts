/** The calls about the PnL method: what is chosen and in use, and the choice of one account. */
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import type { MethodApi } from './api/method';
import type { Events } from './events';
import type { Session } from './session';

interface MethodCallParts {
  readonly events: Events;
  /** The open session; throws while the vault is locked. */
  readonly open: () => Session;
  readonly session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
}

export function methodCalls({ events, open, session }: MethodCallParts): MethodApi {
  return {
    methods: async () => {
      const { accounts, books, methodChange, pools, settings } = open();
      return {
        vault: settings().method,
        accounts: accounts
          .list()
          .map(({ id, method }) => ({ accountId: id, own: method ?? null, inUse: books.methodOf(id) })),
        progress: methodChange.progress() ?? pools.progress(),
        failed: methodChange.failed().filter(({ accountId }) => accounts.get(accountId)),
        poolsInUse: pools.inUse() !== null,
        poolsFailed: pools.failed(),
      };
    },
    retryMethods: () =>
      session(async (at): Promise<Result<void, Failure>> => {
        void at.methodChange.follow();
        void at.pools.follow();
        return ok(undefined);
      }),
    setAccountMethod: (accountId, method) =>
      session(async (at): Promise<Result<void, Failure>> => {
        const account = at.accounts.get(accountId);
        if (!account) return ok(undefined); // removed meanwhile
        const { method: _, ...rest } = account;
        const saved = await at.accounts.save(method === null ? rest : { ...rest, method });
        if (!saved.ok) return saved;
        events.emit({ topic: 'accounts' });
        void at.methodChange.follow();
        return saved;
      }),
  };
}
