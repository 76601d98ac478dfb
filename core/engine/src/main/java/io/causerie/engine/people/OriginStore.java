package io.causerie.engine.people;

import io.causerie.engine.store.Erased;
import io.causerie.model.MailAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Rows of what origins say. */
final class OriginStore {
  /** H2 reads a table anew for a longer list of keys. */
  static final int AT_ONCE = 500;

  private static final String ALL = "select p.* from origin_person p where ";

  private OriginStore() {}

  /** Waits until nobody else changes what an origin says; to be called before anything is read. */
  static void lock(Handle h) {
    h.createQuery("select one from origin_turn for update").mapTo(Integer.class).one();
  }

  /** All that an origin says. */
  static Map<String, Said> of(Handle h, Origin origin) {
    Map<String, Said> said = new TreeMap<>();
    read(h, "p.origin = :origin", q -> q.bind("origin", origin.code()))
        .forEach(s -> said.put(s.subject(), s));
    return said;
  }

  /** What an origin says of one. */
  static Optional<Said> of(Handle h, String origin, String subject) {
    return read(
            h,
            "p.origin = :origin and p.subject = :subject",
            q -> q.bind("origin", origin).bind("subject", subject))
        .stream()
        .findFirst();
  }

  /** What all origins say of some persons. */
  static List<Said> ofPersons(Handle h, Collection<String> persons) {
    return read(
        h,
        "p.person = any(:persons)",
        q -> q.bindArray("persons", String.class, persons.toArray()));
  }

  /** What does not count, or not wholly, the oldest first. */
  static List<Said> waiting(Handle h) {
    List<Said> waiting = new ArrayList<>(read(h, "p.state <> 'counts'", q -> q));
    // Not by the database, whose order of texts depends on where it was set up.
    waiting.sort(
        Comparator.comparing(Said::said).thenComparing(Said::origin).thenComparing(Said::subject));
    return waiting;
  }

  /** What counts no more. */
  static List<Said> over(Handle h, Instant now) {
    return read(h, "p.until <= :now", q -> q.bind("now", now));
  }

  /** When something counts no more, the next time. */
  static Optional<Instant> nextOver(Handle h) {
    return Optional.ofNullable(
        h.createQuery("select min(until) from origin_person").mapTo(Instant.class).one());
  }

  private static List<Said> read(
      Handle h, String where, java.util.function.UnaryOperator<Query> bound) {
    Map<String, Set<String>> groups = new HashMap<>();
    bound
        .apply(
            h.createQuery(
                "select g.origin, g.subject, g.group_name from origin_group g join origin_person p"
                    + " on p.origin = g.origin and p.subject = g.subject where "
                    + where))
        .map((r, c) -> groups.computeIfAbsent(key(r), k -> new HashSet<>()).add(r.getString(3)))
        .list();
    Map<String, Map<String, List<String>>> identities = new HashMap<>();
    bound
        .apply(
            h.createQuery(
                "select i.origin, i.subject, i.system, i.source_id from origin_identity i"
                    + " join origin_person p on p.origin = i.origin and p.subject = i.subject where "
                    + where
                    + " order by i.source_id"))
        .map(
            (r, c) ->
                identities
                    .computeIfAbsent(key(r), k -> new HashMap<>())
                    .computeIfAbsent(r.getString(3), k -> new ArrayList<>())
                    .add(r.getString(4)))
        .list();
    return bound
        .apply(h.createQuery(ALL + where))
        .map(
            (r, c) ->
                said(
                    r,
                    groups.getOrDefault(key(r), Set.of()),
                    identities.getOrDefault(key(r), Map.of())))
        .list();
  }

  private static String key(ResultSet r) throws SQLException {
    return r.getString("origin") + "\n" + r.getString("subject");
  }

  private static Said said(ResultSet r, Set<String> groups, Map<String, List<String>> identities)
      throws SQLException {
    OffsetDateTime until = r.getObject("until", OffsetDateTime.class);
    return new Said(
        Origin.of(r.getString("origin")),
        new Person(
            r.getString("subject"),
            r.getString("name"),
            r.getString("email"),
            r.getBoolean("guest"),
            r.getString("language"),
            groups,
            identities,
            r.getBoolean("active")),
        r.getString("person"),
        Said.State.of(r.getString("state")),
        r.getString("kept_email"),
        r.getObject("said", OffsetDateTime.class).toInstant(),
        until == null ? null : until.toInstant());
  }

