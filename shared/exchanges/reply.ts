/** What an exchange answered, word for word: the one input of every classifier. */
import type { UnixMs } from '../result';

/**
 * - `host`: the host that was called, without scheme.
 * - `headers`: names in lower case.
 * - `body`: the whole text; "" where there was none.
 * - `receivedAt`: this computer's clock when the reply was complete.
 */
export interface ExchangeReply {
  readonly host: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receivedAt: UnixMs;
}
