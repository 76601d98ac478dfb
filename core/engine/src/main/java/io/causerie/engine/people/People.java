package io.causerie.engine.people;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Crowd;
import io.causerie.engine.access.Directory;
import io.causerie.engine.access.DirectoryStore;
import io.causerie.engine.access.Readership;
import io.causerie.engine.access.RightsStore;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Erased;
import io.causerie.engine.store.Holdings;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Persons, groups and identities. A person's name stands in one place; posts, comments and mentions
 * carry her id, so that renaming and erasing reach all of them.
 */
public final class People {
  private static final Logger LOG = LoggerFactory.getLogger(People.class);
  static final String ERASED_NAME = "Former colleague";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_FOUND = 10;

  private final Database database;
  private final Clock clock;
  private final Readership readership;
  private final List<Holdings> holdings;
  private final Actors actors;

  public People(
      Database database,
      Clock clock,
      Readership readership,
      Actors actors,
      List<Holdings> holdings) {
    this.holdings = List.copyOf(holdings);
    this.database = database;
    this.clock = clock;
    this.readership = readership;
    this.actors = actors;
  }

  /** An active person, by id. */
  public Optional<Person> find(String person) {
    return database
        .read(h -> DirectoryStore.find(h, person))
        .filter(Directory.Entry::active)
        .map(People::person);
  }

  /** The viewer for an active person. */
  public Optional<Viewer> viewer(String person) {
    return find(person).map(p -> new Viewer(p.id()));
  }

  /** All active persons, by name. */
  public List<Person> all() {
    return database.read(DirectoryStore::active).stream().map(People::person).toList();
  }

  /**
   * The company's own people whose name begins so, or words of whose name do. Whoever comes from
   * outside finds nobody: she is told of those alone whom she reads.
   */
  public List<Person> colleagues(Handle h, Viewer viewer, String query, int limit) {
    boolean one =
        DirectoryStore.find(h, viewer.person()).filter(p -> p.active() && !p.guest()).isPresent();
    if (!one || Folded.typed(query).isEmpty()) {
      return List.of();
    }
    return new NameSearch(query)
        .beginning(h, Crowd.STAFF, limit).stream()
            .flatMap(person -> DirectoryStore.find(h, person).stream())
            .map(People::person)
            .toList();
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
   * Erases a person: what every feature holds of her. What she wrote stays under a pseudonym that
   * takes the place of her id, which is never given to another. Of nobody known it does nothing.
   */
  public void erase(String person) {
    try {
      erase(person, said -> {});
    } catch (NotFoundException e) {
      LOG.debug("there is nobody to erase", e);
    }
  }

  /**
   * The same as an operator asks for it, who may have misspelt whom she means: only of somebody who
   * has left. What a sign-in said of her keeps nobody here, for nobody can take that back. The
   * caller waits until it is done; should the server end before, either nothing was erased, or all
   * but what was being written that moment. The text of what the first transaction answers is her
   * pseudonym.
   *
   * @return her pseudonym
   * @throws NotFoundException if nobody has the id, or nobody any more
   * @throws StillActiveException if the company's file or directory says that she is active
   */
  public String eraseFormer(String person) {
    return erase(
            person,
            said -> {
              List<Origin> naming =
                  said.stream().map(Said::origin).filter(Origin::isOfTheCompany).sorted().toList();
              if (!naming.isEmpty() && said.stream().allMatch(s -> s.who().active())) {
                throw new StillActiveException(person, naming);
              }
            })
        .pseudonym();
  }

  private Erased erase(String person, Consumer<List<Said>> guard) {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    String pseudonym = "former-" + HexFormat.of().formatHex(random);
    Erased erased =
        database.write(
            h -> {
              OriginStore.lock(h);
              List<Said> said = OriginStore.ofPersons(h, List.of(person));
              if (said.isEmpty() && !PersonStore.isKnown(h, person)) {
                throw new NotFoundException("person");
              }
              guard.accept(said);
              Erased her = new Erased(person, pseudonym, ErasedWords.of(h, person, pseudonym));
              said.forEach(one -> Erased.remember(h, one.subject()));
              Erased.remember(h, person);
              erase(h, her);
              return her;
            });
    // What was under way while she lost her rights has been written by now.
    database.writing(h -> erase(h, erased));
    return erased;
  }

  private void erase(Handle h, Erased person) {
    Holdings.erase(h, holdings, person);
    RightsStore.raise(h, clock);
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
