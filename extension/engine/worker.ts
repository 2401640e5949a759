/**
 * The engine's composition root: the one place in the worker that makes clocks, random sources and databases.
 *
 * Registered synchronously; a client is greeted once this instance holds the engine's lock (an older instance may still be
 * ending) and has tried to reopen the vault with the session's key. The worker's own name says whose data it holds; what only
 * sample data needs is loaded only then.
 */
import * as Comlink from 'comlink';
import { z } from 'zod';
import { createEngine, type Engine } from './engine';
import type { Host } from './host';
import { createHosts } from './hosts';
import { clientLock, engineNames, type Greeting, lockChannel, modeOfWorker } from './wire';
import { browserDeps } from './worker-deps';

declare const self: SharedWorkerGlobalScope;

// The page's policy forbids making code from text, which zod would probe for and the browser would report.
z.config({ jitless: true });

const mode = modeOfWorker(self.name);
const hosts = createHosts();

async function compose(): Promise<Engine> {
  const deps = { ...browserDeps(), hosts, end: () => self.close() };
  if (mode === 'own') return createEngine(deps);
  const { withSample } = await import('./sample/with-sample');
  return createEngine(withSample(deps));
}

const composed = compose();

const alone = new Promise<void>((granted) => {
  void navigator.locks.request(engineNames[mode].lock, () => {
    granted();
    return new Promise<never>(() => undefined); // until the worker ends
  });
});

self.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = ({ data, ports }: MessageEvent<Greeting>) => {
    const [apiPort, hostPort] = ports;
    if (data.type === 'connect' && apiPort && hostPort) void take(port, data.clientId, apiPort, hostPort);
  };
};

async function take(port: MessagePort, clientId: string, apiPort: MessagePort, hostPort: MessagePort): Promise<void> {
  const gone = navigator.locks.request(clientLock(clientId), () => undefined);
  hosts.add({ host: Comlink.wrap<Host>(hostPort), gone });
  await alone;
  const engine = await composed;
  await engine.start();
  Comlink.expose(engine.api, apiPort);
  port.postMessage('ready');
}

// Sample data has no vault to lock: it goes with the browser session, or when it is left.
if (mode === 'own')
  new BroadcastChannel(lockChannel).onmessage = () => void composed.then((engine) => engine.api.lock());
