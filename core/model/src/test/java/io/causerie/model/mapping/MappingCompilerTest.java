package io.causerie.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.yaml.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingCompilerTest {
  private static List<Problem> problems(String yaml) {
    return MappingCompiler.compile("order.yaml", yaml).problems();
  }

  @Test
  void allErrorsOfAFileAreFoundAtOnceWithTheirPlaces() {
    String yaml =
        """
        zone: Europe/Pari
        record:
          type: Order
          titel: .Title
          version: .a |
        track:
          - { label: Status }
          - { field: Amount, type: mony }
        posts:
          - { when: create, summary: "{actor} made {thing}" }
        """;

    assertThat(problems(yaml))
        .extracting(Problem::toString)
        .satisfiesExactly(
            p -> assertThat(p).startsWith("order.yaml:1:7: zone: expected a time zone"),
            p -> assertThat(p).startsWith("order.yaml:3:3: record: the key 'id' is missing"),
            p ->
                assertThat(p)
                    .startsWith(
                        "order.yaml:4:3: record.titel: unknown key 'titel' (did you mean 'title'?)"),
            p -> assertThat(p).startsWith("order.yaml:5:12: record.version: not a jq expression"),
            p -> assertThat(p).startsWith("order.yaml:7:5: track[0]: the key 'field' is missing"),
            p -> assertThat(p).contains("track[1].type").contains("did you mean 'money'?"),
            p -> assertThat(p).contains("posts[0].when").contains("did you mean 'created'?"),
            p -> assertThat(p).contains("posts[0].summary").contains("{thing} names no value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "[range(1e18)] ~ may never end",
        ".a | test(\"(a+)+$\") ~ regular expression",
        "\"a\" * 1e9 ~ multiply(a; b)",
        "def f: f; f ~ 'def' is not allowed",
        ".. ~ name the path",
        "now ~ $event.time",
        "$ENV.PATH ~ its event only",
        "input ~ its event only",
        "reduce .[] as $x (0; . + $x) ~ may never end",
        "\"\\(range(9))\" ~ may never end",
        "{a: recurse} ~ may never end",
        "lenght ~ did you mean 'length'?"
      })
  void whatMayNotEndIsRefusedWhenCompiled(String expression, String because) {
    String yaml = "record: { type: T, id: .a }\naudience: '" + expression + "'";

    assertThat(problems(yaml))
        .anySatisfy(
            p -> {
              assertThat(p.line()).isEqualTo(2);
              assertThat(p.message()).contains(because);
            });
  }

  @Test
  void longestPathIsReadAsAnyOther() {
    String path = ".a".repeat(2000);

    assertThat(
            MappingCompiler.compile("m.yaml", "record: { type: T, id: '" + path + "' }\n")
                .problems())
        .isEmpty();
  }

  @Test
  void deepNestingIsRefused() {
    String yaml =
        "record: { type: T, id: '" + "(".repeat(5000 / 3) + ".a" + ")".repeat(5000 / 3) + "' }";

    assertThat(problems(yaml)).hasSize(1);
  }

  @Test
  void fieldNamedLikeAFunctionIsFine() {
    assertThat(
            problems("record: { type: T, id: '.range + \"-\" + .now', title: '{ input: .test }' }"))
        .isEmpty();
  }

  @Test
  void whatIsNotYamlIsToldWithItsPlace() {
    assertThat(problems("record: ["))
        .singleElement()
        .satisfies(p -> assertThat(p.line()).isPositive());
    assertThat(problems(""))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("empty"));
    assertThat(problems("just text")).hasSize(1);
  }
}
