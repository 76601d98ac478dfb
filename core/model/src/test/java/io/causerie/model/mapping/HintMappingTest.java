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
    return Yaml.read("m.yaml", yaml, problems)
        .flatMap(read -> HintMapping.read(read, HintMappingTest::offer));
  }

  private static Optional<HintMapping.Offer> offer(String connector) {
    return connector.startsWith("sap")
        ? Optional.of(
            new HintMapping.Offer(List.of(connector + ".*"), "." + connector + "[\"no\"]"))
        : Optional.empty();
  }

  private static MappingOutcome map(String type, String data) {
    List<Problem> problems = new ArrayList<>();
    HintMapping mapping = read(RULE, problems).orElseThrow();
    assertThat(problems).isEmpty();
    assertThat(mapping.connectors()).containsExactly("orders");
    return mapping.map(event(type, data));
  }

  private static SourceEvent event(String type, String data) {
    return new SourceEvent(
        "/erp", type, "1", null, null, null, Map.of(), data.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void ofSeveralTheFirstThatFitsIsMeant() {
    List<Problem> problems = new ArrayList<>();
    HintMapping mapping =
        read(
                "[{ connector: orders, key: .no, on: order.* }, { connector: partners, key: .id },"
                    + " { connector: never, key: .x }]",
                problems)
            .orElseThrow();

    assertThat(problems).isEmpty();
    assertThat(mapping.connectors()).containsExactly("orders", "partners", "never");
    assertThat(mapping.map(event("order.changed", "{\"no\":1,\"id\":2}")))
        .isEqualTo(new MappingOutcome.Hinted("orders", "1"));
    assertThat(mapping.map(event("partner.changed", "{\"no\":1,\"id\":2}")))
        .isEqualTo(new MappingOutcome.Hinted("partners", "2"));
  }

  @Test
  void whatTheConnectorSaysItselfMayBeLeftOut() {
    List<Problem> problems = new ArrayList<>();
    HintMapping brief =
        read("[{ connector: sapA }, { connector: sapB, key: .b }]", problems).orElseThrow();

    assertThat(problems).isEmpty();
    assertThat(brief.map(event("sapA.Created", "{\"sapA\":{\"no\":7}}")))
        .isEqualTo(new MappingOutcome.Hinted("sapA", "7"));
    assertThat(brief.map(event("sapB.Created", "{\"b\":8}")))
        .isEqualTo(new MappingOutcome.Hinted("sapB", "8"));
    assertThat(brief.map(event("other", "{\"b\":8}"))).isInstanceOf(MappingOutcome.Ignored.class);
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
        "{ connector: orders } ~ give `key`",
        "{ connector: orders, key: .no, surplus: 1 } ~ unknown key 'surplus'",
        "orders ~ expected",
      })
  void whatIsWrongIsAProblem(String yaml, String problem) {
    List<Problem> problems = new ArrayList<>();
    read(yaml, problems);

    assertThat(problems).singleElement().asString().contains(problem);
  }
}
