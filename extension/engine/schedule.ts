/**
 * When accounts are refreshed by themselves: when the vault opens and while the engine lives, at the interval that was chosen.
 *
 * One round asks every account at once, and its instant is stored, so that an engine that starts knows whether the next is
 * due; the background's alarm merely starts an engine. Many alarms, pages or hours of sleep therefore make one round.
 * A round holds the engine and ends when the popup's summary and the badge show what came of it.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { reasons } from '../../shared/reasons';
import type { UnixMs } from '../../shared/result';
import type { StoredSettings } from '../store/documents';
import { isAsked } from './closing';
import { instantSchema } from './observed';
import type { Refresher } from './refresher';
import type { Session } from './session';
import { balancesFailure } from './wallets';
import type { Work } from './work';

/** Timers stand still while the computer sleeps: the clock is looked at this often at least. */
const tickMs = 60_000;
/** Alarms and timers come some seconds early or late; one that came just too early must not cost a whole interval. */
const slackMs = 30_000;

const storedKey = 'last-round';

/**
 * How often an engine is started for sync alone. A page syncs as it opens, so that this is for what nobody opens a page for; and
 * an engine that starts loads the whole history, which a trader who refreshes by hand does not want every few minutes.
 */
const syncAlarmMinutes = 60;

/**
 * Minutes between the alarms that start an engine; null: none is set. By hand alone it is set for a vault with a sync server: the
 * engine syncs as it starts, and refreshes nothing.
 */
export const alarmMinutes = (refreshMinutes: StoredSettings['refreshMinutes'], isConnected: boolean): number | null => {
  if (refreshMinutes !== 'manual') return refreshMinutes;
  return isConnected ? syncAlarmMinutes : null;
};

export interface ScheduleParts {
  readonly now: () => UnixMs;
  /** Calls `fire` after `ms`; gives how to take it back. */
  readonly setTimer: (ms: number, fire: () => void) => () => void;
  readonly session: () => Session | null;
  readonly refresher: Pick<Refresher, 'refreshSome'>;
  readonly work: Pick<Work, 'during'>;
  /** Shows what came of a round, outside the pages. */
  readonly show: () => Promise<void>;
}

export interface Schedule {
  /** Begins with a session that has just opened. When it resolves, a round that was due is under way. */
  open(session: Session): Promise<void>;
  /** Looks at the clock: starts a round if one is due and none runs, and sets the timer for the next look. */
  check(): void;
  /** Every account is being refreshed by request, so that the next round is due an interval from now. */
  note(): void;
  /** The session has ended: nothing is started any more. */
  stop(): void;
}

/**
 * Whether an interval has gone by since the last round; true where there was none. A clock that was set back by an interval or
 * more makes it due as well: else nothing would be refreshed until the former time has come again.
 */
export function isRoundDue(lastAt: UnixMs | null, intervalMs: number, now: UnixMs): boolean {
  return lastAt === null || Math.abs(now - lastAt) >= intervalMs - Math.min(slackMs, intervalMs / 4);
}

/** A refused key is not asked again by itself, since that could get it banned; nor an exchange before the time that it gave. */
function mayBeAsked(session: Session, account: ExchangeAccount, now: UnixMs): boolean {
  if (!isAsked(account, now)) return false;
  const failure = balancesFailure(session.observations.of(account.id).wallets);
  return failure === null || (reasons[failure.reason].retry !== 'never' && (failure.untilAt ?? 0) <= now);
}

/** Creates the schedule of one engine. */
export function createSchedule({ now, setTimer, session, refresher, work, show }: ScheduleParts): Schedule {
  let lastAt: UnixMs | null = null;
  let running = false;
  let cancel = (): void => undefined;

  /** A write that fails costs one round too many after a restart. */
  const store = async (at: Session): Promise<void> => {
    await at.store.write({ putLocal: [{ key: storedKey, value: lastAt }] });
  };

  async function round(at: Session): Promise<void> {
    lastAt = now();
    const due = at.accounts.list().filter((account) => mayBeAsked(at, account, now()));
    if (due.length === 0) return;
    running = true;
    try {
      await work.during(async () => {
        await store(at); // before anything is asked: an engine that is stopped in the middle must not ask again and again
        await refresher.refreshSome(due.map(({ id }) => id));
        await show();
      });
    } finally {
      running = false;
    }
  }

  function check(): void {
    cancel();
    const at = session();
    const minutes = at?.settings().refreshMinutes ?? 'manual';
    if (!at || minutes === 'manual') return;
    const intervalMs = minutes * 60_000;
    if (!running && isRoundDue(lastAt, intervalMs, now())) void round(at);
    const left = lastAt === null ? 0 : lastAt + intervalMs - now();
    cancel = setTimer(left > 0 ? Math.min(left, tickMs) : tickMs, check);
  }

  return {
    async open(at) {
      const stored = await at.store.readLocal(storedKey, instantSchema);
      if (session() !== at) return; // locked meanwhile
      lastAt = stored.ok ? stored.value : null;
      check();
    },
    check,
    note() {
      const at = session();
      if (!at) return;
      lastAt = now();
      void store(at);
    },
    stop: () => cancel(),
  };
}
