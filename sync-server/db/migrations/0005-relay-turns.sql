-- Requests that the relay has under way, on all instances: those of one API key go out one after another in the order in which
-- they came, and a vault has four at most. A row goes with its request; those of an instance that died count until they expire.
create unlogged table relay_turns (
  ticket     bigserial primary key,
  vault_id   bytea not null,
  key_hash   bytea, -- null: a public call, which waits for none
  expires_at timestamptz not null
);
create index relay_turns_by_key on relay_turns (key_hash, ticket);
create index relay_turns_by_vault on relay_turns (vault_id);
grant select, insert, update, delete on relay_turns to fillbook_app;
grant usage on sequence relay_turns_ticket_seq to fillbook_app;

-- Until when an exchange wants nothing, in milliseconds since 1970, as any instance has heard; null: it may be asked.
create function relay_blocked_until(of_exchange text) returns bigint
  language sql stable
  as $$
    select extract(epoch from b.blocked_until)::numeric * 1000 from relay_budgets b
     where b.exchange = of_exchange and b.blocked_until > now()
  $$;

-- A place in the order of the key. `blocked_until`: the exchange wants nothing until then, and there is no place; `full_vault`:
-- neither, since the vault has `most` under way. `first`: it is this request's turn, which lasts `turn` at most; else its place is kept
-- until `expires`.
create function enter_relay(of_vault bytea, of_exchange text, of_key bytea, expires timestamptz, turn interval, most integer)
  returns table (ticket bigint, first boolean, full_vault boolean, blocked_until bigint)
  language plpgsql volatile rows 1 set enable_seqscan = off
  as $$
begin
  blocked_until := relay_blocked_until(of_exchange);
  full_vault := false;
  if blocked_until is null then
    -- one at a time of a vault, then of a key: what is counted and looked for in the next statements is all that there is
    perform pg_advisory_xact_lock(hashtextextended('relay ' || encode(of_vault, 'hex'), 0));
    select count(*) >= most into full_vault from relay_turns t where t.vault_id = of_vault and t.expires_at > clock_timestamp();
    if not full_vault then
      if of_key is not null then
        perform pg_advisory_xact_lock(hashtextextended('relay key ' || encode(of_key, 'hex'), 0));
      end if;
      first := of_key is null or not exists (
        select from relay_turns t where t.key_hash = of_key and t.expires_at > clock_timestamp());
      insert into relay_turns as t (vault_id, key_hash, expires_at)
        values (of_vault, of_key, case when first then clock_timestamp() + turn else expires end)
        returning t.ticket into ticket;
    end if;
  end if;
  return next;
end $$;

-- Whether a request that waits has its turn now, which then lasts `turn` at most.
create function relay_turn(of_ticket bigint, of_exchange text, turn interval)
  returns table (first boolean, blocked_until bigint)
  language plpgsql volatile rows 1 set enable_seqscan = off
  as $$
begin
  blocked_until := relay_blocked_until(of_exchange);
  update relay_turns t set expires_at = clock_timestamp() + turn
   where t.ticket = of_ticket and blocked_until is null and not exists (
     select from relay_turns before
      where before.key_hash = t.key_hash and before.ticket < t.ticket and before.expires_at > clock_timestamp());
  first := found;
  return next;
end $$;
