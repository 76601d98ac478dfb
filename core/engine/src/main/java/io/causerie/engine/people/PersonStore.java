package io.causerie.engine.people;

import io.causerie.engine.access.Parties;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.RightsStore;
import io.causerie.engine.store.Erased;
import io.causerie.engine.store.Holdings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Persons, their groups and identities as they follow from what origins say of them. */
public final class PersonStore {
  /** What is known of people holds of them. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .gone("group_member.person", "identity.person", "person_word.person")
          .erasing(
              List.of(
                  "origin_person.person",
                  "origin_person.subject",
                  "origin_person.name",
                  "origin_person.email",
                  "origin_person.kept_email",
                  "origin_person.address",
                  "origin_person.kept_address",
                  "origin_group.subject",
                  "origin_identity.subject",
                  "origin_settled.person",
                  "origin_settled.subject",
                  "origin_settled.address"),
              OriginStore::erase)
          .erasing(
              List.of(
                  "source_actor.person",
                  "source_actor.name",
                  "source_actor.email",
                  "source_actor.address"),
              SourceActorStore::erase)
          .erasing(List.of("person.name", "person.email", "person.address"), PersonStore::erase)
          .stays("a group is no person", "group_member.group_name", "origin_group.group_name");

  private static final Comparator<Said> STRONGEST =
      Comparator.comparing(Said::origin)
          // One whom an operator said to be her comes behind herself.
          .thenComparing(s -> !s.subject().equals(s.person()))
          .thenComparing(Said::subject);

  private final Clock clock;
  private final Parties parties;
  private final SourceActors sourceActors;

  public PersonStore(Clock clock, Parties parties, SourceActors sourceActors) {
    this.clock = clock;
    this.parties = parties;
    this.sourceActors = sourceActors;
  }

  /** A row of a person. */
  private record Row(
      String id,
      String name,
      @Nullable String email,
      boolean guest,
      @Nullable String language,
      boolean active,
      boolean erased) {

    /** Somebody whom no origin names any more is called as she was. */
    Row left() {
      return new Row(id, name, email, guest, language, false, erased);
    }
  }

  private record Member(String person, String group) {}

  private record Owner(Said.Key key, String person) {}

  /** Derives anew what is known of whom a change touched, and writes what differs. */
  void derive(Handle h, Touched touched) {
    boolean changed = false;
    for (List<String> some : OriginStore.chunks(touched.persons())) {
      Map<String, List<Said>> said = new HashMap<>();
      for (Said one : OriginStore.ofPersons(h, some)) {
        if (one.counts()) {
          said.computeIfAbsent(one.person(), p -> new ArrayList<>()).add(one);
        }
      }
      said.values().forEach(all -> all.sort(STRONGEST));
      changed |= derive(h, some, said);
    }
    for (List<Said.Key> some : OriginStore.chunks(touched.users())) {
      changed |= arbitrate(h, new HashSet<>(some));
    }
    if (changed) {
      changed(h);
    }
  }

  /** Persons, groups or identities are others than before; to be called where they are written. */
  void changed(Handle h) {
    parties.bind(h);
    sourceActors.joinLater(h);
    RightsStore.raise(h, clock);
  }

  private static boolean derive(Handle h, List<String> persons, Map<String, List<Said>> said) {
    Map<String, Row> before = rows(h, persons);
    List<Row> after = new ArrayList<>();
    Set<Member> members = new HashSet<>();
    for (String id : persons) {
      Row row = before.get(id);
      List<Said> all = row != null && row.erased() ? List.of() : said.getOrDefault(id, List.of());
      if (!all.isEmpty()) {
        after.add(row(id, all));
      } else if (row != null) {
        after.add(row.left());
      }
      if (isActive(all)) {
        all.forEach(s -> s.who().groups().forEach(g -> members.add(new Member(id, g))));
      }
    }
    boolean changed = write(h, before, after);
    changed |= writeMembers(h, persons, members);
    return changed;
  }

