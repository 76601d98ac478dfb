package io.causerie.engine.delivery;

/** What came of a delivery that needs no other try. */
public enum Outcome {
  /** The target has it. */
  DELIVERED("delivered"),
  /** There was nothing to deliver any more: what it was about is gone, or nobody wants it now. */
  NEEDLESS("needless"),
  /** Whoever it was for may not have it any more; nothing was sent. */
  WITHHELD("withheld"),
  /** It was sent, and nothing says whether it arrived. */
  UNKNOWN("unknown"),
  /** An operator left it at that; no channel says so. */
  DISCARDED("discarded");

  private final String code;

  Outcome(String code) {
    this.code = code;
  }

  /** As it is stored and told by the API. */
  public String code() {
    return code;
  }
}
