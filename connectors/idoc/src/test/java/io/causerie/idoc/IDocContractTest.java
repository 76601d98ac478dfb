package io.causerie.idoc;

import io.causerie.contract.ConnectorContract;
import io.causerie.spi.Connector;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The contract by HTTP, with the mappings that come along. */
class IDocContractTest extends ConnectorContract {
  private static final Path MAPPINGS = Path.of("src/main/resources/io/causerie/idoc/idoc");

  @Override
  protected String kind() {
    return "idoc";
  }

  @Override
  protected String config() {
    return """
    verify: { basic: { credentials: ['sap:canary-of-the-password'] } }
    zone: UTC
    """;
  }

  @Override
  protected List<String> configs() {
    return List.of(
        config(),
        """
        verify: { basic: { credentials: ['sap:canary-of-another', 'sap:canary-of-the-next'] } }
        zone: Europe/Paris
        withoutNumber: digest
        maxIdoc: 100000
        """,
        """
        folder: %s
        zone: America/New_York
        files: "*.idoc"
        taken: mark
        quiet: PT0.001S
        patience: PT1M
        maxFile: 100000
        """
            .formatted(Path.of("target").toAbsolutePath()));
  }

  @Override
  protected List<Path> mappings() {
    return Stream.of(
            "order-response", "purchase-order", "invoice", "delivery", "material", "status")
        .map(name -> MAPPINGS.resolve(name + ".yaml"))
        .toList();
  }

  @Override
  protected String baseUrl() {
    return "https://s4hana.example.com/ui#";
  }

  @Override
  protected Taken take(Connector connector, byte[] captured) {
    return connector
        .intake()
        .pushed()
        .map(door -> Taken.through(door, Requests.posted("sap:canary-of-the-password", captured)))
        .orElseGet(() -> Taken.refused("it takes files"));
  }
}
