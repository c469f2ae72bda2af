-- The tables of the design. New tables only, so nothing that runs can be disturbed.
--
-- Every table of a person's data has the primary key (space, id), and every index and foreign key starts with
-- `space`, so that the data can be spread over machines by space. There are no triggers, for the same reason.

-- Roles belong to the whole cluster, and two databases of one cluster may be migrated at once.
do $$
begin
  if not exists (select from pg_roles where rolname = 'todo_service') then
    create role todo_service nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;

-- Which spaces the asker is in. Outside a transaction that says so the setting is empty, and nothing is visible.
create function my_spaces() returns uuid[] stable parallel safe language sql
return nullif(current_setting('todo.spaces', true), '')::uuid[];

create table space (
  id uuid primary key,
  seq bigint not null default 0,      -- raised by one as the last thing that each writing transaction does
  min_seq bigint not null default 0,  -- a cursor below it must start anew
  swept_on date not null default '-infinity',
  created_at timestamptz not null default now()
);

create table account (
  id uuid primary key,
  space uuid not null constraint account_space references space,
  issuer text not null check (issuer <> ''),
  subject text not null check (subject <> ''),
  email text constraint account_email_length check (char_length(email) <= 254),
  name text constraint account_name_length check (char_length(name) <= 200),
  zone text constraint account_zone check (zone is null or timezone(zone, timestamp '2000-01-01') is not null),
  week_start smallint not null default 1 constraint account_week_start check (week_start between 1 and 7),
  language text not null default 'en' constraint account_language check (char_length(language) between 2 and 35),
  theme text not null default 'system' constraint account_theme check (theme in ('system', 'light', 'dark')),
  seq bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint account_space_once unique (space),
  constraint account_issuer_subject unique (issuer, subject)
);

-- What is of other programs is json, not jsonb: its numbers and the order of its names stay as they were.

-- A loop of parents cannot be stored: each row bears its own depth and its parent's, the foreign key holds the
-- second to the first, and in a loop some depth would have to be greater than itself.
create table list (
  space uuid not null constraint list_space references space,
  id uuid not null,
  parent uuid,
  parent_depth smallint,
  depth smallint not null generated always as (coalesce(parent_depth, -1) + 1) stored,
  name text not null constraint list_name_length check (char_length(name) between 1 and 200),
  color text constraint list_color check (color in ('red', 'orange', 'yellow', 'green', 'teal', 'blue', 'indigo', 'purple', 'pink', 'grey')),
  view text not null default 'list' constraint list_view check (view in ('list', 'board')),
  position text collate "C" not null constraint list_position check (char_length(position) between 1 and 1000),
  foreign_properties json not null default '{}',
  stamps jsonb not null default '{}',
  seq bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  deletion uuid,
  primary key (space, id),
  constraint list_depth unique (space, id, depth),
  constraint list_nesting check (depth < 8),
  constraint list_parent_known check ((parent is null) = (parent_depth is null)),
  constraint list_parent foreign key (space, parent, parent_depth) references list (space, id, depth),
  constraint list_trash check ((deleted_at is null) = (deletion is null))
);
create index list_seq on list (space, seq);
create index list_parent_of on list (space, parent) where parent is not null;

create table section (
  space uuid not null constraint section_space references space,
  id uuid not null,
  list uuid not null,
  name text not null constraint section_name_length check (char_length(name) between 1 and 200),
  position text collate "C" not null constraint section_position check (char_length(position) between 1 and 1000),
  foreign_properties json not null default '{}',
  stamps jsonb not null default '{}',
  seq bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  deletion uuid,
  primary key (space, id),
  constraint section_of_list unique (space, list, id),
  constraint section_list foreign key (space, list) references list (space, id),
  constraint section_trash check ((deleted_at is null) = (deletion is null))
);
create index section_seq on section (space, seq);

create table tag (
  space uuid not null constraint tag_space references space,
  id uuid not null,
  name text not null constraint tag_name_length check (char_length(name) between 1 and 100),
  color text constraint tag_color check (color in ('red', 'orange', 'yellow', 'green', 'teal', 'blue', 'indigo', 'purple', 'pink', 'grey')),
  position text collate "C" not null constraint tag_position check (char_length(position) between 1 and 1000),
  foreign_properties json not null default '{}',
  stamps jsonb not null default '{}',
  seq bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  deletion uuid,
  primary key (space, id),
  constraint tag_trash check ((deleted_at is null) = (deletion is null))
);
create unique index tag_name_once on tag (space, lower(name)) where deleted_at is null;
create index tag_seq on tag (space, seq);

