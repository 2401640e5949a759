-- Requests of one address that come together, counted in one statement: each would wait for the row of the one before.

-- Counts so many requests under a key at once, in windows of a minute. `may_pass`: how many of them may go on, the first that came;
-- `until_at`: until when the others may not, in milliseconds since 1970; null where all may.
create function count_requests(of_key text, requests integer, most integer, out may_pass integer, out until_at bigint)
  language plpgsql volatile set enable_seqscan = off
  as $$
declare
  now_ms constant bigint := extract(epoch from clock_timestamp()) * 1000;
  counted record;
begin
  insert into rate_limits as r (key, points, expire) values (of_key, requests, now_ms + 60000)
    on conflict (key) do update
      set points = case when r.expire <= now_ms then excluded.points else r.points + excluded.points end,
          expire = case when r.expire <= now_ms then now_ms + 60000 else r.expire end
    returning points, expire into counted;
  may_pass := least(greatest(most - (counted.points - requests), 0), requests);
  until_at := case when may_pass < requests then counted.expire end;
end $$;
