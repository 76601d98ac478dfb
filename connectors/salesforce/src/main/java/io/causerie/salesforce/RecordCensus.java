package io.causerie.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.Census;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks through the ids of each object; of what it missed, the recycle bin says what became. */
final class RecordCensus implements Census {
  private final Org org;
  private final Settings settings;
  private final Rows rows;
  private final RecordReadBack readBack;

  RecordCensus(Org org, Settings settings, Rows rows, RecordReadBack readBack) {
    this.org = org;
    this.settings = settings;
    this.rows = rows;
    this.readBack = readBack;
  }

  /** {@code next} is an object, and the id behind which its next page begins. */
  @Override
  public Page keys(@Nullable String after, int limit) throws SourceException {
    List<String> objects = settings.declared().objects();
    int slash = after == null ? -1 : after.indexOf('/');
    String object = after == null ? objects.get(0) : after.substring(0, slash);
    String behind = after == null || after.endsWith("/") ? null : after.substring(slash + 1);
    int at = objects.indexOf(object);
    if (at < 0) {
      throw Faults.configuration(
          SalesforceWording.OTHER_CURSOR.with(), SalesforceWording.RESET.with());
    }
    int most = Math.min(limit, Walk.MOST);
    String soql =
        Soql.ids(List.of("Id", Soql.CHANGED), object, settings.conditions(object), behind, most);
    Rest.Rows read = org.rest().query(soql, false);
    List<Row> found = new ArrayList<>();
    String last = behind;
    for (ObjectNode record : read.rows()) {
      last = Rows.id(object, record);
      found.add(new Row(object + "/" + last, Rows.changed(object, record).toString()));
    }
    if (!read.done() || read.rows().size() >= most) {
      return new Page(found, object + "/" + last);
    }
    return new Page(found, at + 1 < objects.size() ? objects.get(at + 1) + "/" : null);
  }

  @Override
  public List<SourceRow> gone(Collection<String> keys) throws SourceException {
    Map<String, List<String>> byObject = new LinkedHashMap<>();
    for (String key : keys) {
      Rows.Key.parse(key)
          .filter(k -> settings.declared().has(k.object()))
          .ifPresent(k -> byObject.computeIfAbsent(k.object(), o -> new ArrayList<>()).add(k.id()));
    }
    List<SourceRow> gone = new ArrayList<>();
    for (Map.Entry<String, List<String>> one : byObject.entrySet()) {
      Set<String> there = new HashSet<>();
      for (SourceRow row : readBack.read(one.getKey(), one.getValue(), true)) {
        there.add(row.key());
        if (row.isGone()) {
          gone.add(row);
        }
      }
      List<String> missing =
          one.getValue().stream().filter(id -> !there.contains(one.getKey() + "/" + id)).toList();
      if (!missing.isEmpty()) {
        Instant now = org.now();
        for (String id : missing) {
          gone.add(rows.gone(one.getKey(), id, now));
        }
      }
    }
    return gone;
  }
}
