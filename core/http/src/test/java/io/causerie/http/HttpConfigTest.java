package io.causerie.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpConfigTest {
  private final List<ConfigException.Fault> faults = new ArrayList<>();

  private HttpConfig config(String... pairs) {
    Map<String, List<String>> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], List.of(pairs[i + 1]));
    }
    return new HttpConfig(new ConnectorContext("erp", "orders", Systems.clock(), values), faults);
  }

  private List<String> faultsOf(String... pairs) {
    faults.clear();
    HttpConfig config = config(pairs);
    config.authorization();
    config.timeout();
    return faults.stream().map(ConfigException.Fault::key).toList();
  }

  @Test
  void addressIsAFolderWithoutUserAndQuery() {
    assertThat(config("url", "https://erp.example.com/api").root().text())
        .isEqualTo("https://erp.example.com/api/");
    assertThat(faults).isEmpty();
    for (String wrong :
        List.of(
            "erp.example.com",
            "http://erp.example.com/",
            "https://ada:canary@erp.example.com/",
            "https://erp.example.com/?x=1")) {
      faults.clear();
      config("url", wrong).root();
      assertThat(faults).as(wrong).extracting(ConfigException.Fault::key).containsExactly("url");
      assertThat(faults.toString()).doesNotContain("canary");
    }
  }

  @Test
  void halfAnAuthorizationIsNamed() {
    assertThat(faultsOf("auth.basic.username", "ADA")).containsExactly("auth.basic.password");
    assertThat(faultsOf("auth.apiKey.key", "k")).containsExactly("auth.apiKey.header");
    assertThat(faultsOf("auth.apiKey.header", "X-Key")).containsExactly("auth.apiKey.key");
    assertThat(faultsOf("auth.clientCredentials.clientId", "c"))
        .containsExactlyInAnyOrder(
            "auth.clientCredentials.tokenUrl",
            "auth.clientCredentials.tokenUrl",
            "auth.clientCredentials.clientSecret");
  }

  @Test
  void keyGoesIntoOnePlaceThatCanHoldIt() {
    assertThat(faultsOf("auth.apiKey.key", "k", "auth.apiKey.header", "X-Key")).isEmpty();
    assertThat(faultsOf("auth.apiKey.key", "k", "auth.apiKey.query", "key")).isEmpty();
    assertThat(
            faultsOf(
                "auth.apiKey.key", "k", "auth.apiKey.query", "key", "auth.apiKey.header", "X-Key"))
        .containsExactly("auth.apiKey.query");
    assertThat(faultsOf("auth.apiKey.key", "k", "auth.apiKey.header", "X Key"))
        .containsExactly("auth.apiKey.header");
    assertThat(faultsOf("auth.apiKey.key", "k\nX: y", "auth.apiKey.header", "X-Key"))
        .containsExactly("auth.apiKey.key");
  }

  @Test
  void keyThatSignsMustBeOne() {
    assertThat(
            faultsOf(
                "auth.jwtBearer.tokenUrl", "https://erp.example.com/token",
                "auth.jwtBearer.clientId", "c",
                "auth.jwtBearer.subject", "ADA",
                "auth.jwtBearer.privateKey", "-----BEGIN PRIVATE KEY-----MIIcanary"))
        .containsExactly("auth.jwtBearer.privateKey");
    assertThat(faults.toString()).doesNotContain("canary");
  }

  @Test
  void waitingTakesSomeTime() {
    assertThat(config().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(faultsOf("timeout", "PT0S")).containsExactly("timeout");
  }

  @Test
  void whatIsSecretIsDeclared() {
    assertThat(HttpConfig.KEYS)
        .filteredOn(ConfigKey::secret)
        .extracting(ConfigKey::name)
        .containsExactly(
            "auth.basic.password",
            "auth.apiKey.key",
            "auth.clientCredentials.clientSecret",
            "auth.jwtBearer.privateKey");
  }
}
