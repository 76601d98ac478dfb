package io.causerie.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.server.api.deliveries.DeliveryRoutes;
import io.causerie.server.api.talk.NoteRoutes;
import io.causerie.server.api.talk.RecordRoutes;
import io.causerie.server.api.violation.FeatureWithoutItsPart;
import io.javalin.config.RoutesConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest {
  @Test
  void partOfAPackageIsTakenOnceAndNoOther() {
    assertThat(Contract.of(List.of(RecordRoutes.class, NoteRoutes.class)))
        .contains("/api/v1/records/{record}:", "/health/live:")
        .doesNotContain("/api/v1/deliveries:");
    assertThat(Contract.of(List.of(DeliveryRoutes.class)))
        .contains("/api/v1/deliveries:")
        .doesNotContain("/api/v1/records");
  }

  @Test
  void featureThatIsNotDescribedEndsTheStart() {
    assertThatThrownBy(() -> Contract.of(List.of(FeatureWithoutItsPart.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("io.causerie.server.api.violation has no openapi.yaml");
  }

  @Test
  void nothingIsSaidTwice() {
    assertThatThrownBy(() -> Contract.of(List.of(SaidAlready.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("once more");
  }

  private static final class SaidAlready implements Feature {
    @Override
    public void register(RoutesConfig routes) {}
  }
}