-- `home` is where a todo lives, the list or, for the Inbox, the space itself: a subtask lives where its parent does.
create table todo (
  space uuid not null constraint todo_space references space,
  id uuid not null,
  list uuid,
  section uuid,
  home uuid not null generated always as (coalesce(list, space)) stored,
  parent uuid,
  parent_depth smallint,
  depth smallint not null generated always as (coalesce(parent_depth, -1) + 1) stored,
  title text not null constraint todo_title_length check (char_length(title) between 1 and 500),
  notes text not null default '' constraint todo_notes_length check (octet_length(notes) <= 65536),
  status text not null default 'open' constraint todo_status check (status in ('open', 'done', 'cancelled')),
  priority smallint not null default 0 constraint todo_priority check (priority between 0 and 4),
  start_on date,
  start_time time(0),
  start_zone text,
  due_on date,
  due_time time(0),
  due_zone text,
  deadline_on date,
  duration_minutes integer constraint todo_duration check (duration_minutes between 1 and 527040),
  recurrence text constraint todo_recurrence check (char_length(recurrence) between 1 and 1000),
  repeat_from text not null default 'due' constraint todo_repeat_from check (repeat_from in ('due', 'completion')),
  position text collate "C" not null constraint todo_position_length check (char_length(position) between 1 and 1000),
  foreign_properties json not null default '{}',
  stamps jsonb not null default '{}',  -- field -> when and by which mutation it was last set, if not at creation
  seq bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz,
  deleted_at timestamptz,
  deletion uuid,                       -- what was moved to the trash together comes back together
  primary key (space, id),
  constraint todo_home_depth unique (space, id, home, depth),
  constraint todo_nesting check (depth < 16),
  constraint todo_parent_known check ((parent is null) = (parent_depth is null)),
  constraint todo_parent foreign key (space, parent, home, parent_depth) references todo (space, id, home, depth),
  constraint todo_list foreign key (space, list) references list (space, id),
  constraint todo_section foreign key (space, list, section) references section (space, list, id),
  constraint todo_section_has_list check (section is null or list is not null),
  constraint todo_start check ((start_time is null or start_on is not null) and (start_zone is null or start_time is not null)),
  constraint todo_due check ((due_time is null or due_on is not null) and (due_zone is null or due_time is not null)),
  constraint todo_start_zone check (start_zone is null or timezone(start_zone, timestamp '2000-01-01') is not null),
  constraint todo_due_zone check (due_zone is null or timezone(due_zone, timestamp '2000-01-01') is not null),
  constraint todo_completed check ((status = 'open') = (completed_at is null)),
  constraint todo_trash check ((deleted_at is null) = (deletion is null))
);
create index todo_seq on todo (space, seq);
create index todo_position on todo (space, position, id) where deleted_at is null;
create index todo_home_position on todo (space, home, position, id) where deleted_at is null;
-- CASE, not COALESCE: of the two, only CASE is looked into for what could leak, and under row-level security nothing else
-- than what cannot leak is looked up in an index.
create index todo_due_order on todo (
  space,
  (case when due_on is null then 'infinity' else due_on end),
  (case when due_time is null then '24:00' else due_time end),
  id
) where deleted_at is null;
create index todo_parent_of on todo (space, parent) where parent is not null;
create index todo_section_of on todo (space, section) where section is not null;
create index todo_in_trash on todo (space, deleted_at) where deleted_at is not null;

create table todo_tag (
  space uuid not null,
  todo uuid not null,
  tag uuid not null,
  primary key (space, todo, tag),
  constraint todo_tag_todo foreign key (space, todo) references todo (space, id) on delete cascade,
  constraint todo_tag_tag foreign key (space, tag) references tag (space, id) on delete cascade
);
create index todo_tag_of on todo_tag (space, tag);

create table history (
  space uuid not null constraint history_space references space,
  id uuid not null,
  mutation uuid not null,       -- what was asked for at once shares it
  seq bigint not null,
  kind text not null check (kind in ('list', 'section', 'tag', 'todo', 'account')),
  entity uuid not null,
  action text not null,
  at timestamptz not null,      -- when the person acted; recorded_at is when it arrived here
  recorded_at timestamptz not null default now(),
  actor text not null,
  before jsonb,
  after jsonb,
  lost jsonb,                   -- what an older action wanted and a newer one had already set
  primary key (space, id)
);
create index history_entity on history (space, entity, id);
create index history_seq on history (space, seq);

create table tombstone (
  space uuid not null constraint tombstone_space references space,
  id uuid not null,
  kind text not null check (kind in ('list', 'section', 'tag', 'todo')),
  seq bigint not null,
  created_at timestamptz not null default now(),
  primary key (space, id)
);
create index tombstone_seq on tombstone (space, seq);

create table token (
  space uuid not null constraint token_space references space on delete cascade,
  id uuid not null,
  hash bytea not null,
  name text not null constraint token_name_length check (char_length(name) between 1 and 100),
  scopes text[] not null,
  list uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  used_at timestamptz,
  primary key (space, id),
  constraint token_hash unique (space, hash),
  constraint token_list foreign key (space, list) references list (space, id) on delete cascade
);

create table session (
  space uuid not null constraint session_space references space on delete cascade,
  id uuid not null,
  hash bytea not null,          -- SHA-256 of what the cookie holds
  refresh_token bytea,          -- encrypted
  client text not null default '',
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  checked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (space, id),
  constraint session_hash unique (space, hash)
);

-- Who sees what. FORCE binds the owner as well. The sub-select is read once per statement, not once per row. COALESCE keeps
-- the planner from taking the policy for a second condition on `space`: multiplied with the one of the query it would expect
-- one row in each space, and any index that begins with `space` would look as good as the right one.
do $$
declare
  name text;
begin
  foreach name in array array['list', 'section', 'tag', 'todo', 'todo_tag', 'history', 'tombstone', 'token', 'session'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy in_my_spaces on %I using (coalesce(space = any ((select my_spaces())::uuid[]), false))', name);
  end loop;
end
$$;

alter table space enable row level security;
alter table space force row level security;
create policy in_my_spaces on space using (id = any ((select my_spaces())::uuid[]));

-- An account is also visible to who presents its issuer and subject: that is how it is found.
alter table account enable row level security;
alter table account force row level security;
create policy in_my_spaces on account using (
  space = any ((select my_spaces())::uuid[])
  or (issuer = (select current_setting('todo.issuer', true)) and subject = (select current_setting('todo.subject', true)))
);

grant usage on schema public to todo_service;
grant select, insert, update, delete on
  space, account, list, section, tag, todo, todo_tag, history, tombstone, token, session to todo_service;
