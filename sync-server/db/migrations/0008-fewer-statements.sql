-- A push in fewer statements, since each costs more to begin than to do, and a request's device looked up in the function that
-- admits it.

-- As before (0003-calls.sql) but without a function of its own for the device behind the token: the vault that the token names is
-- named first, so that row-level security shows its rows and no other's, and an unknown token finds none.
create or replace function admit_request(
  of_vault bytea, of_hash bytea, device_most integer, of_address text, address_most integer
)
  returns table (device_id bytea, removed boolean, retired boolean, notice bytea, limited_until bigint, admitted boolean)
  language plpgsql volatile rows 1 set enable_seqscan = off set plan_cache_mode = force_generic_plan
  as $$
declare
  vault_named constant text := set_config('fillbook.vault', encode(of_vault, 'hex'), true); -- an expression, cheaper than a query
begin
  select t.device_id, d.removed_at is not null, v.retired_at is not null, v.notice
    into device_id, removed, retired, notice
    from tokens t
    join devices d on d.vault_id = t.vault_id and d.device_id = t.device_id
    join vaults v on v.vault_id = t.vault_id
   where t.vault_id = of_vault and t.token_hash = of_hash and t.expires_at > now();
  if not removed then -- null where there is no such token
    limited_until := count_request('device:' || encode(of_vault || device_id, 'hex'), device_most);
  else
    limited_until := count_request('address:' || of_address, address_most);
  end if;
  admitted := coalesce(not removed, false) and limited_until is null;
  return next;
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
  language plpgsql volatile set enable_seqscan = off set plan_cache_mode = force_generic_plan
  as $$
declare
  vault_named constant text := set_config('fillbook.vault', encode(of_vault, 'hex'), true); -- an expression, cheaper than a query
  row_cost constant integer := 256; -- what a row costs of the quota beside its body: its hash row stays for good
  log record;
  writer record;
  pushed record;
  seqs bigint[]; -- where each record lies, or will
  new_head bigint;
  gone bigint[]; -- whose bodies go
  freed bigint := 0;
  refusal json;
begin
  -- every writer of the vault waits here for the one before; only the next statements look at the log
  select h.log_id, h.head, h.used_bytes into log from heads h where h.vault_id = of_vault for update;
  if not found then
    return json_build_object('refusal', json_build_object('reason', 'vault-unknown'));
  end if;

  -- a removal takes the same lock, so that nothing of a removed device follows it; and so does a share, whose bytes the quota
  -- holds too, so that the two never fill the same room
  select d.removed_at is not null as removed, v.retired_at is not null as retired, v.notice,
         coalesce(v.quota_bytes, server_quota) as quota,
         (select coalesce(sum(octet_length(s.body)), 0) from shares s
           where s.vault_id = of_vault and s.body is not null and s.expires_at > now()) as shared
    into writer
    from devices d join vaults v using (vault_id)
   where d.vault_id = of_vault and d.device_id = of_device;
  if not found or writer.removed then
    refusal := json_build_object('reason', 'device-removed');
  elsif writer.retired then
    refusal := json_build_object('reason', 'vault-retired', 'notice', replace(encode(writer.notice, 'base64'), E'\n', ''));
  end if;
  if refusal is not null then return json_build_object('refusal', refusal); end if;

  -- `stored`: where these very bytes lie already; `present`: which version is current, 0 for none. Subqueries, not joins: each is
  -- one look into an index however the tables have grown since this was planned. Rows come in the order of the push, in which
  -- unnest gives them: nothing here joins or sorts them, and sorting a single row would cost more than all else here
  select array_agg(p.stored) as stored, array_agg(p.hash) as hashes,
         count(*) filter (where p.stored is null) as fresh,
         coalesce(sum(p.length + row_cost) filter (where p.stored is null), 0) as added,
         array_agg(p.present) filter (where p.stored is null and p.present > 0) as superseded,
         json_agg(json_build_object('rid', encode(p.rid, 'hex'), 'seq', p.present))
           filter (where p.stored is null and p.present <> p.supersedes) as conflicts
    into pushed
    from (select q.*,
                 (select r.seq from records r
                   where r.vault_id = of_vault and r.rid = q.rid and r.hash = q.hash) as stored,
                 coalesce((select r.seq from records r
                   where r.vault_id = of_vault and r.rid = q.rid and r.body is not null), 0) as present
            from (select u.length, u.supersedes, substring(frame from u.rid_at + 1 for 32) as rid,
                         sha256(substring(frame from u.body_at + 1 for u.length)) as hash
                    from unnest(rids_at, bodies_at, body_lengths, supersedes) as u (rid_at, body_at, length, supersedes)
                  offset 0) q
          offset 0) p;
  if pushed.conflicts is not null then
    return json_build_object('refusal', json_build_object('reason', 'superseded', 'conflicts', pushed.conflicts));
  end if;

  gone := coalesce(pushed.superseded, '{}');
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
  if pushed.added > 0 and log.used_bytes + writer.shared + pushed.added - freed > writer.quota then
    return json_build_object('refusal', json_build_object(
      'reason', 'quota-exceeded', 'limitBytes', writer.quota, 'usedBytes', log.used_bytes + writer.shared));
  end if;

  if cardinality(gone) > 0 then
    update records r set body = null where r.vault_id = of_vault and r.seq = any (gone) and r.body is not null;
  end if;
  seqs := pushed.stored;
  new_head := log.head;
  if pushed.fresh > 0 then
    for n in 1 .. cardinality(seqs) loop
      if seqs[n] is null then
        new_head := new_head + 1;
        seqs[n] := new_head;
      end if;
    end loop;
  end if;
  if pushed.fresh + cardinality(gone) > 0 then
    with grown as (
      update heads h set head = new_head, used_bytes = log.used_bytes + pushed.added - freed where h.vault_id = of_vault)
    insert into records (vault_id, seq, rid, device_id, hash, body)
      select of_vault, u.seq, substring(frame from u.rid_at + 1 for 32), of_device, u.hash,
             substring(frame from u.body_at + 1 for u.length)
        from unnest(rids_at, bodies_at, body_lengths, pushed.hashes, seqs) as u (rid_at, body_at, length, hash, seq)
       where u.seq > log.head;
  end if;
  return json_build_object(
    'logId', encode(log.log_id, 'hex'), 'head', new_head, 'seqs', coalesce(to_json(seqs), '[]'));
end $$;
