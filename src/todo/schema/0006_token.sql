-- A token that is limited to one list, sessions that know when their person signed in, and accounts that are gone.
--
-- Safe while the version before runs: it never says todo.list, so the new policies let everything by; it does not know
-- the new column, which may be null; and the table is new. A policy waits for a moment without a reader of its table.

create function my_list() returns uuid stable parallel safe language sql
return nullif(current_setting('todo.list', true), '')::uuid;

-- Restrictive: beside being in one of my spaces. The first comparison is null where no list is said (all rows then) and in
-- the Inbox (none then). todo_tag and tag stay visible: words alone say nothing of other lists' todos.
create policy in_my_list on todo as restrictive
  using (coalesce(list = (select my_list()), (select my_list()) is null));
create policy in_my_list on section as restrictive
  using (coalesce(list = (select my_list()), (select my_list()) is null));
create policy in_my_list on list as restrictive
  using (coalesce(id = (select my_list()), (select my_list()) is null));

alter table session add column authenticated_at timestamptz; -- when the person gave their password, as far as it is known

-- Who has deleted their account: tokens of before must not make another. No more is kept than a hash, and not for ever.
create table departed (
  hash bytea primary key constraint departed_hash_length check (octet_length(hash) = 32), -- SHA-256 of issuer and subject
  at timestamptz not null
);
alter table departed enable row level security;
alter table departed force row level security;
create policy by_who_it_is on departed using (
  hash = (select sha256(convert_to(current_setting('todo.issuer', true) || ' ' || current_setting('todo.subject', true), 'UTF8')))
  or at < now() - interval '400 days'
);
grant select, insert, update, delete on departed to todo_service;
