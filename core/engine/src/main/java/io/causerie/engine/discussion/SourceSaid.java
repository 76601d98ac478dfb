package io.causerie.engine.discussion;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a comment of a source is, of all that the source said of it. Pure.
 *
 * @param wordings different from one another, the present one last; none: no words of it came yet
 * @param created when it was written
 * @param removed when it was deleted; absent while it is there
 * @param actor the row of whoever wrote it; absent where that was not said
 * @param parent the key of the comment it answers; absent where it answers none
 */
record SourceSaid(
    List<Wording> wordings,
    Instant created,
    @Nullable Instant removed,
    @Nullable Long actor,
    @Nullable String parent) {

  /** How it was worded, since when. */
  record Wording(String content, Instant said) {}

  /**
   * @param said in the order of the versions; one at least
   */
  static SourceSaid of(List<SourceWordingStore.Row> said) {
    List<Wording> wordings = new ArrayList<>();
    for (SourceWordingStore.Row row : said) {
      boolean again =
          !wordings.isEmpty() && wordings.get(wordings.size() - 1).content().equals(row.content());
      if (!row.deleted() && !row.content().isBlank() && !again) {
        wordings.add(new Wording(row.content(), row.said()));
      }
    }
    SourceWordingStore.Row last = said.get(said.size() - 1);
    return new SourceSaid(
        List.copyOf(wordings),
        said.stream().map(SourceWordingStore.Row::written).min(Instant::compareTo).orElseThrow(),
        last.deleted() ? last.said() : null,
        said.stream()
            .filter(row -> !row.deleted())
            .map(SourceWordingStore.Row::actor)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        said.stream()
            .map(SourceWordingStore.Row::parent)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }

  /** Its words now; none once it was deleted. */
  String content() {
    return removed != null ? "" : wordings.get(wordings.size() - 1).content();
  }

  /** Counts wordings, and the deletion. */
  int version() {
    return wordings.size() + (removed == null ? 0 : 1);
  }

  Optional<Instant> edited() {
    return wordings.size() < 2
        ? Optional.empty()
        : Optional.of(wordings.get(wordings.size() - 1).said());
  }

  /** Wordings that are not shown any more. */
  List<Wording> earlier() {
    return removed == null ? wordings.subList(0, wordings.size() - 1) : wordings;
  }
}
