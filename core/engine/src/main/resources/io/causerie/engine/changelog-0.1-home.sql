--liquibase formatted sql

--changeset causerie:0.1-follows
-- A target is a record or a post, by its id, or a row of follow_target.
create table follow_target (
  id bigint primary key,
  kind smallint not null,
  person varchar(64),
  system varchar(64),
  -- Empty: the whole system.
  type varchar(128)
);
create unique index follow_target_person on follow_target (person);
create unique index follow_target_type on follow_target (system, type);
alter table follow rename column record_id to target;
alter table follow add column kind smallint default 1 not null;
alter table follow add column origin smallint default 1 not null;
-- Null: all.
alter table follow add column subtypes varchar(600);
alter table follow add column until timestamp with time zone;
alter table follow add column muted_until timestamp with time zone;
-- Where the journal ended when it began.
alter table follow add column from_position bigint default 0 not null;
-- 1 follows, 2 ended for good. What had begun by itself had begun by writing or a mention.
update follow set origin = 2, state = 1 where state = 2;
update follow set state = 2 where state = 3;
drop index follow_person;
create index follow_person on follow (person, kind, target);

--changeset causerie:0.1-home
-- What was written for each reader of what she follows. A cache: rights are looked at when it is read.
create table home_item (
  activity_id bigint not null,
  person varchar(64) not null,
  record_id bigint not null,
  -- The journal's position of what was told of it last.
  place bigint not null,
  reason smallint not null,
  -- Who mentioned or answered her.
  reason_person varchar(64),
  primary key (activity_id, person)
);
create index home_item_page on home_item (person desc, place desc, activity_id desc, record_id);
create index home_item_record on home_item (record_id);
-- What has so many followers that it is not written for each, but looked for by its readers.
create table wide_target (target bigint primary key);
create table wide_item (
  activity_id bigint not null,
  target bigint not null,
  record_id bigint not null,
  place bigint not null,
  -- Who did it, who is not told of it, and what somebody else did before.
  by_person varchar(64),
  other_place bigint not null,
  primary key (activity_id, target)
);
create index wide_item_target on wide_item (target desc, place desc);
create index wide_item_record on wide_item (record_id);
create table home_state (
  person varchar(64) primary key,
  -- Up to here she has read her home.
  position bigint not null,
  -- Grows with each change of what she has read.
  stamp bigint not null
);
-- Single items that are read, or unread again, as long as nothing is told of them.
create table home_mark (
  person varchar(64) not null,
  activity_id bigint not null,
  place bigint not null,
  seen boolean not null,
  primary key (person, activity_id)
);
create index home_mark_unread on home_mark (person, seen, place);
create index home_mark_activity on home_mark (activity_id);
