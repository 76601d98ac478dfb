--liquibase formatted sql

--changeset causerie:0.1-find
-- A row for each word that a record is found by, in the order in which they are shown.
create table find_word (
  kind smallint not null,
  word ${word} not null,
  record_id bigint not null
);
create unique index find_word_word on find_word (kind, word, record_id desc);
-- All words of a record, a line each: the other words that were asked for are looked up here.
create table find_record (
  record_id bigint primary key,
  words varchar not null
);
-- The types of records that were met, and how people call them.
create table find_type (
  system varchar(64) not null,
  type varchar(128) not null,
  label varchar,
  primary key (system, type)
);

--changeset causerie:0.1-said
-- What a person wrote, in its order.
drop index note_author;
create index note_author on note (author desc, id desc);
--changeset causerie:0.1-said-posts dbms:postgresql
create index activity_person on activity (actor_person desc, id desc) where actor_person is not null;
--changeset causerie:0.1-said-posts-h2 dbms:h2
create index activity_person on activity (actor_person desc, id desc);

--changeset causerie:0.1-recent
create index read_mark_recent on read_mark (person desc, position desc, record_id desc);

--changeset causerie:0.1-bookmarks
-- Posts that people marked for themselves.
create table bookmark (
  person varchar(64) not null,
  activity_id bigint not null,
  marked timestamp with time zone not null,
  primary key (person, activity_id)
);
create index bookmark_marked on bookmark (person desc, marked desc, activity_id desc);
create index bookmark_activity on bookmark (activity_id);
