package io.causerie.engine.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.causerie.engine.store.Database;
import io.causerie.model.SourceLimit;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What connectors' sources said last of their limits, so that each node can show it. */
final class LimitStore {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Database database;

  LimitStore(Database database) {
    this.database = database;
  }

  /**
   * Notes all that a source has said.
   *
   * @throws LeaseLostException if another node runs the connector
   */
  void note(Lease lease, List<SourceLimit> limits) {
    database.writing(
        h ->
            ConnectorStore.fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set limits = :limits
                        where name = :name and epoch = :epoch
                        """)
                    .bind("limits", written(limits))));
  }

  private static String written(List<SourceLimit> limits) {
    ArrayNode all = MAPPER.createArrayNode();
    for (SourceLimit limit : limits) {
      all.addObject()
          .put("name", limit.name())
          .put("used", limit.used())
          .put("most", limit.most())
          .put("told", limit.told().toString())
          .put("asking", limit.asking())
          .set("title", limit.title().json());
    }
    return all.toString();
  }

  static List<SourceLimit> read(@Nullable String written) {
    if (written == null) {
      return List.of();
    }
    List<SourceLimit> limits = new ArrayList<>();
    try {
      for (JsonNode limit : MAPPER.readTree(written)) {
        limits.add(
            new SourceLimit(
                limit.path("name").asText(),
                Phrase.of(limit.path("title")),
                limit.path("used").asLong(),
                limit.path("most").asLong(),
                Instant.parse(limit.path("told").asText()),
                limit.path("asking").asBoolean()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("connector_state.limits is no JSON", e);
    }
    return List.copyOf(limits);
  }
}
