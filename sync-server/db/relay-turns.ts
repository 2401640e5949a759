/** The places of relayed requests, which all instances share (migrations/0005-relay-turns.sql). */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database } from './database';

/** A request that wants to go out. */
interface Entering {
  readonly vaultId: Hex;
  readonly exchange: ExchangeId;
  /** In whose order it goes; null: in none. */
  readonly keyHash: Hex | null;
  /** Milliseconds since 1970 until which it may wait. */
  readonly expires: number;
}

/** A place; `first`: it may go out now. */
interface Turn {
  readonly ticket: string;
  readonly first: boolean;
}

/** `untilAt`: the exchange wants nothing before, in milliseconds since 1970. */
type NoTurn = { readonly untilAt: number } | 'full-vault';

/** Requests of one vault that are under way at once. */
const mostOfVault = 4;
/** A little longer than the longest that a request may take: what an instance that died had under way is forgotten after it. */
const turnLife = '32 seconds';

/** Takes a place, or says why there is none. */
export async function enterRelay(
  { call }: Database,
  { vaultId, exchange, keyHash, expires }: Entering,
): Promise<Turn | NoTurn> {
  const key = keyHash === null ? null : bytea(keyHash);
  const row = await call(
    (sql) => sql`
      select * from enter_relay(${bytea(vaultId)}, ${exchange}, ${key}, ${new Date(expires)}, ${turnLife}, ${mostOfVault})`,
  );
  if (row.blocked_until !== null) return { untilAt: Number(row.blocked_until) };
  return row.full_vault ? 'full-vault' : { ticket: String(row.ticket), first: row.first };
}

/** Whether a request that waits may go out now; until when not where the exchange wants nothing meanwhile. */
export async function askTurn(
  { call }: Database,
  ticket: string,
  exchange: ExchangeId,
): Promise<boolean | { readonly untilAt: number }> {
  const row = await call((sql) => sql`select * from relay_turn(${ticket}, ${exchange}, ${turnLife})`);
  if (row.blocked_until !== null) return { untilAt: Number(row.blocked_until) };
  return row.first;
}

/** Gives the place back, whatever came of the request. */
export async function leaveRelay({ sql }: Database, ticket: string): Promise<void> {
  await sql`delete from relay_turns where ticket = ${ticket}`;
}

/** Blocks an exchange for all instances. */
export async function blockExchange({ sql }: Database, exchange: ExchangeId, untilAt: number): Promise<void> {
  const at = new Date(untilAt);
  await sql`
    insert into relay_budgets (exchange, blocked_until) values (${exchange}, ${at})
    on conflict (exchange) do update set blocked_until = greatest(relay_budgets.blocked_until, excluded.blocked_until)`;
}

/** Forgets what instances that died had under way. */
export const sweepTurns = ({ sql }: Database) => sql`delete from relay_turns where expires_at < now()`;
