-- What is left of a vault that its devices ended: of one that was erased a row that says so; of one that moved, after a while,
-- the notice alone.

alter table vaults add column closed_at timestamptz; -- erased by a device: this row and its notice are all that is left

-- Erases the vault that this transaction named, but for the row that tells its devices so, with what the erasing one sealed for
-- them. The vault stays frozen where it was: a device that was removed knows the key by which the vault is made anew.
create function close_vault(sealed_notice bytea) returns void
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
  delete from heads where vault_id = of_vault;
  delete from devices where vault_id = of_vault;
  update vaults set closed_at = now(), notice = sealed_notice where vault_id = of_vault;
end $$;
revoke all on function close_vault(bytea) from public;
grant execute on function close_vault(bytea) to fillbook_app;

-- The notice of a vault that was erased, as base64; null for any other.
create function read_closing(of_vault bytea) returns text
  language plpgsql volatile set enable_seqscan = off
  as $$
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  return (
    select replace(encode(v.notice, 'base64'), E'\n', '') from vaults v
     where v.vault_id = of_vault and v.closed_at is not null);
end $$;

-- The logs of vaults that were left 30 days ago: until then a device that was away may still read what another one had pushed
-- there at the last moment, and take it along. The notice and the devices stay, so that whoever comes later is told.
create index vaults_left on vaults (retired_at) where retired_at is not null;
create function sweep_left_logs() returns void
  language plpgsql security definer set search_path = public, pg_temp
  as $$
declare
  left_vault bytea;
begin
  for left_vault in
    select h.vault_id from heads h join vaults v using (vault_id)
     where v.retired_at < now() - interval '30 days' and h.head > 0 for update of h
  loop
    delete from records where vault_id = left_vault;
    update heads set head = 0, used_bytes = 0 where vault_id = left_vault;
  end loop;
end $$;
revoke all on function sweep_left_logs() from public;
grant execute on function sweep_left_logs() to fillbook_app;
