package io.causerie.http;

import io.causerie.spi.SourceException.Fault;

/**
 * What can go wrong between a connector and its system. A kind may have a better remedy for one, in
 * the words of its keys.
 */
public enum Trouble {
  /** 401. */
  CREDENTIALS(Fault.CREDENTIALS, HttpWording.CHECK_AUTH),
  /** 403. */
  FORBIDDEN(Fault.CREDENTIALS, HttpWording.AUTHORIZE),
  /** 404. */
  NOT_FOUND(Fault.CONFIGURATION, HttpWording.CHECK_ADDRESS),
  /** 406, 415. */
  FORM(Fault.CONFIGURATION, HttpWording.CHECK_FORM),
  /** Another 4xx. */
  REQUEST(Fault.CONFIGURATION, HttpWording.CHECK_REQUEST),
  /** 429. */
  LIMITED(Fault.TEMPORARY, HttpWording.ASK_LESS_OFTEN),
  /** 408, 425, 5xx. */
  SERVER(Fault.TEMPORARY, HttpWording.ASK_SERVICE),
  /** 3xx. */
  REDIRECT(Fault.BAD_ANSWER, HttpWording.GIVE_FINAL_ADDRESS),
  EXPIRED_CERTIFICATE(Fault.CREDENTIALS, HttpWording.RENEW),
  EARLY_CERTIFICATE(Fault.CREDENTIALS, HttpWording.CHECK_CLOCKS),
  UNTRUSTED_CERTIFICATE(Fault.CREDENTIALS, HttpWording.TRUST),
  NO_HOST(Fault.TEMPORARY, HttpWording.CHECK_HOST),
  /** No answer, or none in time. */
  NETWORK(Fault.TEMPORARY, HttpWording.CHECK_NETWORK),
  TOO_LARGE(Fault.CONFIGURATION, HttpWording.ASK_LESS),
  /** The body ends before it is complete. */
  HALF(Fault.TEMPORARY, HttpWording.ASK_LESS_AT_ONCE),
  /** A page for people. */
  PAGE(Fault.BAD_ANSWER, HttpWording.CHECK_SIGN_IN),
  NO_JSON(Fault.BAD_ANSWER, HttpWording.NEEDS_JSON);

  private final Fault fault;
  private final HttpWording remedy;

  Trouble(Fault fault, HttpWording remedy) {
    this.fault = fault;
    this.remedy = remedy;
  }

  Fault fault() {
    return fault;
  }

  HttpWording remedy() {
    return remedy;
  }
}
