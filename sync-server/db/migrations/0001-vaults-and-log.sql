-- What the server holds: public keys, one log of sealed records for each vault, and what lets a device in.
-- Every primary and unique key of a vault's data begins with vault_id, so that the tables shard by it as they are.

create table vaults (
  vault_id    bytea primary key check (octet_length(vault_id) = 32),
  public_key  bytea not null check (octet_length(public_key) = 32),
  created_at  timestamptz not null default now(),
  quota_bytes bigint,       -- null: the server's own
  frozen_at   timestamptz,  -- a device was removed: no further one is admitted
  retired_at  timestamptz,  -- its devices moved to another vault
  notice      bytea         -- sealed, for the devices that have not moved yet
);

create table devices (
  vault_id    bytea not null,
  device_id   bytea not null check (octet_length(device_id) = 16),
  public_key  bytea not null check (octet_length(public_key) = 32),
  label       bytea not null, -- sealed
  admitted_at timestamptz not null default now(),
  removed_at  timestamptz,
  primary key (vault_id, device_id)
);

-- The row that orders a vault's writers: locked first, then the log is appended to in the next statement.
create table heads (
  vault_id   bytea primary key,
  log_id     bytea not null check (octet_length(log_id) = 16),
  head       bigint not null default 0,
  used_bytes bigint not null default 0
);

create table records (
  vault_id  bytea not null,
  seq       bigint not null,
  rid       bytea not null check (octet_length(rid) = 32),
  device_id bytea not null,
  hash      bytea not null check (octet_length(hash) = 32),
  body      bytea, -- null: superseded or dropped
  primary key (vault_id, seq)
);
-- Ciphertext does not compress: trying would cost time alone.
alter table records alter column body set storage external;
create unique index records_by_content on records (vault_id, rid, hash);
create unique index records_current on records (vault_id, rid) where body is not null;

create table audit (
  vault_id  bytea not null,
  entry_id  uuid not null default gen_random_uuid(),
  at        timestamptz not null default now(),
  event     text not null,
  device_id bytea,
  address   text,
  primary key (vault_id, entry_id)
);
create index audit_by_time on audit (vault_id, at);

-- Of the operator, not of a vault: these three are small, and copied to every shard.
create table invites (
  code_hash  bytea primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  spent_at   timestamptz,
  spent_by   bytea
);

create table relay_budgets (
  exchange   text primary key,
  blocked_until timestamptz not null
);

-- Lost with a crash, which costs a new challenge, a new login, a new pairing.
create unlogged table challenges (
  vault_id   bytea not null,
  challenge  bytea not null,
  device_id  bytea not null,
  expires_at timestamptz not null,
  primary key (vault_id, challenge)
);

create unlogged table tokens (
  vault_id   bytea not null,
  token_hash bytea not null,
  device_id  bytea not null,
  expires_at timestamptz not null,
  primary key (vault_id, token_hash)
);

create unlogged table pairings (
  vault_id   bytea not null,
  pairing_id bytea not null,
  device_id  bytea not null, -- who opened it
  expires_at timestamptz not null,
  offer      bytea,
  parcel     bytea,
  primary key (vault_id, pairing_id)
);

create unlogged table rate_limits (
  key    varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

-- The server sees the rows of one vault at a time: the one that its transaction named.
create function current_vault() returns bytea language sql stable
  as $$ select decode(coalesce(current_setting('fillbook.vault', true), ''), 'hex') $$;

do $$
declare name text;
begin
  foreach name in array array['vaults', 'devices', 'heads', 'records', 'audit', 'challenges', 'tokens', 'pairings'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy one_vault on %I to fillbook_app using (vault_id = current_vault()) with check (vault_id = current_vault())',
      name);
  end loop;
end $$;

grant usage on schema public to fillbook_app;
grant select, insert, update on vaults, devices, heads, records to fillbook_app;
grant select, insert on audit to fillbook_app;
grant select, insert, update, delete on challenges, tokens, pairings, rate_limits, relay_budgets to fillbook_app;
grant select, update on invites to fillbook_app;

-- The device behind a token, in one statement and without naming a vault first: the token names it.
create function device_of_token(of_vault bytea, of_hash bytea)
  returns table (device_id bytea, removed boolean, frozen boolean, retired boolean, notice bytea)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select t.device_id, d.removed_at is not null, v.frozen_at is not null, v.retired_at is not null, v.notice
      from tokens t
      join devices d on d.vault_id = t.vault_id and d.device_id = t.device_id
      join vaults v on v.vault_id = t.vault_id
     where t.vault_id = of_vault and t.token_hash = of_hash and t.expires_at > now()
  $$;
revoke all on function device_of_token(bytea, bytea) from public;
grant execute on function device_of_token(bytea, bytea) to fillbook_app;

-- What has expired, of every vault.
create function sweep_expired() returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    delete from challenges where expires_at < now();
    delete from tokens where expires_at < now();
    delete from pairings where expires_at < now();
    delete from audit where at < now() - interval '400 days';
    delete from rate_limits where expire < extract(epoch from now()) * 1000;
  $$;
revoke all on function sweep_expired() from public;
grant execute on function sweep_expired() to fillbook_app;
