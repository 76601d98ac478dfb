package io.causerie.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads records by their keys, those of one object in one query. */
final class RecordReadBack implements ReadBack {
  /** A query stands in an address, which has an end. */
  private static final int AT_ONCE = 100;

  private final Org org;
  private final Settings settings;
  private final Rows rows;

  RecordReadBack(Org org, Settings settings, Rows rows) {
    this.org = org;
    this.settings = settings;
    this.rows = rows;
  }

  @Override
  public List<SourceRow> read(Collection<String> keys) throws SourceException {
    Map<String, List<String>> byObject = new LinkedHashMap<>();
    for (String key : keys) {
      Rows.Key.parse(key)
          .filter(k -> settings.declared().has(k.object()))
          .ifPresent(k -> byObject.computeIfAbsent(k.object(), o -> new ArrayList<>()).add(k.id()));
    }
    List<SourceRow> read = new ArrayList<>();
    for (Map.Entry<String, List<String>> one : byObject.entrySet()) {
      read.addAll(read(one.getKey(), one.getValue(), false));
    }
    return read;
  }

  /**
   * @param deleted whether what lies in the recycle bin is told: as gone, or merged
   */
  List<SourceRow> read(String object, List<String> ids, boolean deleted) throws SourceException {
    List<SourceRow> read = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += AT_ONCE) {
      List<String> some = ids.subList(i, Math.min(ids.size(), i + AT_ONCE));
      String soql = Soql.byId(settings.declared().select(object), object, some);
      for (ObjectNode record : org.rest().all(soql, deleted)) {
        read.add(rows.read(object, record));
      }
    }
    return read;
  }
}
