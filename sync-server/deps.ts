/** What the server's parts are given by its composition root. */
import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import type { Hex } from '../shared/vault/bytes';
import type { Admitted, Caller } from './auth/token';
import type { Database } from './db/database';
import type { HeadHub } from './head-hub';
import type { Metrics } from './metrics';
import type { RateLimits } from './rate-limits';
import type { Upstream } from './relay/upstream';
import type { Settings } from './settings';

export interface ServerDeps {
  readonly settings: Settings;
  /** The server's own origin, as devices sign it. */
  readonly origin: () => string;
  readonly database: Database;
  readonly limits: RateLimits;
  readonly hub: HeadHub;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Fresh bytes of a cryptographic source. */
  readonly random: (bytes: number) => Uint8Array;
  /** How exchanges are reached; null where the relay is off. */
  readonly upstream: Upstream | null;
  /** False while the server is on its way down. */
  readonly isOpen: () => boolean;
}

/** What a request carries on its way through the server. */
export interface ServerEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** When its first byte came, in milliseconds since 1970. */
    arrivedAt: number;
    /** The caller's address, behind the proxies that are trusted. */
    address: string;
    caller: Caller;
    /** The device of a push that was let through before its body was read. */
    admitted?: Admitted;
    /** The vault, for the log; the id is a hash and says nothing of anyone. */
    vaultId?: Hex;
  };
}
