--liquibase formatted sql

--changeset causerie:0.1-nodes
create table node_lease (
  node int primary key,
  holder varchar(64) not null,
  held_until timestamp with time zone not null,
  -- No id drawn by this node lies at or after this moment; where the next holder begins.
  ids_until timestamp with time zone not null
);

--changeset causerie:0.1-people
create table person (
  id varchar(64) primary key,
  name varchar(256) not null,
  email varchar(320),
  guest boolean not null,
  language varchar(35),
  active boolean not null,
  erased boolean default false not null
);
create table group_member (
  person varchar(64) not null,
  group_name varchar(128) not null,
  primary key (person, group_name)
);
create index group_member_group on group_member (group_name, person);
create table identity (
  system varchar(64) not null,
  source_id varchar(256) not null,
  person varchar(64) not null,
  primary key (system, source_id)
);
create index identity_person on identity (person);
create table source_actor (
  id bigint primary key,
  system varchar(64) not null,
  source_id varchar(256) not null,
  name varchar(1024),
  email varchar(320),
  person varchar(64),
  unique (system, source_id)
);
create index source_actor_person on source_actor (person);

--changeset causerie:0.1-access
create table audience (
  id bigint primary key,
  digest varchar(64) not null unique,
  rule varchar not null
);
create table audience_principal (
  principal varchar(160) not null,
  audience_id bigint not null,
  alternative smallint not null,
  clause smallint not null,
  clauses smallint not null,
  primary key (principal, audience_id, alternative, clause)
);
create index audience_principal_audience on audience_principal (audience_id);

--changeset causerie:0.1-records
create table record (
  id bigint primary key,
  system varchar(64) not null,
  type varchar(128) not null,
  source_id varchar(512) not null,
  type_label varchar,
  title varchar,
  url varchar,
  related varchar,
  state varchar not null,
  version varchar(1000),
  version_connector varchar(64),
  audience_id bigint not null,
  customer_audience_id bigint,
  known boolean not null,
  deleted timestamp with time zone,
  merged_into bigint,
  -- The activity that the next change of the same actor joins.
  fold bigint
);
create index record_merged on record (merged_into);
create table record_alias (
  record_key varchar(720) primary key,
  record_id bigint not null
);
create index record_alias_record on record_alias (record_id);
-- Persons named for one record; they never become an audience of their own.
create table record_reader (
  record_id bigint not null,
  reader varchar(320) not null,
  customer boolean not null,
  primary key (record_id, reader, customer)
);
create index record_reader_reader on record_reader (reader, record_id);
create table follow (
  record_id bigint not null,
  person varchar(64) not null,
  state smallint not null,
  since timestamp with time zone not null,
  primary key (record_id, person)
);
create index follow_person on follow (person, record_id);
create table read_mark (
  person varchar(64) not null,
  record_id bigint not null,
  position bigint not null,
  primary key (person, record_id)
);

--changeset causerie:0.1-events
create table event_key (
  connector varchar(64) not null,
  dedupe_key varchar(512) not null,
  event_id bigint not null,
  digest varchar(64) not null,
  -- Keys are joined, not asked for with any(): beside `connector = ?` H2 would read them all.
  primary key (connector, dedupe_key)
);
create table event (
  id bigint primary key,
  connector varchar(64) not null,
  dedupe_key varchar(512) not null,
  received timestamp with time zone not null,
  fate smallint not null,
  cause varchar(512),
  reason varchar,
  record_id bigint,
  source varchar(2048) not null,
  type varchar(512) not null,
  event_id varchar(2048) not null,
  subject varchar(2048),
  time timestamp with time zone,
  content_type varchar(256),
  extensions varchar not null,
  data ${bytes} not null
);
create index event_fate on event (connector, fate, id desc);
create index event_connector on event (connector desc, id desc);

--changeset causerie:0.1-activities
create table activity (
  id bigint primary key,
  record_id bigint not null,
  published timestamp with time zone not null,
  lane smallint not null,
  audience_id bigint not null,
  kind smallint not null,
  -- People talk here: a person's own post, or a post with a comment.
  talk boolean not null,
  type varchar(64) not null,
  event_type varchar(512),
  system varchar(64) not null,
  actor_person varchar(64),
  source_actor bigint,
  summary varchar,
  changes varchar,
  content varchar,
  html varchar,
  html_version smallint not null,
  steps int not null,
  late boolean not null,
  fold_started timestamp with time zone,
  version int not null,
  edited timestamp with time zone,
  removed timestamp with time zone,
  removed_by varchar(64)
);
-- In one direction: H2 would scan the whole record otherwise.
create index activity_record on activity (record_id desc, published desc, id desc, audience_id, lane, kind);
-- The record comes second, or H2 would take this one for a whole feed, and sort the record.
create index activity_talk on activity
  (talk desc, record_id desc, published desc, id desc, audience_id, lane, kind);
