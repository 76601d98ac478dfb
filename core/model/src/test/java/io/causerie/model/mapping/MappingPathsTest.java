package io.causerie.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingPathsTest {
  private static final String DATA =
      """
      { "id": "7", "name": "Bolt", "by": null, "net price": 3, "secret": false, "customer": { "name": "Müller", "town": "Ulm" },
        "items": [ { "sku": "a", "price": 1 }, { "sku": "b" } ] }
      """;

  private static Mapping mapping(String yaml) {
    MappingCompiler.Compiled compiled = MappingCompiler.compile("order.yaml", yaml);
    assertThat(compiled.problems()).isEmpty();
    return compiled.mapping().orElseThrow();
  }

  private static SourceEvent event(String type, String data) {
    return new SourceEvent(
        "/desk", type, "1", null, null, null, Map.of(), data.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> unseen(String title) {
    String yaml = "record: { type: Order, id: .id, title: '" + title + "' }\n";
    return MappingPaths.unseen(List.of(mapping(yaml)), List.of(event("order", DATA))).stream()
        .map(MappingPaths.Unseen::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        ".nmae ! order.yaml:1: .nmae (did you mean '.name'?)",
        "\"Order \\(.nmae)\" ! order.yaml:1: .nmae (did you mean '.name'?)",
        ".customer.twon ! order.yaml:1: .customer.twon (did you mean '.customer.town'?)",
        ".[\"net prise\"] ! order.yaml:1: .[\"net prise\"] (did you mean '.[\"net price\"]'?)",
        ".items[0].pirce ! order.yaml:1: .items[].pirce (did you mean '.items[].price'?)",
        ".items[] | .pirce ! order.yaml:1: .items[].pirce (did you mean '.items[].price'?)",
        "if .scret then .name else null end ! order.yaml:1: .scret (did you mean '.secret'?)",
        ".something_else_entirely ! order.yaml:1: .something_else_entirely",
      })
  void pathThatNoEventHasIsToldWithWhatMayBeMeant(String title, String told) {
    assertThat(unseen(title)).containsExactly(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        ".name",
        "\"\\(.name) of \\(.customer.name // .id)\"",
        ".items[0].price",
        ".items | map(.price) | add",
        ".by.name",
        "$event.subjekt",
        ".items[0] | {sku: .sku, prices: .price} | .prices",
        "{ en: \"Order \\(.id)\", fr: \"Commande \\(.id)\" }",
        "\"a .dot in words\"",
        "1.5",
      })
  void pathThatOneEventHasIsNoHint(String title) {
    assertThat(unseen(title)).isEmpty();
  }

  @Test
  void everyPlaceOfAMappingIsLookedAt() {
    Mapping all =
        mapping(
            """
            if: .aa1 != 1
            record:
              type: Order
              id: .id
              version: .aa2
              title: .aa3
              url: .aa4
              deleted: .aa5
              mergedInto: .aa6
              renumberedTo: .aa7
              related: [ { rel: r, type: T, id: .aa8, title: .aa9 } ]
            audience: .bb1
            actor: { id: .bb2, name: .bb3, email: .bb4 }
            published: .bb5
            track:
              - { field: bb6 }
              - { field: x, value: .bb7, money: .bb8 }
            posts:
              - { when: created, if: .bb9, summary: { en: "{v}" }, values: { v: .cc1 }, content: .cc2 }
            """);

    assertThat(MappingPaths.unseen(List.of(all), List.of(event("order", DATA))))
        .extracting(MappingPaths.Unseen::path)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    "aa1 aa2 aa3 aa4 aa5 aa6 aa7 aa8 aa9 bb1 bb2 bb3 bb4 bb5 bb6 bb7 bb8 bb9 cc1 cc2"
                        .split(" "))
                .map(p -> "." + p)
                .toList());
  }

  @Test
  void oneEventOfSeveralIsEnoughAndEachCountsForItsOwnMapping() {
    Mapping orders = mapping("on: [order]\nrecord: { type: Order, id: .id, title: .late }\n");
    Mapping others = mapping("record: { type: Other, id: .id, title: .only }\n");
    Mapping unused = mapping("on: [never]\nrecord: { type: Never, id: .nothing }\n");

    assertThat(
            MappingPaths.unseen(
                List.of(orders, others, unused),
                List.of(
                    event("order", "{\"id\":1}"),
                    event("order", "{\"id\":2,\"late\":3}"),
                    event("order", "no json"),
                    event("other", "{\"id\":1,\"late\":1}"))))
        .extracting(MappingPaths.Unseen::path)
        .containsExactly(".only");
  }
}
