/**
 * Overview while the books are being loaded: what needs no fill is as it is known now, and what was made is said to be still unread,
 * but for what was computed last of the same history.
 *
 * No book is asked: one that holds half of its fills would match them for figures that nobody may see.
 */
import type { Failure } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import { startOfUtcDay } from '../../shared/utc-day';
import type { Overview } from './api/overview';
import { historyOf, todayOf } from './history';
import { type Ledger, ledgerOfBooks } from './ledger';
import { methodsOf } from './methods';
import { countedAccounts } from './overview';
import { realizedPnl } from './realized';
import type { Session } from './session';
import { todayPnl } from './today';

/** Why PnL is not known yet: stored fills are still being read. */
const beingRead: Failure = { reason: 'history-incomplete', code: 'being-read' };

/** No book at all, by the trader's choice of books. */
function unread(session: Session): Session & { readonly ledger: Ledger } {
  const { books, baseCurrency } = session.settings();
  const pooling = books === 'by-coin' ? { currency: baseCurrency, unpriced: [] } : null;
  const ledger = { ...ledgerOfBooks({ of: () => [], byId: () => undefined }), pooling: () => pooling };
  return { ...session, ledger };
}

function realizedUnread(session: Session, now: UnixMs): Overview['realized'] {
  const { baseCurrency, method } = session.settings();
  const histories = session.accounts.list().map((account) => {
    const history = historyOf(session, account, now);
    return { ...history, failures: [...history.failures, beingRead], unread: true };
  });
  const methods = session.ledger.pooling(null) === null ? methodsOf(session) : [method];
  const prices = session.observations.prices();
  return realizedPnl(histories, session.accounts.failures, baseCurrency, prices, methods, session.ledger);
}

function todayUnread(session: Session, now: UnixMs): Overview['today'] {
  const since = startOfUtcDay(now);
  return todayPnl({
    accounts: countedAccounts(session, now).map((account) => {
      const of = todayOf(session, account, now);
      return { ...of, failure: of.failure ?? beingRead };
    }),
    unopened: session.accounts.failures,
    since,
    base: session.settings().baseCurrency,
    prices: session.observations.prices(),
    atEnd: session.observations.pricesAtEnd(since),
    rates: session.rates,
    ledger: session.ledger,
  });
}

type Realized = Overview['realized'];
type Caveat = Realized['caveats'][number];

const isSame = (a: Caveat, b: Caveat): boolean =>
  a.accountId === b.accountId &&
  a.failure.reason === b.failure.reason &&
  a.failure.code === b.failure.code &&
  a.failure.subject === b.failure.subject;

/**
 * Whether what was made is still what it was: in the same currency, and nothing has come to be known against it since. Time alone
 * may: an exchange serves less of the past with every day.
 */
const stillHolds = (kept: Overview, now: Overview): boolean =>
  kept.baseCurrency === now.baseCurrency &&
  now.realized.caveats.every((one) => kept.realized.caveats.some((other) => isSame(one, other)));

/**
 * Overview before the books are loaded. `kept`: one that was computed of the same history on another day; null where there is none.
 * `overview`: how it is computed over a session.
 */
export async function earlyOverview(
  session: Session,
  kept: Overview | null,
  overview: (session: Session) => Promise<Overview>,
): Promise<Overview> {
  const quiet = unread(session);
  const now = await overview(quiet);
  return {
    ...now,
    realized: kept && stillHolds(kept, now) ? kept.realized : realizedUnread(quiet, now.at),
    today: todayUnread(quiet, now.at),
  };
}
