package io.causerie.model.phrase;

import java.util.Locale;

/**
 * A sentence of Causerie's own, with places for what differs. An enum of each module holds its
 * sentences, so that code and English stand in one line; pages hold them in other languages.
 */
public interface Wording {
  /** What the sentences of one enum are about: the first part of their codes. */
  String area();

  /** The name of the constant. */
  String name();

  /** In English; a place is the name of what stands there, in braces. */
  String english();

  /** What stands for the sentence in every language; it never changes. */
  default String code() {
    return area() + "." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The sentence about something.
   *
   * @param arguments a text, a whole number, a phrase or another wording for each place, in the
   *     order of the English sentence: names, paths and kinds, never values of an event
   */
  default Phrase with(Object... arguments) {
    return Phrase.of(this, arguments);
  }
}
