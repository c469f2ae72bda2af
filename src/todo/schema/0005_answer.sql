-- The answers to requests that came with an Idempotency-Key, for a day. A new table only, so nothing that runs is disturbed:
-- the version before heeds no such key.

create table answer (
  space uuid not null constraint answer_space references space on delete cascade,
  key text collate "C" not null constraint answer_key_length check (char_length(key) between 1 and 255),
  fingerprint bytea not null,  -- SHA-256 of who asked for what
  status smallint not null,
  headers json not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (space, key)
);

alter table answer enable row level security;
alter table answer force row level security;
create policy in_my_spaces on answer using (coalesce(space = any ((select my_spaces())::uuid[]), false));
grant select, insert, update, delete on answer to todo_service;