  private static boolean isActive(List<Said> all) {
    return !all.isEmpty() && all.stream().allMatch(s -> s.who().active());
  }

  private static Row row(String id, List<Said> all) {
    Person first = all.get(0).who();
    return new Row(
        id,
        first.name(),
        first(all, Said::email),
        first.guest(),
        first(all, s -> s.who().language()),
        isActive(all),
        false);
  }

  private static @Nullable String first(List<Said> all, Function<Said, @Nullable String> of) {
    return all.stream().map(of).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static Map<String, Row> rows(Handle h, List<String> persons) {
    Map<String, Row> rows = new HashMap<>();
    h.createQuery("select * from person where id = any(:ids)")
        .bindArray("ids", String.class, persons.toArray())
        .map(
            (r, c) ->
                new Row(
                    r.getString("id"),
                    r.getString("name"),
                    r.getString("email"),
                    r.getBoolean("guest"),
                    r.getString("language"),
                    r.getBoolean("active"),
                    r.getBoolean("erased")))
        .forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  private static boolean write(Handle h, Map<String, Row> before, List<Row> after) {
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into person (id, name, email, address, guest, language, active)
            values (:id, :name, :email, :address, :guest, :language, :active)
            """);
    PreparedBatch update =
        h.prepareBatch(
            """
            update person set name = :name, email = :email, address = :address, guest = :guest,
              language = :language, active = :active
            where id = :id
            """);
    Map<String, String> renamed = new HashMap<>();
    for (Row row : after) {
      Row known = before.get(row.id());
      if (known == null || !known.name().equals(row.name())) {
        renamed.put(row.id(), row.name());
      }
      if (!row.equals(known)) {
        (known == null ? insert : update)
            .bind("id", row.id())
            .bind("name", row.name())
            .bind("email", row.email())
            .bind("address", OriginStore.folded(row.email()))
            .bind("guest", row.guest())
            .bind("language", row.language())
            .bind("active", row.active())
            .add();
      }
    }
    boolean changed = insert.size() + update.size() > 0;
    OriginStore.execute(insert);
    OriginStore.execute(update);
    NameWordStore.write(h, renamed);
    return changed;
  }

  private static boolean writeMembers(Handle h, List<String> persons, Set<Member> wanted) {
    Set<Member> before =
        h.createQuery("select person, group_name from group_member where person = any(:ids)")
            .bindArray("ids", String.class, persons.toArray())
            .map((r, c) -> new Member(r.getString(1), r.getString(2)))
            .set();
    PreparedBatch delete =
        h.prepareBatch("delete from group_member where person = :person and group_name = :group");
    PreparedBatch insert =
        h.prepareBatch("insert into group_member (person, group_name) values (:person, :group)");
    before.stream()
        .filter(m -> !wanted.contains(m))
        .forEach(m -> delete.bind("person", m.person()).bind("group", m.group()).add());
    wanted.stream()
        .filter(m -> !before.contains(m))
        .forEach(m -> insert.bind("person", m.person()).bind("group", m.group()).add());
    boolean changed = insert.size() + delete.size() > 0;
    OriginStore.execute(delete);
    OriginStore.execute(insert);
    return changed;
  }

  /**
   * Gives identities to whom they belong. Whoever is the only one to have one gets it. Where
   * several have, the one an operator named does; where she named none, it stays with whom it is.
   */
  static boolean arbitrate(Handle h, Set<Said.Key> keys) {
    List<String> ids = keys.stream().map(Said.Key::id).distinct().toList();
    Map<Said.Key, String> before = new HashMap<>();
    owners(h, "select system, source_id, person from identity where source_id = any(:of)", ids)
        .forEach(o -> before.put(o.key(), o.person()));
    Map<Said.Key, Set<String>> named = new HashMap<>();
    owners(
            h,
            """
            select i.system, i.source_id, p.person from origin_identity i
              join origin_person p on p.origin = i.origin and p.subject = i.subject
            where i.source_id = any(:of) and p.state <> 'held'
            """,
            ids)
        .forEach(o -> named.computeIfAbsent(o.key(), k -> new HashSet<>()).add(o.person()));
    owners(
            h,
            """
            select system, source_id, subject as person from origin_identity
            where source_id = any(:of) and origin = 'operator:operator'
            """,
            ids)
        .forEach(o -> named.put(o.key(), Set.of(o.person())));
    PreparedBatch delete =
        h.prepareBatch("delete from identity where system = :system and source_id = :id");
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into identity (system, source_id, match_key, person)
            values (:system, :id, :match, :person)
            """);
    Map<Said.Key, String> lost = new HashMap<>();
    Set<Said.Key> passed = new HashSet<>();
    for (Said.Key key : keys) {
      String had = before.get(key);
      Set<String> of = named.getOrDefault(key, Set.of());
      String has =
          of.size() == 1 ? of.iterator().next() : had != null && of.contains(had) ? had : null;
      if (had != null && !had.equals(has)) {
        delete.bind("system", key.system()).bind("id", key.id()).add();
        lost.put(key, had);
        if (has != null) {
          passed.add(key);
        }
      }
      if (has != null && !has.equals(had)) {
        insert
            .bind("system", key.system())
            .bind("id", key.id())
            .bind("match", SourceActors.matchKey(key.id()))
            .bind("person", has)
            .add();
      }
    }
    boolean changed = insert.size() + delete.size() > 0;
    OriginStore.execute(delete);
    OriginStore.execute(insert);
    if (!lost.isEmpty()) {
      Reads.forget(h, lost.values());
      part(h, lost, passed);
    }
    return changed;
  }

  /**
   * Lets users of sources be nobody again who were taken from somebody, to be matched anew. Whoever
   * has left did what she did, unless somebody else is named for it now.
   */
  private static void part(Handle h, Map<Said.Key, String> lost, Set<Said.Key> passed) {
    Set<String> named =
        h.createQuery(
                """
                select distinct person from origin_person
                where person = any(:of) and state <> 'held'
                """)
            .bindArray("of", String.class, lost.values().toArray())
            .mapTo(String.class)
            .set();
    lost.forEach(
        (key, had) -> {
          if (passed.contains(key) || named.contains(had)) {
            SourceUserStore.part(h, key, had);
          }
        });
  }

  private static List<Owner> owners(Handle h, String sql, List<String> of) {
    List<Owner> owners = new ArrayList<>();
    for (List<String> some : OriginStore.chunks(of)) {
      h.createQuery(sql)
          .bindArray("of", String.class, some.toArray())
          .map(
              (r, c) ->
                  new Owner(
                      new Said.Key(r.getString("system"), r.getString("source_id")),
                      r.getString("person")))
          .forEach(owners::add);
    }
    return owners;
  }

  /** Whether somebody has an id, or had it before she left; a pseudonym is nobody's. */
  static boolean isKnown(Handle h, String person) {
    return h.createQuery("select exists (select 1 from person where id = :id and not erased)")
        .bind("id", person)
        .mapTo(Boolean.class)
        .one();
  }

  /** What somebody is or was called by whoever spoke of her. */
  record Called(@Nullable String name, @Nullable String email) {}

  static List<Called> called(Handle h, String person) {
    List<Called> called = new ArrayList<>();
    for (String known :
        List.of("person where id", "origin_person where person", "source_actor where person")) {
      h.createQuery("select name, email from " + known + " = :id")
          .bind("id", person)
          .map((r, c) -> new Called(r.getString("name"), r.getString("email")))
          .forEach(called::add);
    }
    return called;
  }

  private static void erase(Handle h, Erased person) {
    h.createUpdate(
            """
            update person set id = :pseudonym, name = :name, email = null, address = null,
              language = null, active = false, erased = true
            where id = :id
            """)
        .bind("pseudonym", person.pseudonym())
        .bind("name", People.ERASED_NAME)
        .bind("id", person.id())
        .execute();
  }
}
