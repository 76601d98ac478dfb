package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import java.util.Map;

/** How those who did something are shown. */
public final class Actors {
  private final Directory directory;

  public Actors(Directory directory) {
    this.directory = directory;
  }

  /** A person; one whom the directory never knew is shown by her id. */
  public ActorView person(String id) {
    Directory.Entry entry = directory.persons().get(id);
    if (entry == null) {
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
