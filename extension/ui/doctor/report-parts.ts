/** A report's parts by name: what both the steps and the diagnosis put into words. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { KeyRights } from '../../../shared/exchanges/readings';
import type { UnixMs } from '../../../shared/result';
import type { DoctorFound, DoctorReport, DoctorStepId } from '../../engine/api/doctor';
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

/** What the key can do beyond reading, worst first. */
export function powersOf(rights: KeyRights): readonly Power[] {
  const verdict = keyVerdict(rights);
  return verdict.kind === 'too-powerful' ? verdict.powers : [];
}

export const lostLine = ({ fromMs, toMs }: NonNullable<LookBack['gap']>, timeText: TimeText): string =>
  text.doctor.found.lost(timeText(fromMs), timeText(toMs));
