/** How a client and the engine find each other: names of locks and worker, and the one message that opens a link. */

/** Held by the engine for as long as it lives. */
export const engineLock = 'engine';

/** Held by a client for as long as its page lives. */
export const clientLock = (clientId: string): string => `client:${clientId}`;

export const workerName = 'fillbook-engine';

/** First message of a client, with two ports: the engine's interface, and the client's host. Answered by the text `ready`. */
export interface Greeting {
  readonly type: 'connect';
  readonly clientId: string;
}

/** The BroadcastChannel on which the background tells the engine to lock: the text `lock`. */
export const lockChannel = 'fillbook-lock';
