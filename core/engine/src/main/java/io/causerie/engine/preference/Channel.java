package io.causerie.engine.preference;

import java.util.Locale;

/** How somebody is told. */
public enum Channel {
  /** Her inbox, on Causerie's own pages: it takes what comes whenever it comes. */
  PAGE,
  /** A webhook of her own; it waits for the times at which she works. */
  WEBHOOK;

  /** The word used in the HTTP API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
