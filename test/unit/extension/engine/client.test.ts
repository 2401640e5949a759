/** A page's end of the engine, over real message channels; worker and locks are the test's. */
import * as Comlink from 'comlink';
import { afterEach, expect, test } from 'vitest';
import type { EngineEvent } from '../../../../extension/engine/api/events';
import { connectEngine, type EngineClient } from '../../../../extension/engine/client';
import { createHosts } from '../../../../extension/engine/hosts';
import { engineNames, type Greeting } from '../../../../extension/engine/wire';
import { fakeBrowser } from './engine-world';

/** Locks with one queue per name, as the browser's. */
function fakeLocks() {
  const tails = new Map<string, Promise<unknown>>();
  const request = async (name: string, ...rest: readonly unknown[]): Promise<unknown> => {
    const use = rest.at(-1) as () => unknown; // the callback is last, options before it
    const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal };
    const before = tails.get(name) ?? Promise.resolve();
    let done = (): void => undefined;
    const mine = new Promise<void>((resolve) => {
      done = resolve;
    });
    tails.set(
      name,
      before.then(() => mine),
    );
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    });
    try {
      await (signal ? Promise.race([before, aborted]) : before);
      return await use();
    } finally {
      done();
    }
  };
  return { request } as unknown as LockManager; // the only method that a client calls
}

interface FakeEngine {
  readonly calls: string[];
  readonly listeners: ((event: EngineEvent) => void)[];
  /** Answers nothing any more and lets go of its lock, as a worker does that the browser stopped. */
  stop(): void;
}

/** What an engine does with a call: `stop` ends it instead of answering. */
type Script = (method: string, engine: FakeEngine) => unknown;

const never = new Promise<never>(() => undefined);
const opened: EngineClient[] = [];
const ports: MessagePort[] = [];
afterEach(() => {
  for (const client of opened.splice(0)) client.close();
  for (const port of ports.splice(0)) port.close();
});

/** A client whose worker runs the scripts one after another: each stop starts the next. */
function connect(scripts: readonly (Script | 'silent')[], greetTimeoutMs = 1_000) {
  const locks = fakeLocks();
  const engines: FakeEngine[] = [];
  let current: FakeEngine | null = null;

  function start(): FakeEngine {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    void locks.request(engineNames.own.lock, () => held);
    const engine: FakeEngine = {
      calls: [],
      listeners: [],
      stop: () => {
        current = null;
        release();
      },
    };
    engines.push(engine);
    return engine;
  }

  function greet(greeting: Greeting, [api]: readonly MessagePort[], answer: (text: string) => void): void {
    const script = scripts[engines.length - (current ? 1 : 0)] ?? (() => 'none');
    if (script === 'silent') {
      engines.push({ calls: [], listeners: [], stop: () => undefined });
      return;
    }
    current ??= start();
    const engine = current;
    expect(greeting.type).toBe('connect');
    if (!api) throw new Error('a greeting brings the port of the interface');
    ports.push(api);
    const handler: ProxyHandler<object> = {
      get: (_, method) => (argument: unknown) => {
        if (engine !== current) return never;
        engine.calls.push(String(method));
        if (method === 'subscribe') engine.listeners.push(argument as (event: EngineEvent) => void);
        return script(String(method), engine);
      },
    };
    Comlink.expose(new Proxy({}, handler), api);
    answer('ready');
  }

  const createWorker = (): SharedWorker => {
    const port = {
      onmessage: null as ((event: { data: unknown }) => void) | null,
      postMessage: (greeting: Greeting, transfer: readonly MessagePort[]) =>
        greet(greeting, transfer, (data) => setTimeout(() => port.onmessage?.({ data }))),
      close: () => undefined,
    };
    return { port } as unknown as SharedWorker; // the part of it that a client uses
  };
  let ids = 0;
  const client = connectEngine({
    names: engineNames.own,
    createWorker,
    host: fakeBrowser().host,
    locks,
    randomId: () => String(++ids),
    greetTimeoutMs,
  });
  opened.push(client);
  return { engine: client.engine, engines };
}

const stops: Script = (_, engine) => {
  engine.stop();
  return never;
};
const locked = { state: 'locked' };

test('a call that is pending when the engine ends silently is answered by the next engine', async () => {
  const { engine, engines } = connect([stops, () => locked]);
  expect(await engine.vaultState()).toEqual(locked);
  expect(engines.map(({ calls }) => calls)).toEqual([['vaultState'], ['vaultState']]);
});

test('a call that an engine has answered is not repeated', async () => {
  const answers = connect([() => locked, () => locked]);
  await answers.engine.vaultState();
  answers.engines[0]?.stop();
  await answers.engine.accounts();
  expect(answers.engines.map(({ calls }) => calls)).toEqual([['vaultState'], ['accounts']]);
});

test('an engine that does not greet in time is started again', async () => {
  const { engine } = connect(['silent', () => locked], 20);
  expect(await engine.vaultState()).toEqual(locked);
});

test('a listener hears each event once, also of the engine that follows', async () => {
  const { engine, engines } = connect([() => undefined, () => undefined]);
  const heard: EngineEvent[] = [];
  await engine.subscribe((event) => void heard.push(event));
  await engine.accounts();
  expect(engines[0]?.listeners).toHaveLength(1);
  engines[0]?.stop();
  await engine.accounts();
  expect(engines[1]?.listeners).toHaveLength(1);
  for (const listener of engines[1]?.listeners ?? []) await listener({ topic: 'fills' });
  expect(heard).toEqual([{ topic: 'fills' }]);
});

test('a subscription under way when the engine ends does not hang', async () => {
  const { engine, engines } = connect([
    (method, ending) => (method === 'subscribe' ? stops(method, ending) : undefined),
    () => undefined,
  ]);
  await engine.accounts(); // the first engine has greeted
  await engine.subscribe(() => undefined);
  await engine.accounts();
  expect(engines[1]?.listeners).toHaveLength(1);
});

test('a failed call is an answer too: it rejects and is not repeated', async () => {
  const { engine, engines } = connect([
    () => {
      throw new Error('vault-locked');
    },
  ]);
  await expect(engine.overview()).rejects.toThrow('vault-locked');
  expect(engines[0]?.calls).toEqual(['overview']);
});

test('a call to a page that vanishes goes to another page, also to one that came meanwhile', async () => {
  const hosts = createHosts();
  let leave = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const vanishing = fakeBrowser();
  vanishing.host.readSessionKey = () => never;
  hosts.add({ host: vanishing.host, gone });
  const asked = hosts.readSessionKey();
  const later = fakeBrowser();
  later.session.set('rootKey', 'kept');
  hosts.add({ host: later.host, gone: never });
  leave();
  expect(await asked).toBe('kept');
});

test('with no page left a call of the host fails instead of waiting', async () => {
  await expect(createHosts().readSessionKey()).rejects.toThrow('no page is connected');
});
