/** The places of relayed requests, which all instances share (migrations/0005-relay-turns.sql). */
import { z } from 'zod';
import type { ExchangeId } from '../../shared/exchanges/ids';
import { err, ok, type Result } from '../../shared/result';
import type { Refusal } from '../../shared/sync/refusals';
import type { Hex } from '../../shared/vault/bytes';
import { bytea, type Database, type VaultCall } from './database';

/** A request that wants to go out. */
interface Entering {
  readonly exchange: ExchangeId;
  /** In whose order it goes; null: in none. */
  readonly keyHash: Hex | null;
  /** Milliseconds since 1970 until which it may wait; one without a key does not. */
  readonly expires: number;
}

/** A place; `first`: it may go out now. */
interface Turn {
  readonly ticket: string;
  readonly first: boolean;
}

/** Requests of one vault that are under way at once. */
const mostOfVault = 4;
/** A little longer than the longest that a request may take: what an instance that died had under way is forgotten after it. */
const turnLife = '32 seconds';

/** The call that takes a place. */
export const enterCall =
  ({ exchange, keyHash, expires }: Entering): VaultCall =>
  (sql, vaultId) => {
    const [key, waitsUntil] = keyHash === null ? [null, null] : [bytea(keyHash), new Date(expires)];
    return sql`(
      select row_to_json(e)
        from enter_relay(${bytea(vaultId)}, ${exchange}, ${key}, ${waitsUntil}, ${turnLife}, ${mostOfVault}) e)`;
  };

const enteredSchema = z.object({
  ticket: z.int().nullable(),
  first: z.boolean().nullable(),
  blocked_until: z.int().nullable(),
});

/** What `enterCall` gave: a place, or why there is none. */
export function enteredOf(answer: unknown): Result<Turn, Refusal> {
  const { ticket, first, blocked_until } = enteredSchema.parse(answer);
  if (blocked_until !== null) return err({ reason: 'rate-limited', untilAt: blocked_until });
  return ticket === null
    ? err({ reason: 'too-many-in-flight' })
    : ok({ ticket: String(ticket), first: first === true });
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
