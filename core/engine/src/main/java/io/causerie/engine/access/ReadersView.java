package io.causerie.engine.access;

import io.causerie.model.Lane;
import io.causerie.model.Localized;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who can read something, and by which rule.
 *
 * @param lane the lane it belongs to
 * @param type how people call the record's type
 * @param count how many active persons in all
 * @param groups the groups the rules name
 * @param everyone whether a rule lets every employee in
 * @param persons up to 200 persons by name; those from outside first
 * @param awaited how many more persons the record names whom nobody knows yet; they will read it
 *     when they come
 * @param gate stands for who is let in, to say with a post for whom it was written; tells nothing
 */
public record ReadersView(
    Lane lane,
    Localized type,
    int count,
    boolean everyone,
    List<String> groups,
    List<Reader> persons,
    int awaited,
    String gate) {

  /**
   * One reader.
   *
   * @param person the person's id
   * @param name the person's name
   * @param guest whether she comes from outside
   * @param rule the rule that lets her in: {@code everyone}, {@code group:sales}, {@code named},
   *     {@code holder} (of a role, now; she reads what was said before her too) or {@code
   *     customer}; told to somebody from outside, {@code company} in place of the first four
   * @param role what she is to the record, where she is named as such
   * @param began whether she reads it only because it began with her: what begins now she would not
   *     read
   */
  public record Reader(
      String person,
      String name,
      boolean guest,
      String rule,
      @Nullable Localized role,
      boolean began) {}

  /** The same for somebody from outside: who reads with her, and no group by its name. */
  ReadersView outside() {
    return new ReadersView(
        lane,
        type,
        count,
        everyone,
        List.of(),
        persons.stream()
            .map(
                r ->
                    new Reader(
                        r.person(),
                        r.name(),
                        r.guest(),
                        r.guest() ? "customer" : "company",
                        r.role(),
                        r.began()))
            .toList(),
        awaited,
        gate);
  }
}
