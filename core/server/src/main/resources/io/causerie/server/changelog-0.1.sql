--liquibase formatted sql

--changeset causerie-server:0.1-tokens
create table server_token (
  -- SHA-256 of the token; the token itself is nowhere.
  digest varchar(64) primary key,
  id varchar(16) not null unique,
  kind smallint not null,
  name varchar(256) not null,
  person varchar(64),
  scopes varchar(64) not null,
  -- What a browser must repeat in a header, since its cookie is sent by itself.
  csrf varchar(64),
  -- The one record an embedded frame may see.
  record_id bigint,
  created timestamp with time zone not null,
  expires timestamp with time zone,
  revoked timestamp with time zone
);
create index server_token_expires on server_token (expires);
create table server_used_jti (
  issuer varchar(256) not null,
  jti varchar(256) not null,
  expires timestamp with time zone not null,
  primary key (issuer, jti)
);
create index server_used_jti_expires on server_used_jti (expires);

--changeset causerie-server:0.1-sessions
-- The token that a session was opened with: it never outlives it.
alter table server_token add column parent varchar(64);
create index server_token_parent on server_token (parent);
create index server_token_created on server_token (created, id);
-- Of sessions that are open nobody knows the token any more; people sign in again.
update server_token set revoked = current_timestamp where kind = 1 and revoked is null;

--changeset causerie-server:0.1-tokens-of-persons
-- What was nobody's could not end with anybody.
delete from server_token where person is null;
alter table server_token alter column person set not null;

--changeset causerie-server:0.1-accounts
-- Accounts of their own in systems that people have connected. What is granted is enciphered.
create table server_account (
  person varchar(64) not null,
  system varchar(64) not null,
  identity varchar(256) not null,
  name varchar(1024) not null,
  key_id varchar(64) not null,
  sealed varchar not null,
  connected timestamp with time zone not null,
  refused timestamp with time zone,
  primary key (person, system)
);
create table server_account_wish (
  -- SHA-256 of what its person comes back with.
  digest varchar(64) primary key,
  person varchar(64) not null,
  system varchar(64) not null,
  key_id varchar(64) not null,
  sealed varchar not null,
  expires timestamp with time zone not null
);
create index server_account_wish_expires on server_account_wish (expires);
