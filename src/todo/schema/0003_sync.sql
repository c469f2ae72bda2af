-- What POST /sync needs. A new table and a column with a constant default, neither of which rewrites anything; the older
-- version sees neither. The tombstones' new key refuses the older version's sweep of the trash (`on conflict (space, id)`),
-- which says so in the log, keeps nobody out and is made up for by the first sweep of this version.

-- What a device has asked for, by the id that it gave it: sent twice it is applied once, and its answer is repeated.
create table mutation (
  space uuid not null constraint mutation_space references space on delete cascade,
  id uuid not null,
  client uuid not null,
  refusal jsonb,                -- null if it was applied
  answered_at timestamptz not null default now(),
  primary key (space, id)
);

-- When each setting was last chosen, as rows of lists and todos bear it.
alter table account add column stamps jsonb not null default '{}';

-- A client may have given one id to a list and to a todo: devices must learn of both.
alter table tombstone drop constraint tombstone_pkey, add primary key (space, kind, id);

alter table mutation enable row level security;
alter table mutation force row level security;
create policy in_my_spaces on mutation using (coalesce(space = any ((select my_spaces())::uuid[]), false));

grant select, insert, update, delete on mutation to todo_service;
