package io.causerie.model.mapping;

import static io.causerie.model.mapping.Rules.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.model.Readers;
import io.causerie.model.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read, as an event says it. */
class MappedReadersTest {
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
}
