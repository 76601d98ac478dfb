package io.causerie.sap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import io.causerie.http.odata.ODataConnector;
import io.causerie.model.Lane;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Intake;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the texts of objects that comments are written into: a row for each comment, and
 * for what people wrote before and behind each. An order tells that one of its texts was changed by
 * its own time of change; which of them, a text does not say.
 */
final class TextConnector implements Connector {
  private final TextsOf of;
  private final ODataConnector reading;
  private final TextIds texts;
  private final String source;

  TextConnector(TextsOf of, ODataConnector reading, TextIds texts, ConnectorContext context) {
    this.of = of;
    this.reading = reading;
    this.texts = texts;
    this.source = "/" + context.system() + "/" + context.connector();
  }

  @Override
  public Intake intake() {
    return new Intake.Polled(new TextPoller(reading.intake().polled().orElseThrow()));
  }

  @Override
  public void check() throws SourceException {
    reading.check();
    if (!texts.has(of)) {
      throw new SourceException(
          SourceException.Fault.CONFIGURATION,
          SapWording.NO_TEXT_IDS.with(),
          SapWording.GIVE_TEXT_IDS.with(of.key(Lane.INTERNAL).name(), of.key(Lane.CUSTOMER).name()),
          null);
    }
  }

  @Override
  public void close() {
    reading.close();
  }

  @Override
  public String toString() {
    return "TextConnector[" + reading + "]";
  }

  /** Orders, each by what stands in its texts. */
  private final class TextPoller implements Poller {
    private final Poller orders;

    TextPoller(Poller orders) {
      this.orders = orders;
    }

    @Override
    public String start(@Nullable Instant since) throws SourceException {
      return orders.start(since);
    }

    @Override
    public String beginning() {
      return orders.beginning();
    }

    @Override
    public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
      Page page = orders.read(cursor, until, limit);
      List<SourceRow> rows = new ArrayList<>();
      for (SourceRow order : page.rows()) {
        rows.addAll(rows(order.event()));
      }
      return new Page(rows, page.next(), page.more(), page.upTo());
    }
  }

  private List<SourceRow> rows(SourceEvent order) {
    List<SourceRow> rows = new ArrayList<>();
    JsonNode data = read(order);
    String number = data.path(of.key()).asText();
    for (JsonNode text : data.path(of.navigation()).path("results")) {
      String id = text.path(of.textId()).asText();
      Optional<Lane> lane = texts.lane(of, id, text.path("Language").asText());
      if (lane.isPresent()) {
        String key = of.place(number, texts.language(), id);
        LongText words = LongText.parse(text.path(of.words()).asText(""));
        rows.addAll(rows(order, number, lane.get(), key, words));
      }
    }
    return rows;
  }

  private static JsonNode read(SourceEvent order) {
    try {
      return Json.MAPPER.readTree(order.data());
    } catch (IOException e) {
      throw new IllegalStateException("it was written as JSON", e);
    }
  }

  private List<SourceRow> rows(
      SourceEvent order, String number, Lane lane, String key, LongText text) {
    return text.told().stream().map(told -> row(order, number, lane, key, told)).toList();
  }

  /** What stands at one place; nothing, where people took away what stood there. */
  private SourceRow row(
      SourceEvent order, String number, Lane lane, String key, LongText.Told told) {
    String id = key + "#" + told.place();
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put(of.key(), number).put("id", id).put("words", told.words());
    data.put("inReplyTo", told.answered() == null ? null : key + "#" + told.answered());
    // Nobody can tell: the name in a comment's first line is words like any others.
    data.putNull("by");
    data.put("deleted", told.words().isEmpty());
    String version = Sha256.hex(data.toString()).substring(0, 32);
    return new SourceRow(
        id,
        version,
        new SourceEvent(
            source,
            of.texts() + "." + lane.name().toLowerCase(Locale.ROOT),
            id + "@" + version,
            id,
            order.time(),
            "application/json",
            Map.of(),
            data.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
