/**
 * What a simulated exchange is: a folder that turns a request into a reply in that exchange's protocol.
 *
 * The server in front of it does the rest: TLS, the request log, and the faults of the transport.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Fault, Faults, RefusalKind } from './faults';
import type { Fill } from './history';
import type { Account, World } from './world';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** The query exactly as it was sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The caller's address, IPv4 where it is one. */
  readonly address: string;
  /** The exchange's clock at this request, skew included. */
  readonly nowMs: number;
}

export interface WireReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** The account that signed, for the request log. */
  readonly account?: string;
}

export interface SimulatedExchange {
  readonly id: ExchangeId;
  /** Hosts it answers for, without port. */
  readonly hosts: readonly string[];
  handle(request: WireRequest): WireReply;
  /** The reply to a refusal switched on by hand; null where it does not concern this request (one that is not signed). */
  refuse(kind: RefusalKind, fault: Fault, request: WireRequest): WireReply | null;
}

/** What an exchange's folder is given. */
export interface ExchangeDeps {
  readonly world: World;
  readonly faults: Faults;
  /** Rows that a page of fills holds at most, below the exchange's own maximum; null: the exchange's own. */
  readonly perPage: number | null;
  /** Fills that the exchange has booked but does not list yet (the fault lateFills), by account. */
  readonly hidden: ReadonlyMap<Account, ReadonlySet<Fill>>;
}
