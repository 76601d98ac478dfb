package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.salesforce.BusException.Kind;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** What the Pub/Sub API says, where a proxy has dropped its trailers. */
class BusExceptionTest {
  private static BusException said(Status status, String words) {
    return BusException.of(status.withDescription(words).asRuntimeException());
  }

  @Test
  void codeThatStandsInTheTextOnlyIsTaken() {
    BusException session =
        said(
            Status.PERMISSION_DENIED,
            "An error: sfdc.platform.eventbus.grpc.service.auth.refresh.invalid, it says.");
    assertThat(session.kind()).isEqualTo(Kind.SESSION);
    assertThat(session.code())
        .isEqualTo("PERMISSION_DENIED sfdc.platform.eventbus.grpc.service.auth.refresh.invalid");
    assertThat(said(Status.PERMISSION_DENIED, "no").kind()).isEqualTo(Kind.TOPIC);
  }
}
