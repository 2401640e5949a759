-- When a device asked last is told by the count of its requests, which its next request keeps anyway: it stays as long as the audit
-- does. The table is unlogged: after a crash the server does not know until the device asks again.

create or replace function sweep_expired() returns void
  language sql security definer set search_path = public, pg_temp
  as $$
    delete from challenges where expires_at < now();
    delete from tokens where expires_at < now();
    delete from pairings where expires_at < now();
    delete from shares where expires_at < now();
    delete from audit where at < now() - interval '400 days';
    delete from rate_limits r
     where r.expire < (extract(epoch from now()) - case when r.key like 'device:%' then 400 * 86400 else 0 end) * 1000;
  $$;

-- When a device of the vault asked last, to the minute, in milliseconds since 1970; null where that is not known.
create function last_asked(of_vault bytea, of_device bytea) returns bigint
  language sql stable
  as $$ select r.expire - 60000 from rate_limits r where r.key = 'device:' || encode(of_vault || of_device, 'hex') $$;

-- As before (0012-endings-stay-told.sql); when its devices asked last goes too.
create or replace function close_vault(sealed_notice bytea) returns void
  language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off
  as $$
declare
  of_vault constant bytea := current_vault();
begin
  -- what is being pushed or admitted is stored before, and goes too, or finds nothing
  perform 1 from heads h where h.vault_id = of_vault for update;
  perform 1 from vaults v where v.vault_id = of_vault for update;
  delete from records where vault_id = of_vault;
  delete from shares where vault_id = of_vault;
  delete from audit where vault_id = of_vault;
  delete from challenges where vault_id = of_vault;
  delete from tokens where vault_id = of_vault;
  delete from pairings where vault_id = of_vault;
  delete from relay_turns where vault_id = of_vault;
  delete from heads where vault_id = of_vault;
  delete from devices where vault_id = of_vault;
  delete from rate_limits r where r.key like 'device:' || encode(of_vault, 'hex') || '%';
  update vaults set closed_at = now(), notice = sealed_notice, closing = sealed_notice where vault_id = of_vault;
end $$;
