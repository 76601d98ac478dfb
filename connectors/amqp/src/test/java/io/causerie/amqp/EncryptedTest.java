package io.causerie.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.SourceException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines to a real broker that are encrypted, and whom they trust. */
class EncryptedTest {
  private static final String TRUSTED = "javax.net.ssl.trustStore";

  @TempDir Path folder;

  @AfterEach
  void trustAsBefore() {
    System.clearProperty(TRUSTED);
    System.clearProperty(TRUSTED + "Password");
    System.clearProperty(TRUSTED + "Type");
  }

  /** As an operator lets Java trust an authority of her own. */
  private static void trust(KeyFiles files) {
    System.setProperty(TRUSTED, files.trusted().toString());
    System.setProperty(TRUSTED + "Password", KeyFiles.PASSWORD);
    System.setProperty(TRUSTED + "Type", "PKCS12");
  }

  private static void check(String url) throws Exception {
    Map<String, List<String>> values =
        Map.of(
            "url", List.of(url),
            "queue", List.of(EmbeddedBroker.QUEUE),
            "auth.plain.username", List.of("causerie"),
            "auth.plain.password", List.of("secret"),
            "timeout", List.of("PT10S"));
    ConnectorContext context = new ConnectorContext("desk", "orders", Clock.systemUTC(), values);
    AmqpKind kind = new AmqpKind();
    try (Connector connector = kind.connector(context.in(kind.system(context)))) {
      connector.check();
    }
  }

  @Test
  void certificateThatIsTrustedAndHasTheNameIsTaken() throws Exception {
    KeyFiles files = KeyFiles.of(folder, "ip:127.0.0.1");
    try (EmbeddedBroker broker = EmbeddedBroker.encrypted(files)) {
      broker.reader("causerie", "secret");
      trust(files);

      check(broker.encryptedUrl("127.0.0.1"));
      check(broker.encryptedWebSocket());
      assertThat(refused(broker.encryptedUrl("localhost"))).contains("certificate", "localhost");
    }
  }

  @Test
  void certificateThatNobodyKnowsIsRefusedBeforeAnythingIsSaid() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.encrypted(KeyFiles.of(folder, "ip:127.0.0.1"))) {
      broker.reader("causerie", "secret");

      assertThat(refused(broker.encryptedUrl("127.0.0.1"))).contains("certificate");
      assertThat(refused(broker.encryptedWebSocket())).contains("certificate");
    }
  }

  private static String refused(String url) {
    SourceException e = catchThrowableOfType(SourceException.class, () -> check(url));
    assertThat(e).isNotNull();
    assertThat(e.fault()).isEqualTo(SourceException.Fault.CONFIGURATION);
    return String.valueOf(e.getMessage());
  }
}
