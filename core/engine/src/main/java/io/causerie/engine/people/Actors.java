package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How those who did something are shown. */
public final class Actors {
  private final Directory directory;
  private final @Nullable Set<String> known;

  public Actors(Directory directory) {
    this(directory, null);
  }

  private Actors(Directory directory, @Nullable Set<String> known) {
    this.directory = directory;
    this.known = known;
  }

  /** The same for a reader who is to learn the names of some persons only; others stay ids. */
  public Actors among(Set<String> persons) {
    return new Actors(directory, Set.copyOf(persons));
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