create table contribution (
  activity_id bigint not null,
  event_id bigint not null,
  record_id bigint not null,
  connector varchar(64) not null,
  published timestamp with time zone not null,
  version varchar(1000),
  observed varchar not null,
  changes varchar not null,
  summary varchar,
  live_id bigint not null,
  primary key (activity_id, event_id)
);
create index contribution_record on contribution (record_id, event_id);
create index contribution_event on contribution (event_id);

--changeset causerie:0.1-discussion
create table note (
  id bigint primary key,
  activity_id bigint not null,
  record_id bigint not null,
  in_reply_to bigint,
  author varchar(64) not null,
  content varchar not null,
  html varchar not null,
  html_version smallint not null,
  version int not null,
  edited timestamp with time zone,
  removed timestamp with time zone,
  removed_by varchar(64),
  up_to bigint
);
create index note_activity on note (activity_id desc, id desc);
create index note_author on note (author);
create table wording (
  item bigint not null,
  version int not null,
  content varchar not null,
  html varchar not null,
  written timestamp with time zone not null,
  primary key (item, version)
);
create table mention (
  item bigint not null,
  person varchar(64) not null,
  primary key (item, person)
);
create index mention_person on mention (person, item);
create table reaction (
  item bigint not null,
  emoji varchar(32) not null,
  person varchar(64) not null,
  given timestamp with time zone not null,
  primary key (item, emoji, person)
);
create table idempotency (
  person varchar(64) not null,
  idempotency_key varchar(255) not null,
  request varchar(64) not null,
  item bigint not null,
  used timestamp with time zone not null,
  primary key (person, idempotency_key)
);
create index idempotency_used on idempotency (used);

--changeset causerie:0.1-live
create table live (
  id bigint primary key,
  position bigint,
  what smallint not null,
  record_id bigint not null,
  activity_id bigint,
  note_id bigint,
  lane smallint not null,
  audience_id bigint,
  person varchar(64),
  source_actor bigint,
  at timestamp with time zone not null
);
create index live_position on live (position);
create index live_record on live (record_id, position);
create table live_head (
  one smallint primary key,
  position bigint not null,
  removed bigint not null
);
insert into live_head (one, position, removed) values (1, 0, 0);

--changeset causerie:0.1-outbox
create table outbox (
  id bigint primary key,
  kind varchar(32) not null,
  subject varchar(600) not null,
  attempts int not null,
  due timestamp with time zone not null,
  failure varchar
);
create index outbox_due on outbox (due, id);

--changeset causerie:0.1-connectors
create table connector_state (
  name varchar(64) primary key,
  epoch bigint not null,
  holder varchar(64),
  held_until timestamp with time zone,
  paused timestamp with time zone,
  paused_by varchar(256),
  pause_reason varchar(1000),
  cursor varchar(4000),
  began timestamp with time zone,
  read_up_to timestamp with time zone,
  behind bigint,
  run_asked boolean not null,
  last_run timestamp with time zone,
  last_success timestamp with time zone,
  next_run timestamp with time zone,
  failures int not null,
  fault varchar(32),
  error varchar(4000),
  remedy varchar(1000),
  failed_at timestamp with time zone,
  warning varchar(4000),
  history_cursor varchar(4000),
  history_until varchar(4000),
  history_rows bigint default 0 not null,
  history_total bigint,
  history_started timestamp with time zone,
  history_ended timestamp with time zone,
  census_started timestamp with time zone,
  census_ended timestamp with time zone,
  census_rows bigint default 0 not null,
  census_known bigint default 0 not null,
  census_missing bigint default 0 not null,
  census_changed bigint default 0 not null,
  census_gone bigint default 0 not null,
  census_repaired bigint default 0 not null
);
-- What a source that is polled has, as far as it was read; a census is compared with it.
create table source_row (
  connector varchar(64) not null,
  row_key varchar(400) not null,
  version varchar(100) not null,
  census bigint not null,
  primary key (connector, row_key)
);
-- Events that carry a key only, until their record has been read back.
create table hint (
  event_id bigint primary key,
  connector varchar(64) not null,
  row_key varchar(400) not null
);
create index hint_connector on hint (connector, event_id);
create table audit (
  id bigint primary key,
  at timestamp with time zone not null,
  who varchar(256) not null,
  action varchar(64) not null,
  connector varchar(64),
  detail varchar(4000)
);

