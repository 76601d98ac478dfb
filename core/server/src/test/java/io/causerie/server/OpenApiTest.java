package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.tags.Tag;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document of the API, as generators of clients and readers of documents need it. */
class OpenApiTest {
  private static final OpenAPI API =
      new OpenAPIV3Parser().read(Path.of("src/main/resources/openapi.yaml").toUri().toString());

  private static List<Operation> operations() {
    return API.getPaths().values().stream()
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
            });
    assertThat(operations().stream().map(Operation::getOperationId)).doesNotHaveDuplicates();
  }

  @Test
  void eachOperationIsOfOnePartThatIsDescribed() {
    Set<String> parts = API.getTags().stream().map(Tag::getName).collect(Collectors.toSet());

    assertThat(operations())
        .allSatisfy(
            operation ->
                assertThat(operation.getTags())
                    .as(operation.getOperationId())
                    .hasSize(1)
                    .isSubsetOf(parts));
    assertThat(API.getTags()).allSatisfy(tag -> assertThat(tag.getDescription()).isNotBlank());
  }
}
