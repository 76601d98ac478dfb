package io.causerie.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  @ParameterizedTest
  @EnumSource(Problem.Kind.class)
  void everyProblemIsExplained(Problem.Kind kind) throws Exception {
    String docs = Files.readString(Path.of("../../docs/http-api.md"));

    assertThat(docs).contains("| `" + kind.word() + "` | " + kind.status() + " |");
  }
}
