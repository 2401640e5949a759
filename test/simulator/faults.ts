/**
 * Faults that can be switched on while the simulator runs.
 *
 * Each may be limited to paths that match a regular expression and to a number of requests; what is used up switches itself
 * off. A later fault of the same kind stands beside an earlier one; the first that matches takes effect.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';

/** What an exchange answers in its own words in place of the reply; the first group only to signed requests. */
export type RefusalKind =
  | 'ipRefused'
  | 'keyUnknown'
  | 'badSignature'
  | 'missingRead'
  | 'passphraseWrong'
  | 'accountMode'
  | 'rateLimited'
  | 'banned'
  | 'serverBusy'
  | 'maintenance';

export type FaultKind =
  | RefusalKind
  | 'serverError'
  | 'firewall403'
  | 'region451'
  | 'clockSkew'
  | 'cutBody'
  | 'truncatedJson'
  | 'emptyBody'
  | 'timeout'
  | 'slow'
  | 'repeatPage'
  | 'lateFills';

/**
 * - `exchange`: whose requests it meets; absent: every exchange's.
 * - `path`: regular expression on the path, without the query; absent: every path.
 * - `times`: how many matching requests it affects; absent: until cleared. For `lateFills`: how many fill requests later the fills show.
 * - `skewMs` (clockSkew): the exchange's clock minus the simulator's.
 * - `delayMs` (slow): wait before each reply.
 * - `retryAfterSeconds` (rateLimited, banned): default 30 and 120.
 * - `status` (serverError): default 502. Its body is HTML.
 * - `count` (lateFills): how many fills per symbol stay hidden, those just before the last; default 2.
 * - `withinMs` (lateFills): of these only those no older than so much before the account's newest; absent: however old.
 */
export interface Fault {
  readonly kind: FaultKind;
  readonly exchange?: ExchangeId;
  readonly path?: string;
  readonly times?: number;
  readonly skewMs?: number;
  readonly delayMs?: number;
  readonly retryAfterSeconds?: number;
  readonly status?: number;
  readonly count?: number;
  readonly withinMs?: number;
}

export const faultKinds: readonly FaultKind[] = [
  ...(['ipRefused', 'keyUnknown', 'badSignature', 'missingRead', 'passphraseWrong'] as const),
  ...(['accountMode', 'rateLimited', 'banned', 'serverBusy'] as const),
  ...(['maintenance', 'serverError', 'firewall403', 'region451', 'clockSkew', 'cutBody', 'truncatedJson'] as const),
  'emptyBody',
  ...(['timeout', 'slow', 'repeatPage', 'lateFills'] as const),
];

interface ActiveFault {
  readonly fault: Fault;
  readonly path: RegExp | null;
  left: number;
}

export interface Faults {
  /** Switches a fault on. Throws on an unknown kind or a bad expression. */
  set(fault: Fault): void;
  /** Switches faults of one kind off; of every kind without one. */
  clear(kind?: FaultKind): void;
  active(): readonly Fault[];
  /** The first fault of these kinds that matches, used once; null when there is none. A fault that names an exchange needs it. */
  take(kinds: readonly FaultKind[], path: string, exchange?: ExchangeId): Fault | null;
  /** The same without using it. */
  peek(kinds: readonly FaultKind[], path: string, exchange?: ExchangeId): Fault | null;
}

export function createFaults(onChange: (fault: Fault, on: boolean) => void = () => {}): Faults {
  let active: ActiveFault[] = [];
  const find = (kinds: readonly FaultKind[], path: string, exchange: ExchangeId | undefined) =>
    active.find(
      ({ fault, path: matches }) =>
        kinds.includes(fault.kind) &&
        (fault.exchange === undefined || fault.exchange === exchange) &&
        (matches?.test(path) ?? true),
    ) ?? null;
  const drop = (gone: (candidate: ActiveFault) => boolean) => {
    const dropped = active.filter(gone);
    active = active.filter((candidate) => !gone(candidate));
    for (const { fault } of dropped) onChange(fault, false);
  };
  return {
    set: (fault) => {
      if (!faultKinds.includes(fault.kind)) throw new RangeError(`no fault ${String(fault.kind)}`);
      const path = fault.path === undefined ? null : new RegExp(fault.path);
      active.push({ fault, path, left: fault.times ?? Number.POSITIVE_INFINITY });
      onChange(fault, true);
    },
    clear: (kind) => drop(({ fault }) => kind === undefined || fault.kind === kind),
    active: () => active.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault)),
    take: (kinds, path, exchange) => {
      const found = find(kinds, path, exchange);
      if (found === null) return null;
      found.left -= 1;
      if (found.left <= 0) drop((candidate) => candidate === found);
      return found.fault;
    },
    peek: (kinds, path, exchange) => find(kinds, path, exchange)?.fault ?? null,
  };
}
