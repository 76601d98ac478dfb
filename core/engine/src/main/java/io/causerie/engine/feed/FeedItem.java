package io.causerie.engine.feed;

import io.causerie.engine.activity.Row;
import io.causerie.engine.people.SourceActors;
import io.causerie.model.Localized;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A post, with what stands beside it in other tables.
 *
 * @param source who did it, where it was a user of the source
 * @param notes how many comments it has, removed ones not counted
 * @param title the record's title now
 */
public record FeedItem(
    Row row, SourceActors.@Nullable ActorRow source, int notes, Localized title) {
  /** About how many it takes to keep it. */
  long characters() {
    String words = row.words().content();
    String html = row.words().html();
    return 1_000
        + 200L * row.changes().size()
        + (words == null ? 0 : words.length())
        + (html == null ? 0 : html.length());
  }

  boolean talk() {
    return row.talk();
  }

  Stream<@Nullable String> persons() {
    return Stream.of(row.person(), row.removedBy(), source == null ? null : source.person());
  }
}
