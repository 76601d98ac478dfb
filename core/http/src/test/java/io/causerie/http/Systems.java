package io.causerie.http;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.model.phrase.Wording;
import io.causerie.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Systems of tests, and clients of them. */
final class Systems {
  static final int MOST = 1000;

  private Systems() {}

  static WireMockServer start() {
    WireMockServer server =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    server.start();
    return server;
  }

  static SettableClock clock() {
    return new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  }

  static ClientSettings settings() {
    return settings(Map.of());
  }

  static ClientSettings settings(Map<Trouble, Wording> remedies) {
    return new ClientSettings("erp", Duration.ofSeconds(20), MOST, remedies);
  }
}
