/** Whose key it is. */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Account, ApiKey, World } from './world';

export interface Signer {
  readonly account: Account;
  readonly key: ApiKey;
}

/** The account of an exchange that a key belongs to; null for a key that the exchange does not know. */
export function findSigner(world: World, exchange: ExchangeId, apiKey: string): Signer | null {
  for (const account of world.accounts) {
    if (account.exchange !== exchange) continue;
    for (const key of [account.keys.readOnly, account.keys.trading]) if (key.apiKey === apiKey) return { account, key };
  }
  return null;
}
