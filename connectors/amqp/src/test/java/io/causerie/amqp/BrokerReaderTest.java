package io.causerie.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.spi.ConfigException;
import io.causerie.spi.Plugins;
import io.causerie.spi.SystemContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerReaderTest {
  private static String faults(Map<String, String> given) {
    Map<String, List<String>> values = new HashMap<>();
    given.forEach((key, value) -> values.put(key, List.of(value)));
    try {
      new AmqpKind()
          .system(new SystemContext("s", Clock.systemUTC(), values, Plugins.none()))
          .close();
      return "";
    } catch (ConfigException e) {
      return e.faults().toString();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amqps://broker.example.com",
        "amqps://broker.example.com:5671",
        "amqpwss://broker.example.com/protocols/amqp10ws",
        "amqp://localhost:5672",
        "amqp://127.0.0.1",
        "amqpws://[::1]:8080/ws"
      })
  void addressesThatAreGood(String url) {
    assertThat(faults(Map.of("url", url))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://broker.example.com|expected amqps://host",
        "amqps:broker|expected amqps://host",
        "amqp s://x|expected amqps://host",
        "amqp://broker.example.com|would go unencrypted",
        "amqpws://192.0.2.1|would go unencrypted",
        "amqps://u:p@broker.example.com|neither user nor query",
        "amqps://broker.example.com?transport.trustAll=true|neither user nor query",
        "amqps://broker.example.com/path|a path is for WebSocket"
      })
  void addressesThatAreNotSayWhy(String url, String why) {
    assertThat(faults(Map.of("url", url))).contains(why).doesNotContain("u:p@");
  }

  @Test
  void whoOneIsIsGivenWholeAndOnce() {
    String url = "amqpwss://mesh.example.com/ws";
    Map<String, String> tokens =
        Map.of(
            "url", url,
            "auth.clientCredentials.tokenUrl", "https://tokens.example.com/oauth/token",
            "auth.clientCredentials.clientId", "sb",
            "auth.clientCredentials.clientSecret", "secret");
    assertThat(faults(tokens)).isEmpty();
    assertThat(faults(Map.of("url", url, "auth.plain.username", "u")))
        .contains("auth.plain.password")
        .contains("is missing");
    Map<String, String> both = new HashMap<>(tokens);
    both.put("auth.plain.username", "u");
    both.put("auth.plain.password", "p");
    assertThat(faults(both)).contains("give either");
    Map<String, String> tcp = new HashMap<>(tokens);
    tcp.put("url", "amqps://mesh.example.com");
    assertThat(faults(tcp)).contains("goes into the head of a WebSocket");
    Map<String, String> plain = new HashMap<>(tokens);
    plain.put("auth.clientCredentials.tokenUrl", "http://tokens.example.com/oauth/token");
    assertThat(faults(plain)).contains("expected an https address");
  }
}
