package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What persons and groups are called, within one transaction. Whoever shows many asks for them
 * together first ({@link #know}).
 */
public final class Names {
  private final Handle h;
  private final long version;
  private final Directory directory;
  private final Map<String, String> groupTitles;
  private final @Nullable Shown told;
  private final Map<String, Directory.Entry> known = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** Whose names somebody may be told: ids of persons, names of groups. */
  private record Shown(Set<String> persons, Set<String> groups) {}

  Names(Handle h, long version, Directory directory, Map<String, String> groupTitles) {
    this(h, version, directory, groupTitles, null);
  }

  private Names(
      Handle h,
      long version,
      Directory directory,
      Map<String, String> groupTitles,
      @Nullable Shown told) {
    this.h = h;
    this.version = version;
    this.directory = directory;
    this.groupTitles = groupTitles;
    this.told = told;
  }

  /**
   * The same for a reader who is to learn the names of some persons only, and the titles of some
   * groups; others stay ids.
   */
  public Names among(Collection<String> persons, Collection<String> groups) {
    return new Names(
        h, version, directory, groupTitles, new Shown(Set.copyOf(persons), Set.copyOf(groups)));
  }

  /** Asks for persons together; who is null is nobody. */
  public Names load(Stream<@Nullable String> persons) {
    Set<String> missing =
        persons
            .filter(Objects::nonNull)
            .filter(person -> !asked.contains(person))
            .collect(Collectors.toSet());
    if (!missing.isEmpty()) {
      asked.addAll(missing);
      known.putAll(directory.of(h, version, missing));
    }
    return this;
  }

  /** How people call a group; one without a title is called by its name. */
  public String group(String name) {
    return titles(name) ? groupTitles.getOrDefault(name, name) : name;
  }

  /** Whether the title of a group, if there is one, may be told. */
  public boolean titles(String group) {
    return told == null || told.groups().contains(group);
  }

  /** A person; one whom the directory never knew is shown by her id. */
  public ActorView person(String id) {
    if (told != null && !told.persons().contains(id)) {
      return new ActorView(id, id, ActorView.Kind.EMPLOYEE);
    }
    load(Stream.of(id));
    Directory.Entry entry = known.get(id);
    if (entry == null) {
      return new ActorView(id, id, ActorView.Kind.EMPLOYEE);
    }
    return new ActorView(
        entry.erased() ? null : id,
        entry.name(),
        entry.guest() ? ActorView.Kind.GUEST : ActorView.Kind.EMPLOYEE);
  }

  /** A user of a source system: the person she is, or the name the source gives her. */
  public ActorView source(SourceActors.ActorRow actor) {
    return actor.person() == null
        ? new ActorView(null, actor.name(), ActorView.Kind.SOURCE)
        : person(actor.person());
  }
}
