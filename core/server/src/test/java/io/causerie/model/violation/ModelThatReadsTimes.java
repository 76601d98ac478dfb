package io.causerie.model.violation;

import java.time.LocalDate;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class ModelThatReadsTimes {
  LocalDate read(String text) {
    return LocalDate.parse(text);
  }
}
