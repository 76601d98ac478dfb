package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.tags.Tag;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document of the API, as generators of clients and readers of documents need it. */
class OpenApiTest {
  @TempDir private static Path folder;
  private static OpenAPI api;

  @BeforeAll
  static void read() {
    try (RunningServer server = new RunningServer(Databases.H2, folder)) {
      String text = server.send(null, "GET", "/openapi.yaml", null).text();
      api = new OpenAPIV3Parser().readContents(text).getOpenAPI();
    }
  }

  private static List<Operation> operations() {
    return api.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .toList();
  }

  @Test
  void eachOperationHasANameOfItsOwnAndIsDescribed() {
    assertThat(operations())
        .isNotEmpty()
        .allSatisfy(
            operation -> {
              assertThat(operation.getOperationId()).matches("[a-z][A-Za-z]+");
              assertThat(operation.getSummary()).as(operation.getOperationId()).isNotBlank();
              assertThat(operation.getDescription())
                  .as(operation.getOperationId())
                  .isNotBlank()
                  .isNotEqualTo(operation.getSummary());
            });
    assertThat(operations().stream().map(Operation::getOperationId)).doesNotHaveDuplicates();
  }

  @Test
  void eachOperationIsOfOnePartThatIsDescribed() {
    Set<String> parts = api.getTags().stream().map(Tag::getName).collect(Collectors.toSet());

    assertThat(operations())
        .allSatisfy(
            operation ->
                assertThat(operation.getTags())
                    .as(operation.getOperationId())
                    .hasSize(1)
                    .isSubsetOf(parts));
    assertThat(api.getTags()).allSatisfy(tag -> assertThat(tag.getDescription()).isNotBlank());
  }
}
