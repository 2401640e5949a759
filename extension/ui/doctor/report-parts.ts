/** A report's parts by name: what both the steps and the diagnosis put into words. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { KeyRights } from '../../../shared/exchanges/readings';
import type { UnixMs } from '../../../shared/result';
import type { DoctorFound, DoctorReport, DoctorStep, DoctorStepId } from '../../engine/api/doctor';
import type { LookBack } from '../../engine/api/look-back';
import { keyVerdict, type Power } from '../accounts/key-verdict';
import { text } from '../text';

export type TimeText = (at: UnixMs) => string;

export const nameOf = ({ exchange }: DoctorReport): string => exchangeInfos[exchange].name;

/** What a step found; null where it failed or was not run. */
export function foundOf<Id extends DoctorStepId>({ steps }: DoctorReport, id: Id): DoctorFound[Id] | null {
  const step = steps.find((one) => one.id === id);
  // A step's finding is that of its id: see DoctorStep; the compiler does not follow a generic id through the union.
  return step !== undefined && 'found' in step ? (step.found as DoctorFound[Id]) : null;
}

/** ", directly" behind the name of a signed call that went from this computer alone; each of several ways has its own line. */
export function wayOf(step: DoctorStep): string {
  if (step.id !== 'signed-call' || !('failure' in step)) return '';
  const paths = step.state === 'failed' ? (step.paths ?? []) : step.found.paths;
  const relayed = paths.some(({ path }) => path === 'relay') || step.failure?.reason.startsWith('relay-') === true;
  return relayed ? '' : `, ${text.doctor.directly}`;
}

/** What the key can do beyond reading, worst first. */
export function powersOf(rights: KeyRights): readonly Power[] {
  const verdict = keyVerdict(rights);
  return verdict.kind === 'too-powerful' ? verdict.powers : [];
}

export const lostLine = ({ fromMs, toMs }: NonNullable<LookBack['gap']>, timeText: TimeText): string =>
  text.doctor.found.lost(timeText(fromMs), timeText(toMs));
