/**
 * How the database is reached, as one of two roles: the owner, who migrates and administers, and `fillbook_app`, as which the
 * server runs and which sees the rows of one vault at a time.
 */
import { createHmac } from 'node:crypto';
import postgres from 'postgres';
import { type DatabaseTls, socketOpener } from './driver-socket';

/** The role that the server runs as. */
export const appRole = 'fillbook_app';

/** Where a database is and how its two roles log in. Holds passwords: never logged. */
export interface DatabaseTarget {
  /** A connection URL without user and password; null where `socket` says it all. */
  readonly url: string | null;
  readonly tls: DatabaseTls;
  readonly socket: { readonly path: string; readonly database: string } | null;
  readonly owner: Credentials;
  readonly app: Credentials;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The server's own password, which every instance derives from the owner's: nothing more to configure or to keep. */
export const appPassword = (ownerPassword: string): string =>
  createHmac('sha256', ownerPassword).update('fillbook/1/app-role').digest('hex');

/** A pool as one of the roles. Without `prepare` every statement is parsed anew, as a pooler in transaction mode needs it. */
export function connect(
  { url, tls, socket, owner, app }: DatabaseTarget,
  role: 'owner' | 'app',
  options: { readonly max: number; readonly prepare?: boolean; readonly onnotice?: (notice: postgres.Notice) => void },
): postgres.Sql {
  const { username, password } = role === 'owner' ? owner : app;
  const all = {
    username,
    password,
    prepare: false,
    ssl: false, // encrypted below the driver, where it is
    socket: socketOpener(tls),
    connect_timeout: 10, // seconds: opening many at once takes a busy machine some
    backoff: (attempt: number) => Math.min(0.1 * attempt, 1), // seconds: a database that is back is found within one
    fetch_types: false,
    onnotice: () => {}, // notices of the database are of no use to anyone here
    ...options,
  };
  if (socket !== null) return postgres({ ...all, path: socket.path, database: socket.database });
  return postgres(url ?? '', all);
}
