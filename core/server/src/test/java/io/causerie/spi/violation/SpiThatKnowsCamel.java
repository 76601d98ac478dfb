package io.causerie.spi.violation;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class SpiThatKnowsCamel {
  void knows(org.apache.camel.Exchange other) {}
}
