--liquibase formatted sql

--changeset causerie:0.1-preferences
-- How a person wants to be told; who has no row has said nothing.
create table preference (
  id bigint primary key,
  person varchar(64) not null unique,
  version int not null,
  zone varchar(64) not null,
  -- Words of reasons, by channel.
  page varchar(400) not null,
  webhook varchar(400) not null,
  -- Whether she is told of more than what is meant for her.
  broad boolean not null,
  -- Words of working days.
  days varchar(100) not null,
  -- Minutes of a day.
  quiet_from smallint,
  quiet_until smallint,
  -- Days, the last one included.
  away_from date,
  away_until date,
  away_line varchar(400)
);
create index preference_broad on preference (broad);

--changeset causerie:0.1-outgoing-webhooks
-- Endpoints to which is posted what a person is told, or what happens in a system. Secrets are enciphered.
create table webhook (
  id bigint primary key,
  -- Whose it is; of a system's, on whose behalf it is read.
  person varchar(64) not null,
  -- Null: her own.
  system varchar(64),
  url varchar(2000) not null,
  key_id varchar(64) not null,
  sealed varchar not null,
  -- What is signed with besides, until then.
  former_key_id varchar(64),
  former_sealed varchar,
  former_until timestamp with time zone,
  since timestamp with time zone not null,
  -- Since when it is gone, as it said itself.
  ended timestamp with time zone
);
create index webhook_person on webhook (person);
create index webhook_system on webhook (system);
