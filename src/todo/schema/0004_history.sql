-- What undo and the pages of history need. Two columns without a default: nothing is rewritten, and the version that
-- still runs does not name them. The indexes are built while writers of history wait, as nobody has much of it yet; each of
-- the two that are dropped is the beginning of one that is made here.

alter table history
  add column undoes uuid,      -- the mutation that this one took back
  add column carried_by uuid;  -- the entry of the list, section or todo that took this row along

create index history_newest on history (space, seq, id) where carried_by is null;
create index history_of on history (space, entity, seq, id);
create index history_mutation on history (space, mutation) where carried_by is null;
drop index history_entity;
drop index history_seq;
