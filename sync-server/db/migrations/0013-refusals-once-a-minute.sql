-- A login that is refused is written down once a minute of a device and an address: a device that was removed knows the vault's id
-- and its own, and could else bury its removal, since the newest 500 entries are shown, and fill the disk for 400 days.

-- As before (0006-one-call-logins.sql) but for that.
create or replace function log_in(
  of_vault bytea, of_device bytea, of_challenge bytea, is_signed boolean, of_address text, of_hash bytea, life interval
) returns json
  language plpgsql volatile set enable_seqscan = off
  as $$
declare
  good boolean;
  known record;
  refusal text;
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  -- the audit entry alone is kept for good, and a crash within the next half second may take it
  perform set_config('synchronous_commit', 'off', true);
  delete from challenges c
   where c.vault_id = of_vault and c.challenge = of_challenge and c.device_id = of_device
   returning c.expires_at > now() into good;
  select d.removed_at is not null as removed, v.frozen_at is not null as frozen, h.log_id, h.head into known
    from devices d join vaults v using (vault_id) join heads h using (vault_id)
   where d.vault_id = of_vault and d.device_id = of_device;
  if not found then return json_build_object('refusal', 'challenge-expired'); end if; -- as for a device that exists
  refusal := case
    when not coalesce(good, false) then 'challenge-expired'
    when not is_signed then 'signature-rejected'
    when known.removed then 'device-removed'
  end;
  if refusal is not null then
    insert into audit (vault_id, event, device_id, address)
      select of_vault, 'login-refused', of_device, of_address
       where not exists (
         select from audit a
          where a.vault_id = of_vault and a.at > now() - interval '1 minute' and a.event = 'login-refused'
            and a.device_id = of_device and a.address = of_address);
    return json_build_object('refusal', refusal);
  end if;
  insert into audit (vault_id, event, device_id, address) values (of_vault, 'login', of_device, of_address);
  insert into tokens (vault_id, token_hash, device_id, expires_at) values (of_vault, of_hash, of_device, now() + life);
  return json_build_object(
    'expiresAt', (extract(epoch from now() + life) * 1000)::bigint, 'logId', encode(known.log_id, 'hex'),
    'head', known.head, 'frozen', known.frozen);
end $$;
