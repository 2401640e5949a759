-- Shared snapshots: sealed bytes that anybody may fetch who knows the id. Found by that id alone, so that this table, unlike a
-- vault's own, is spread over shards by share_id.

create table shares (
  share_id   bytea primary key check (octet_length(share_id) = 16),
  vault_id   bytea not null,
  owner_hash bytea not null check (octet_length(owner_hash) = 32), -- SHA-256 of the owner's token
  expires_at timestamptz not null,
  body       bytea -- sealed; null: revoked. The row stays until it expires, so that no other device puts it back
);
alter table shares alter column body set storage external;
create index shares_of_vault on shares (vault_id);
create index shares_by_expiry on shares (expires_at);

alter table shares enable row level security;
create policy one_vault on shares to fillbook_app using (vault_id = current_vault()) with check (vault_id = current_vault());
grant select, insert, update on shares to fillbook_app;

-- The bytes, for anybody. Unknown, expired and revoked are one thing: no row.
create function open_share(of_share bytea) returns table (body bytea)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select s.body from shares s where s.share_id = of_share and s.expires_at > now() and s.body is not null $$;
revoke all on function open_share(bytea) from public;
grant execute on function open_share(bytea) to fillbook_app;

-- Who a share belongs to, for the one who puts or revokes it and need not be of the vault's devices any more.
create function revoke_share(of_share bytea, of_owner bytea) returns boolean
  language sql security definer set search_path = public, pg_temp
  as $$
    with revoked as (
      update shares set body = null
       where share_id = of_share and owner_hash = of_owner and expires_at > now() returning 1)
    select exists (select from revoked)
  $$;
revoke all on function revoke_share(bytea, bytea) from public;
grant execute on function revoke_share(bytea, bytea) to fillbook_app;

-- Whether a share with this id is another vault's: the insert that would tell it fails, and a transaction with it.
create function share_is_foreign(of_share bytea, of_vault bytea) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from shares where share_id = of_share and vault_id <> of_vault) $$;
revoke all on function share_is_foreign(bytea, bytea) from public;
grant execute on function share_is_foreign(bytea, bytea) to fillbook_app;

create or replace function sweep_expired() returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    delete from challenges where expires_at < now();
    delete from tokens where expires_at < now();
    delete from pairings where expires_at < now();
    delete from shares where expires_at < now();
    delete from audit where at < now() - interval '400 days';
    delete from rate_limits where expire < extract(epoch from now()) * 1000;
  $$;