--changeset causerie:0.1-parties
-- The persons a record names, as they were at a time; zero stands for nobody.
create table party (
  id bigint primary key,
  -- Of its members as they were met; of a party whose unknown members were found out: its own.
  digest varchar(64) not null unique
);
create table party_member (
  party_id bigint not null,
  -- The person's id, or the name nobody had when the party was met.
  name varchar(320) not null,
  -- That name as an address, in small letters.
  address varchar(320),
  -- Who it is: found once, for good.
  person varchar(64),
  customer boolean not null,
  handover boolean not null,
  role varchar,
  primary key (party_id, name, customer)
);
create index party_member_person on party_member (person, party_id);
alter table person add column address varchar(320);
update person set address = lower(email);
create index person_address on person (address);
alter table record add column party_id bigint default 0 not null;
alter table activity add column party_id bigint default 0 not null;
-- What the record was called when the post was made.
alter table activity add column record_type varchar(128);
alter table activity add column record_source_id varchar(512);
alter table activity add column record_title varchar;
-- The post was made about another record, which is part of this one now.
alter table activity add column merged boolean default false not null;
-- The gates of a record's posts that its present gate does not say: all it ever named, and all who
-- were ever let into its customer lane.
create table record_gate (
  record_id bigint not null,
  lane smallint not null,
  audience_id bigint not null,
  party_id bigint not null,
  primary key (record_id, lane, audience_id, party_id)
);
insert into party (id, digest) select distinct record_id, concat('record:', record_id) from record_reader;
insert into party_member (party_id, name, address, customer, handover)
select record_id, reader, lower(reader), customer, false from record_reader;
update party_member set person = name
where exists (select 1 from person p where p.id = party_member.name and not p.erased);
update party_member set person = (
  select min(p.id) from person p where p.address = party_member.address and p.active)
where person is null and 1 = (
  select count(*) from person p where p.address = party_member.address and p.active);
update record set party_id = id where exists (select 1 from party p where p.id = record.id);
update activity set
  party_id = (select r.party_id from record r where r.id = activity.record_id),
  record_type = (select r.type from record r where r.id = activity.record_id),
  record_source_id = (select r.source_id from record r where r.id = activity.record_id),
  record_title = (select r.title from record r where r.id = activity.record_id);
insert into record_gate (record_id, lane, audience_id, party_id)
select distinct record_id, lane, audience_id, party_id from activity where lane = 1 or party_id <> 0;
drop table record_reader;
drop index activity_record;
create index activity_record on activity
  (record_id desc, published desc, id desc, audience_id, party_id, lane, kind);
drop index activity_talk;
create index activity_talk on activity
  (talk desc, record_id desc, published desc, id desc, audience_id, party_id, lane, kind);

--changeset causerie:0.1-alias-kind
-- own: the key of today; renumbered, merged: a former one, whose events tell nothing of today.
alter table record_alias add column kind varchar(16) default 'own' not null;
update record_alias set kind = 'renumbered' where exists (
  select 1 from record r where r.id = record_alias.record_id
    and record_alias.record_key <> concat(r.system, chr(31), r.type, chr(31), r.source_id));
update record_alias set kind = 'merged' where exists (
  select 1 from record r where r.merged_into = record_alias.record_id
    and record_alias.record_key = concat(r.system, chr(31), r.type, chr(31), r.source_id));

