package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import io.causerie.engine.access.Parties;
import io.causerie.engine.access.Readership;
import io.causerie.engine.access.RightsVersion;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.store.Database;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Persons, groups and identities. A person's name stands in one place; posts, comments and mentions
 * carry her id, so that renaming and erasing reach all of them.
 */
public final class People {
  private static final String ERASED_NAME = "Former colleague";
  private static final int MAX_FOUND = 10;

  private final Database database;
  private final Clock clock;
  private final SourceActors sourceActors;
  private final Readership readership;
  private final Parties parties;
  private final Actors actors;

  public People(
      Database database,
      Clock clock,
      SourceActors sourceActors,
      Readership readership,
      Parties parties,
      Actors actors) {
    this.parties = parties;
    this.database = database;
    this.clock = clock;
    this.sourceActors = sourceActors;
    this.readership = readership;
    this.actors = actors;
  }

  /**
   * Makes the directory equal to the given one: new persons are added, changed ones updated,
   * missing ones made inactive (what they wrote stays). Source actors that a new identity explains
   * are joined afterwards, by a job.
   *
   * @throws IllegalArgumentException if two persons claim one identity; nothing is changed then
   */
  public void synchronize(Collection<Person> persons) {
    Map<String, String> owners = identities(persons);
    database.writing(
        h -> {
          Set<String> erased =
              h.createQuery("select id from person where erased").mapTo(String.class).set();
          List<Person> alive = persons.stream().filter(p -> !erased.contains(p.id())).toList();
          h.execute("update person set active = false");
          upsert(h, alive);
          NameWords.write(h, alive.stream().collect(Collectors.toMap(Person::id, Person::name)));
          h.execute("delete from group_member");
          h.execute("delete from identity");
          writeGroups(h, alive);
          writeIdentities(h, owners, erased);
          parties.bind(h);
          sourceActors.joinLater(h);
          RightsVersion.raise(h, clock);
        });
  }

  private static Map<String, String> identities(Collection<Person> persons) {
    Map<String, String> owners = new HashMap<>();
    for (Person person : persons) {
      person
          .identities()
          .forEach(
              (system, keys) -> {
                for (String key : keys) {
                  String before = owners.put(system + "\n" + key, person.id());
                  if (before != null && !before.equals(person.id())) {
                    throw new IllegalArgumentException(
                        "both %s and %s claim the identity %s of system %s; only one can have it"
                            .formatted(before, person.id(), key, system));
                  }
                }
              });
    }
    return owners;
  }

  private static void upsert(Handle h, List<Person> persons) {
    Set<String> known = h.createQuery("select id from person").mapTo(String.class).set();
    PreparedBatch insert =
        h.prepareBatch(
            """
            insert into person (id, name, email, address, guest, language, active)
            values (:id, :name, :email, :address, :guest, :language, true)
            """);
    PreparedBatch update =
        h.prepareBatch(
            """
            update person set name = :name, email = :email, address = :address, guest = :guest,
              language = :language, active = true
            where id = :id
            """);
    for (Person person : persons) {
      (known.contains(person.id()) ? update : insert)
          .bind("id", person.id())
          .bind("name", person.name())
          .bind("email", person.email())
          .bind("address", person.email() == null ? null : person.email().toLowerCase(Locale.ROOT))
          .bind("guest", person.guest())
          .bind("language", person.language())
          .add();
    }
    execute(insert);
    execute(update);
  }

  private static void writeGroups(Handle h, List<Person> persons) {
    PreparedBatch batch =
        h.prepareBatch("insert into group_member (person, group_name) values (:person, :group)");
    for (Person person : persons) {
      for (String group : person.groups()) {
        batch.bind("person", person.id()).bind("group", group).add();
      }
    }
    execute(batch);
  }

  private static void writeIdentities(Handle h, Map<String, String> owners, Set<String> erased) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into identity (system, source_id, match_key, person)
            values (:system, :id, :match, :person)
            """);
    owners.forEach(
        (key, person) -> {
          if (!erased.contains(person)) {
            int newline = key.indexOf('\n');
            batch
                .bind("system", key.substring(0, newline))
                .bind("id", key.substring(newline + 1))
                .bind("match", SourceActors.matchKey(key.substring(newline + 1)))
                .bind("person", person)
                .add();
          }
        });
    execute(batch);
  }

  private static void execute(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** An active person, by id. */
  public Optional<Person> find(String person) {
    return database
        .read(h -> Directory.read(h, person))
        .filter(Directory.Entry::active)
        .map(People::person);
  }

  /** The viewer for an active person. */
  public Optional<Viewer> viewer(String person) {
    return find(person).map(p -> new Viewer(p.id()));
  }

  /** All active persons, by name. */
  public List<Person> all() {
    return database.read(Directory::active).stream().map(People::person).toList();
  }

  /**
   * Whom the viewer may mention in a record, of those whose name fits what she typed of it: its
   * words or parts of them, in any order, without accents; ten persons at most, and ten groups. Of
   * those who can read the record, in that lane or in any she may write in. A guest finds only who
   * takes part in the customer lane, and no group.
   */
  public Addressees complete(Viewer viewer, String query, RecordId record, @Nullable Lane lane) {
    NameSearch search = new NameSearch(query);
    return new Addressees(
        readership.find(viewer, record, lane, search, MAX_FOUND).stream()
            .map(People::person)
            .toList(),
        best(
                readership.groups(viewer, record, lane).entrySet(),
                e -> fit(search, actors.group(e.getKey()), e.getKey()))
            .map(e -> new Addressees.Group(e.getKey(), actors.group(e.getKey()), e.getValue()))
            .toList());
  }

  private static NameSearch.Fit fit(NameSearch search, String name, String id) {
    NameSearch.Fit byName = search.fit(name);
    return byName == NameSearch.Fit.NONE ? search.fit(id) : byName;
  }

  /** In the order of the list where they fit alike. */
  private static <T> Stream<T> best(Collection<T> all, Function<T, NameSearch.Fit> fit) {
    record Found<T>(T what, NameSearch.Fit fit) {}
    return all.stream()
        .map(one -> new Found<>(one, fit.apply(one)))
        .filter(found -> found.fit() != NameSearch.Fit.NONE)
        .sorted(Comparator.comparing(Found::fit))
        .limit(MAX_FOUND)
        .map(Found::what);
  }

  /**
   * Erases a person: her name, address, groups and identities; what she wrote stays under a
   * pseudonym, and her id is never given to another.
   */
  public void erase(String person) {
    database.writing(
        h -> {
          h.createUpdate(
                  """
                  update person set name = :name, email = null, address = null, language = null,
                    active = false, erased = true
                  where id = :id
                  """)
              .bind("name", ERASED_NAME)
              .bind("id", person)
              .execute();
          parties.forget(h, person);
          NameWords.forget(h, List.of(person));
          for (String table : List.of("group_member", "identity", "follow", "read_mark")) {
            h.createUpdate("delete from " + table + " where person = :id")
                .bind("id", person)
                .execute();
          }
          h.createUpdate(
                  """
                  update source_actor set name = null, email = null where person = :id
                  """)
              .bind("id", person)
              .execute();
          RightsVersion.raise(h, clock);
        });
  }

  private static Person person(Directory.Entry entry) {
    return new Person(
        entry.id(),
        entry.name(),
        entry.email(),
        entry.guest(),
        entry.language(),
        new HashSet<>(entry.groups()),
        Map.of());
  }
}
