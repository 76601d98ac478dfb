package io.causerie.salesforce.fake.fault;

/** What becomes of a request. */
public enum HttpFault {
  /** 503, before anything is done. */
  UNAVAILABLE(false),
  /** 500 without JSON, before anything is done. */
  SERVER_ERROR(false),
  /** 403 REQUEST_LIMIT_EXCEEDED, before anything is done. */
  LIMIT(false),
  /** 401 INVALID_SESSION_ID, before anything is done. */
  SESSION(false),
  /** The line is cut before anything is done. */
  CUT(false),
  /** It is done; the line is cut before the answer. */
  ANSWER_LOST(true),
  /** It is done; 503 is answered all the same. */
  ANSWER_WRONG(true),
  /** Nothing is done, nothing is answered, until {@link Faults#release} or the end. */
  HANG(false),
  /** It is done; nothing is answered until {@link Faults#release} or the end. */
  ANSWER_HANGS(true);

  private final boolean done;

  HttpFault(boolean done) {
    this.done = done;
  }

  /** Whether what is asked for takes place all the same. */
  public boolean done() {
    return done;
  }
}
