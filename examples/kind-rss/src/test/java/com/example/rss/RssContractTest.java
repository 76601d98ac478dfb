package com.example.rss;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.causerie.contract.ConnectorContract;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract. A case is a feed as a site shows it, with the entry it is about alone. */
// tag::contract[]
class RssContractTest extends ConnectorContract {
  private static final FeedServer SITE = new FeedServer();

  @Override
  protected String kind() {
    return "rss";
  }

  @Override
  protected List<Path> mappings() {
    return List.of(Path.of("src/main/resources/com/example/rss/feed.yaml"));
  }

  @Override
  protected String baseUrl() {
    return "https://news.example.com/";
  }

  @Override
  protected Taken take(Connector connector, byte[] captured) {
    SITE.show(captured);
    try {
      Poller poller = connector.intake().polled().orElseThrow();
      return Taken.row(poller.read(poller.beginning(), null, 10).rows().get(0));
    } catch (SourceException e) {
      return Taken.refused("%s: %s".formatted(e.fault(), e.getMessage()));
    }
  }

  // end::contract[]

  private static final String KEY = key();

  @BeforeAll
  static void tokens() {
    SITE.begin(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/token")) {
            byte[] token = "{\"access_token\":\"t\",\"expires_in\":3600}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
          } else {
            SITE.shown(exchange);
          }
        });
  }

  @AfterAll
  static void stop() {
    SITE.close();
  }

  @Override
  protected String config() {
    return """
    url: %1$s
    feed: news/feed.xml
    auth:
      basic: { username: reader, password: canary-of-the-password }
      apiKey: { header: X-Key, key: canary-of-the-key }
      clientCredentials: { tokenUrl: %1$s/token, clientId: reader, clientSecret: canary-of-the-client }
      jwtBearer: { tokenUrl: %1$s/token, clientId: reader, privateKey: "%2$s", subject: READER }
    """
        .formatted(SITE.url(), KEY);
  }

  @Override
  protected List<String> configs() {
    return List.of(
        config(),
        """
        url: %1$s
        feed: news/feed.xml
        eventType: news
        maxSize: 100000
        timeout: PT5S
        auth:
          apiKey: { query: key, key: canary }
          clientCredentials: { tokenUrl: %1$s/token, clientId: reader, clientSecret: canary, scope: read }
          jwtBearer: { tokenUrl: %1$s/token, clientId: reader, privateKey: "%2$s", subject: READER, audience: news }
        """
            .formatted(SITE.url(), KEY));
  }

  private static String key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      String key =
          Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
      return "-----BEGIN PRIVATE KEY-----" + key + "-----END PRIVATE KEY-----";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
