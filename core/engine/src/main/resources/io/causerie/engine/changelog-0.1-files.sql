--liquibase formatted sql

--changeset causerie:0.1-files
-- What is kept outside of the database, each content once, by its SHA-256 in hex.
create table file_content (
  digest varchar(64) primary key,
  size bigint not null,
  -- What its first bytes are those of.
  kind varchar(8) not null,
  -- 'clean', 'waiting' for who looks for viruses, or 'refused' by it, with its word.
  state varchar(8) not null,
  refusal varchar(500),
  -- Of the picture, where a small one of it is kept too.
  width int,
  height int,
  preview varchar(8),
  since timestamp with time zone not null
);
-- Files as people gave them; of a post or a comment, or of nothing yet.
create table file (
  id bigint primary key,
  digest varchar(64) not null,
  person varchar(64) not null,
  name varchar not null,
  size bigint not null,
  item bigint,
  place int not null,
  given timestamp with time zone not null
);
create index file_item on file (item, place);
create index file_digest on file (digest);
create index file_person on file (person, item);
