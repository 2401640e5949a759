/** What an opened session goes on with: pages are told, and what was running, or is overdue, runs. */
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { UnixMs } from '../../shared/result';
import { freezeClosed, isAsked } from './closing';
import type { EngineDeps } from './context';
import { isOverdue } from './look-back';
import type { Session } from './session';
import { tellBackground } from './settings-calls';

interface SessionStartParts {
  readonly deps: Pick<EngineDeps, 'hosts' | 'now'>;
  /** False once the vault was locked, or another session stands in for this one: nothing more is begun. */
  readonly isCurrent: () => boolean;
  /** The background knows of it: pages may ask. */
  readonly onOpen: () => void;
  /** Resolves once it is known whether the session has a server. */
  readonly syncReady: () => Promise<void>;
}

/** True when all of it runs, false where the session ended meanwhile. */
export async function startSession(
  at: Session,
  { deps, isCurrent, onOpen, syncReady }: SessionStartParts,
): Promise<boolean> {
  const told = await tellBackground(deps.hosts, at.settings());
  if (!told.ok) at.noteFailure(told.error);
  if (!isCurrent()) return false;
  onOpen();
  await freezeClosed(at, deps.now());
  await syncReady(); // imports pull first what other devices have read
  if (!isCurrent()) return false;
  at.imports.resumeAll();
  importOverdue(at, deps.now());
  void at.feeRates.run();
  return true;
}

/** Starts what would lose fills if it waited for a refresh. */
function importOverdue({ accounts, imports }: Session, now: UnixMs): void {
  for (const account of accounts.list()) {
    const overdue = isOverdue(imports.coverage(account.id), exchangeInfos[account.exchange].lookBackMs, now);
    if (overdue && isAsked(account, now)) void imports.start(account.id, 'import');
  }
}
