-- What undo and the pages of history need. Writers of history wait while the table is rewritten and the indexes are built:
-- nobody has much of it yet. The version that still runs does not name the two new columns; it writes jsonb into the one
-- that changes, which is cast, and never reads it. Each of the two indexes that are dropped is the beginning of another.

alter table history
  add column undoes uuid,        -- the mutation that this one took back
  add column carried_by uuid,    -- the entry of the list, section or todo that took this row along
  alter column before type json; -- what undo gives back is as it was written, names in their order, numbers with their point

create index history_newest on history (space, seq, id) where carried_by is null;
create index history_of on history (space, entity, seq, id);
create index history_mutation on history (space, mutation) where carried_by is null;
drop index history_entity;
drop index history_seq;
