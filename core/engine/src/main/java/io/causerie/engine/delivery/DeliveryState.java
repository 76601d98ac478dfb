package io.causerie.engine.delivery;

import java.util.Arrays;
import java.util.Locale;

/** Where a delivery is on its way. */
public enum DeliveryState {
  /** Waits for its moment, or for a free place. */
  DUE("due"),
  /** A node has it in hand. */
  CLAIMED("claimed"),
  /** It may have arrived or not, and its channel cannot send it twice: an operator decides. */
  IN_DOUBT("doubt"),
  /** Nothing is left to do. */
  DONE("done"),
  /** Given up; an operator tries it again or discards it. */
  DEAD("dead");

  private final String code;

  DeliveryState(String code) {
    this.code = code;
  }

  /** As it is stored. */
  String code() {
    return code;
  }

  /** That of a row. */
  public static DeliveryState of(String code) {
    return Arrays.stream(values())
        .filter(state -> state.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no state of a delivery: " + code));
  }

  /** As it is told by the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
