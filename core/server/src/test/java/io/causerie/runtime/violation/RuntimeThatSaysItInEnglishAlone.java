package io.causerie.runtime.violation;

import io.causerie.model.phrase.Phrase;

/** Breaks a rule of the architecture, so that its test is seen to fail. */
public final class RuntimeThatSaysItInEnglishAlone {
  Phrase says() {
    return Phrase.quoted("the route is stopped");
  }
}
