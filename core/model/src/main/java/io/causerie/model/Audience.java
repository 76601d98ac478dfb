package io.causerie.model;

/**
 * Who may read a record's posts. The internal lane is read by the first set, the customer lane by
 * both; whoever belongs to the second only can read and write nowhere else.
 *
 * <p>Named like the ActivityStreams 2.0 property {@code audience}.
 *
 * @param internal the company's own readers
 * @param customer readers from outside, added in the customer lane
 */
public record Audience(Readers internal, Readers customer) {
  public static final Audience EVERYONE = new Audience(Readers.EVERYONE, Readers.NOBODY);

  public static Audience internal(Readers readers) {
    return new Audience(readers, Readers.NOBODY);
  }
}
