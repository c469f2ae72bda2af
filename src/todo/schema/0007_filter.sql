-- Saved filters: a query and what it is called. A new table, of which the version that still runs knows nothing; it neither
-- writes nor is sent the new kind. The wider conditions on kinds replace narrower ones that every row has passed: NOT VALID
-- spares their readers and writers a look through all of them while the table is locked. New rows are held to them.

create table filter (
  space uuid not null constraint filter_space references space,
  id uuid not null,
  name text not null constraint filter_name_length check (char_length(name) between 1 and 200),
  query text not null constraint filter_query_length check (char_length(query) between 1 and 1000),
  color text constraint filter_color check (color in ('red', 'orange', 'yellow', 'green', 'teal', 'blue', 'indigo', 'purple', 'pink', 'grey')),
  position text collate "C" not null constraint filter_position check (char_length(position) between 1 and 1000),
  foreign_properties json not null default '{}',
  stamps jsonb not null default '{}',
  seq bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  deletion uuid,
  primary key (space, id),
  constraint filter_trash check ((deleted_at is null) = (deletion is null))
);
create index filter_seq on filter (space, seq);

alter table filter enable row level security;
alter table filter force row level security;
create policy in_my_spaces on filter using (coalesce(space = any ((select my_spaces())::uuid[]), false));

alter table history drop constraint history_kind_check,
  add constraint history_kind_check check (kind in ('list', 'section', 'tag', 'todo', 'filter', 'account')) not valid;
alter table tombstone drop constraint tombstone_kind_check,
  add constraint tombstone_kind_check check (kind in ('list', 'section', 'tag', 'todo', 'filter')) not valid;

grant select, insert, update, delete on filter to todo_service;