--changeset causerie:0.1-user-names
alter table identity add column match_key varchar(256);
update identity set match_key = lower(source_id);
create index identity_match on identity (system, match_key);
alter table source_actor add column match_key varchar(256);
update source_actor set match_key = lower(source_id);
-- When the event happened that named the actor last.
alter table source_actor add column told timestamp with time zone;
--changeset causerie:0.1-warnings
-- What of a posted event could not be read as its mapping says; a list in JSON.
alter table event add column warnings varchar;
--changeset causerie:0.1-typed-keys
-- Keys without regard to case, for people who type them.
alter table record_alias add column folded varchar(720);
update record_alias set folded = lower(record_key);
create index record_alias_folded on record_alias (folded);
--changeset causerie:0.1-reconciliation
-- What was read of a row last, and as which event: a row that is as it was before is told apart from one read again.
alter table source_row add column event_id bigint;
alter table source_row add column digest varchar(16);
alter table source_row add column gone timestamp with time zone;
alter table connector_state add column census_run bigint default 0 not null;
alter table connector_state add column census_asked timestamp with time zone;
alter table connector_state add column census_done timestamp with time zone;
alter table connector_state add column census_stopped timestamp with time zone;
alter table connector_state add column census_allowed bigint;
alter table connector_state add column census_left bigint default 0 not null;
alter table connector_state add column census_failed_at timestamp with time zone;
alter table connector_state add column census_fault varchar(32);
alter table connector_state add column census_error varchar(4000);
alter table connector_state add column census_remedy varchar(1000);
update connector_state set census_done = census_ended;
update connector_state c set census_run =
  coalesce((select max(r.census) from source_row r where r.connector = c.name), 0);
--changeset causerie:0.1-held
-- A post that somebody talked about is held as it was; its fold never opens again.
update activity set fold_started = null
where fold_started is not null
  and (talk = true or exists (select 1 from reaction r where r.item = activity.id));

--changeset causerie:0.1-seen
alter table event add column verdict varchar(16) default 'mapping' not null;
alter table event add column silent boolean default false not null;
-- Sorts as the versions of one connector do; absent where the source has none.
alter table event add column version varchar(1000);
-- Grows with each event that is taken; absent where the event tells of no record.
alter table event add column taken bigint;
-- What the event told of its record and what it was taken for, posted or not.
alter table event add column seen varchar;
update event set verdict = 'door' where fate = 3 and cause = 'not a CloudEvent';
update event set verdict = 'route'
where cause = 'rejected by the route' or cause like 'a step of the route fails: %'
  or reason like 'left the route: %';
update event set silent = true where reason like '%history, from before the connector began%';
update event set taken = id,
  seen = (select min('{"observed":' || c.observed || ',"happened":[],"changes":' || c.changes
      || ',"late":false}') from contribution c where c.event_id = event.id),
  version = (select min(substring(c.version, 1, 1) || '1'
      || lpad(cast(position('.' in c.version || '.') - 2 as varchar), 4, '0')
      || replace(substring(c.version, 2), '.', ''))
    from contribution c where c.event_id = event.id and c.version not like '_-%')
where exists (select 1 from contribution c where c.event_id = event.id);
create index event_seen on event (record_id desc, connector desc, version desc, taken desc);
-- It stands with the event now.
alter table contribution drop column version;
alter table contribution drop column observed;

--changeset causerie:0.1-definitions
-- What the fields of a record's state are made of, by connector; null: not known.
alter table record add column definitions varchar;
--changeset causerie:0.1-group-mentions
-- Kept as the group, not as its members of that day: who is reached is asked when it matters.
create table group_mention (
  item bigint not null,
  group_name varchar(128) not null,
  primary key (item, group_name)
);
create index group_mention_group on group_mention (group_name, item);

--changeset causerie:0.1-one-emoji-one-form
-- An emoji is kept without the selector U+FE0F, so that two spellings of one are one.
delete from reaction where exists (
  select 1 from reaction r
  where r.item = reaction.item and r.person = reaction.person and r.emoji < reaction.emoji
    and replace(r.emoji, U&'\FE0F', '') = replace(reaction.emoji, U&'\FE0F', ''));
update reaction set emoji = replace(emoji, U&'\FE0F', '') where emoji like U&'%\FE0F%';

--changeset causerie:0.1-row-records
-- The record a row tells of; null: none, or the row is deleted. A record has as many rows as its
-- source's query gives it, and goes with the last of them.
alter table source_row add column record_id bigint;
update source_row set record_id = (select e.record_id from event e where e.id = source_row.event_id)
where event_id is not null and (gone is null or exists (
  select 1 from event e join record r on r.id = e.record_id
  where e.id = source_row.event_id and r.deleted is null));
create index source_row_record on source_row (record_id, connector);
create index source_row_event on source_row (event_id);

