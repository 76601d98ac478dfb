package io.causerie.engine.discussion;

import io.causerie.engine.file.FileView;
import io.causerie.engine.people.Names;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What was given to some posts and comments: emoji by those who read them, files by those who wrote
 * them; as somebody sees it who gave none.
 */
public record Given(Map<Long, List<ReactionView>> reactions, Map<Long, List<FileView>> files) {
  /** Nothing was. */
  public static final Given NOTHING = new Given(Map.of(), Map.of());

  public static Given of(Handle h, Collection<Long> items, Names names) {
    GivenSql.Rows rows = GivenSql.of(h, items);
    return new Given(Reactions.views(rows.reactions(), names), rows.files());
  }
}
