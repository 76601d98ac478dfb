package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How those who did something are shown. */
public final class Actors {
  private final Directory directory;
  private final Map<String, String> groupTitles;
  private final @Nullable Set<String> known;

  /**
   * @param groupTitles how people call groups, by name
   */
  public Actors(Directory directory, Map<String, String> groupTitles) {
    this(directory, Map.copyOf(groupTitles), null);
  }

  private Actors(
      Directory directory, Map<String, String> groupTitles, @Nullable Set<String> known) {
    this.directory = directory;
    this.groupTitles = groupTitles;
    this.known = known;
  }

  /** The same for a reader who is to learn the names of some persons only; others stay ids. */
  public Actors among(Set<String> persons) {
    return new Actors(directory, groupTitles, Set.copyOf(persons));
  }

  /** How people call a group; one without a title is called by its name. */
  public String group(String name) {
    return groupTitles.getOrDefault(name, name);
  }

  /** A person; one whom the directory never knew is shown by her id. */
  public ActorView person(String id) {
    Directory.Entry entry = directory.persons().get(id);
    if (entry == null || (known != null && !known.contains(id))) {
      return new ActorView(id, id, ActorView.Kind.EMPLOYEE);
    }
    return new ActorView(
        entry.erased() ? null : id,
        entry.name(),
        entry.guest() ? ActorView.Kind.GUEST : ActorView.Kind.EMPLOYEE);
  }

  /** A user of a source system: the person she is, or the name the source gives her. */
  public ActorView source(long row, Map<Long, SourceActors.ActorRow> names) {
    SourceActors.ActorRow actor = names.get(row);
    if (actor == null) {
      return new ActorView(null, "?", ActorView.Kind.SOURCE);
    }
    return actor.person() == null
        ? new ActorView(null, actor.name(), ActorView.Kind.SOURCE)
        : person(actor.person());
  }
}
