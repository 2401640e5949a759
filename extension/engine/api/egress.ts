/** How an account's requests reach its exchange. */
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';

/** Straight from this computer, or through the sync server's own address. */
export type EgressName = 'direct' | 'relay';

export interface EgressApi {
  /**
   * Sends the account's requests another way from now on, and refreshes it.
   *
   * `relay-refused`, with nothing sent or changed: the key can do more than read (`key-can-do-more`), or the exchange does not
   * tell what it can do and `readOnlyConfirmed`, the trader's word that it can only read, is false (`rights-not-confirmed`).
   * `relay-unreachable` (`not-connected`): no server is connected.
   */
  setEgress(accountId: string, egress: EgressName, readOnlyConfirmed: boolean): Promise<Result<void, Failure>>;
}
