-- The vault that a vault moves to: its devices may make that one without an invite, since one vault follows one.
alter table vaults add column successor bytea check (octet_length(successor) = 32);
