package io.causerie.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.spi.Door;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that openssl has signed, by the rules of the senders: {@code vectors/make.sh}. */
class VectorsTest {
  /** A signed request, and the configuration that takes it. */
  record Vector(JsonNode node) {
    Instant at() {
      return Instant.parse(node.path("at").asText());
    }

    Door door(SettableClock clock) {
      return Doors.of(clock, pairs(node.path("config")));
    }

    String body() {
      return node.path("body").asText();
    }

    String query() {
      return node.path("query").asText();
    }

    Door.Request request() {
      return with(query(), body());
    }

    Door.Request with(String query, String body) {
      return Doors.request(query, Doors.bytes(body), pairs(node.path("headers")));
    }

    boolean isTimed() {
      return !name().equals("jira");
    }

    String name() {
      return node.path("name").asText();
    }

    @Override
    public String toString() {
      return name();
    }

    private static String[] pairs(JsonNode object) {
      List<String> pairs = new ArrayList<>();
      object.properties().forEach(e -> pairs.addAll(List.of(e.getKey(), e.getValue().asText())));
      return pairs.toArray(String[]::new);
    }
  }

  static Stream<Vector> vectors() throws IOException {
    try (var in = VectorsTest.class.getResourceAsStream("/vectors/vectors.json")) {
      JsonNode all = new JsonMapper().readTree(Objects.requireNonNull(in));
      return StreamSupport.stream(all.spliterator(), false).map(Vector::new).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatSomebodyElseHasSignedIsTaken(Vector vector) {
    SettableClock clock = new SettableClock(vector.at());
    Door door = vector.door(clock);

    assertThat(Doors.isIn(door, vector.request())).isTrue();
    assertThat(Doors.isIn(door, vector.with(vector.query(), vector.body() + " "))).isFalse();
    assertThat(Doors.isIn(door, Doors.request(vector.body()))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void captureIsNoUseOnceItsTimeIsOver(Vector vector) {
    Instant signed =
        vector.name().startsWith("hubspot")
            ? Instant.parse("2026-11-23T07:59:55Z")
            : vector.name().equals("zendesk")
                ? Instant.parse("2026-11-23T07:59:30Z")
                : Instant.parse("2026-11-23T08:00:00Z");
    SettableClock clock = new SettableClock(signed);
    Door door = vector.door(clock);

    for (Duration off : List.of(Duration.ofMinutes(5), Duration.ofMinutes(-5))) {
      Duration further = off.plusSeconds(off.isNegative() ? -1 : 1);
      clock.set(signed.plus(off));
      assertThat(Doors.isIn(door, vector.request())).as("five minutes").isTrue();
      clock.set(signed.plus(further));
      assertThat(Doors.isIn(door, vector.request()))
          .as("a second more; what is signed without a time is good for ever")
          .isEqualTo(!vector.isTimed());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signedAddressIsNoOther(Vector vector) {
    SettableClock clock = new SettableClock(vector.at());
    Door.Request elsewhere = vector.with(vector.query() + "&admin=1", vector.body());

    assertThat(Doors.isIn(vector.door(clock), elsewhere))
        .isEqualTo(!vector.name().startsWith("hubspot"));
  }
}
