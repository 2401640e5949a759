/** What an exchange's folder exports: from one address to the clients of all its accounts. */

import type { OnCall } from '../../shared/exchanges/call-record';
import type { UnixMs } from '../../shared/result';
import type { Credentials, ExchangeClient } from './client';
import type { Egress } from './egress';

export interface AdapterDeps {
  readonly egress: Egress;
  readonly now: () => UnixMs;
}

/** Creates the client of one account; `onCall` hears of every call that it makes. */
export type CreateAccountClient = (credentials: Credentials, onCall?: OnCall) => ExchangeClient;

/** Called once per address: all accounts of the exchange that call from it share their pace, since limits count per address. */
export type Adapter = (deps: AdapterDeps) => CreateAccountClient;
