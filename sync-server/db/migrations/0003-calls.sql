-- What devices ask for all day, each in one call: a round trip and a transaction of its own, where several statements were.
--
-- They run as whoever calls them, so that row-level security binds them like any statement, and each names its vault first. Each
-- statement inside sees what was committed before it began: what follows a lock sees what its last holder did. They are planned
-- once a session, maybe while a table is empty, so that scans of whole tables are ruled out.

-- Counts one request under a key, in windows of a minute. Null: it may go on. Else until when not, in milliseconds since 1970.
create function count_request(of_key text, most integer) returns bigint
  language plpgsql volatile set enable_seqscan = off
  as $$
declare
  now_ms constant bigint := extract(epoch from clock_timestamp()) * 1000;
  counted record;
begin
  insert into rate_limits as r (key, points, expire) values (of_key, 1, now_ms + 60000)
    on conflict (key) do update
      set points = case when r.expire <= now_ms then 1 else r.points + 1 end,
          expire = case when r.expire <= now_ms then now_ms + 60000 else r.expire end
    returning points, expire into counted;
  return case when counted.points > most then counted.expire end;
end $$;

-- The device behind a token, and its request counted: against the device, or where there is none, against the address. What it
-- asked for may follow in the same statement, where it is `admitted`.
create function admit_request(of_vault bytea, of_hash bytea, device_most integer, of_address text, address_most integer)
  returns table (device_id bytea, removed boolean, retired boolean, notice bytea, limited_until bigint, admitted boolean)
  language plpgsql volatile rows 1
  as $$
declare
  found_device record;
begin
  select d.* into found_device from device_of_token(of_vault, of_hash) d;
  if found and not found_device.removed then
    limited_until := count_request('device:' || encode(of_vault || found_device.device_id, 'hex'), device_most);
  else
    limited_until := count_request('address:' || of_address, address_most);
  end if;
  device_id := found_device.device_id;
  removed := found_device.removed;
  retired := found_device.retired;
  notice := found_device.notice;
  admitted := coalesce(not removed, false) and limited_until is null;
  return next;
end $$;

-- Keeps a challenge for a device that exists, for a minute.
create function add_challenge(of_vault bytea, of_device bytea, of_challenge bytea) returns void
  language plpgsql volatile set enable_seqscan = off
  as $$
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  insert into challenges (vault_id, challenge, device_id, expires_at)
    select d.vault_id, of_challenge, d.device_id, now() + interval '60 seconds'
      from devices d where d.vault_id = of_vault and d.device_id = of_device;
end $$;

-- Spends a challenge, and gives what a login is judged by, bytes in hex; null where there is no such device.
create function spend_challenge(of_vault bytea, of_device bytea, of_challenge bytea) returns json
  language plpgsql volatile set enable_seqscan = off
  as $$
declare
  good boolean;
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  delete from challenges c
   where c.vault_id = of_vault and c.challenge = of_challenge and c.device_id = of_device
   returning c.expires_at > now() into good;
  return (
    select json_build_object(
        'good', coalesce(good, false), 'publicKey', encode(d.public_key, 'hex'), 'removed', d.removed_at is not null,
        'frozen', v.frozen_at is not null, 'logId', encode(h.log_id, 'hex'), 'head', h.head)
      from devices d join vaults v using (vault_id) join heads h using (vault_id)
     where d.vault_id = of_vault and d.device_id = of_device);
end $$;

-- Writes down how a login ended, and keeps the token's hash of one that succeeded; gives when that expires, in milliseconds since 1970.
create function end_login(of_vault bytea, of_device bytea, of_event text, of_address text, of_hash bytea, life interval)
  returns bigint
  language plpgsql volatile
  as $$
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  -- the audit entry alone is kept for good, and a crash within the next half second may take it
  perform set_config('synchronous_commit', 'off', true);
  insert into audit (vault_id, event, device_id, address) values (of_vault, of_event, of_device, of_address);
  if of_hash is null then return null; end if;
  insert into tokens (vault_id, token_hash, device_id, expires_at) values (of_vault, of_hash, of_device, now() + life);
  return extract(epoch from now() + life) * 1000;
end $$;

-- Appends a push to a vault's log, all or nothing: {logId, head, seqs}; or says why not: {refusal} as it travels.
--
-- `frame` holds the push as it came (shared/sync/push-frame); the arrays say where in it each record's id and body begin, from 0.
-- `drop_rids` is the ids of the drops, one after another.
create function push_log(
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
  if added > 0 and log.used_bytes + added - freed > writer.quota then
    return json_build_object('refusal', json_build_object(
      'reason', 'quota-exceeded', 'limitBytes', writer.quota, 'usedBytes', log.used_bytes));
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

-- Where a log ends: {logId, head}; null for a vault that is not there.
create function read_head(of_vault bytea) returns json
  language plpgsql volatile set enable_seqscan = off
  as $$
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  return (select json_build_object('logId', encode(h.log_id, 'hex'), 'head', h.head) from heads h where h.vault_id = of_vault);
end $$;

-- A page of the log as the frame that a device is sent (shared/sync/pull-frame), one value to the driver, not a thousand rows, as
-- base64, which is read faster than hex; null for a vault that is not there, `gap` where rows are missing. A page ends before the row with which its rows would
-- be more than `most_bytes`. Rows follow one another without a gap, so that the last one of a page is known: read by a limit
-- alone, the plan of a small table sorts all that is left of a log.
create function pull_log(of_vault bytea, after_seq bigint, most_rows integer, most_bytes integer) returns text
  language plpgsql volatile set enable_seqscan = off set enable_bitmapscan = off
  as $$
begin
  perform set_config('fillbook.vault', encode(of_vault, 'hex'), true);
  -- one expression, since whatever keeps a page on its way copies it
  return (
    select case
        when p.row_count = 0 and h.head > after_seq or p.first_seq <> after_seq + 1 or p.last_seq <> after_seq + p.row_count
          then 'gap'
        else encode('\x01'::bytea || h.log_id || int8send(h.head) || int2send(p.row_count::smallint) || coalesce(p.frame, ''), 'base64')
      end
      from heads h, lateral (
        select count(*) as row_count, min(t.seq) as first_seq, max(t.seq) as last_seq,
               string_agg(int8send(t.seq) || t.rid || t.device_id || t.hash
                          || coalesce(int4send(octet_length(t.body)) || t.body, '\xffffffff'), ''::bytea order by t.seq) as frame
          from (select r.*, sum(92 + coalesce(octet_length(r.body), 0)) over (order by r.seq) as bytes
                  from records r where r.vault_id = of_vault and r.seq > after_seq and r.seq <= after_seq + most_rows) t
         where t.bytes <= most_bytes) p
     where h.vault_id = of_vault);
end $$;
