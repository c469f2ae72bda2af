-- Series: what a todo that repeats counts from and stands for, what of it was done, and reminders.
--
-- Safe while the version before runs: columns with a constant default or none, which rewrite nothing; it neither reads nor
-- writes them, and a rule that it sets is taken to begin with the day that the todo is due. The table and the function
-- are new.

alter table todo
  add column series_start date,                  -- the first day of the series; null where nothing repeats
  add column occurrence date,                    -- the day of the series that the todo stands for, wherever it was moved
  add column steps integer not null default 0 constraint todo_steps check (steps >= 0), -- completed or skipped so far
  add column exceptions date[] not null default '{}' constraint todo_exceptions check (cardinality(exceptions) <= 366),
  add column reminders jsonb not null default '[]'
    constraint todo_reminders check (jsonb_typeof(reminders) = 'array' and jsonb_array_length(reminders) <= 10);

-- What became of each occurrence. The todo itself moves on to the next, so that this is all that is left of it.
create table completion (
  space uuid not null constraint completion_space references space,
  todo uuid not null,
  occurrence date not null,
  outcome text not null constraint completion_outcome check (outcome in ('done', 'skipped')),
  due text constraint completion_due check (char_length(due) between 10 and 19), -- as it was: local, as clients have it
  due_zone text,
  completed_at timestamptz not null,
  seq bigint not null,
  primary key (space, todo, occurrence),
  -- Deferred, since an archive may name its rows in any order.
  constraint completion_todo foreign key (space, todo) references todo (space, id) on delete cascade
    deferrable initially deferred
);

alter table completion enable row level security;
alter table completion force row level security;
create policy in_my_spaces on completion using (coalesce(space = any ((select my_spaces())::uuid[]), false));
create policy in_my_list on completion as restrictive using (
  (select my_list()) is null
  or exists (select from todo t where t.space = completion.space and t.id = completion.todo)
);
grant select, insert, update, delete on completion to todo_service;

-- The instant of a time on the clock of a zone (RFC 5545, section 3.3.5): of one that comes twice the first, where timezone()
-- takes the second; one that is left out is as long after midnight as if the clocks had not been put forward yet.
-- Whichever offset there was a day before is asked whether it still holds.
create function instant_of(zone text, local timestamp) returns timestamptz stable parallel safe language sql
return case
  when timezone(zone, timezone(zone, local - interval '24 hours') + interval '24 hours') = local
    then timezone(zone, local - interval '24 hours') + interval '24 hours'
  else timezone(zone, local)
end;
