/**
 * Which notifications are due: one when an account begins to fail and one when it answers again, each once.
 *
 * What only a person can mend is said at once; what may pass by itself when it has failed twice in a row. An account fails where its
 * balances could not be read, and where they could, but a failure has stopped its import; it answers again once that is well by
 * which it failed last. Accounts that fail for one cause at one time are one notice. The state lies sealed in `local`, so that a restart repeats nothing.
 */
import { z } from 'zod';
import type { ExchangeId } from '../../shared/exchanges/ids';
import { type Failure, type Reason, reasons } from '../../shared/reasons';
import { reasonSchema } from '../store/failure';
import { ownCauses } from './own-causes';

/** What of an account was read, well or not: each of its balances by a refresh, or new fills by a run of its import. */
type Part = 'balances' | 'import';

/** One account as a refresh, or a run of its import, has found it. */
export interface AccountHealth {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly of: Part;
  readonly failure: Failure | null;
}

/** An account that fails: by what it failed last, how many times in a row, and whether that was said. */
interface Failing {
  readonly of: Part;
  readonly reason: Reason;
  readonly times: number;
  readonly said: boolean;
}

/** The accounts that fail, by their id. */
export type HealthState = Readonly<Record<string, Failing>>;

export const healthStateSchema: z.ZodType<HealthState, unknown> = z.record(
  z.string(),
  z.object({
    of: z.enum(['balances', 'import']).default('balances'), // before imports were looked at it was these alone
    reason: reasonSchema,
    times: z.int().positive(),
    said: z.boolean(),
  }),
);

export interface DueNotice {
  readonly kind: 'failing' | 'recovered';
  readonly reason: Reason;
  readonly accountIds: readonly string[];
}

/** Failures in a row after which one that may pass is said. */
const patience = 2;

interface Change {
  readonly kind: DueNotice['kind'];
  readonly reason: Reason;
  readonly account: AccountHealth;
}

function grouped(changes: readonly Change[]): readonly DueNotice[] {
  const groups = new Map<string, DueNotice>();
  for (const { kind, reason, account } of changes) {
    const cause = `${kind}/${reason}/${ownCauses.has(reason) ? '' : account.exchange}`;
    const accountIds = [...(groups.get(cause)?.accountIds ?? []), account.id];
    groups.set(cause, { kind, reason, accountIds });
  }
  return [...groups.values()];
}

/**
 * The state after a refresh or a run of an import, and the notices that are due by it, counted as said.
 *
 * `found`: the accounts that were read. `asked`: all that are asked at all; of the others (removed, frozen, paused)
 * nothing is remembered and nothing said. What was cancelled tells nothing.
 */
export function healthAfter(
  before: HealthState,
  found: readonly AccountHealth[],
  asked: ReadonlySet<string>,
): { readonly state: HealthState; readonly notices: readonly DueNotice[] } {
  const state = new Map(Object.entries(before).filter(([id]) => asked.has(id)));
  const changes: Change[] = [];
  for (const account of found.filter(({ id }) => asked.has(id))) {
    const known = state.get(account.id);
    if (account.failure === null) {
      if (known && known.of !== account.of) continue; // what it fails by is another thing
      state.delete(account.id);
      if (known?.said) changes.push({ kind: 'recovered', reason: known.reason, account });
      continue;
    }
    const { reason } = account.failure;
    if (reason === 'cancelled') continue;
    const times = (known?.times ?? 0) + 1;
    const due = reasons[reason].retry === 'never' || times >= patience;
    const said = known?.said ?? false;
    if (due && !said) changes.push({ kind: 'failing', reason, account });
    state.set(account.id, { of: account.of, reason, times, said: said || due });
  }
  return { state: Object.fromEntries(state), notices: grouped(changes) };
}

/** The state where a notice was not shown: it is due again the next time. */
export function withoutNotice(before: HealthState, after: HealthState, { kind, accountIds }: DueNotice): HealthState {
  const state = new Map(Object.entries(after));
  for (const id of accountIds) {
    const entry = kind === 'failing' ? after[id] : before[id];
    if (entry) state.set(id, { ...entry, said: kind === 'recovered' });
  }
  return Object.fromEntries(state);
}
