package io.causerie.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.model.SourceEvent;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Door;
import io.causerie.spi.Handshake;
import io.causerie.spi.Kinds;
import io.causerie.spi.StandardWebhooks;
import io.causerie.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsDoorTest {
  private static final String TOKEN = "a-token-of-some-length";
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final byte[] KEY = "a key of twenty-four byt".getBytes(StandardCharsets.UTF_8);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
  private static final String EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/erp\",\"type\":\"t\",\"data\": {\"a\" : 1.50}}";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private final Door door = door(Map.of(CloudEventsKind.TOKENS.name(), List.of(TOKEN)));

  private Door door(Map<String, List<String>> config) {
    try {
      return Kinds.onClassPath()
          .find("cloudevents")
          .orElseThrow()
          .connector(new ConnectorContext("erp", "orders", clock, config))
          .intake()
          .pushed()
          .orElseThrow();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Door.Request request(byte[] body, String... headers) {
    Map<String, List<String>> map = new HashMap<>();
    map.put("authorization", List.of("Bearer " + TOKEN));
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], List.of(headers[i + 1]));
    }
    return new Door.Request("POST", map, body);
  }

  private Door.Answer send(String contentType, String body, String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "content-type";
    all[headers.length + 1] = contentType;
    return door.open(request(body.getBytes(StandardCharsets.UTF_8), all));
  }

  private static Door.Reply reply(Door.Answer answer) {
    return answer.match(
        Function.identity(),
        deliveries -> {
          throw new AssertionError("taken: " + deliveries);
        });
  }

  private static List<Door.Delivery> taken(Door.Answer answer) {
    return answer.match(
        reply -> {
          throw new AssertionError(reply.status() + " " + reply.detail());
        },
        Door.Deliveries::events);
  }

  @Test
  void structuredEventKeepsItsDataByteForByte() {
    SourceEvent event = taken(send(STRUCTURED, EVENT)).get(0).event();

    assertThat(event.type()).isEqualTo("t");
    assertThat(new String(event.data(), StandardCharsets.UTF_8)).isEqualTo("{\"a\" : 1.50}");
  }

  @Test
  void binaryEventHasItsAttributesInHeaders() {
    SourceEvent event =
        taken(
                send(
                    "application/json",
                    "{\"a\":1}",
                    "ce-specversion",
                    "1.0",
                    "ce-id",
                    "1",
                    "ce-source",
                    "/erp",
                    "ce-type",
                    "t",
                    "ce-subject",
                    "M%C3%BCller%20%22x%22",
                    "ce-time",
                    "2026-11-23T08:00:00Z",
                    "ce-region",
                    "north"))
            .get(0)
            .event();

    assertThat(event.subject()).isEqualTo("Müller \"x\"");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(event.extensions()).isEqualTo(Map.of("region", "north"));
    assertThat(event.contentType()).isEqualTo("application/json");
  }

  @Test
  void batchKeepsABrokenElementByItsIndexAndGoesOn() {
    String batch =
        "[" + EVENT + ", {\"specversion\":\"1.0\"}, 7, " + EVENT.replace("\"1\"", "\"2\"") + "]";

    List<Door.Delivery> events = taken(send(BATCH, batch));

    assertThat(events).hasSize(4);
    assertThat(events.get(0).fault()).isNull();
    assertThat(events.get(1).fault())
        .satisfies(f -> assertThat(f.reason()).asString().startsWith("element 1").contains("'id'"));
    assertThat(new String(events.get(1).event().data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"specversion\":\"1.0\"}");
    assertThat(events.get(2).fault()).isNotNull();
    assertThat(events.get(3).event().id()).isEqualTo("2");
  }

  @Test
  void emptyBatchIsTaken() {
    assertThat(taken(send(BATCH, "[]"))).isEmpty();
  }

  @Test
  void base64AndTextDataAreDecoded() {
    assertThat(
            taken(
                    send(
                        STRUCTURED,
                        EVENT.replace("\"data\": {\"a\" : 1.50}", "\"data_base64\":\"AAE=\"")))
                .get(0)
                .event()
                .data())
        .isEqualTo(new byte[] {0, 1});
    assertThat(
            taken(
                    send(
                        STRUCTURED,
                        EVENT.replace(
                            "\"data\": {\"a\" : 1.50}",
                            "\"datacontenttype\":\"text/plain\",\"data\":\"a\\nb\"")))
                .get(0)
                .event()
                .data())
        .isEqualTo("a\nb".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\":\"1\",|'id'",
        "\"source\":\"/erp\",|'source'",
        "\"type\":\"t\",|'type'",
        "\"specversion\":\"1.0\",|'specversion'"
      })
  void missingAttributeIsNamed(String member, String named) {
    Door.Reply reply = reply(send(STRUCTURED, EVENT.replace(member, "")));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.detail()).contains(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{\"specversion\":",
        "[]",
        "7",
        "{} {}",
        "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"a\\u0000\",\"source\":\"s\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"a\\ud800\",\"source\":\"s\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"time\":\"yesterday\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"BAD\":\"x\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data_base64\":\"*\"}"
      })
  void whatIsNoEventIsAnsweredWithWhatIsWrong(String body) {
    Door.Reply reply = reply(send(STRUCTURED, body));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.detail()).isNotBlank();
  }

  @Test
  void otherEncodingsAreRefused() {
    assertThat(
            reply(
                    door.open(
                        request(
                            EVENT.getBytes(StandardCharsets.UTF_16), "content-type", STRUCTURED)))
                .status())
        .isEqualTo(400);
    assertThat(reply(send(STRUCTURED + "; charset=iso-8859-1", EVENT)).status()).isEqualTo(415);
    assertThat(reply(send(STRUCTURED, EVENT, "content-encoding", "gzip")).status()).isEqualTo(415);
    assertThat(taken(send(STRUCTURED + "; charset=utf-8", "\ufeff" + EVENT))).hasSize(1);
  }

  @Test
  void nullStandsForWhatIsNotThere() {
    String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",%s}";

    assertThat(
            taken(
                    send(
                        STRUCTURED,
                        event.formatted("\"data\":null,\"data_base64\":\"eyJhIjo3fQ==\"")))
                .get(0)
                .event()
                .data())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"a\":7}");
    assertThat(
            taken(send(STRUCTURED, event.formatted("\"data_base64\":null,\"data\":{\"a\":8}")))
                .get(0)
                .event()
                .data())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"a\":8}");
    assertThat(
            reply(send(STRUCTURED, event.formatted("\"data_base64\":\"e30=\",\"data\":{}")))
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf8", "UTF-8", "us-ascii", "\"utf-8\"", "US-ASCII ; x=charset=latin1"})
  void everyNameOfUtf8AndItsPartAsciiAreTaken(String charset) {
    assertThat(taken(send(STRUCTURED + "; charset=" + charset, EVENT))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-23T09:00:00+0100", "2026-11-23 08:00:00Z", "2026-11-23t08:00:00z"})
  void timeOfAnEventIsReadInEveryFormThatHasAnOffset(String time) {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"time\":\"%s\"}";

    assertThat(taken(send(STRUCTURED, event.formatted(time))).get(0).event().time())
        .isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(reply(send(STRUCTURED, event.formatted("2026-11-23T08:00:00"))).detail())
        .contains("a text of the form 9999-99-99T99:99:99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "",
        "application/cloudevents+avro",
        "application/jsonx",
        "application/cloudevents+jsonx",
        "application/cloudevents-batch+jsonx"
      })
  void otherMediaTypesAreRefused(String type) {
    assertThat(reply(send(type, EVENT)).status()).isEqualTo(415);
  }

  @Test
  void deepNestingReachesTheMappingWhichSaysWhy() {
    String deep = EVENT.replace("{\"a\" : 1.50}", "[".repeat(10_000) + "]".repeat(10_000));

    assertThat(taken(send(STRUCTURED, deep)).get(0).event().data()).hasSize(20_000);
  }

  @Test
  void whoIsNotKnownIsNotHeard() {
    Door.Request stranger =
        new Door.Request("POST", Map.of("content-type", List.of(STRUCTURED)), new byte[0]);

    assertThat(reply(door.open(stranger)).status()).isEqualTo(401);
    assertThat(
            reply(
                    door.open(
                        request(
                            new byte[0],
                            "authorization",
                            "Bearer wrong",
                            "content-type",
                            STRUCTURED)))
                .status())
        .isEqualTo(401);
  }

  @Test
  void signatureCountsForFiveMinutesAndWithEitherSecret() {
    byte[] other = "another key of 24 bytes!".getBytes(StandardCharsets.UTF_8);
    Door signed =
        door(
            Map.of(
                CloudEventsKind.SECRETS.name(),
                List.of("whsec_" + Base64.getEncoder().encodeToString(other), SECRET)));
    byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
    String now = String.valueOf(clock.instant().getEpochSecond());
    String signature =
        "v1,AAAA v1,"
            + Base64.getEncoder().encodeToString(StandardWebhooks.sign(KEY, "m1", now, body));
    Door.Request good = signedRequest(body, now, signature);

    assertThat(taken(signed.open(good))).hasSize(1);
    assertThat(
            reply(signed.open(signedRequest("{}".getBytes(StandardCharsets.UTF_8), now, signature)))
                .status())
        .isEqualTo(401);
    clock.tick(Duration.ofMinutes(6));
    assertThat(reply(signed.open(good)).status()).isEqualTo(401);
  }

  private static Door.Request signedRequest(byte[] body, String time, String signature) {
    return new Door.Request(
        "POST",
        Map.of(
            "content-type", List.of(STRUCTURED),
            "webhook-id", List.of("m1"),
            "webhook-timestamp", List.of(time),
            "webhook-signature", List.of(signature)),
        body);
  }

  @Test
  void signedDeliveryInBinaryModeIsNamedByWhatIsSigned() {
    Door signed =
        door(
            Map.of(
                CloudEventsKind.SECRETS.name(),
                List.of(SECRET),
                CloudEventsKind.TOKENS.name(),
                List.of(TOKEN)));
    byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    String now = String.valueOf(clock.instant().getEpochSecond());
    String signature =
        "v1," + Base64.getEncoder().encodeToString(StandardWebhooks.sign(KEY, "m1", now, body));

    Door.Delivery first = taken(signed.open(binary(body, now, signature, "1", "t"))).get(0);
    Door.Delivery forged = taken(signed.open(binary(body, now, signature, "2", "u"))).get(0);

    assertThat(first.delivery()).isEqualTo("m1");
    assertThat(forged.delivery()).isEqualTo("m1");
    assertThat(
            taken(
                    signed.open(
                        request(
                            body,
                            "ce-specversion",
                            "1.0",
                            "ce-id",
                            "1",
                            "ce-source",
                            "/erp",
                            "ce-type",
                            "t",
                            "content-type",
                            "application/json",
                            "webhook-id",
                            "m1")))
                .get(0)
                .delivery())
        .as("who shows a token vouches for its headers")
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"1\",\"specversion\":\"1.0\",\"source\":\"/erp\",\"type\":\"t\",\"data\":{\"a\":1}}",
        "\ufeff{\"data\":[1],\"specversion\":\"1.0\"}",
        "[{\"specversion\":\"1.0\",\"id\":\"1\"}]"
      })
  void signedEventIsNotTakenAgainUnderAttributesOfHeaders(String event) {
    Door signed = door(Map.of(CloudEventsKind.SECRETS.name(), List.of(SECRET)));
    byte[] body = event.getBytes(StandardCharsets.UTF_8);
    String now = String.valueOf(clock.instant().getEpochSecond());
    String signature =
        "v1," + Base64.getEncoder().encodeToString(StandardWebhooks.sign(KEY, "m1", now, body));

    assertThat(reply(signed.open(binary(body, now, signature, "forged", "t"))).status())
        .isEqualTo(400);
  }

  private static Door.Request binary(
      byte[] body, String time, String signature, String id, String type) {
    return new Door.Request(
        "POST",
        Map.of(
            "content-type", List.of("application/json"),
            "ce-specversion", List.of("1.0"),
            "ce-id", List.of(id),
            "ce-source", List.of("/erp"),
            "ce-type", List.of(type),
            "webhook-id", List.of("m1"),
            "webhook-timestamp", List.of(time),
            "webhook-signature", List.of(signature)),
        body);
  }

  @Test
  void handshakeLetsKnownOriginsIn() {
    Door asked =
        door(
            Map.of(
                CloudEventsKind.TOKENS.name(), List.of(TOKEN),
                Handshake.ORIGINS.name(), List.of("erp.example.com"),
                Handshake.RATE.name(), List.of("120")));

    Door.Reply good = reply(asked.open(options("erp.example.com")));
    Door.Reply bad = reply(asked.open(options("evil.example.com")));

    assertThat(good.status()).isEqualTo(200);
    assertThat(good.headers())
        .containsEntry("WebHook-Allowed-Origin", "erp.example.com")
        .containsEntry("WebHook-Allowed-Rate", "120");
    assertThat(bad.status()).isEqualTo(403);
  }

  private static Door.Request options(String origin) {
    return new Door.Request(
        "OPTIONS", Map.of("webhook-request-origin", List.of(origin)), new byte[0]);
  }

  @Test
  void connectorThatWouldLetNobodyOrAnybodyInIsRefused() {
    for (Map<String, List<String>> config :
        List.of(
            Map.<String, List<String>>of(),
            Map.of(CloudEventsKind.SECRETS.name(), List.of("whsec_short")),
            Map.of(CloudEventsKind.TOKENS.name(), List.of("short")))) {
      assertThatThrownBy(
              () -> new CloudEventsKind().connector(new ConnectorContext("s", "c", clock, config)))
          .isInstanceOf(ConfigException.class)
          .hasMessageNotContaining("whsec_short");
    }
  }
}
