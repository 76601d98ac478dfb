package io.causerie.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.SourceEvent;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import org.apache.qpid.proton.amqp.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  private static final String EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"SalesOrder\":\"27\"}}";

  private final Messages messages = new Messages(1000);

  private SourceRow row(String type, Map<String, Object> properties, String data) {
    return messages.row(
        new Received("m-1", type, properties, data.getBytes(StandardCharsets.UTF_8), null));
  }

  private static Map<String, Object> attributes(String prefix) {
    Map<String, Object> given = new TreeMap<>();
    given.put(prefix + "specversion", "1.0");
    given.put(prefix + "id", "1");
    given.put(prefix + "source", "/s");
    given.put(prefix + "type", "t");
    return given;
  }

  private static String data(SourceRow row) {
    return new String(row.event().data(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudEvents:", "cloudEvents_"})
  void attributesAreProperties(String prefix) {
    Map<String, Object> given = attributes(prefix);
    given.put(prefix + "time", new Date(Instant.parse("2026-11-23T08:00:00Z").toEpochMilli()));
    given.put(prefix + "sapclient", 100);
    given.put(prefix + "urgent", true);
    given.put(prefix + "key", new Binary(new byte[] {1, 2, 3}));
    given.put("x-opt-other", "of the broker");

    SourceEvent event = row("application/json", given, "{\"SalesOrder\":\"27\"}").event();

    assertThat(event.type()).isEqualTo("t");
    assertThat(event.time()).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(event.contentType()).isEqualTo("application/json");
    assertThat(event.extensions())
        .isEqualTo(Map.of("sapclient", "100", "urgent", "true", "key", "AQID"));
    assertThat(new String(event.data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"SalesOrder\":\"27\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents+json",
        "Application/CloudEvents+JSON; charset=utf-8",
        "application/cloudevents",
        "application/json",
        "application/octet-stream",
        ""
      })
  void wholeEventIsTheDataWhateverIsLeftOfItsName(String type) {
    SourceRow row = row(type, Map.of(), EVENT);

    assertThat(row.fault()).isNull();
    assertThat(row.event().id()).isEqualTo("1");
    assertThat(data(row)).isEqualTo("{\"SalesOrder\":\"27\"}");
  }

  @Test
  void messageThatComesAgainHasTheSameKeyAndTwoTypesWithOneIdHaveTwo() {
    Map<String, Object> other = attributes("cloudEvents:");
    other.put("cloudEvents:type", "u");

    String key = row("", Map.of(), EVENT).key();

    assertThat(row("application/cloudevents+json", Map.of(), EVENT).key()).isEqualTo(key);
    assertThat(row("application/json", other, "{}").key()).isNotEqualTo(key);
    Map<String, Object> lengthy = attributes("cloudEvents:");
    lengthy.put("cloudEvents:id", "x".repeat(1000));
    assertThat(row("application/json", lengthy, "{}").key()).hasSizeLessThan(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/cloudevents+avro|x|of the formats of CloudEvents JSON is understood",
        "application/cloudevents-batch+json|[]|one event a message",
        "application/json|{}|no property that begins with cloudEvents:",
        "text/plain|hello|no property that begins with cloudEvents:",
        "application/cloudevents+json|{\"specversion\":\"1.0\"|not JSON",
        "application/cloudevents+json|{\"specversion\":\"1.0\"}|'id' is missing"
      })
  void whatIsNoEventIsKeptWithItsReason(String type, String data, String reason) {
    SourceRow row = row(type, Map.of(), data);

    assertThat(row.fault()).isNotNull();
    assertThat(row.fault().reason()).asString().contains(reason);
    assertThat(data(row)).isEqualTo(data);
    assertThat(row.key()).isEqualTo("broken m-1");
  }

  @Test
  void messageThatIsTooLargeIsKeptInPartAndNothingHostileIsThrown() {
    SourceRow large = row("application/cloudevents+json", Map.of(), "x".repeat(100_000));
    assertThat(large.fault()).isNotNull();
    assertThat(large.fault().reason()).asString().contains("100000 bytes, and 1000 are allowed");
    assertThat(large.event().data()).hasSizeLessThan(5000);

    Map<String, Object> odd = attributes("cloudEvents:");
    odd.put("cloudEvents:list", java.util.List.of("a"));
    assertThat(row("application/json", odd, "{}").fault()).isNotNull();
    Map<String, Object> sign = attributes("cloudEvents:");
    sign.put("cloudEvents:id", "a\u0000b");
    assertThat(row("application/json", sign, "{}").fault()).isNotNull();
    SourceRow bytes =
        messages.row(
            new Received(
                "\u0000", "application/json", attributes("cloudEvents:"), new byte[] {-1}, null));
    assertThat(bytes.fault()).isNotNull();
    assertThat(bytes.fault().reason()).asString().contains("not UTF-8");
  }
}
