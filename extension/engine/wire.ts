/** How a client and the engine find each other: names of locks and worker, and the one message that opens a link. */

/** Whose data an engine holds: the trader's own, or sample data. Two workers that share no lock, key or database. */
export type EngineMode = 'own' | 'sample';

/** `worker`: the name of the SharedWorker, which is one instance per name. `lock`: held by the engine for as long as it lives. */
export interface EngineNames {
  readonly worker: string;
  readonly lock: string;
}

export const engineNames: Readonly<Record<EngineMode, EngineNames>> = {
  own: { worker: 'fillbook-engine', lock: 'engine' },
  sample: { worker: 'fillbook-sample', lock: 'sample-engine' },
};

/** The mode of the worker that has this name. */
export const modeOfWorker = (name: string): EngineMode => (name === engineNames.sample.worker ? 'sample' : 'own');

/** Held by a client for as long as its page lives; ids are random, so that one form serves both engines. */
export const clientLock = (clientId: string): string => `client:${clientId}`;

/** First message of a client, with two ports: the engine's interface, and the client's host. Answered by the text `ready`. */
export interface Greeting {
  readonly type: 'connect';
  readonly clientId: string;
}

/** The BroadcastChannel on which the background tells the engine of the trader's own data to lock: the text `lock`. */
export const lockChannel = 'fillbook-lock';
