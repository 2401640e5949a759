-- A device learns what became of its vault also where that was made anew before it asked, or an operator erased it: it would else
-- be given challenges that nothing answers.

alter table vaults add column closing bytea; -- sealed by the device that erased it last, for those that were in it before
update vaults set closing = notice where closed_at is not null;

-- As before (0010-ends-of-vaults.sql), and keeps the notice beyond the vault's new beginning; what it had at the relay goes too.
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
  update vaults set closed_at = now(), notice = sealed_notice, closing = sealed_notice where vault_id = of_vault;
end $$;

drop function read_closing(bytea);

-- Why this device is given no challenge, as a refusal travels; null where it is: the vault is not there, or it was erased and the
-- device is in none that was made of it since.
create function read_ending(of_vault bytea, of_device bytea) returns json
  language plpgsql volatile set enable_seqscan = off
  as $$
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  return (
    select case
        when v.vault_id is null then json_build_object('reason', 'vault-unknown')
        when v.closing is not null and not exists (
            select from devices d where d.vault_id = of_vault and d.device_id = of_device)
          then json_build_object('reason', 'vault-closed', 'notice', replace(encode(v.closing, 'base64'), E'\n', ''))
      end
      from (values (1)) one left join vaults v on v.vault_id = of_vault);
end $$;