  /** Whether somebody else has an address by another origin. */
  static boolean isOthers(Handle h, String address, Said said) {
    return !others(h, address, said).isEmpty();
  }

  /** Who else has an address by another origin. */
  static List<String> others(Handle h, String address, Said said) {
    return h.createQuery(
            """
            select distinct person from origin_person
            where (address = :address and state = 'counts'
                or kept_address = :address and state = 'address')
              and active and origin <> :origin and person <> :person
            order by person
            """)
        .bind("address", address)
        .bind("origin", said.origin().code())
        .bind("person", said.person())
        .mapTo(String.class)
        .list();
  }

  /** The addresses of what is said by one origin that another one ever gave to anybody. */
  static Set<String> claimedByOthers(Handle h, List<Said> all) {
    Set<String> claimed = new HashSet<>();
    all.forEach(
        s -> {
          if (s.claimed() != null) {
            claimed.add(s.claimed());
          }
        });
    Set<String> disputed = new HashSet<>();
    for (List<String> some : chunks(claimed)) {
      h.createQuery(
              """
              select address, origin from origin_person where address = any(:addresses)
              union
              select kept_address, origin from origin_person where kept_address = any(:addresses)
              """)
          .bindArray("addresses", String.class, some.toArray())
          .map((r, c) -> Map.entry(r.getString(1), r.getString(2)))
          .filter(e -> !e.getValue().equals(all.get(0).origin().code()))
          .forEach(e -> disputed.add(e.getKey()));
    }
    return disputed;
  }

  /** A long list in parts. */
  static <T> List<List<T>> chunks(Collection<T> all) {
    List<T> list = new ArrayList<>(all);
    List<List<T>> chunks = new ArrayList<>();
    for (int i = 0; i < list.size(); i += AT_ONCE) {
      chunks.add(list.subList(i, Math.min(list.size(), i + AT_ONCE)));
    }
    return chunks;
  }

  /** To whom an origin gives an identity. */
  static Optional<String> saidBy(Handle h, Origin origin, Said.Key key) {
    return h.createQuery(
            """
            select subject from origin_identity
            where origin = :origin and system = :system and source_id = :id
            """)
        .bind("origin", origin.code())
        .bind("system", key.system())
        .bind("id", key.id())
        .mapTo(String.class)
        .findOne();
  }

  /** Writes what origins say of whom they said nothing till now. */
  static void put(Handle h, Collection<Said> all) {
    PreparedBatch persons =
        h.prepareBatch(
            """
            insert into origin_person (origin, subject, person, name, email, address, guest,
              language, active, state, kept_email, kept_address, said, until)
            values (:origin, :subject, :person, :name, :email, :address, :guest, :language, :active,
              :state, :keptEmail, :keptAddress, :said, :until)
            """);
    PreparedBatch groups =
        h.prepareBatch(
            """
            insert into origin_group (origin, subject, group_name)
            values (:origin, :subject, :group)
            """);
    PreparedBatch identities =
        h.prepareBatch(
            """
            insert into origin_identity (origin, system, source_id, subject)
            values (:origin, :system, :id, :subject)
            """);
    for (Said said : all) {
      Person who = said.who();
      persons
          .bind("origin", said.origin().code())
          .bind("subject", said.subject())
          .bind("person", said.person())
          .bind("name", who.name())
          .bind("email", who.email())
          .bind("address", folded(who.email()))
          .bind("guest", who.guest())
          .bind("language", who.language())
          .bind("active", who.active())
          .bind("state", said.state().code)
          .bind("keptEmail", said.keptEmail())
          .bind("keptAddress", folded(said.keptEmail()))
          .bind("said", said.said())
          .bind("until", said.until())
          .add();
      for (String group : who.groups()) {
        groups
            .bind("origin", said.origin().code())
            .bind("subject", said.subject())
            .bind("group", group)
            .add();
      }
      for (Said.Key key : Said.keys(who)) {
        identities
            .bind("origin", said.origin().code())
            .bind("system", key.system())
            .bind("id", key.id())
            .bind("subject", said.subject())
            .add();
      }
    }
    execute(persons);
    execute(groups);
    execute(identities);
  }