--changeset causerie:0.1-rendered-anew
-- What people wrote before mentions were taken from the parsed tree is rendered anew.
insert into outbox (id, kind, subject, attempts, due)
select 1, 'render-anew', '', 0, timestamp with time zone '2020-01-01 00:00:00+00'
where exists (select 1 from note) or exists (select 1 from activity where kind = 2);

--changeset causerie:0.1-phrases
-- Code and arguments of what is said, for other languages than English; null: words of somebody
-- else, or older than this.
alter table event add column cause_said varchar;
alter table event add column reason_said varchar;

--changeset causerie:0.1-phrases-of-failures
alter table connector_state add column error_said varchar;
alter table connector_state add column remedy_said varchar;
alter table connector_state add column warning_said varchar;
alter table connector_state add column census_error_said varchar;
alter table connector_state add column census_remedy_said varchar;

--changeset causerie:0.1-rows-missed
-- The reconciliation that found a row gone and asked an operator; what she confirms is these rows.
alter table source_row add column missed bigint;
create index source_row_missed on source_row (connector, missed, row_key);
alter table connector_state drop column census_allowed;
alter table connector_state add column census_confirmed bigint;

--changeset causerie:0.1-journal
-- One word for one thing: live is what a page sees, the journal is where it is read from.
alter table live rename to journal;
alter table live_head rename to journal_head;
alter index live_position rename to journal_position;
alter index live_record rename to journal_record;
alter table contribution rename column live_id to journal_id;
--changeset causerie:0.1-rights-version
-- Rises with each change of persons, groups and identities.
create table rights_version (
  one smallint primary key,
  version bigint not null
);
insert into rights_version (one, version) values (1, 0);

--changeset causerie:0.1-all-gates
-- Every gate that a record's posts were made with stands here, also where it names nobody.
insert into record_gate (record_id, lane, audience_id, party_id)
select distinct a.record_id, a.lane, a.audience_id, a.party_id from activity a
where not exists (
  select 1 from record_gate g where g.record_id = a.record_id and g.lane = a.lane
    and g.audience_id = a.audience_id and g.party_id = a.party_id);

--changeset causerie:0.1-deliveries
-- What waited in the outbox are jobs; a delivery goes outside. Of those with one line the first is
-- brought first; what is done or dead stands in no line, and a job in none either.
create table delivery (
  id bigint primary key,
  channel varchar(64) not null,
  target varchar(600) not null,
  subject varchar(600) not null,
  line bigint,
  dedupe varchar(300),
  state varchar(8) not null,
  outcome varchar(16),
  attempts int not null,
  faults int not null,
  added timestamp with time zone not null,
  since timestamp with time zone not null,
  due timestamp with time zone not null,
  claimed_by varchar(64),
  claimed_until timestamp with time zone,
  failure varchar,
  failure_said varchar
);
create unique index delivery_dedupe on delivery (channel, dedupe);
create index delivery_state on delivery (state, channel, due, id);
create index delivery_line on delivery (line, id);
insert into delivery (id, channel, target, subject, state, attempts, faults, added, since, due,
  failure)
select id, kind, '', subject, 'due', attempts, 0, due, due, due, failure from outbox;
drop table outbox;
--changeset causerie:0.1-decisions
-- What sources decided of late, where they decide themselves who sees their records.
create table decision (
  person varchar(64) not null,
  record_id bigint not null,
  allowed boolean not null,
  until timestamp with time zone not null,
  primary key (person, record_id)
);
create index decision_until on decision (until);

