/**
 * An HTTP CONNECT proxy for browsers that cannot map hosts: CONNECT to a known host on port 443 reaches the simulator, everything
 * else is refused with 502, so that nothing leaves the machine.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen, type RunningServer } from './server';

const refused = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

function tunnel(hosts: readonly string[], simulatorPort: number, tunnels: Set<Duplex>) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const [host, port] = (request.url ?? '').split(':');
    if (port !== '443' || host === undefined || !hosts.includes(host)) {
      socket.end(refused);
      return;
    }
    const upstream = connect(simulatorPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    for (const end of [socket, upstream]) {
      tunnels.add(end);
      end.on('close', () => {
        tunnels.delete(end);
        socket.destroy();
        upstream.destroy();
      });
    }
  };
}

/** Listens on 127.0.0.1; closing it ends its tunnels too. */
export async function startProxy(
  hosts: readonly string[],
  simulatorPort: number,
  port: number,
): Promise<RunningServer> {
  const tunnels = new Set<Duplex>();
  const server = createServer((_request, response) => {
    response.writeHead(502).end();
  });
  server.on('connect', tunnel(hosts, simulatorPort, tunnels));
  const running = await listen(server, port);
  return {
    port: running.port,
    close: () => {
      for (const end of tunnels) end.destroy();
      return running.close();
    },
  };
}
