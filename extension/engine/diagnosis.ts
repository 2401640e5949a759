/**
 * From the steps of a doctor's run to one diagnosis and one action: a pure function of what the steps found.
 *
 * It narrows what one step alone cannot tell. A code that stands for several causes means another thing where the clock is
 * off, where public calls are refused too, or where the key's whitelist is known to be set.
 */

import type { KeyRights } from '../../shared/exchanges/readings';
import { type Failure, type Reason, reasons } from '../../shared/reasons';
import type {
  DoctorActionId,
  DoctorCause,
  DoctorCheck,
  DoctorDiagnosis,
  DoctorFound,
  DoctorStep,
  DoctorStepId,
} from './api/doctor';
import type { EgressName } from './api/egress';

type StepOf<Id extends DoctorStepId> = Extract<DoctorStep, { id: Id }>;

/** What decides where several steps warn: what could cost money first, then what hides figures, then what may yet fail. */
const byGravity: readonly DoctorStepId[] = ['rights', 'balances', 'symbols', 'clock'];

/** An exchange that says one of these of a call without key or signature means where it comes from. */
const refusals: ReadonlySet<Reason> = new Set([
  'region-blocked',
  'ip-not-whitelisted',
  'key-or-address-refused',
  'key-rejected',
  'signature-rejected',
  'permission-missing',
]);

function stepOf<Id extends DoctorStepId>(steps: readonly DoctorStep[], id: Id): StepOf<Id> | undefined {
  return steps.find((step): step is StepOf<Id> => step.id === id);
}

function foundOf<Id extends DoctorStepId>(steps: readonly DoctorStep[], id: Id): DoctorFound[Id] | null {
  const step = stepOf(steps, id);
  // `found` of a step is that of its id: see DoctorStep; the compiler does not follow a generic id through the union.
  return step !== undefined && 'found' in step ? (step.found as DoctorFound[Id]) : null;
}

/** The rights of a key beyond reading. */
export const powersOf = (rights: KeyRights): readonly ('withdraw' | 'transfer' | 'trade')[] =>
  rights.readable ? (['withdraw', 'transfer', 'trade'] as const).filter((power) => rights[power]) : [];

/** The reason's own action, where it is one that can be done from here; waiting and asking again is running again. */
function actionOf(failure: Failure): DoctorActionId {
  const { id } = reasons[failure.reason].action;
  if (id === 'retry' || id === 'wait') return 'run-again';
  return id === 'copy-address' && failure.address === undefined ? 'run-again' : id;
}

interface Verdict {
  readonly cause: DoctorCause;
  readonly failure: Failure;
  readonly action: DoctorActionId;
  readonly checks?: readonly DoctorCheck[];
}

const byReason = (failure: Failure): Verdict => ({ cause: 'reason', failure, action: actionOf(failure) });

function publicVerdict(steps: readonly DoctorStep[], failure: Failure): Verdict {
  if (refusals.has(failure.reason))
    return { cause: 'refused-without-key', failure: { ...failure, reason: 'region-blocked' }, action: 'run-again' };
  if (failure.reason !== 'network-failed') return byReason(failure);
  const answered = foundOf(steps, 'clock')?.skewMs ?? null;
  return { cause: answered === null ? 'no-answer' : 'answers-in-part', failure, action: 'run-again' };
}

/** Where to look first: a key that has worked, or whose whitelist is set, is refused for its address more often than not. */
function checksOf(steps: readonly DoctorStep[]): readonly DoctorCheck[] {
  const known = foundOf(steps, 'credential')?.ipRestricted ?? null;
  return known === false ? ['key', 'reading', 'address'] : ['address', 'key', 'reading'];
}

function unclearVerdict(steps: readonly DoctorStep[], failure: Failure): Verdict {
  const checks = checksOf(steps);
  const first: DoctorActionId = checks[0] === 'key' ? 'replace-key' : 'run-again';
  return {
    cause: 'key-unclear',
    failure,
    checks,
    action: checks[0] === 'address' && failure.address !== undefined ? 'copy-address' : first,
  };
}

/** The other way than the account's own, where the same key was answered by it: then the key is not the cause. */
function answeredOtherwise(steps: readonly DoctorStep[]): EgressName | null {
  const step = stepOf(steps, 'signed-call');
  const paths = step?.state === 'failed' ? (step.paths ?? []) : [];
  return paths.find(({ failure }) => failure === null)?.path ?? null;
}