--changeset causerie:0.1-person-words
-- The words of persons' names, folded; place 0: the whole name.
create table person_word (
  word ${word} not null,
  person varchar(64) not null,
  place smallint not null,
  primary key (person, word, place)
);
create index person_word_word on person_word (word, place, person);
--changeset causerie:0.1-origins
-- What each origin says of persons; person, group_member and identity are derived from it.
create table origin_person (
  origin varchar(128) not null,
  subject varchar(64) not null,
  -- Who is meant: whom the origin names, unless an operator said that it is somebody else.
  person varchar(64) not null,
  name varchar(256) not null,
  email varchar(320),
  address varchar(640),
  guest boolean not null,
  language varchar(35),
  active boolean not null,
  -- counts; address: all counts but the address, which is another's by another origin; held: nothing counts.
  state varchar(16) not null,
  -- While the address does not count: the one that does.
  kept_email varchar(320),
  kept_address varchar(640),
  said timestamp with time zone not null,
  until timestamp with time zone,
  primary key (origin, subject)
);
create index origin_person_person on origin_person (person);
create index origin_person_address on origin_person (address);
create index origin_person_kept on origin_person (kept_address);
create index origin_person_state on origin_person (state);
create index origin_person_until on origin_person (until);
create table origin_group (
  origin varchar(128) not null,
  subject varchar(64) not null,
  group_name varchar(128) not null,
  primary key (origin, subject, group_name)
);
create table origin_identity (
  origin varchar(128) not null,
  system varchar(64) not null,
  source_id varchar(256) not null,
  subject varchar(64) not null,
  primary key (origin, system, source_id)
);
create index origin_identity_subject on origin_identity (origin, subject);
create index origin_identity_key on origin_identity (system, source_id);
-- What operators decided where two origins gave one address to two persons.
create table origin_settled (
  origin varchar(128) not null,
  subject varchar(64) not null,
  person varchar(64) not null,
  address varchar(640) not null,
  primary key (origin, subject)
);
-- Whoever changes what an origin says holds it.
create table origin_turn (one smallint primary key);
insert into origin_turn (one) values (1);
insert into origin_person (origin, subject, person, name, email, address, guest, language, active, state, said)
select 'file:people.yaml', id, id, name, email, address, guest, language, true, 'counts', current_timestamp
from person where active and not erased;
insert into origin_group (origin, subject, group_name)
select 'file:people.yaml', person, group_name from group_member
where person in (select subject from origin_person);
insert into origin_identity (origin, system, source_id, subject)
select 'file:people.yaml', system, source_id, person from identity
where person in (select subject from origin_person);
-- Small letters may be more than the capital ones they stand for.
alter table person alter column address set data type varchar(640);
alter table party_member alter column address set data type varchar(640);
alter table source_actor add column address varchar(640);
update source_actor set address = lower(email) where email is not null;
create index source_actor_address on source_actor (address);

--changeset causerie:0.1-source-users
-- Operators see whom nobody is matched to, the last told first.
update source_actor set told = timestamp with time zone '1970-01-01 00:00:00+00' where told is null;
alter table source_actor alter column told set not null;
create index source_actor_told on source_actor (person desc, told desc, id desc);
drop index source_actor_person;
create index activity_source_actor on activity (source_actor);

--changeset causerie:0.1-journal-readers
-- Where each registered reader of the journal stands; the epoch is of the node that runs it.
create table journal_reader (
  name varchar(64) primary key,
  epoch bigint not null,
  holder varchar(64),
  held_until timestamp with time zone,
  position bigint not null,
  rebuilding boolean not null,
  rebuilt varchar(400)
);
--changeset causerie:0.1-erased-ids
-- SHA-256 of the ids of persons who were erased: none is given to somebody else.
create table erased_id (digest varchar(64) primary key);

--changeset causerie:0.1-record-stamp
-- Another one whenever the record or its posts are written without a line in the journal.
alter table record add column stamp bigint default 0 not null;

--changeset causerie:0.1-bulk-loads
-- During which a connector's events make records known, and nobody is told.
create table bulk_load (
  connector varchar(64) primary key,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  announced_by varchar(64) not null,
  reason varchar(1000)
);

--changeset causerie:0.1-duties
-- What a connector has to do; each with its own cursor, next run and back-off. The epoch is its
-- connector's: what a node writes is checked against the row that it writes.
create table duty (
  connector varchar(64) not null,
  kind varchar(16) not null,
  epoch bigint not null,
  paused timestamp with time zone,
  paused_by varchar(256),
  pause_reason varchar(1000),
  asked timestamp with time zone,
  cursor varchar(4000),
  cursor_end varchar(4000),
  began timestamp with time zone,
  ended timestamp with time zone,
  rows_read bigint not null,
  rows_total bigint,
  read_up_to timestamp with time zone,
  behind bigint,
  last_run timestamp with time zone,
  last_success timestamp with time zone,
  next_run timestamp with time zone,
  failures int not null,
  fault varchar(32),
  error varchar(4000),
  error_said varchar,
  remedy varchar(1000),
  remedy_said varchar,
  failed_at timestamp with time zone,
  primary key (connector, kind)
);
insert into duty (connector, kind, epoch, asked, cursor, began, rows_read, read_up_to, behind, last_run,
  last_success, next_run, failures, fault, error, error_said, remedy, remedy_said, failed_at)
