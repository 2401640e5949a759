/**
 * The sockets that the database's driver works on, opened here so that a lost connection cannot end the process.
 *
 * The driver (postgres 3.4.9) forgets its socket the moment that it closes and refuses what was under way after that; a
 * transaction answers the refusal with ROLLBACK, which is then written to nothing: an error that no caller can catch, and a
 * connection that never works again (github.com/porsager/postgres issues 1066, 1154, 1208). So it is told of the end first as an
 * error, while its socket is still there to swallow the ROLLBACK, and of the close two turns later.
 */
import { createConnection, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** `off`, encrypted with any certificate, or encrypted with one that is valid for the host. */
export type DatabaseTls = 'off' | 'require' | 'verify-full';

/** Of the driver's options, those that say where to. */
interface Destination {
  readonly path?: string | undefined;
  readonly host: readonly string[];
  readonly port: readonly number[];
}

const connectTimeoutMs = 5_000;

class ConnectionLost extends Error {
  readonly code = 'CONNECTION_LOST';
}

/** Makes a socket tell of its close as an error first. */
function tellingFirst(socket: Socket): Socket {
  const emit = socket.emit.bind(socket);
  const later = (args: unknown[]) => setImmediate(() => setImmediate(() => emit('close', ...args)));
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event !== 'close') return emit(event, ...args);
    emit('error', new ConnectionLost('the connection to the database was lost'));
    later([false]); // no error of its own: the driver then refuses what came meanwhile, too
    return true;
  };
  return socket;
}

/** Asks for TLS as PostgreSQL wants it asked for, and speaks it. */
async function encrypted(plain: Socket, host: string, tls: DatabaseTls): Promise<Socket> {
  await new Promise<void>((resolve, reject) => {
    plain.setTimeout(connectTimeoutMs, () => plain.destroy(new ConnectionLost('the database did not answer in time')));
    plain.once('error', reject);
    plain.once('data', (answer) =>
      answer[0] === 83 ? resolve() : reject(new ConnectionLost('the database speaks no TLS')),
    );
    plain.write(Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47)); // SSLRequest: its length, 80877103
  });
  plain.removeAllListeners();
  return new Promise((resolve, reject) => {
    const socket = connectTls({ socket: plain, servername: host, rejectUnauthorized: tls === 'verify-full' }, () => {
      socket.off('error', reject);
      plain.setTimeout(0);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** A socket that fails once the driver listens: what it throws away for good where opening one fails. */
function failing(error: unknown): Socket {
  const socket = new Socket();
  setImmediate(() => socket.destroy(error instanceof Error ? error : new ConnectionLost(String(error))));
  return socket;
}

/** Opens sockets for the driver. */
export const socketOpener =
  (tls: DatabaseTls) =>
  async ({ path, host, port }: Destination): Promise<Socket> => {
    const name = host[0] ?? 'localhost';
    const plain = path ? createConnection(path) : createConnection(port[0] ?? 5_432, name);
    if (tls === 'off') return tellingFirst(plain);
    return encrypted(plain, name, tls).then(tellingFirst, failing);
  };
