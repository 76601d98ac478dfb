package io.causerie.model.mapping;

import static io.causerie.model.mapping.Rules.compile;
import static io.causerie.model.mapping.Rules.event;
import static io.causerie.model.mapping.Rules.observed;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Audience;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Readers;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.model.Version;
import io.causerie.model.yaml.Problem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a value is just good or just bad, and a key stands where it means nothing. */
class MappingEdgesTest {
  private static final String KEY = "record: { type: T, id: .no }\n";

  private static MappingOutcome.Seen outcome(String rules, String members) {
    return observed(compile(rules), "{\"no\":1," + members + "}");
  }

  private static MappingOutcome map(String rules, String members) {
    return compile(rules).map(event("{\"no\":1," + members + "}"), "erp");
  }

  private static Observation seen(String rules, String members) {
    return outcome(rules, members).observation();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "surplus: 1 ~ unknown key 'surplus'",
        "actor: { id: .by, surplus: 1 } ~ unknown key 'surplus'",
        "track: [{ field: a, surplus: 1 }] ~ unknown key 'surplus'",
        "track: [{ field: a }, { field: a }] ~ tracked twice",
        "track: [{ field: 'a b' }] ~ not a plain name",
        "track: [{ field: a, lookup: true, changedBy: .by }] ~ nobody's change",
        "track: [{ field: a, values: { o: Open }, type: date }] ~ neither `type` nor `money`",
        "track: [{ field: a, values: { o: Open }, money: .b }] ~ neither `type` nor `money`",
        "track: [{ field: a, label: { english_: A } }] ~ expected a language tag",
        "track: [{ field: a, label: {} }] ~ a text a language",
        "posts: [{ when: created, summary: x, surplus: 1 }] ~ unknown key 'surplus'",
        "posts: [{ when: created, summary: '{v}', values: { v: { value: .x, surplus: 1 } } }] ~ unknown key 'surplus'",
        "published: ' ' ~ expected a jq expression, found nothing",
      })
  void whatMeansNothingIsAProblemOfItsPlace(String rule, String problem) {
    assertThat(MappingCompiler.compile("m.yaml", KEY + rule).problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains(problem);
  }

  @Test
  void surplusKeyOfARelationIsAProblem() {
    String yaml =
        "record: { type: T, id: .no, related: [{ rel: r, type: R, id: .r, surplus: 1 }] }";

    assertThat(MappingCompiler.compile("m.yaml", yaml).problems())
        .singleElement()
        .asString()
        .contains("unknown key 'surplus'");
  }

  @Test
  void absentRulesSayNothingAndNotThatThereIsNone() {
    Observation plain = seen(KEY, "\"x\":1");

    assertThat(plain.related()).isNull();
    assertThat(plain.actor()).isNull();
    assertThat(plain.audience()).isNull();
    assertThat(plain.version()).isNull();
    assertThat(plain.mergedInto()).isNull();
    assertThat(
            seen("record: { type: T, id: .no, related: [{ rel: r, type: R, id: .r }] }", "\"x\":1")
                .related())
        .as("known to be none")
        .isEmpty();
  }

  @Test
  void eventThatTellsAPartOfItsRecordLeavesWhatBelongsToIt() {
    String rule =
        "record: { type: T, id: .no, related: [{ rel: s, type: S, id: .s }, { rel: r, type: R, id: 'if has(\"r\") then .r else empty end' }] }";

    assertThat(seen(rule, "\"s\":\"S1\"").related()).as("not told").isNull();
    assertThat(seen(rule, "\"r\":null").related()).as("none").isEmpty();
    assertThat(seen(rule, "\"r\":\"R1\",\"s\":\"S1\"").related()).hasSize(2);
  }

  @Test
  void actorHasNameAndAddressWhereTheyCome() {
    String rule = KEY + "actor: { id: .by, name: .name, email: .mail }";

    assertThat(
            seen(rule, "\"by\":\"mm\",\"name\":\"M. Meier\",\"mail\":\"mm@example.com\"").actor())
        .isEqualTo(new SourceActor("mm", "M. Meier", "mm@example.com"));
    assertThat(seen(rule, "\"by\":\"mm\",\"name\":\"\"").actor())
        .isEqualTo(new SourceActor("mm", null, null));
    assertThat(seen(rule, "\"name\":\"M. Meier\"").actor()).as("a name alone is nobody").isNull();
  }

  @ParameterizedTest
  @CsvSource({"12, 12", "'\"12\"', 12", "'\" 7 \"', 7", "-3, -3", "1.5, 1.5"})
  void numberOrItsDigitsAreAVersion(String json, BigDecimal version) {
    assertThat(seen("record: { type: T, id: .no, version: .v }", "\"v\":" + json).version())
        .isEqualTo(Version.of(version));
  }

  @Test
  void timeIsAVersion() {
    String rule = "record: { type: T, id: .no, version: .v }";

    assertThat(seen(rule, "\"v\":\"2026-11-23T08:00:00Z\"").version())
        .isEqualTo(Version.of(Instant.parse("2026-11-23T08:00:00Z")));
    assertThat(seen(rule, "\"v\":\"0000-00-00\"").version()).isNull();
    assertThat(map(rule, "\"v\":\"abc\"").toString())
        .contains("neither a number nor a time")
        .contains("a whole number that grows with each change, or ");
    assertThat(map(rule, "\"v\":\"soon\"")).isInstanceOf(MappingOutcome.Rejected.class);
  }

  @Test
  void deletionSaysWhoAndWhenUnlessItsDataAreOlder() {
    Mapping mapping =
        compile(
            """
            record: { type: T, id: .no, version: .v }
            actor: { id: .by }
            published: .at
            """);
    String data = "{\"no\":1,\"v\":4,\"by\":\"mm\",\"at\":\"2026-11-23T08:00:00Z\"}";

    Observation told =
        ((MappingOutcome.Seen) mapping.map(event(data).asDeletion(), "erp")).observation();
    assertThat(told.version()).isEqualTo(Version.of(new BigDecimal(4)));
    assertThat(told.actor()).isEqualTo(new SourceActor("mm", null, null));
    assertThat(told.published()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));

    Observation older =
        ((MappingOutcome.Seen)
                mapping.map(
                    event("{}").asDeletion().withLastKnown(data.getBytes(StandardCharsets.UTF_8)),
                    "erp"))
            .observation();
    assertThat(older.record().id()).isEqualTo("1");
    assertThat(older.version()).isNull();
    assertThat(older.actor()).isNull();
    assertThat(older.published()).isNull();
  }

  @Test
  void trackedFieldSaysWhoChangedItWhoseItIsAndWhoReadsIt() {
    Observation seen =
        seen(
            KEY
                + """
                track:
                  - { field: state, changedBy: .stateBy }
                  - { field: name, lookup: true }
                  - { field: margin, restricted: [finance, board] }
                """,
            "\"state\":\"o\",\"stateBy\":\"mm\",\"name\":\"ACME\",\"margin\":7");

    assertThat(seen.tracking().changedBy())
        .isEqualTo(Map.of("state", new SourceActor("mm", null, null)));
    assertThat(seen.tracking().lookups()).containsExactly("name");
    assertThat(seen.tracking().definitions()).containsOnlyKeys("state", "name", "margin");
    assertThat(seen.tracking().definitions().get("state"))
        .isNotEqualTo(seen.tracking().definitions().get("name"));
    assertThat(seen.fields())
        .extracting(Observed::restricted)
        .extracting(java.util.Set::copyOf)
        .containsExactly(
            java.util.Set.of(), java.util.Set.of(), java.util.Set.of("finance", "board"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "1, true",
    "'\"1\"', true",
    "'\"X\"', true",
    "'\"Y\"', true",
    "'\" yes \"', true",
    "false, false",
    "0, false",
    "'\"0\"', false",
    "'\"\"', false",
    "'\"N\"', false",
    "'\"no\"', false"
  })
  void flagOfManyForms(String json, boolean meant) {
    assertThat(value("{ field: f, type: boolean }", "\"f\":" + json))
        .isEqualTo(new Value.Truth(meant));
  }

  private static Value value(String track, String members) {
    return seen(KEY + "track: [" + track + "]", members).fields().get(0).value();
  }

  @Test
  void codeOfManyForms() {
    String state = "{ field: s, values: { o: Open, '': None, '7': Seven } }";

    assertThat(value(state, "\"s\":\"o\"")).hasToString(value(state, "\"s\":\"o\"").toString());
    assertThat(((Value.Coded) value(state, "\"s\":7")).name().in("en")).isEqualTo("Seven");
    assertThat(((Value.Coded) value(state, "\"s\":\"\"")).name().in("en")).isEqualTo("None");
    assertThat(((Value.Coded) value(state, "\"s\":\"zz\"")).name().in("en")).isEqualTo("zz");
    assertThat(value("{ field: s, values: { o: Open } }", "\"s\":\"\""))
        .isEqualTo(Value.Empty.INSTANCE);
  }

  @Test
  void currencyIsACodeOrNone() {
    String net = "{ field: net, money: .c }";

    assertThat(value(net, "\"net\":1,\"c\":\"EUR\""))
        .isEqualTo(new Value.Money(BigDecimal.ONE, "EUR"));
    assertThat(value(net, "\"net\":1,\"c\":\"" + "E".repeat(16) + "\""))
        .isEqualTo(new Value.Money(BigDecimal.ONE, "E".repeat(16)));
    assertThat(value(net, "\"net\":1,\"c\":null")).isEqualTo(new Value.Money(BigDecimal.ONE, ""));
    for (String odd : List.of("E".repeat(17), "\\u0000")) {
      MappingOutcome.Seen seen =
          outcome(KEY + "track: [" + net + "]", "\"net\":1,\"c\":\"" + odd + "\"");
      assertThat(seen.warnings()).as(odd).hasSize(1);
    }
  }

  @Test
  void lengthsHoldToTheCharacter() {
    String title = "record: { type: T, id: .no, title: .t, url: .u }";
    String longest = "x".repeat(500);

    assertThat(title(title, longest)).isEqualTo(longest);
    assertThat(title(title, longest + "x")).hasSize(500).endsWith("…");
    String url = "https://erp.example.com/" + "x".repeat(4000 - 24);
    assertThat(seen(title, "\"u\":\"" + url + "\"").url()).isEqualTo(url);
    assertThat(map(title, "\"u\":\"" + url + "x\"")).isInstanceOf(MappingOutcome.Rejected.class);
    String key = "k".repeat(RecordRef.MAX_ID);
    assertThat(compile(KEY).map(event("{\"no\":\"" + key + "\"}"), "erp"))
        .isInstanceOf(MappingOutcome.Seen.class);
    assertThat(compile(KEY).map(event("{\"no\":\"" + key + "k\"}"), "erp"))
        .isInstanceOf(MappingOutcome.Rejected.class);
  }

  private static String title(String rules, String text) {
    return Objects.requireNonNull(seen(rules, "\"t\":\"" + text + "\"").title()).in("en");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000abc", "abc\\u0000", "a\\ud800"})
  void textThatCannotBeKeptIsRefusedWhereverItStands(String text) {
    assertThat(map("record: { type: T, id: .no, title: .t }", "\"t\":\"" + text + "\""))
        .isInstanceOf(MappingOutcome.Rejected.class);
  }

  @Test
  void otherRecordIsAKeyOrAKeyWithItsType() {
    String rule = "record: { type: T, id: .no, mergedInto: .into }";

    assertThat(seen(rule, "\"into\":\"2\"").mergedInto()).isEqualTo(new RecordRef("erp", "T", "2"));
    assertThat(seen(rule, "\"into\":{\"type\":\"U\",\"id\":2}").mergedInto())
        .isEqualTo(new RecordRef("erp", "U", "2"));
    assertThat(seen(rule, "\"into\":{\"id\":2}").mergedInto())
        .isEqualTo(new RecordRef("erp", "T", "2"));
    assertThat(seen(rule, "\"into\":{\"type\":null,\"id\":2}").mergedInto())
        .isEqualTo(new RecordRef("erp", "T", "2"));
    assertThat(seen(rule, "\"into\":{\"type\":\"U\"}").mergedInto()).isNull();
    assertThat(seen(rule, "\"into\":\"\"").mergedInto()).isNull();
  }

  @Test
  void audienceOfAWord() {
    assertThat(audience("\"everyone\"").internal()).isEqualTo(Readers.EVERYONE);
    assertThat(audience("{ groups: [\"a\"], customer: null }"))
        .isEqualTo(new Audience(Readers.groups("a"), Readers.NOBODY));
    assertThat(audience("{ customer: { persons: [\"jana\"] } }"))
        .isEqualTo(new Audience(Readers.EVERYONE, Readers.persons("jana")));
    assertThat(map(KEY + "audience: '\"nobody\"'", "\"x\":1"))
        .isInstanceOf(MappingOutcome.Rejected.class);
    assertThat(map(KEY + "audience: '{ groups: \"a\" }'", "\"x\":1"))
        .as("no list")
        .isInstanceOf(MappingOutcome.Rejected.class);
  }

  private static Audience audience(String expression) {
    return Objects.requireNonNull(
        seen(KEY + "audience: '" + expression + "'", "\"x\":1").audience());
  }

  @Test
  void onePersonOfSeveralHandsOver() {
    Readers readers =
        audience("{ persons: [{ id: \"ada\", handover: false }, \"otto\"], handover: true }")
            .internal();

    assertThat(readers.persons()).containsExactlyInAnyOrder("ada", "otto");
    assertThat(readers.holders()).containsOnlyKeys("otto");
    assertThat(audience("{ persons: [\"ada\"], handover: false }").internal().holders()).isNull();
    assertThat(audience("{ persons: [\"ada\"], handover: null }").internal().holders()).isNull();
  }

  @Test
  void whatIsTrackedAndSaidIsKnownInTheOrderOfTheFile() {
    Mapping mapping =
        compile(
            KEY
                + """
                track: [{ field: b }, { field: a }]
                posts: [{ when: created, summary: one }, { when: changed, summary: two }]
                """);

    assertThat(mapping.fields()).containsExactly("b", "a");
    assertThat(mapping.summaries()).extracting(s -> s.in("en")).containsExactly("one", "two");
  }

  @Test
  void attributesAndExtensionsAreAtHand() {
    SourceEvent event =
        new SourceEvent(
            "/erp",
            "t",
            "e1",
            "s1",
            Instant.parse("2026-11-23T08:00:00Z"),
            null,
            Map.of("tenant", "north"),
            "{}".getBytes(StandardCharsets.UTF_8));
    Mapping mapping =
        compile(
            "record: { type: T, id: '[$event.tenant, $event.id, $event.subject, $event.source, $event.type, $event.time] | join(\" \")' }");

    assertThat(((MappingOutcome.Seen) mapping.map(event, "erp")).observation().record().id())
        .isEqualTo("north e1 s1 /erp t 2026-11-23T08:00:00Z");
  }
}
