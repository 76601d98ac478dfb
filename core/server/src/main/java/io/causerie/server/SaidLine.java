package io.causerie.server;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A message as it goes into the log: what others wrote stands in it, so that a line that begins at
 * the margin is always one of ours.
 */
public final class SaidLine extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return within(String.valueOf(super.convert(event)));
  }

  static String within(String text) {
    return text.replaceAll("\\R", "\n    ").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
  }
}
