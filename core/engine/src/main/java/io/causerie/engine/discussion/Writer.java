package io.causerie.engine.discussion;

import io.causerie.engine.people.ActorView;
import io.causerie.engine.people.Names;
import io.causerie.engine.people.SourceActors;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a comment: a person here, or a user of a source there.
 *
 * @param person absent: it was written in a source
 * @param system the source; absent: it was written here
 * @param actor the user of the source; absent where it does not say
 */
record Writer(
    @Nullable String person, @Nullable String system, SourceActors.@Nullable ActorRow actor) {
  static Writer of(String person) {
    return new Writer(person, null, null);
  }

  /** Whose name is to be known. */
  Stream<@Nullable String> persons() {
    return Stream.of(person, actor == null ? null : actor.person());
  }

  ActorView in(Names names) {
    if (person != null) {
      return names.person(person);
    }
    return actor == null
        ? new ActorView(null, Objects.requireNonNull(system), ActorView.Kind.SYSTEM)
        : names.source(actor);
  }
}
