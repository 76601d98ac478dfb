package io.causerie.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.Census;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks through the ids of what is said in feeds; what it misses is asked for by its id. */
final class FeedCensus implements Census {
  private final Org org;
  private final Rows rows;
  private final FeedPoller poller;

  FeedCensus(Org org, Rows rows, FeedPoller poller) {
    this.org = org;
    this.rows = rows;
    this.poller = poller;
  }

  @Override
  public Page keys(@Nullable String after, int limit) throws SourceException {
    boolean comments = after != null && after.startsWith(FeedPoller.COMMENT + "/");
    String object = comments ? FeedPoller.COMMENT : FeedPoller.ITEM;
    String behind = after == null ? "" : after.substring(after.indexOf('/') + 1);
    int most = Math.min(limit, Walk.MOST);
    Rest.Rows read =
        org.rest()
            .query(
                Soql.ids(
                    List.of("Id", Soql.CHANGED),
                    object,
                    poller.conditions(object),
                    behind.isEmpty() ? null : behind,
                    most),
                false);
    List<Row> found = new ArrayList<>();
    for (ObjectNode said : read.rows()) {
      behind = Rows.id(object, said);
      found.add(new Row(object + "/" + behind, Rows.changed(object, said).toString()));
    }
    if (!read.done() || read.rows().size() >= most) {
      return new Page(found, object + "/" + behind);
    }
    return new Page(found, comments ? null : FeedPoller.COMMENT + "/");
  }

  @Override
  public List<SourceRow> gone(Collection<String> keys) throws SourceException {
    List<SourceRow> gone = new ArrayList<>();
    for (String object : List.of(FeedPoller.ITEM, FeedPoller.COMMENT)) {
      List<String> ids =
          keys.stream()
              .flatMap(key -> Rows.Key.parse(key).stream())
              .filter(key -> key.object().equals(object))
              .map(Rows.Key::id)
              .toList();
      if (ids.isEmpty()) {
        continue;
      }
      Set<String> there = new HashSet<>();
      for (ObjectNode said : org.rest().all(Soql.byId(List.of("Id"), object, ids), false)) {
        there.add(said.path("Id").asText());
      }
      List<String> missing = ids.stream().filter(id -> !there.contains(id)).toList();
      if (!missing.isEmpty()) {
        Instant now = org.now();
        for (String id : missing) {
          gone.add(rows.unsaid(poller.type(), object, id, now));
        }
      }
    }
    return gone;
  }
}