select name, 'poll', epoch, case when run_asked then next_run end, cursor, began, 0, read_up_to, behind,
  last_run, last_success, next_run, failures, fault, error, error_said, remedy, remedy_said, failed_at
from connector_state;
insert into duty (connector, kind, epoch, cursor, cursor_end, began, ended, rows_read, rows_total, next_run,
  failures)
select name, 'backfill', epoch, history_cursor, history_until, history_started, history_ended, history_rows,
  history_total, case when history_ended is null then history_started end, 0
from connector_state where history_started is not null;
insert into duty (connector, kind, epoch, asked, rows_read, last_run, failures, fault, error, error_said, remedy,
  remedy_said, failed_at)
select name, 'census', epoch, census_asked, 0, census_started, 0, census_fault, census_error, census_error_said,
  census_remedy, census_remedy_said, census_failed_at
from connector_state where census_started is not null or census_asked is not null;
-- What the last comparison of a connector with its source found.
create table reconciliation (
  connector varchar(64) primary key,
  run bigint not null,
  started timestamp with time zone,
  ended timestamp with time zone,
  done timestamp with time zone,
  stopped timestamp with time zone,
  confirmed bigint,
  source_rows bigint default 0 not null,
  known bigint default 0 not null,
  missing bigint default 0 not null,
  changed bigint default 0 not null,
  gone bigint default 0 not null,
  -- Known still, and shown no more, but not called deleted.
  unshown bigint default 0 not null,
  repaired bigint default 0 not null
);
insert into reconciliation (connector, run, started, ended, done, stopped, confirmed, source_rows, known, missing,
  changed, gone, unshown, repaired)
select name, census_run, census_started, census_ended, census_done, census_stopped, census_confirmed, census_rows,
  census_known, census_missing, census_changed, census_gone, census_left, census_repaired
from connector_state where census_run > 0 or census_started is not null;
-- What operators ask of sources: served by the node that runs the connector.
create table duty_request (
  id bigint primary key,
  connector varchar(64) not null,
  what varchar(16) not null,
  since timestamp with time zone,
  asked timestamp with time zone not null,
  served timestamp with time zone,
  rows_counted bigint,
  fault varchar(32),
  error varchar(4000),
  error_said varchar,
  remedy varchar(1000),
  remedy_said varchar,
  failed_at timestamp with time zone
);
create index duty_request_waiting on duty_request (connector, id);
-- How often it was tried to read a record back, and when it is tried again; absent: at once.
alter table hint add column attempts int default 0 not null;
alter table hint add column due timestamp with time zone;
alter table connector_state drop column cursor;
alter table connector_state drop column began;
alter table connector_state drop column read_up_to;
alter table connector_state drop column behind;
alter table connector_state drop column run_asked;
alter table connector_state drop column last_run;
alter table connector_state drop column last_success;
alter table connector_state drop column next_run;
alter table connector_state drop column failures;
alter table connector_state drop column fault;
alter table connector_state drop column error;
alter table connector_state drop column error_said;
alter table connector_state drop column remedy;
alter table connector_state drop column remedy_said;
alter table connector_state drop column failed_at;
alter table connector_state drop column history_cursor;
alter table connector_state drop column history_until;
alter table connector_state drop column history_rows;
alter table connector_state drop column history_total;
alter table connector_state drop column history_started;
alter table connector_state drop column history_ended;
alter table connector_state drop column census_started;
alter table connector_state drop column census_ended;
alter table connector_state drop column census_rows;
alter table connector_state drop column census_known;
alter table connector_state drop column census_missing;
alter table connector_state drop column census_changed;
alter table connector_state drop column census_gone;
alter table connector_state drop column census_repaired;
alter table connector_state drop column census_run;
alter table connector_state drop column census_asked;
alter table connector_state drop column census_done;
alter table connector_state drop column census_stopped;
alter table connector_state drop column census_left;
alter table connector_state drop column census_failed_at;
alter table connector_state drop column census_fault;
alter table connector_state drop column census_error;
alter table connector_state drop column census_remedy;
alter table connector_state drop column census_error_said;
alter table connector_state drop column census_remedy_said;
alter table connector_state drop column census_confirmed;

