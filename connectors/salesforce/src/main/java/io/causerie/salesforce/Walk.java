package io.causerie.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an object in the order of (SystemModstamp, Id), a page at a time, each by what it
 * comes behind: locators of a query end with the session, and count rows that move. Stateless.
 *
 * @param deleted whether what lies in the recycle bin is read too
 */
record Walk(
    Rest rest,
    String object,
    List<String> select,
    List<String> conditions,
    boolean deleted,
    Duration overlap) {
  /** Salesforce has at most so many in one answer. */
  static final int MOST = 2000;

  /**
   * A page.
   *
   * @param next where the walk stands then
   * @param ended whether it has come to its end
   * @param date when it was answered, by the org's clock
   */
  record Step(List<ObjectNode> rows, Place next, boolean ended, @Nullable Instant date) {}

  Step step(Place place, @Nullable Instant until, int limit) throws SourceException {
    int most = Math.max(1, Math.min(limit, MOST));
    Instant from = place.from(overlap);
    Rest.Rows read =
        rest.query(
            Soql.changed(select, object, conditions, from, place.id(), until, most), deleted);
    Place next = place;
    for (ObjectNode row : read.rows()) {
      next = next.behind(Rows.changed(object, row), Rows.id(object, row));
    }
    boolean ended = read.done() && read.rows().size() < most;
    return new Step(read.rows(), ended ? next.ended() : next, ended, read.date());
  }

  long count(Place place, @Nullable Instant until) throws SourceException {
    String soql = Soql.count(object, conditions, place.from(overlap), until);
    return rest.query(soql, deleted).total();
  }
}
