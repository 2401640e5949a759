-- A move that its device does not finish is taken over by another one: the vault that was begun is let go, so that one invite
-- stays one vault.

alter table vaults add column follows bytea check (octet_length(follows) = 32); -- the vault that it was made to follow

-- Empties the vault that was made to follow the one that this transaction named, and retires it: its devices are told that they
-- were left behind. One that was there before, or was made for another, is never touched by naming it.
create function let_go_successor() returns void
  language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off
  as $$
declare
  of_vault constant bytea := current_vault();
  left_vault bytea;
begin
  -- what is being pushed there is stored before, and goes too, or finds the vault retired
  select h.vault_id into left_vault
    from vaults v join vaults s on s.vault_id = v.successor join heads h on h.vault_id = s.vault_id
   where v.vault_id = of_vault and v.retired_at is null and s.follows = of_vault and s.retired_at is null
     for update of h;
  if not found then return; end if;
  delete from records where vault_id = left_vault;
  delete from shares where vault_id = left_vault;
  delete from pairings where vault_id = left_vault;
  update heads set head = 0, used_bytes = 0 where vault_id = left_vault;
  update vaults set retired_at = now() where vault_id = left_vault;
end $$;
revoke all on function let_go_successor() from public;
grant execute on function let_go_successor() to fillbook_app;
