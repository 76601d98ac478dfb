package io.causerie.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintMappingTest {
  private static final String RULE = "{ connector: orders, key: .no, on: [order.changed] }";

  private static Optional<HintMapping> read(String yaml, List<Problem> problems) {
    return Yaml.read("m.yaml", yaml, problems).flatMap(HintMapping::read);
  }

  private static MappingOutcome map(String type, String data) {
    List<Problem> problems = new ArrayList<>();
    HintMapping mapping = read(RULE, problems).orElseThrow();
    assertThat(problems).isEmpty();
    assertThat(mapping.connector()).isEqualTo("orders");
    return mapping.map(
        new SourceEvent(
            "/erp", type, "1", null, null, null, Map.of(), data.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void keyIsReadBackByItsConnector() {
    assertThat(map("order.changed", "{\"no\":47}"))
        .isEqualTo(new MappingOutcome.Hinted("orders", "47"));
    String longest = "k".repeat(400);
    assertThat(map("order.changed", "{\"no\":\"" + longest + "\"}"))
        .isEqualTo(new MappingOutcome.Hinted("orders", longest));
  }

  @Test
  void otherTypesAreNoHints() {
    assertThat(map("order.read", "{\"no\":47}")).isInstanceOf(MappingOutcome.Ignored.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"no\":null}", "{\"no\":\" \"}", "{\"no\":[1]}", "no", "LONG"})
  void hintWithoutAKeyIsRejected(String data) {
    String sent = data.equals("LONG") ? "{\"no\":\"" + "k".repeat(401) + "\"}" : data;

    assertThat(map("order.changed", sent)).isInstanceOf(MappingOutcome.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{ key: .no } ~ 'connector' is missing",
        "{ connector: orders } ~ 'key' is missing",
        "{ connector: orders, key: .no, surplus: 1 } ~ unknown key 'surplus'",
        "orders ~ expected",
      })
  void whatIsWrongIsAProblem(String yaml, String problem) {
    List<Problem> problems = new ArrayList<>();
    read(yaml, problems);

    assertThat(problems).singleElement().asString().contains(problem);
  }
}
