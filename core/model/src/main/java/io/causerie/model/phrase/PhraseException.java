package io.causerie.model.phrase;

/** A value is not as it must be; tells so by a phrase. */
public final class PhraseException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient Phrase phrase;

  public PhraseException(Phrase phrase) {
    super(phrase.text());
    this.phrase = phrase;
  }

  /** What is said. */
  public Phrase phrase() {
    return phrase;
  }

  /** What a failure says, in a phrase if it has one. */
  public static Phrase of(RuntimeException e) {
    return e instanceof PhraseException said
        ? said.phrase
        : Phrase.quoted(String.valueOf(e.getMessage()));
  }
}