  static @Nullable String folded(@Nullable String email) {
    return email == null ? null : MailAddress.folded(email);
  }

  /** Takes back what origins say. */
  static void remove(Handle h, Collection<Said> all) {
    for (String table : List.of("origin_person", "origin_group", "origin_identity")) {
      PreparedBatch batch =
          h.prepareBatch("delete from " + table + " where origin = :origin and subject = :subject");
      all.forEach(s -> batch.bind("origin", s.origin().code()).bind("subject", s.subject()).add());
      execute(batch);
    }
  }

  /** Keeps what is said as it is, for longer. */
  static void renew(Handle h, Said said, @Nullable Instant until) {
    h.createUpdate(
            """
            update origin_person set until = :until where origin = :origin and subject = :subject
            """)
        .bind("until", until)
        .bind("origin", said.origin().code())
        .bind("subject", said.subject())
        .execute();
  }

  static void state(Handle h, Said said) {
    h.createUpdate(
            """
            update origin_person set person = :person, state = :state, kept_email = :email,
              kept_address = :address
            where origin = :origin and subject = :subject
            """)
        .bind("person", said.person())
        .bind("state", said.state().code)
        .bind("email", said.keptEmail())
        .bind("address", folded(said.keptEmail()))
        .bind("origin", said.origin().code())
        .bind("subject", said.subject())
        .execute();
  }

  /**
   * What an operator decided.
   *
   * @param person who is meant
   * @param address that is hers although somebody else has it too
   */
  record Settled(String person, String address) {}

  static Optional<Settled> settled(Handle h, String origin, String subject) {
    return h.createQuery(
            """
            select person, address from origin_settled
            where origin = :origin and subject = :subject
            """)
        .bind("origin", origin)
        .bind("subject", subject)
        .map((r, c) -> new Settled(r.getString("person"), r.getString("address")))
        .findOne();
  }

  /** Who is meant, where operators have decided it. */
  static Map<String, Settled> settled(Handle h, Origin origin) {
    Map<String, Settled> settled = new HashMap<>();
    h.createQuery("select subject, person, address from origin_settled where origin = :origin")
        .bind("origin", origin.code())
        .map(
            (r, c) ->
                Map.entry(
                    r.getString("subject"),
                    new Settled(r.getString("person"), r.getString("address"))))
        .forEach(e -> settled.put(e.getKey(), e.getValue()));
    return settled;
  }

  static List<Origins.Decision> decisions(Handle h) {
    return h.createQuery("select * from origin_settled order by origin, subject")
        .map(
            (r, c) ->
                new Origins.Decision(
                    r.getString("origin"),
                    r.getString("subject"),
                    r.getString("person"),
                    r.getString("address")))
        .list();
  }

  static void settle(Handle h, Said said, String person, String address) {
    unsettle(h, said.origin().code(), said.subject());
    h.createUpdate(
            """
            insert into origin_settled (origin, subject, person, address)
            values (:origin, :subject, :person, :address)
            """)
        .bind("origin", said.origin().code())
        .bind("subject", said.subject())
        .bind("person", person)
        .bind("address", address)
        .execute();
  }

  static boolean unsettle(Handle h, String origin, String subject) {
    return h.createUpdate(
                "delete from origin_settled where origin = :origin and subject = :subject")
            .bind("origin", origin)
            .bind("subject", subject)
            .execute()
        > 0;
  }

  /** Of the ids, those of persons who were erased. */
  static Set<String> erased(Handle h, Collection<String> ids) {
    Set<String> erased = Erased.of(h, ids);
    h.createQuery("select id from person where erased")
        .mapTo(String.class)
        .filter(ids::contains)
        .forEach(erased::add);
    return erased;
  }

  /** What every origin said of a person, and what operators said of her. */
  static void erase(Handle h, Erased person) {
    remove(h, ofPersons(h, List.of(person.id())));
    h.createUpdate("delete from origin_identity where origin = :origin and subject = :id")
        .bind("origin", Origin.OPERATOR.code())
        .bind("id", person.id())
        .execute();
    h.createUpdate("delete from origin_settled where person = :id or subject = :id")
        .bind("id", person.id())
        .execute();
  }

  static void execute(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
