/** Stands between a server and its database, and can be gone: what the server then meets is what it meets when the database is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseTarget } from '../../../sync-server/db/connection';

export class DatabaseProxy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fillbook-proxy-'));
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  /** `real` may be another one later, where the database was started anew. */
  constructor(public real: DatabaseTarget) {}

  /** The database as it is reached through here. */
  get target(): DatabaseTarget {
    const { socket } = this.real;
    if (socket === null) throw new Error('the cluster of the tests has a socket');
    return { ...this.real, socket: { ...socket, path: join(this.#folder, 's') } };
  }

  async up(): Promise<void> {
    const server = createServer((near) => {
      const far = createConnection(this.real.socket?.path ?? '');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    await new Promise<void>((resolve) => server.listen(this.target.socket?.path, resolve));
    this.#server = server;
  }

  /** Cuts every connection and takes no other. */
  async down(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
