package io.causerie.engine.access;

import io.causerie.model.Lane;
import java.util.List;

/**
 * Who can read something, and by which rule.
 *
 * @param lane the lane it belongs to
 * @param count how many active persons in all
 * @param groups the groups the rules name
 * @param everyone whether a rule lets every employee in
 * @param persons up to 200 persons by name; those from outside first
 */
public record ReadersView(
    Lane lane, int count, boolean everyone, List<String> groups, List<Reader> persons) {

  /**
   * One reader.
   *
   * @param person the person's id
   * @param name the person's name
   * @param guest whether she comes from outside
   * @param rule the rule that lets her in: {@code everyone}, {@code group:sales}, {@code named} or
   *     {@code customer}
   */
  public record Reader(String person, String name, boolean guest, String rule) {}
}
