--liquibase formatted sql

--changeset causerie:0.1-notices
-- What somebody may have to be told of a record, until that is decided.
create table notice_queue (
  id bigint primary key,
  person varchar(64) not null,
  record_id bigint not null,
  -- Since when it waits, how much has come since, and when it is decided.
  since timestamp with time zone not null,
  events int not null,
  due timestamp with time zone not null,
  -- How often the record's source did not say whether she may see it.
  put_off int not null
);
create unique index notice_queue_person on notice_queue (person, record_id);
create index notice_queue_record on notice_queue (record_id);
create index notice_queue_due on notice_queue (due, id);
create table notice_candidate (
  queue_id bigint not null,
  -- The journal's position of what happened.
  position bigint not null,
  activity_id bigint not null,
  note_id bigint,
  reason smallint not null,
  by_person varchar(64),
  source_actor bigint,
  primary key (queue_id, position)
);
create index notice_candidate_activity on notice_candidate (activity_id);
-- What was decided. Whoever brings it outside finds it here.
create table notice (
  id bigint primary key,
  person varchar(64) not null,
  -- Where it stands in her inbox, counted for her alone; null: it does not, or another has taken its place.
  place bigint,
  record_id bigint not null,
  activity_id bigint not null,
  note_id bigint,
  reason smallint not null,
  by_person varchar(64),
  -- How much else of the discussion is told with it.
  more int not null,
  -- The journal's position of the last of it.
  position bigint not null,
  told timestamp with time zone not null,
  -- Read, or unread again, by hand; null: by what she has read up to.
  seen boolean
);
create unique index notice_page on notice (person desc, place desc);
create index notice_activity on notice (activity_id, person);
create index notice_again on notice (person, seen, place);
create index notice_record on notice (record_id);
create index notice_told on notice (told);
-- By which reason somebody was told of a post or a comment.
create table notice_item (
  item bigint not null,
  person varchar(64) not null,
  notice_id bigint not null,
  reason smallint not null,
  primary key (item, person)
);
create index notice_item_notice on notice_item (notice_id);
create index notice_item_person on notice_item (person);
create table notice_state (
  person varchar(64) primary key,
  -- The place of the last one in her inbox; up to where she has read, but for what is unread again; and what grows with
  -- each change of either.
  place bigint not null,
  read_place bigint not null,
  stamp bigint not null
);
