/**
 * The engine's composition root: the one place in the worker that makes clocks, random sources and databases.
 *
 * Registered synchronously; a client is greeted once this instance holds the lock `engine` (an older instance may still be
 * ending) and has tried to reopen the vault with the session's key.
 */
import * as Comlink from 'comlink';
import { z } from 'zod';
import { createEngine } from './engine';
import type { Host } from './host';
import { createHosts } from './hosts';
import { clientLock, engineLock, type Greeting, lockChannel } from './wire';
import { browserDeps } from './worker-deps';

declare const self: SharedWorkerGlobalScope;

// The page's policy forbids making code from text, which zod would probe for and the browser would report.
z.config({ jitless: true });

const hosts = createHosts();
const engine = createEngine({ ...browserDeps(), hosts, end: () => self.close() });

const alone = new Promise<void>((granted) => {
  void navigator.locks.request(engineLock, () => {
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
  await engine.start();
  Comlink.expose(engine.api, apiPort);
  port.postMessage('ready');
}

new BroadcastChannel(lockChannel).onmessage = () => void engine.api.lock();
