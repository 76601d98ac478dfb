package io.causerie.model.proposal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.Observation;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.MappingCompiler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is proposed for events as systems send them. */
class MappingProposalTest {
  private static SourceEvent event(String type, String id, String data) {
    return new SourceEvent(
        "/source", type, id, null, null, null, Map.of(), data.getBytes(StandardCharsets.UTF_8));
  }

  private static Observation seen(MappingProposal proposal, SourceEvent event) {
    return MappingCompiler.compile("proposal.yaml", proposal.yaml())
        .mapping()
        .orElseThrow()
        .map(event, "system")
        .match(
            s -> s.observation(),
            ignored -> {
              throw new AssertionError(ignored.reason());
            },
            rejected -> {
              throw new AssertionError(rejected.reason());
            },
            hinted -> {
              throw new AssertionError(hinted.key());
            });
  }

  @Test
  void flatRowOfAnErp() {
    SourceEvent taken =
        event(
            "com.example.order.created",
            "1",
            """
            {"orderNumber": "4711", "customer": "Vega Ltd", "status": "open", "totalAmount": 120.5,
             "currency": "EUR", "deliveryDate": "2026-03-01", "changedBy": "alovelace",
             "changedAt": "2026-02-01T10:00:00Z", "warehouse": "north"}""");
    SourceEvent packed =
        event(
            "com.example.order.changed",
            "2",
            """
            {"orderNumber": "4711", "customer": "Vega Ltd", "status": "packed", "totalAmount": 120.5,
             "currency": "EUR", "deliveryDate": "2026-03-02", "changedBy": "ghopper",
             "changedAt": "2026-02-01T11:00:00Z", "warehouse": "north"}""");

    MappingProposal proposal = MappingProposal.of(List.of(taken, packed));

    assertThat(proposal.seen()).isEqualTo(2);
    Observation seen = seen(proposal, packed);
    assertThat(seen.record().type()).isEqualTo("Order");
    assertThat(seen.record().id()).isEqualTo("4711");
    assertThat(requireNonNull(seen.title()).in("en")).isEqualTo("Order 4711");
    assertThat(requireNonNull(seen.actor()).id()).isEqualTo("ghopper");
    assertThat(seen.published()).isEqualTo(Instant.parse("2026-02-01T11:00:00Z"));
    assertThat(seen.fields())
        .extracting(f -> f.field())
        .containsExactly("customer", "status", "totalAmount", "deliveryDate");
    assertThat(proposal.yaml())
        .contains("money: '.currency'", "type: date", "fr: 'Statut'", "fr: 'Date de livraison'");
  }

  @Test
  void thingAmongWhatSurroundsIt() {
    String data =
        """
        {"action": "%s", "ticket": {"id": 77, "number": 5, "title": "Printer on fire",
          "html_url": "https://code.example.com/t/5", "url": "https://api.code.example.com/t/5",
          "state": "%s", "user": {"login": "mallory", "id": 1}, "updated_at": "%s",
          "created_at": "2026-02-01T10:00:00Z", "assignee": {"login": "ada"}},
         "repository": {"id": 9, "name": "hardware", "html_url": "https://code.example.com/r",
          "updated_at": "2026-02-01T10:00:00Z"},
         "sender": {"login": "grace", "id": 2, "type": "User"}}""";
    SourceEvent opened =
        event("tickets", "1", data.formatted("opened", "open", "2026-02-01T10:00:00Z"));
    SourceEvent closed =
        event("tickets", "2", data.formatted("deleted", "closed", "2026-02-01T12:00:00Z"));

    MappingProposal proposal = MappingProposal.of(List.of(opened, closed));

    Observation seen = seen(proposal, closed);
    assertThat(seen.record().type()).isEqualTo("Ticket");
    assertThat(seen.record().id()).isEqualTo("77");
    assertThat(requireNonNull(seen.title()).in("en")).isEqualTo("Printer on fire");
    assertThat(seen.url()).hasToString("https://code.example.com/t/5");
    assertThat(requireNonNull(seen.actor()).id())
        .as("who sent it, not who wrote it")
        .isEqualTo("grace");
    assertThat(seen.deleted()).isTrue();
    assertThat(seen.fields()).extracting(f -> f.field()).containsExactly("state", "assignee");
    assertThat(seen(proposal, opened).deleted()).isFalse();
  }

  @Test
  void fieldsThatAreWrapped() {
    SourceEvent event =
        event(
            "issue_updated",
            "1",
            """
            {"timestamp": 1769940000000, "webhookEvent": "issue_updated",
             "user": {"accountId": "5b10", "displayName": "Grace Hopper"},
             "issue": {"id": "10002", "key": "ED-1", "self": "https://x.example.com/rest/api/2/issue/10002",
               "fields": {"summary": "Engine stalls", "status": {"name": "In progress", "id": "3"},
                 "priority": {"name": "High"}, "updated": "2026-02-01T11:00:00.000+0100"}}}""");

    Observation seen = seen(MappingProposal.of(List.of(event)), event);

    assertThat(seen.record().type()).isEqualTo("Issue");
    assertThat(seen.record().id()).isEqualTo("ED-1");
    assertThat(requireNonNull(seen.title()).in("en")).isEqualTo("Engine stalls");
    assertThat(seen.url()).as("no page, but an interface").isNull();
    assertThat(requireNonNull(seen.actor()).name()).isEqualTo("Grace Hopper");
    assertThat(seen.published()).isEqualTo(Instant.parse("2026-02-01T10:00:00Z"));
    assertThat(seen.fields()).extracting(f -> f.field()).containsExactly("status", "priority");
  }

