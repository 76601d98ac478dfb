package io.causerie.engine.access;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a person is, before it is said of which record: her groups, and the principals by which
 * rules let her in. The same until the {@link RightsStore} rises.
 *
 * @param person the person's id
 * @param guest whether she comes from outside
 * @param groups the groups she is in
 * @param principals what she is to a rule, whatever the record; never by name
 */
record Reader(String person, boolean guest, Set<String> groups, Set<String> principals) {

  /**
   * @param ceilings the ceilings she is under, with the rule that lets her in
   */
  static Reader of(Directory.Entry person, Map<String, String> ceilings) {
    Set<String> principals = new HashSet<>(ceilings.keySet());
    principals.add(person.guest() ? AudienceRule.GUESTS : AudienceRule.EVERYONE);
    person.groups().forEach(group -> principals.add(AudienceRule.group(group)));
    return new Reader(person.id(), person.guest(), person.groups(), Set.copyOf(principals));
  }
}
