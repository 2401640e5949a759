/** What the one button of a diagnosis does. */
import { assertNever } from '../../../shared/result';
import type { DoctorDiagnosis, DoctorReport } from '../../engine/api/doctor';
import { type ActionDeps, type ActionOutcome, runAction } from '../components/actions';
import { routes } from '../routes';
import { text } from '../text';

export interface DoctorActionDeps extends ActionDeps {
  readonly start: () => void;
  readonly copyReport: () => void;
}

const told = (sentence: string): ActionOutcome => ({ kind: 'told', sentence });

/** Does what the button says. Must be called directly in the click: the browser asks for host access only there. */
export async function runDoctorAction(
  { accountId, exchange }: DoctorReport,
  { action, failure }: DoctorDiagnosis,
  deps: DoctorActionDeps,
): Promise<ActionOutcome> {
  const move = (route: string): ActionOutcome => {
    deps.open(route);
    return { kind: 'moved' };
  };
  switch (action) {
    case 'run-again':
      deps.start();
      return { kind: 'moved' };
    case 'refresh':
      await deps.engine.refresh(accountId);
      return told(text.doctor.refreshed);
    case 'report':
      deps.copyReport();
      return { kind: 'moved' };
    case 'copy-address':
      return runAction({ ...failure, reason: 'ip-not-whitelisted' }, { accountId, exchange }, deps);
    case 'resume-import':
      return runAction({ reason: 'cancelled' }, { accountId, exchange }, deps);
    case 'resume-account':
      return runAction({ reason: 'account-paused' }, { accountId, exchange }, deps);
    case 'grant-host': {
      const outcome = await runAction({ ...failure, reason: 'host-access-missing' }, { accountId, exchange }, deps);
      deps.start();
      return outcome;
    }
    case 'add-credentials':
    case 'replace-key':
      return move(routes.accountKey(accountId));
    case 'add-symbol':
      return move(routes.accountSymbols(accountId));
    case 'open-account':
    case 'unlock':
    case 'recover':
      return move(routes.account(accountId));
    case 'open-sync':
      return move(routes.sync);
    case 'open-shares':
      return move(routes.shares);
    case 'sync-clock':
      return told(text.common.clockHelp);
    case 'free-storage':
      return told(text.common.storageHelp);
    default:
      return assertNever(action);
  }
}