/** Public calls were answered, else this step had not been taken. */
function signedVerdict(steps: readonly DoctorStep[], failure: Failure): Verdict {
  const other = answeredOtherwise(steps);
  if (other !== null && failure.reason !== 'clock-skew')
    return { cause: other === 'relay' ? 'relay-answers' : 'direct-answers', failure, action: 'open-account' };
  const clock = stepOf(steps, 'clock');
  const skewMs = failure.skewMs ?? foundOf(steps, 'clock')?.skewMs ?? null;
  const clockOff: Failure = { ...failure, reason: 'clock-skew', ...(skewMs === null ? {} : { skewMs }) };
  switch (failure.reason) {
    case 'clock-skew':
      return { cause: 'clock', failure: clockOff, action: 'sync-clock' };
    case 'key-or-address-refused':
      return clock?.state === 'warned'
        ? { cause: 'clock', failure: clockOff, action: 'sync-clock' }
        : unclearVerdict(steps, failure);
    case 'network-failed':
      return { cause: 'answers-in-part', failure, action: 'run-again' };
    case 'region-blocked':
      return { cause: 'account-calls-stopped', failure, action: 'run-again' };
    default:
      return byReason(failure);
  }
}

function failedVerdict(steps: readonly DoctorStep[], id: DoctorStepId, failure: Failure): Verdict {
  if (id === 'public-call') return publicVerdict(steps, failure);
  return id === 'signed-call' ? signedVerdict(steps, failure) : byReason(failure);
}

interface Warning {
  readonly cause: DoctorCause;
  readonly failure: Failure | null;
  readonly action: DoctorActionId;
}

function walletWarning(steps: readonly DoctorStep[]): Warning {
  const refused = foundOf(steps, 'balances')?.wallets.find((wallet) => wallet.state === 'unknown');
  if (refused?.state !== 'unknown') return { cause: 'wallet-refused', failure: null, action: 'run-again' };
  return { cause: 'wallet-refused', failure: refused.failure, action: actionOf(refused.failure) };
}

function symbolsWarning(steps: readonly DoctorStep[], failure: Failure | null): Warning {
  const found = foundOf(steps, 'symbols');
  if (found?.importState === 'stopped') return { cause: 'import-stopped', failure, action: 'resume-import' };
  if (found !== null && found.unmatched.length > 0)
    return { cause: 'symbols-unmatched', failure: null, action: 'add-symbol' };
  if (found !== null && found.gapCount === 0) return { cause: 'history-lost', failure: null, action: 'open-account' };
  return { cause: 'history-gaps', failure: found?.gaps[0]?.failure ?? null, action: 'resume-import' };
}

function warningOf(steps: readonly DoctorStep[], step: DoctorStep & { readonly state: 'warned' }): Warning {
  switch (step.id) {
    case 'rights':
      return { cause: 'powers', failure: null, action: 'run-again' };
    case 'balances':
      return walletWarning(steps);
    case 'symbols':
      return symbolsWarning(steps, step.failure);
    case 'clock': {
      const { skewMs } = step.found;
      return {
        cause: 'clock',
        failure: { reason: 'clock-skew', ...(skewMs === null ? {} : { skewMs }) },
        action: 'sync-clock',
      };
    }
    default:
      return { cause: 'reason', failure: step.failure, action: step.failure ? actionOf(step.failure) : 'run-again' };
  }
}

/**
 * What the steps come to. Call it once the run has ended.
 *
 * A cancelled run is judged by nothing but that. A failed step decides, narrowed by those before it; else the gravest
 * warning; else all is well, and what the account shows can be fetched anew.
 */
export function diagnose(steps: readonly DoctorStep[]): DoctorDiagnosis {
  const cancelled = steps.some((step) => step.state === 'not-run' && step.because === 'cancelled');
  const failed = steps.find((step) => step.state === 'failed');
  const told = steps.filter((step) => step.state === 'warned' || step.state === 'noted').map(({ id }) => id);
  const others = (decisive: DoctorStepId | null) => told.filter((id) => id !== decisive);
  if (cancelled)
    return {
      kind: 'cancelled',
      cause: 'cancelled',
      step: null,
      failure: null,
      checks: [],
      also: told,
      action: 'run-again',
    };
  if (failed?.state === 'failed') {
    const { checks = [], ...verdict } = failedVerdict(steps, failed.id, failed.failure);
    // a clock that is the cause is not named a second time
    const also = others(verdict.cause === 'clock' ? 'clock' : failed.id);
    return { kind: 'failed', step: failed.id, ...verdict, checks, also };
  }
  const warned = byGravity
    .flatMap((id) => steps.find((step) => step.id === id) ?? [])
    .find((step): step is DoctorStep & { readonly state: 'warned' } => step.state === 'warned');
  if (warned)
    return { kind: 'warning', step: warned.id, ...warningOf(steps, warned), checks: [], also: others(warned.id) };
  return { kind: 'healthy', cause: 'fine', step: null, failure: null, checks: [], also: told, action: 'refresh' };
}
