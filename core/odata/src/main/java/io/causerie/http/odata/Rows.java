package io.causerie.http.odata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes rows of entities. */
final class Rows {
  private final Settings settings;
  private final Keys keys;
  private final @Nullable ChangedOn changedOn;

  Rows(Service service) throws SourceException {
    this.settings = service.settings();
    this.keys = service.keys();
    this.changedOn = settings.changedOn().isEmpty() ? null : service.changedOn();
  }

  Keys keys() {
    return keys;
  }

  /** When an entity was changed; absent where it does not say. */
  Optional<Moment> moment(ObjectNode entity) {
    ChangedOn how = changedOn;
    return how == null ? Optional.empty() : how.of(entity);
  }

  Instant instant(Moment moment) {
    return moment.instant(settings.zone());
  }

  /** A row; takes out of the entity what tells of the protocol only. */
  SourceRow row(ObjectNode entity) throws SourceException {
    Instant time = moment(entity).map(this::instant).orElse(null);
    String version = version(entity);
    String key = keys.key(entity);
    settings.version().strip(entity);
    return row(key, version, settings.eventType(), time, entity);
  }

  /** The row that says that an entity is gone. */
  SourceRow deleted(List<String> literals, String version, Instant when) throws SourceException {
    ObjectNode data = Json.MAPPER.createObjectNode();
    for (int i = 0; i < literals.size(); i++) {
      data.put(keys.names().get(i), EdmType.plain(literals.get(i)));
    }
    SourceRow row = row(keys.key(literals), version, settings.eventType() + ".deleted", when, data);
    return SourceRow.gone(row.key(), row.version(), row.event());
  }

  /**
   * What changes whenever the entity does: its ETag, else its time of change, else a digest of all
   * it is.
   */
  String version(ObjectNode entity) throws SourceException {
    Optional<String> etag = settings.version().etag(entity);
    if (etag.isPresent()) {
      return etag.get().length() <= SourceRow.MAX_VERSION ? etag.get() : digest(etag.get());
    }
    Optional<Moment> moment = moment(entity);
    if (moment.isPresent()) {
      return moment.get().text();
    }
    ObjectNode stripped = entity.deepCopy();
    settings.version().strip(stripped);
    return digest(stripped.toString());
  }

  private SourceRow row(
      String key, String version, String type, @Nullable Instant time, ObjectNode data)
      throws SourceException {
    try {
      SourceEvent event =
          new SourceEvent(
              settings.source(),
              type,
              key + "@" + version,
              key,
              time,
              "application/json",
              Map.of(),
              Json.MAPPER.writeValueAsBytes(data));
      return new SourceRow(key, version, event);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw Faults.badAnswer(
          ODataWording.NOT_TAKEN.with(settings.place(), String.valueOf(e.getMessage())),
          ODataWording.SHORTER_KEY.with());
    }
  }

  private static String digest(String text) {
    return Sha256.hex(text).substring(0, 32);
  }
}
