package io.causerie.model.mapping;

import static io.causerie.model.mapping.Rules.compile;
import static org.assertj.core.api.Assertions.assertThat;

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
            new MappingOutcome.Ignored(MappingWording.NO_MAPPING.with("com.example.ticket"), true));
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
