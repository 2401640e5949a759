-- A push plans its statements once a session: left to itself the database plans those over arrays anew for each push, since it
-- takes the length of each array into account, which took half of a small push's time there. All of them look into indexes.
alter function push_log(bytea, bytea, bigint, bytea, integer[], integer[], integer[], bigint[], bytea, bigint[])
  set plan_cache_mode = force_generic_plan;
