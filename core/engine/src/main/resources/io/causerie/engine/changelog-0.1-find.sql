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
