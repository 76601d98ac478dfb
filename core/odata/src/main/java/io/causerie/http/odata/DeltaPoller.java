package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Json;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the delta links of a V4 service: first everything there is, then what has changed, what
 * was deleted among it. Links are opaque, and followed only on the service's own host. A link that
 * the service has forgotten (410) begins everything anew.
 */
final class DeltaPoller implements Poller {
  private static final int LONGEST = 3900;
  private static final String BEGINNING = "{\"next\":\"\"}";

  private final Service service;
  private final Clock clock;

  DeltaPoller(Service service, Clock clock) {
    this.service = service;
    this.clock = clock;
  }

  /**
   * The protocol gives its first delta link behind everything there is. So "from now on" reads it
   * all and hands nothing over; any other moment begins with everything.
   */
  @Override
  public String start(@Nullable Instant since) throws SourceException {
    if (since != null) {
      return BEGINNING;
    }
    String cursor = BEGINNING;
    boolean more = true;
    while (more) {
      Page page = read(cursor, null, 1);
      cursor = page.next();
      more = page.more();
    }
    return cursor;
  }

  @Override
  public String beginning() {
    return BEGINNING;
  }

  /** Reads one page as the service cuts them: it may have more rows than the limit. */
  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    JsonNode at = parse(cursor);
    boolean delta = at.has("delta");
    if (delta && until != null) {
      return new Page(List.of(), cursor, false, null);
    }
    String link = at.path(delta ? "delta" : "next").asText();
    Answer answer = service.getTracked(address(link));
    if (answer.status() == 410) {
      return new Page(List.of(), BEGINNING, true, null);
    }
    Service.Page page = service.page(answer);
    Instant now = answer.date().orElseGet(clock::instant);
    Rows rows = new Rows(service);
    List<SourceRow> changed = new ArrayList<>();
    for (ObjectNode entity : page.entities()) {
      row(rows, entity, now).ifPresent(changed::add);
    }
    String next = text(page.json(), "nextLink");
    String nextDelta = text(page.json(), "deltaLink");
    if (next.isEmpty() && nextDelta.isEmpty()) {
      throw Faults.configuration(
          ODataWording.NO_DELTA.with(service.settings().place()), ODataWording.NO_CHANGES.with());
    }
    // A link that stays is as good as a new one: nothing was new.
    boolean end = next.isEmpty();
    String behind = end ? cursor("delta", nextDelta) : cursor("next", next);
    return new Page(changed, behind, !end, end ? now : null);
  }

  private static JsonNode parse(String cursor) throws SourceException {
    try {
      JsonNode json = Json.MAPPER.readTree(cursor);
      if (json.has("next") || json.has("delta")) {
        return json;
      }
    } catch (IOException e) {
      // Said below.
    }
    throw Faults.configuration(ODataWording.OTHER_CURSOR.with(), ODataWording.RESET.with());
  }

  private Address address(String link) throws SourceException {
    if (link.isEmpty()) {
      return service.query(List.of());
    }
    Address root = service.settings().url();
    Optional<Address> url = root.resolve(link).filter(root::isBeside);
    if (url.isEmpty()) {
      throw Faults.badAnswer(
          ODataWording.OTHER_HOST.with(root.host()), ODataWording.OWN_ADDRESS.with());
    }
    return url.get();
  }

  private static String text(JsonNode json, String name) {
    return json.path("@odata." + name).asText(json.path("@" + name).asText());
  }

  private static String cursor(String name, String link) throws SourceException {
    String cursor = Json.MAPPER.createObjectNode().put(name, link).toString();
    if (cursor.length() > LONGEST) {
      throw Faults.badAnswer(
          ODataWording.LONG_LINK.with(link.length()), ODataWording.SHORTER_LINK.with());
    }
    return cursor;
  }

  /** A row; nothing for a link between entities, and for what only left the filter. */
  private static Optional<SourceRow> row(Rows rows, ObjectNode entity, Instant now)
      throws SourceException {
    String context = entity.path("@odata.context").asText(entity.path("@context").asText());
    if (context.endsWith("/$link") || context.endsWith("/$deletedLink")) {
      return Optional.empty();
    }
    JsonNode removed =
        entity.has("@removed") ? entity.path("@removed") : entity.path("@odata.removed");
    boolean isDeleted = context.endsWith("/$deletedEntity") || !removed.isMissingNode();
    String reason = removed.path("reason").asText(entity.path("reason").asText());
    if (isDeleted && reason.equals("changed")) {
      return Optional.empty();
    }
    identify(rows.keys(), entity);
    return Optional.of(
        isDeleted
            ? rows.deleted(rows.keys().literals(entity), "deleted " + now, now)
            : rows.row(entity));
  }

  /** Puts in the key where only the entity's address tells it. */
  private static void identify(Keys keys, ObjectNode entity) throws SourceException {
    if (keys.names().stream().allMatch(entity::hasNonNull)) {
      return;
    }
    String id = "";
    for (String name : List.of("@odata.id", "@id", "id")) {
      id = id.isEmpty() ? entity.path(name).asText() : id;
    }
    Optional<List<String>> literals =
        keys.parseAddress(
            URLDecoder.decode(
                id.substring(id.lastIndexOf('/') + 1).replace("+", "%2B"), StandardCharsets.UTF_8));
    if (literals.isEmpty()) {
      throw Faults.badAnswer(ODataWording.NO_ADDRESS.with(), ODataWording.SELECT_KEY.with());
    }
    for (int i = 0; i < keys.names().size(); i++) {
      entity.put(keys.names().get(i), EdmType.plain(literals.get().get(i)));
    }
  }
}
