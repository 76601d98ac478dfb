package io.causerie.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Readers;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.model.Version;
import io.causerie.model.When;
import io.causerie.model.json.ModelJson;
import io.causerie.model.phrase.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {
  private static final String FULL =
      """
      {"SalesOrder":"47/11 \\"ü\\"","LastChange":"2026-11-23 09:00:00","SoldToParty":"C1",
       "CustomerName":"Müller","Items":[{"Product":"P1"},{"Product":"P2"}],"ChangedBy":"MMEIER",
       "Status":"A","Net":12480.50,"Currency":"EUR","Delivery":"2026-12-01","Express":"X",
       "Shipping":{"Weight":1.5},"Remark":"**Hurry**"}
      """;

  private final Mapping mapping = compile(resource("order.yaml"));

  private static Mapping compile(String yaml) {
    MappingCompiler.Compiled compiled = MappingCompiler.compile("order.yaml", yaml);
    assertThat(compiled.problems()).isEmpty();
    return compiled.mapping().orElseThrow();
  }

  static String resource(String name) {
    try (InputStream in = MappingTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private MappingOutcome map(String json) {
    return map(json.getBytes(StandardCharsets.UTF_8));
  }

  private MappingOutcome map(byte[] data) {
    return mapping.map(
        new SourceEvent("/erp", "com.example.order.changed", "1", null, null, null, Map.of(), data),
        "sap");
  }

  private Observation seen(String json) {
    return map(json)
        .match(
            MappingOutcome.Seen::observation,
            ignored -> {
              throw new AssertionError(ignored.reason().text());
            },
            rejected -> {
              throw new AssertionError(rejected.reason().text());
            },
            hinted -> {
              throw new AssertionError(hinted.key());
            });
  }

  private MappingOutcome.Rejected rejected(String json) {
    MappingOutcome outcome = map(json);
    assertThat(outcome).isInstanceOf(MappingOutcome.Rejected.class);
    return (MappingOutcome.Rejected) outcome;
  }

  private static String with(String member) {
    return "{\"SalesOrder\":\"1\"," + member + "}";
  }

  @Test
  void everythingAnEventSaysIsObserved() {
    Observation seen = seen(FULL);

    assertThat(seen.record()).isEqualTo(new RecordRef("sap", "SalesOrder", "47/11 \"ü\""));
    assertThat(seen.title())
        .isEqualTo(new Localized(Map.of("en", "Order 47/11 \"ü\"", "fr", "Commande 47/11 \"ü\"")));
    assertThat(seen.url()).isEqualTo("https://erp.example.com/orders/47%2F11%20%22%C3%BC%22");
    assertThat(seen.version()).isEqualTo(Version.of(Instant.parse("2026-11-23T08:00:00Z")));
    assertThat(seen.published()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(seen.related()).extracting(r -> r.record().id()).containsExactly("C1", "P1", "P2");
    assertThat(seen.fields())
        .extracting(Observed::value)
        .containsExactly(
            new Value.Coded("A", Localized.of("any name")),
            new Value.Money(new BigDecimal("12480.5"), "EUR"),
            new Value.Day(LocalDate.of(2026, 12, 1)),
            new Value.Truth(true),
            new Value.Quantity(new BigDecimal("1.50")));
    assertThat(seen.posts())
        .extracting(p -> p.when())
        .containsExactly(When.CREATED, When.CHANGED, When.DELETED, When.MOVED, When.OCCURRED);
    assertThat(seen.posts().get(4).lane()).isEqualTo(Lane.CUSTOMER);
    assertThat(seen.posts().get(4).content()).isEqualTo("**Hurry**");
  }

  @Test
  void mappingTwiceGivesTheSameObservation() {
    assertThat(seen(FULL)).isEqualTo(seen(FULL));
  }

  @Test
  void observationSurvivesStorage() {
    Observation seen = seen(FULL);

    assertThat(ModelJson.read(ModelJson.write(seen), Observation.class)).isEqualTo(seen);
  }

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

  private static MappingOutcome.Seen observed(Mapping mapping, String json) {
    return (MappingOutcome.Seen)
        mapping.map(
            new SourceEvent(
                "/", "t", "1", null, null, null, Map.of(), json.getBytes(StandardCharsets.UTF_8)),
            "sap");
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

  @Test
  void elementsThatAreNothingRelateToNothing() {
    assertThat(
            seen(with("\"Items\":[{\"Product\":null},{\"Product\":\"\"},{\"Product\":\"P\"}]"))
                .related())
        .singleElement()
        .satisfies(r -> assertThat(r.record().id()).isEqualTo("P"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"LastChange\":\"secret 4711\"",
        "\"LastChange\":4711.5",
        "\"Items\":[\"secret 4711\"],\"Deleted\":true",
        "\"Remark\":secret4711",
        "\"Remark\":\"secret 4711\\u0000\"",
        "\"Remark\":[\"secret 4711\"]",
        "\"MergedInto\":[4711]"
      })
  void reasonsTellNoValues(String member) {
    MappingOutcome.Rejected rejected = rejected(with(member));

    assertThat(rejected.reason().text()).doesNotContain("4711").doesNotContain("secret");
    assertThat(rejected.cause().text()).doesNotContain("4711").doesNotContain("secret");
  }

  @Test
  void absentIsNotNull() {
    assertThat(seen(with("\"Status\":null")).fields())
        .singleElement()
        .satisfies(f -> assertThat(f.value()).isEqualTo(Value.Empty.INSTANCE));
    assertThat(seen(with("\"Other\":1")).fields()).isEmpty();
  }

  @Test
  void audienceFollowsTheData() {
    assertThat(seen(with("\"Office\":\"M&A\"")).audience())
        .satisfies(a -> assertThat(a.internal()).isEqualTo(Readers.groups("finance")));
    assertThat(seen(with("\"Customer\":\"jana\"")).audience())
        .satisfies(a -> assertThat(a.internal()).isEqualTo(Readers.EVERYONE))
        .satisfies(a -> assertThat(a.customer()).isEqualTo(Readers.persons("jana")));
    assertThat(seen(with("\"Office\":\"North\"")).audience()).isNull();
  }

  private static Readers internal(String audience) {
    Mapping mapping =
        compile("record: { type: Order, id: .id }\naudience: '%s'\n".formatted(audience));
    return audience(mapping).internal();
  }

  private static io.causerie.model.Audience audience(Mapping mapping) {
    SourceEvent event =
        new SourceEvent(
            "/erp",
            "order",
            "e1",
            null,
            null,
            "application/json",
            Map.of(),
            "{\"id\":\"1\",\"owner\":\"ada\",\"none\":null}".getBytes(StandardCharsets.UTF_8));
    return mapping
        .map(event, "erp")
        .match(
            seen -> Objects.requireNonNull(seen.observation().audience()),
            ignored -> fail(ignored.reason().text()),
            rejected -> fail(rejected.cause().text()),
            hinted -> fail("hinted"));
  }

  private static <T> T fail(String why) {
    throw new IllegalStateException(why);
  }

  @Test
  void roleThatIsHandedOverIsToldWithItsName() {
    assertThat(internal("{ persons: [.owner] }").holders()).isNull();
    assertThat(internal("{ persons: [.owner], handover: true }").holders()).containsOnlyKeys("ada");
    Readers mixed =
        internal(
            "{ persons: [{ id: .owner, as: { en: \"owner\", FR: \"responsable\" },"
                + " handover: true }, \"grace\"] }");
    assertThat(mixed.persons()).containsExactly("ada", "grace");
    assertThat(mixed.holders())
        .containsOnlyKeys("ada")
        .hasEntrySatisfying("ada", as -> assertThat(as.in("fr")).isEqualTo("responsable"));
  }

  @Test
  void roleThatNobodyHoldsIsStillARole() {
    Readers unassigned = internal("{ groups: [\"sales\"], persons: [.none], handover: true }");
    assertThat(unassigned.persons()).isEmpty();
    assertThat(unassigned.holders()).isEmpty();
    assertThat(internal("{ persons: [{ id: .none, handover: true }] }").holders()).isEmpty();
  }

  @Test
  void handoverThatIsNotUnderstoodWidensNothing() {
    assertThatThrownBy(() -> internal("{ persons: [.owner], handover: \"yes\" }"))
        .hasMessage("audience.handover is neither true nor false");
    assertThatThrownBy(
            () -> internal("{ everyone: true, customer: { persons: [.owner], handover: true } }"))
        .hasMessage("audience.customer hands over");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ group: [\"sales\"] }",
        "{ groups: [\"sales\"], customers: {} }",
        "{ everyone: true, customer: { person: [\"jana\"] } }",
        "{ everyone: true, customer: { customer: {} } }"
      })
  void misspeltKeyOfAnAudienceIsToldAndNotTakenForNobody(String audience) {
    assertThatThrownBy(() -> internal(audience)).hasMessageEndingWith(" has an unknown key");
  }

  @Test
  void audienceOfEveryoneIsTrueOrFalse() {
    assertThatThrownBy(() -> internal("{ everyone: \"yes\" }"))
        .hasMessage("audience.everyone is neither true nor false");
  }

  @Test
  void mergedRenumberedAndDeletedAreTold() {
    assertThat(seen(with("\"MergedInto\":\"2\"")).mergedInto())
        .isEqualTo(new RecordRef("sap", "SalesOrder", "2"));
    assertThat(seen(with("\"NewNumber\":4711")).renumberedTo())
        .isEqualTo(new RecordRef("sap", "SalesOrder", "4711"));
    assertThat(seen(with("\"Deleted\":true")).deleted()).isTrue();
  }

  @Test
  void eventOfAnotherTypeIsNotAccepted() {
    SourceEvent other =
        new SourceEvent("/erp", "com.example.ticket", "1", null, null, null, Map.of(), new byte[0]);

    MappingOutcome outcome = Mappings.of("sap", java.util.List.of(mapping)).map(other);

    assertThat(outcome)
        .isEqualTo(
            new MappingOutcome.Ignored(MappingWording.NO_MAPPING.with("com.example.ticket")));
  }

  @Test
  void conditionThatDoesNotHoldIgnores() {
    assertThat(map(with("\"Test\":true"))).isInstanceOf(MappingOutcome.Ignored.class);
  }

  @Test
  void missingKeyIsNamedWithWhatToDo() {
    MappingOutcome.Rejected rejected = rejected("{\"Status\":\"A\"}");

    assertThat(rejected.cause().text()).isEqualTo(".SalesOrder missing");
    assertThat(rejected.reason().text())
        .contains("add it to what the source sends")
        .contains("order.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0001-01-01T00:00:00Z|0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z|9999-12-31T23:59:59Z",
        "2026-06-01|2026-05-31T22:00:00Z",
        "2026-06-01T10:00:00+02:00|2026-06-01T08:00:00Z",
        "/Date(1700000000000+0060)/|2023-11-14T22:13:20Z",
        "/Date(1700000000000)/|2023-11-14T21:13:20Z",
        "2026-06-01T10:00:00.000+0200|2026-06-01T08:00:00Z",
        "2026-06-01 10:00:00.123456+00|2026-06-01T10:00:00.123456Z",
        "2026-06-01T10:00:00+01|2026-06-01T09:00:00Z"
      })
  void datesOfAllFormsAreRead(String written, Instant meant) {
    assertThat(seen(with("\"LastChange\":\"" + written + "\"")).published()).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tomorrow",
        "2026-13-01",
        "2026-02-30T10:00:00Z",
        "0000-01-01",
        "+12026-01-01T00:00:00Z"
      })
  void dateThatDoesNotParseIsNamed(String written) {
    MappingOutcome outcome = map(with("\"LastChange\":\"" + written + "\""));

    assertThat(outcome).isInstanceOf(MappingOutcome.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"SalesOrder\":\"1\"",
        "",
        "[1]",
        "42",
        "{\"SalesOrder\":{\"a\":1}}",
        "{\"SalesOrder\":\"a\\u0000b\"}",
        "{\"SalesOrder\":\"a\\ud800b\"}",
        "{\"SalesOrder\":\"1\",\"CustomerName\":\"a\\u0000b\"}",
        "{\"SalesOrder\":\"1\",\"ChangedBy\":\"\\udc00\"}",
        "{\"SalesOrder\":\"1\",\"Remark\":\"\\udc00\"}",
        "{\"SalesOrder\":\"1\",\"Office\":\"M&A\",\"Test\":false} trailing"
      })
  void dataThatCannotBeMappedIsRejectedWithAReason(String json) {
    MappingOutcome outcome = map(json);

    assertThat(outcome).isInstanceOf(MappingOutcome.Rejected.class);
    assertThat(((MappingOutcome.Rejected) outcome).reason().text()).isNotBlank();
  }

  @Test
  void otherEncodingIsNamed() {
    byte[] utf16 = FULL.getBytes(StandardCharsets.UTF_16LE);
    byte[] latin = FULL.getBytes(Charset.forName("ISO-8859-1"));

    assertThat(map(utf16)).isInstanceOf(MappingOutcome.Rejected.class);
    assertThat(((MappingOutcome.Rejected) map(latin)).cause().text()).isEqualTo("not UTF-8");
  }

  @Test
  void nestingOfTenThousandIsRejected() {
    assertThat(rejected("[".repeat(10_000)).cause().text()).isEqualTo("data out of bounds");
  }

  @Test
  void tenMegabytesAreMapped() {
    String big = with("\"Remark\":\"" + "x".repeat(10_000_000) + "\"");

    assertThat(seen(big).posts().get(4).content()).hasSize(100_000).endsWith("…");
  }

  @Test
  void numbersBeyondDoubleStayExact() {
    Observation seen = seen(with("\"Net\":12345678901234567890.123456789,\"Currency\":\"EUR\""));

    assertThat(seen.fields().get(0).value())
        .isEqualTo(new Value.Money(new BigDecimal("12345678901234567890.123456789"), "EUR"));
  }

  @Test
  void longTitleIsCutAndLongKeyIsRefused() {
    String title = "record: { type: T, id: .SalesOrder, title: .T }";
    Mapping titled = compile(title);
    SourceEvent event =
        new SourceEvent(
            "/",
            "t",
            "1",
            null,
            null,
            null,
            Map.of(),
            with("\"T\":\"" + "é".repeat(100_000) + "\"").getBytes(StandardCharsets.UTF_8));

    MappingOutcome outcome = titled.map(event, "sap");

    assertThat(((MappingOutcome.Seen) outcome).observation().title())
        .satisfies(t -> assertThat(t.in("en")).hasSize(500).endsWith("…"));
    assertThat(rejected("{\"SalesOrder\":\"" + "x".repeat(513) + "\"}").cause().text())
        .isEqualTo("record.id too long");
  }

  @Test
  void scriptIsOnlyText() {
    Observation seen =
        seen(with("\"CustomerName\":\"<script>alert(1)</script>\",\"SoldToParty\":\"1\""));

    assertThat(Objects.requireNonNull(seen.related()).get(0).title())
        .isEqualTo("<script>alert(1)</script>");
  }

  @Test
  void linkThatIsNotOfTheWebIsRejected() {
    Mapping linked = compile("record: { type: T, id: .SalesOrder, url: .Link }");
    SourceEvent event =
        new SourceEvent(
            "/",
            "t",
            "1",
            null,
            null,
            null,
            Map.of(),
            with("\"Link\":\"javascript:alert(1)\"").getBytes(StandardCharsets.UTF_8));

    assertThat(linked.map(event, "sap"))
        .isInstanceOfSatisfying(
            MappingOutcome.Rejected.class,
            r -> assertThat(r.cause().text()).isEqualTo("record.url is not a web address"));
  }

  @Property(tries = 500)
  void noBytesMakeAMappingThrow(@ForAll byte[] data) {
    map(data);
  }

  @Property(tries = 500)
  void noTextMakesAMappingThrow(@ForAll String text) {
    try {
      map(
          with(
              "\"Net\":"
                  + new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(text)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void deletionNeedsNoRuleAndSaysNothingButTheKey() {
    Mapping sales =
        compile(
            """
            on: sale
            if: .kind == "sale"
            record:
              type: Sale
              id: .id
              version: .changed | tonumber
              title: '"Sale \\(.id) for \\(.customer)"'
              url: '"https://erp.example.com/" + .path'
              related: [ { rel: customer, type: Customer, id: .customer } ]
            audience: '{ groups: [.team] }'
            actor: { id: .by }
            track: [ { field: id }, { field: state } ]
            posts:
              - { when: changed, summary: { en: "{changes}" } }
              - { when: deleted, if: .customer == null, values: { what: .customer + 1 }, summary: { en: "{record} {what}" } }
              - { when: deleted, if: (.customer | length) > 2, summary: { en: "{record}" } }
            """);
    SourceEvent gone =
        new SourceEvent("/erp", "sale.deleted", "1", null, null, null, Map.of(), utf8("{\"id\":3}"))
            .asDeletion();

    assertThat(sales.accepts(gone)).isTrue();
    MappingOutcome.Seen outcome = (MappingOutcome.Seen) sales.map(gone, "erp");
    Observation seen = outcome.observation();

    assertThat(seen.deleted()).isTrue();
    assertThat(seen.record().id()).isEqualTo("3");
    assertThat(seen.title()).isNull();
    assertThat(seen.url()).isNull();
    assertThat(seen.related()).isNull();
    assertThat(seen.audience()).isNull();
    assertThat(seen.version()).isNull();
    assertThat(seen.fields()).isEmpty();
    assertThat(seen.posts()).hasSize(1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
