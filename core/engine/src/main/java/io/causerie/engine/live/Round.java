package io.causerie.engine.live;

import io.causerie.engine.access.Premise;
import io.causerie.engine.access.Viewer;
import io.causerie.model.RecordId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What some lines of the journal tell.
 *
 * @param position of the last of them: whoever was told of this has been told of all up to there
 * @param lines how many lines there were, whoever may know of them
 * @param told by record, and by reader, in the order of the journal; a reader who may not know of
 *     the record any more is absent, one whom nothing is told has no lines
 * @param undecided by record, readers for whom its source has not decided lately: they are absent
 *     in {@code told}, and are told once {@link Live#ask} has asked it
 * @param internal by record, readers whom its internal lane lets in
 * @param premise of the moment of which all this is so; absent where nobody reads
 */
public record Round(
    long position,
    int lines,
    Map<RecordId, Map<Viewer, List<LiveLine>>> told,
    Map<RecordId, Set<Viewer>> undecided,
    Map<RecordId, Set<Viewer>> internal,
    @Nullable Premise premise) {
  public Round {
    told = Map.copyOf(told);
    undecided = Map.copyOf(undecided);
    internal = Map.copyOf(internal);
  }

  /** Which of some records wait for what their source decides about a reader. */
  public Set<RecordId> undecided(Viewer viewer, Collection<RecordId> records) {
    return records.stream()
        .filter(record -> undecided.getOrDefault(record, Set.of()).contains(viewer))
        .collect(Collectors.toSet());
  }
}
