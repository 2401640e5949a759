-- A login in one call of the database where it was two, and a push that counts the vault's shared snapshots against its quota.

drop function add_challenge(bytea, bytea, bytea);
drop function spend_challenge(bytea, bytea, bytea);
drop function end_login(bytea, bytea, text, text, bytea, interval);

-- A device's public key in hex; null where there is no such device.
create function read_device_key(of_vault bytea, of_device bytea) returns text
  language plpgsql volatile set enable_seqscan = off
  as $$
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  return (select encode(d.public_key, 'hex') from devices d where d.vault_id = of_vault and d.device_id = of_device);
end $$;

-- Keeps a challenge for a device that exists, for a minute, and gives that device's public key in hex; null where there is none.
create function add_challenge(of_vault bytea, of_device bytea, of_challenge bytea) returns text
  language plpgsql volatile set enable_seqscan = off
  as $$
declare
  device_key constant text := read_device_key(of_vault, of_device);
begin
  if device_key is not null then
    insert into challenges (vault_id, challenge, device_id, expires_at)
      values (of_vault, of_challenge, of_device, now() + interval '60 seconds');
  end if;
  return device_key;
end $$;

-- Spends a challenge, whatever comes of it, and ends the login: {expiresAt, logId, head, frozen}, milliseconds since 1970, with the
-- token's hash kept; or {refusal}, a reason. `is_signed`: the device's key signed it. How it ended is written down.
create function log_in(
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
  insert into audit (vault_id, event, device_id, address)
    values (of_vault, case when refusal is null then 'login' else 'login-refused' end, of_device, of_address);
  if refusal is not null then return json_build_object('refusal', refusal); end if;
  insert into tokens (vault_id, token_hash, device_id, expires_at) values (of_vault, of_hash, of_device, now() + life);
  return json_build_object(
    'expiresAt', (extract(epoch from now() + life) * 1000)::bigint, 'logId', encode(known.log_id, 'hex'),
    'head', known.head, 'frozen', known.frozen);
end $$;

-- Appends a push to a vault's log, all or nothing: {logId, head, seqs}; or says why not: {refusal} as it travels.
--
-- `frame` holds the push as it came (shared/sync/push-frame); the arrays say where in it each record's id and body begin, from 0.
-- `drop_rids` is the ids of the drops, one after another.
create or replace function push_log(
  of_vault bytea, of_device bytea, server_quota bigint,
  frame bytea, rids_at integer[], bodies_at integer[], body_lengths integer[], supersedes bigint[],
  drop_rids bytea, drop_seqs bigint[]
) returns json
  language plpgsql volatile set enable_seqscan = off
  as $$
declare
  row_cost constant integer := 256; -- what a row costs of the quota beside its body: its hash row stays for good
  log record;
  writer record;
  hashes bytea[];
  stored bigint[];  -- where these very bytes lie already
  present bigint[]; -- which version is current; 0: none
  fresh integer;
  gone bigint[];
  added bigint;
  freed bigint := 0;
  shared bigint := 0; -- bytes of the vault's shared snapshots, which its quota holds too
  refusal json;
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  -- every writer of the vault waits here for the one before; only the next statements look at the log
  select h.log_id, h.head, h.used_bytes into log from heads h where h.vault_id = of_vault for update;
  if not found then
    return json_build_object('refusal', json_build_object('reason', 'vault-unknown'));
  end if;

  -- a removal takes the same lock, so that nothing of a removed device follows it
  select d.removed_at is not null as removed, v.retired_at is not null as retired, v.notice,
         coalesce(v.quota_bytes, server_quota) as quota
    into writer
    from devices d join vaults v using (vault_id)
   where d.vault_id = of_vault and d.device_id = of_device;
  if not found or writer.removed then
    refusal := json_build_object('reason', 'device-removed');
  elsif writer.retired then
    refusal := json_build_object('reason', 'vault-retired', 'notice', replace(encode(writer.notice, 'base64'), E'\n', ''));
  end if;
  if refusal is not null then return json_build_object('refusal', refusal); end if;

  -- subqueries, not joins: each is one look into an index however the tables have grown since this was planned
  select array_agg(p.hash order by p.n),
         array_agg((select r.seq from records r
                     where r.vault_id = of_vault and r.rid = p.rid and r.hash = p.hash) order by p.n),
         array_agg(coalesce((select r.seq from records r
                     where r.vault_id = of_vault and r.rid = p.rid and r.body is not null), 0) order by p.n),
         coalesce(sum(p.length + row_cost), 0)
    into hashes, stored, present, added
    from (select u.n, u.length, substring(frame from u.rid_at + 1 for 32) as rid,
                 sha256(substring(frame from u.body_at + 1 for u.length)) as hash
            from unnest(rids_at, bodies_at, body_lengths) with ordinality as u (rid_at, body_at, length, n)
          offset 0) p;
  fresh := coalesce(cardinality(array_positions(stored, null)), 0);
  if fresh < cardinality(rids_at) then
    select coalesce(sum(u.length + row_cost), 0) into added
      from unnest(body_lengths, stored) as u (length, stored) where u.stored is null;
  end if;

  select json_build_object('reason', 'superseded', 'conflicts',
           json_agg(json_build_object('rid', encode(substring(frame from u.rid_at + 1 for 32), 'hex'), 'seq', u.present) order by u.n))
    into refusal
    from unnest(rids_at, stored, present, supersedes) with ordinality as u (rid_at, stored, present, supersedes, n)
   where u.stored is null and u.present <> u.supersedes
  having count(*) > 0;
  if refusal is not null then return json_build_object('refusal', refusal); end if;

  select coalesce(array_agg(u.present), '{}') into gone
    from unnest(stored, present) as u (stored, present) where u.stored is null and u.present > 0;
  if cardinality(drop_seqs) > 0 then
    select json_build_object('reason', 'not-own', 'conflicts',
             json_agg(json_build_object('rid', encode(d.rid, 'hex'), 'seq', d.seq) order by d.n) filter (where not d.own)),
           gone || coalesce(array_agg(d.seq) filter (where d.own), '{}')
      into refusal, gone
      from (select u.seq, u.n, substring(drop_rids from (u.n::integer - 1) * 32 + 1 for 32) as rid,
                   exists (select from records r
                     where r.vault_id = of_vault and r.seq = u.seq and r.device_id = of_device
                       and r.rid = substring(drop_rids from (u.n::integer - 1) * 32 + 1 for 32)) as own
              from unnest(drop_seqs) with ordinality as u (seq, n)) d;
    if refusal -> 'conflicts' ->> 0 is not null then return json_build_object('refusal', refusal); end if;
  end if;

  if cardinality(gone) > 0 then
    select coalesce(sum(octet_length(r.body)), 0) into freed from records r where r.vault_id = of_vault and r.seq = any (gone);
  end if;
  -- a share is put under the same lock, so that the two never fill the same room
  if added > 0 then
    select coalesce(sum(octet_length(s.body)), 0) into shared
      from shares s where s.vault_id = of_vault and s.body is not null and s.expires_at > now();
  end if;
  if added > 0 and log.used_bytes + shared + added - freed > writer.quota then
    return json_build_object('refusal', json_build_object(
      'reason', 'quota-exceeded', 'limitBytes', writer.quota, 'usedBytes', log.used_bytes + shared));
  end if;

  if cardinality(gone) > 0 then
    update records r set body = null where r.vault_id = of_vault and r.seq = any (gone) and r.body is not null;
  end if;
  if fresh > 0 then
    insert into records (vault_id, seq, rid, device_id, hash, body)
      select of_vault, log.head + row_number() over (order by u.n), substring(frame from u.rid_at + 1 for 32), of_device, u.hash,
             substring(frame from u.body_at + 1 for u.length)
        from unnest(rids_at, bodies_at, body_lengths, hashes, stored)
             with ordinality as u (rid_at, body_at, length, hash, stored, n)
       where u.stored is null;
  end if;
  if fresh + cardinality(gone) > 0 then
    update heads h set head = log.head + fresh, used_bytes = log.used_bytes + added - freed where h.vault_id = of_vault;
  end if;

  return json_build_object('logId', encode(log.log_id, 'hex'), 'head', log.head + fresh, 'seqs', (
    select coalesce(json_agg(coalesce(u.stored, log.head + u.nth) order by u.n), '[]')
      from (select s.stored, s.n, count(*) filter (where s.stored is null) over (order by s.n) as nth
              from unnest(stored) with ordinality as s (stored, n)) u));
end $$;
