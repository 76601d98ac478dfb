package io.causerie.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mappings are those that come with the kinds; only where pages are is the example's own. */
class MappingsTest {
  private static String without(String mapping) {
    return mapping.replaceAll("(?m)^  url: .*$", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "salesforce/salesforce/opportunity",
        "salesforce/salesforce/opportunity-feed",
        "odata/s4hana/sales-order",
        "odata/s4hana/delivery",
        "odata/s4hana/billing-document",
        "sap/s4hana/sales-order-texts",
        "sap/s4hana/purchase-order-texts",
        "sap/s4hana/delivery-texts",
        "sap/s4hana/billing-document-texts"
      })
  void itIsThatOfTheKind(String name) throws IOException {
    String resource = "/io/causerie/" + name + ".yaml";
    try (InputStream in =
        Objects.requireNonNull(MappingsTest.class.getResourceAsStream(resource), resource)) {
      String copy =
          Files.readString(Path.of("causerie/mappings", name.replaceAll(".*/", "") + ".yaml"));

      assertThat(without(copy))
          .isEqualTo(without(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }
}
