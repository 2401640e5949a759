/**
 * Who waits for a vault's log to grow, on this instance, and how the instances tell each other.
 *
 * Notices between instances go through the database (LISTEN, NOTIFY) after a push was committed, many at once, since each
 * notifying transaction waits for the one before. They are a hint: a waiter looks for itself every 25 seconds all the same.
 */
import type { Sql } from 'postgres';
import type { Hex } from '../shared/vault/bytes';

/** What happened to a vault: its log has grown, or one of its devices may have been cut off. */
type Notice = 'head' | 'access';

export interface HeadHub {
  /** Tells everyone who waits for this vault, here and on other instances. */
  announce(vaultId: Hex, notice: Notice): void;
  /** Calls back at every notice of the vault, until the returned function is called. */
  subscribe(vaultId: Hex, listener: () => void): () => void;
  /** Wakes every waiter for the last time. */
  stop(): Promise<void>;
}

export interface HubDeps {
  /** A pool of the server's role; LISTEN takes a connection of its own from it. */
  readonly sql: Sql;
  /** A notice could not be sent or heard; nothing is lost by it but time. */
  readonly onFailure: (error: unknown) => void;
}

const channel = 'fillbook';
const gatherMs = 20;

/** Tells all instances that something happened to these vaults, at least one. */
export async function announceNow(sql: Sql, vaultIds: readonly Hex[]): Promise<void> {
  const values = vaultIds.map((vault) => `('${vault}')`).join(','); // hex alone, which needs no quoting
  await sql.unsafe(`select pg_notify('${channel}', vault) from (values ${values}) as v (vault)`);
}

export function createHeadHub({ sql, onFailure }: HubDeps): HeadHub {
  const listeners = new Map<string, Set<() => void>>();
  let waiting = new Set<Hex>();
  let timer: NodeJS.Timeout | null = null;

  const tell = (vaultId: string): void => {
    for (const listener of listeners.get(vaultId) ?? []) listener();
  };
  const send = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const vaults = [...waiting];
    waiting = new Set();
    announceNow(sql, vaults).catch(onFailure);
  };
  const listening = sql.listen(channel, tell).catch((error) => {
    onFailure(error);
    return null;
  });

  return {
    announce(vaultId, notice) {
      tell(vaultId);
      waiting.add(vaultId);
      if (notice === 'access') send();
      else timer ??= setTimeout(send, gatherMs);
    },
    subscribe(vaultId, listener) {
      const of = listeners.get(vaultId) ?? new Set();
      listeners.set(vaultId, of.add(listener));
      return () => {
        of.delete(listener);
        if (of.size === 0) listeners.delete(vaultId);
      };
    },
    async stop() {
      if (timer !== null) send();
      for (const vaultId of listeners.keys()) tell(vaultId);
      await (await listening)?.unlisten().catch(onFailure);
    },
  };
}
