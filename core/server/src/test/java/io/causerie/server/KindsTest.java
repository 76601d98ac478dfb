package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.spi.Capability;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Kinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every kind that is shipped runs the contract of what it claims. */
class KindsTest {
  private static final Path CONNECTORS = Path.of("../../connectors");

  /** The class of the contract that has the cases of a capability. */
  private static String contractOf(Capability capability, Set<Capability> claimed) {
    return switch (capability) {
      case PUSH, ROUTE -> "ConnectorContract";
      case POLL, COUNT -> "PolledContract";
      case SUBSCRIBE, HISTORY -> "SubscribedContract";
      case READ_BACK, CENSUS ->
          contractOf(
              claimed.contains(Capability.SUBSCRIBE) ? Capability.SUBSCRIBE : Capability.POLL,
              claimed);
    };
  }

  private static Stream<String> tests(String kind) {
    Path folder = CONNECTORS.resolve(kind).resolve("src/test/java");
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().endsWith("Test.java"))
          .map(KindsTest::text)
          .filter(t -> t.contains("return \"" + kind + "\";"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is missing; empty where nothing is. */
  private static Set<String> missing(String kind, Set<Capability> claimed) {
    return Stream.concat(
            Stream.of("ConnectorContract"),
            claimed.stream().map(capability -> contractOf(capability, claimed)))
        .distinct()
        .filter(contract -> tests(kind).noneMatch(t -> t.contains(" extends " + contract + " {")))
        .map(
            contract ->
                "connectors/%s/src/test/java needs a test that extends %s and returns \"%s\" as its kind"
                    .formatted(kind, contract, kind))
        .collect(Collectors.toSet());
  }

  @TestFactory
  Stream<DynamicTest> kindRunsTheContractOfWhatItClaims() {
    return Kinds.onClassPath().all().stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.name(),
                    () -> assertThat(missing(kind.name(), kind.capabilities())).isEmpty()));
  }

  @Test
  void kindWithoutAContractIsSeenAndToldWhatItNeeds() {
    assertThat(missing("nobody", Set.of(Capability.PUSH)))
        .containsExactly(
            "connectors/nobody/src/test/java needs a test that extends ConnectorContract and returns \"nobody\" as its kind");
    assertThat(missing("cloudevents", Set.of(Capability.COUNT)))
        .containsExactly(
            "connectors/cloudevents/src/test/java needs a test that extends PolledContract and returns \"cloudevents\" as its kind");
  }

  @Test
  void folderOfEachKindIsShipped() throws IOException {
    try (Stream<Path> folders = Files.list(CONNECTORS)) {
      assertThat(
              folders
                  .filter(
                      f ->
                          Files.exists(
                              f.resolve(
                                  "src/main/resources/META-INF/services/"
                                      + ConnectorKind.class.getName())))
                  .map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Kinds.onClassPath().names());
    }
  }
}