  @Test
  void ofSeveralThingsOneMappingIsProposedForTheOneMostAreOf() {
    String order =
        "{\"id\": \"%s\", \"status\": \"%s\", \"changedBy\": \"ada\", \"changedByName\": \"Ada Lovelace\"}";
    SourceEvent document =
        event("desk.document.created", "3", "{\"id\": \"D\", \"title\": \"A contract\"}");
    SourceEvent taken = event("desk.order.created", "1", order.formatted("1", "open"));

    MappingProposal proposal =
        MappingProposal.of(
            List.of(
                document, taken, event("desk.order.changed", "2", order.formatted("1", "paid"))));

    assertThat(proposal.events()).isEqualTo(3);
    assertThat(proposal.seen()).isEqualTo(2);
    Observation seen = seen(proposal, taken);
    assertThat(seen.record().type()).isEqualTo("Order");
    assertThat(requireNonNull(seen.actor()).name()).isEqualTo("Ada Lovelace");
    assertThat(seen.fields()).extracting(f -> f.field()).containsExactly("status");
  }

  @Test
  void eventsOfSeveralTypesNameThem() {
    MappingProposal proposal =
        MappingProposal.of(
            IntStream.range(0, 3)
                .mapToObj(
                    i -> event("invoice." + i, "" + i, "{\"id\": " + i + ", \"name\": \"n\"}"))
                .toList());

    assertThat(proposal.yaml()).contains("on: ['invoice.0', 'invoice.1', 'invoice.2']");
    assertThat(proposal.yaml()).contains("# Nothing looked like who did it");
  }

  @Test
  void whatCannotBeProposedIsSaid() {
    assertThatThrownBy(() -> MappingProposal.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("send one");
    assertThatThrownBy(() -> MappingProposal.of(List.of(event("t", "1", "[1,2]"))))
        .hasMessageContaining("no event holds a JSON object");
    assertThatThrownBy(() -> MappingProposal.of(List.of(event("t", "1", "{\"list\": [1]}"))))
        .hasMessageContaining("key of a record");
  }

  @Provide
  Arbitrary<String> objects() {
    Arbitrary<String> names =
        Arbitraries.of(
            "id",
            "a b",
            "x\\\"y",
            "it's",
            "status",
            "ééé",
            "user",
            "data",
            "updated_at",
            "a-b",
            "#",
            "amount",
            "currency",
            "title",
            "%s",
            "{c}",
            "0");
    Arbitrary<String> values =
        Arbitraries.of(
            "1",
            "\"t: x\"",
            "null",
            "true",
            "\"2026-02-01\"",
            "\"https://x.example.com/\"",
            "{\"id\": 7, \"name\": \"n #1\"}",
            "[]",
            "\"'\"",
            "1769940000000");
    return Combinators.combine(names, values)
        .as((name, value) -> "\"" + name + "\": " + value)
        .list()
        .ofMaxSize(8)
        .map(
            all ->
                "{\"key\": \"k\", "
                    + String.join(", ", all)
                    + (all.isEmpty() ? "\"z\": 1" : "")
                    + "}");
  }

  @Property(tries = 200)
  void whateverIsProposedCompilesAndSeesItsEvents(@ForAll("objects") String data) {
    MappingProposal proposal = MappingProposal.of(List.of(event("it's: a #type", "1", data)));

    assertThat(proposal.seen()).isEqualTo(1);
  }

  /** Names as no sender should choose them, in the data and as the events' type. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a\"b",
        "a'b",
        "a\nposts:\n  - when: occurred",
        "a: b",
        "#x",
        "a #x",
        "{",
        "}",
        "[x]",
        "a\\(.b)",
        "a | error(\"x\")",
        "..",
        "$ENV",
        "\u202eabc",
        "\u0085x",
        "\u2028y",
        "\ufeffz",
        "- x",
        "? y",
        "!!python",
        "&a",
        "*a",
        "a*b",
        "%",
        "@t",
        "`",
        "a\tb",
        "\u00e9",
        "\ud83d\ude00",
        "null",
        "~",
        "1",
        "and"
      })
  void nameIsANameWhateverItHolds(String name) {
    List<SourceEvent> events = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ObjectNode data = new ObjectMapper().createObjectNode().put("action", "deleted");
      data.putObject(name)
          .put("id", name + i)
          .put("name", "N" + i)
          .put("status", "s" + i)
          .put("price " + name, 12 + i)
          .put("currency", "EUR")
          .put("updated_at", "2026-01-0%dT00:00:00Z".formatted(i + 1))
          .put("by", name);
      events.add(event("q." + name, String.valueOf(i), data.toString()));
    }

    MappingProposal proposal = MappingProposal.of(events);

    assertThat(proposal.seen()).as(proposal.yaml()).isEqualTo(2);
    assertThat(seen(proposal, events.get(1)).record().id()).isEqualTo(name + "1");
    assertThat(proposal.yaml().lines()).allMatch(line -> line.matches("[-# a-z\\]}].*|"));
    assertThat(proposal.yaml().codePoints()).noneMatch(c -> c != '\n' && Character.isISOControl(c));
  }

  @Test
  void typeThatIsLongerThanATypeOfRecordsMayBeGivesNoName() {
    SourceEvent event = event("x".repeat(300), "1", "{\"id\":\"1\",\"status\":\"x\"}");

    MappingProposal proposal = MappingProposal.of(List.of(event, event));

    assertThat(proposal.seen()).as(proposal.yaml()).isEqualTo(1);
  }
}
