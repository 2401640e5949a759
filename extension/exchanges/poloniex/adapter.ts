/** poloniex: not read yet. */
import type { Adapter } from '../adapter';
import { unsupportedClient } from '../unsupported-client';

export const poloniexAdapter: Adapter = () => () => unsupportedClient;