--changeset causerie:0.1-life-signs
-- When a connector was set up, and when its cursor last moved.
alter table connector_state add column since timestamp with time zone;
update connector_state set since = coalesce(
  (select min(e.received) from event e where e.connector = connector_state.name),
  (select d.began from duty d where d.connector = connector_state.name and d.kind = 'poll'),
  current_timestamp);
alter table connector_state alter column since set not null;
alter table duty add column moved timestamp with time zone;
-- In which hours events of a connector came; what it usually does is learnt from them.
create table event_hour (
  connector varchar(64) not null,
  began timestamp with time zone not null,
  events bigint not null,
  primary key (connector, began)
);
create index event_hour_began on event_hour (began);
create table event_hour_head (one smallint primary key, counted timestamp with time zone);
insert into event_hour_head (one) values (1);

--changeset causerie:0.1-unmapped
-- Whether an event is ignored because no mapping is meant for its type.
alter table event add column unmapped boolean default false not null;
--changeset causerie:0.1-unmapped-index dbms:postgresql
create index event_unmapped on event (connector, unmapped, id desc) where unmapped;
--changeset causerie:0.1-unmapped-index-h2 dbms:h2
create index event_unmapped on event (connector, unmapped, id desc);

--changeset causerie:0.1-tokens-version
-- Rises whenever a token is taken back.
create table token_version (
  one smallint primary key,
  version bigint not null
);
insert into token_version (one, version) values (1, 0);
--changeset causerie:0.1-counterparts
-- What a post or comment is called in a source: it was made there, or written here and brought there.
create table counterpart (
  item bigint not null,
  system varchar(64) not null,
  external_id varchar(512) not null,
  -- Whether it was written here.
  here boolean not null,
  -- The words that were brought there last; null: not known.
  sent varchar,
  primary key (system, external_id)
);
create index counterpart_item on counterpart (item, system);
-- All that a source said of a comment of its own, in the order of its versions, whenever it came.
create table source_wording (
  system varchar(64) not null,
  external_id varchar(512) not null,
  version varchar(1000) not null,
  deleted boolean not null,
  event_id bigint not null,
  content varchar not null,
  source_actor bigint,
  parent varchar(512),
  written timestamp with time zone not null,
  said timestamp with time zone not null,
  primary key (system, external_id, event_id)
);
create index source_wording_event on source_wording (event_id);
-- Events of comments that wait: for the comment that they answer, or until it is settled whether they
-- were written here.
create table awaited (
  event_id bigint primary key,
  system varchar(64) not null,
  external_id varchar(512),
  since timestamp with time zone not null
);
create index awaited_comment on awaited (system, external_id);
-- A comment of a source has no person who wrote it, or one that its user is.
alter table note alter column author drop not null;
alter table note add column system varchar(64);
alter table note add column source_actor bigint;
alter table note add column written timestamp with time zone;
create index note_source_actor on note (source_actor);

--changeset causerie:0.1-stream-break
-- What the source of a subscription said that it had not delivered, until a later comparison has ended.
create table stream_break (
  connector varchar(64) primary key,
  said timestamp with time zone not null,
  since timestamp with time zone,
  why varchar(4000) not null,
  why_said varchar,
  -- The comparison that was the last one then.
  run bigint not null,
  mended timestamp with time zone
);

--changeset causerie:0.1-copies
-- Where posts and comments stand in the systems of their records as well, as their authors chose.
create table item_copy (
  item bigint not null,
  system varchar(64) not null,
  channel varchar(80) not null,
  -- That of its deliveries.
  subject varchar(64) not null,
  record_id bigint not null,
  -- By which it is known there.
  mark varchar(40) not null,
  first_delivery bigint not null,
  external_id varchar(600),
  -- Whether it is its author's there, and not the integration's.
  own boolean default false not null,
  -- Of the words that are there.
  version int,
  since timestamp with time zone,
  gone timestamp with time zone,
  primary key (item, system)
);
create unique index item_copy_subject on item_copy (subject, channel);
create unique index item_copy_mark on item_copy (mark, system);
create index item_copy_record on item_copy (record_id);
alter table note add column copied boolean default false not null;
alter table activity add column copied boolean default false not null;
alter table delivery alter column channel set data type varchar(80);
create index delivery_subject on delivery (subject, channel);

--changeset causerie:0.1-source-limits
-- What the source of a connector said last of how much may be used: [{name, title, used, most, told, asking}].
alter table connector_state add column limits varchar;
