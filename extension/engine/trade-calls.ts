/** The calls about trades: they wait until the books are loaded, since half a history would show as a whole one. */

import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import type { DustInvalid, TradesApi } from './api/trades';
import { checkDust, dustView } from './dust';
import type { Events } from './events';
import type { Session } from './session';

interface TradeCallParts {
  readonly events: Events;
  /** The open session; throws while the vault is locked. */
  readonly open: () => Session;
  readonly session: <T, E>(use: (session: Session) => Promise<Result<T, E>>) => Promise<Result<T, E | Failure>>;
}

export function tradeCalls({ events, open, session }: TradeCallParts): TradesApi {
  const loaded = async (): Promise<Session> => {
    const at = open();
    await at.books.loaded;
    return at;
  };
  return {
    trades: async (query) => open().answers.answer('trades', query),
    closings: async (query) => open().answers.answer('closings', query),
    openLots: async (query) => open().answers.answer('openLots', query),
    trade: async (id) => (await loaded()).trades.detail(id),
    dust: async (accountId) => {
      const { accounts, books, markets } = await loaded();
      const account = accounts.get(accountId);
      if (!account) return null;
      return dustView(account, [...books.counts(accountId).keys()], markets);
    },
    setDust: (accountId, rule) =>
      session(async (at): Promise<Result<void, Failure | DustInvalid>> => {
        const checked = checkDust(rule);
        if (!checked.ok) return checked;
        const account = at.accounts.get(accountId);
        if (!account) return ok(undefined); // removed meanwhile
        const saved = await at.accounts.save({ ...account, dust: checked.value });
        if (!saved.ok) return saved;
        await at.books.loaded;
        await at.books.recut(accountId);
        events.emit({ topic: 'fills' });
        return ok(undefined);
      }),
  };
}
