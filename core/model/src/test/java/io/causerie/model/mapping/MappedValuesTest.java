package io.causerie.model.mapping;

import static io.causerie.model.mapping.Rules.compile;
import static io.causerie.model.mapping.Rules.observed;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Localized;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Value;
import io.causerie.model.Version;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of all types, in the forms in which sources write them. */
class MappedValuesTest {
  @Test
  void offsetOfJiraIsRead() {
    Mapping issue =
        compile(
            """
            record: { type: Issue, id: .key, version: .fields.updated }
            published: .fields.updated
            """);

    Observation seen =
        observed(
                issue,
                "{\"key\":\"K-7\",\"fields\":{\"updated\":\"2026-03-04T05:06:07.008+0530\"}}")
            .observation();

    assertThat(seen.published()).isEqualTo(Instant.parse("2026-03-03T23:36:07.008Z"));
    assertThat(seen.version()).isEqualTo(Version.of(Instant.parse("2026-03-03T23:36:07.008Z")));
  }

  private static final String TYPED =
      """
      zone: America/Chicago
      record: { type: Case, id: .no, title: .title, url: .url }
      published: .at
      actor: { id: .by, name: .byName }
      track:
        - { field: closed, type: instant }
        - { field: due, type: date }
        - { field: hours, type: number }
        - { field: total, money: .currency }
        - { field: name, type: text }
        - { field: state, values: { o: Open } }
        - { field: flag, type: boolean }
      posts:
        - { when: occurred, summary: "{hours}", values: { hours: { value: .hours, type: number } } }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "false", "null", "\"  \""})
  void emptyIsEmptyInEveryType(String empty) {
    MappingOutcome.Seen seen =
        observed(
            compile(TYPED),
            """
            {"no":1,"title":E,"url":E,"at":E,"by":E,"byName":E,"closed":E,"due":E,"hours":E,
             "total":E,"name":E,"state":E,"currency":E}
            """
                .replace("E", empty));

    assertThat(seen.warnings()).isEmpty();
    assertThat(seen.observation().fields())
        .hasSize(6)
        .extracting(Observed::value)
        .containsOnly(Value.Empty.INSTANCE);
    assertThat(seen.observation().title()).isNull();
    assertThat(seen.observation().url()).isNull();
    assertThat(seen.observation().actor()).isNull();
    assertThat(seen.observation().published()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000", "0000-00-00", "0000-00-00 00:00:00"})
  void zerosAreNoTime(String zeros) {
    MappingOutcome.Seen seen =
        observed(
            compile(TYPED),
            "{\"no\":1,\"at\":\"Z\",\"closed\":\"Z\",\"due\":\"Z\"}".replace("Z", zeros));

    assertThat(seen.warnings()).isEmpty();
    assertThat(seen.observation().published()).isNull();
    assertThat(seen.observation().fields())
        .extracting(Observed::value)
        .containsExactly(Value.Empty.INSTANCE, Value.Empty.INSTANCE);
  }

  @Test
  void flagOfSapIsNoWhenItIsEmpty() {
    assertThat(observed(compile(TYPED), "{\"no\":1,\"flag\":\"\"}").observation().fields())
        .singleElement()
        .satisfies(f -> assertThat(f.value()).isEqualTo(new Value.Truth(false)));
  }

  @Test
  void oddFieldIsShownAsItCameWithAWarningThatTellsNoValue() {
    MappingOutcome.Seen seen =
        observed(
            compile(TYPED),
            """
            {"no":1,"title":"T","closed":"soon 4711","due":"31.12.2026","hours":"4711 h",
             "total":1e999999999,"name":"a\\u0000b","state":"o","flag":[4711]}
            """);

    assertThat(seen.observation().fields())
        .extracting(Observed::field, Observed::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("closed", new Value.Text("soon 4711")),
            org.assertj.core.groups.Tuple.tuple("due", new Value.Text("31.12.2026")),
            org.assertj.core.groups.Tuple.tuple("hours", new Value.Text("4711 h")),
            org.assertj.core.groups.Tuple.tuple("total", new Value.Text("1E+999999999")),
            org.assertj.core.groups.Tuple.tuple("name", new Value.Text("a\ufffdb")),
            org.assertj.core.groups.Tuple.tuple(
                "state", new Value.Coded("o", Localized.of("Open"))),
            org.assertj.core.groups.Tuple.tuple("flag", new Value.Text("(array)")));
    assertThat(seen.warnings())
        .extracting(Phrase::text)
        .hasSize(7)
        .allSatisfy(w -> assertThat(w).doesNotContain("4711").contains("shown as it came"))
        .anySatisfy(
            w ->
                assertThat(w)
                    .startsWith("track due (.due) is not a date")
                    .contains("a text of the form 99.99.9999"))
        .anySatisfy(w -> assertThat(w).startsWith("value hours (.hours)"));
  }

  @Test
  void fieldWhoseExpressionFailsIsLeftOutWithAWarning() {
    MappingOutcome.Seen seen =
        observed(
            compile(
                "record: { type: T, id: .no }\ntrack: [{ field: a, value: .x.y }, { field: b }]"),
            "{\"no\":1,\"x\":\"text\",\"b\":2}");

    assertThat(seen.observation().fields()).extracting(Observed::field).containsExactly("b");
    assertThat(seen.warnings())
        .extracting(Phrase::text)
        .singleElement()
        .satisfies(w -> assertThat(w).contains(".x.y does not fit").contains("left out"));
  }

  @Test
  void dayOfATimeWithoutZoneIsThatDay() {
    assertThat(
            observed(
                    compile(TYPED),
                    "{\"no\":1,\"due\":\"/Date(1612137600000)/\",\"closed\":\"/Date(1612137600000)/\"}")
                .observation()
                .fields())
        .extracting(Observed::value)
        .containsExactly(
            new Value.Moment(Instant.parse("2021-02-01T06:00:00Z")),
            new Value.Day(LocalDate.of(2021, 2, 1)));
  }

  @Test
  void decimalsStandInPlainDigitsInKeysAndTitles() {
    Mapping order =
        compile(
            "record: { type: T, id: '\"\\(.co)-\\(.no)\"', title: '\"\\(.amount) \\(.all)\"' }");

    Observation seen =
        observed(order, "{\"co\":1,\"no\":600.00,\"amount\":6e2,\"all\":[1500.00]}").observation();

    assertThat(seen.record().id()).isEqualTo("1-600");
    assertThat(seen.title()).isEqualTo(Localized.of("600 [1500]"));
  }

  @Test
  void formatOfContentAndFieldsIsKept() {
    Mapping mail =
        compile(
            """
            record: { type: T, id: .no }
            track: [{ field: note, format: html }]
            posts:
              - { when: occurred, summary: html, content: .body, format: html }
              - { when: occurred, summary: text, content: .body, format: text }
              - { when: occurred, summary: markdown, content: .body }
              - { when: occurred, summary: empty, content: .none, format: html }
            """);

    Observation seen =
        observed(
                mail,
                "{\"no\":1,\"note\":\"<p>a &amp; b</p>\",\"body\":\"<p><b>x</b></p>\",\"none\":\"<p> </p>\"}")
            .observation();

    assertThat(seen.fields().get(0).value()).isEqualTo(new Value.Text("a & b"));
    assertThat(seen.posts())
        .extracting(p -> p.content())
        .containsExactly("**x**", "\\<p\\>\\<b\\>x\\</b\\>\\</p\\>", "<p><b>x</b></p>", null);
  }

  @Test
  void keyIsTheSameBothByPathAndByExpression() {
    for (String number :
        java.util.List.of("600.00", "6E2", "0.10", "1e-9", "12345678901234567890")) {
      String event = "{\"no\":" + number + "}";

      assertThat(observed(compile("record: { type: T, id: .no }"), event).observation().record())
          .isEqualTo(
              observed(compile("record: { type: T, id: '(.no)' }"), event).observation().record())
          .isEqualTo(
              observed(compile("record: { type: T, id: '\"\\(.no)\"' }"), event)
                  .observation()
                  .record());
    }
  }
}
