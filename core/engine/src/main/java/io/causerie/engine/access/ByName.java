package io.causerie.engine.access;

import io.causerie.model.Localized;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a party says of one person.
 *
 * @param principals what she is by name
 * @param role the role she holds
 */
record ByName(Set<String> principals, @Nullable Localized role) {
  static final ByName NOT = new ByName(Set.of(), null);

  /** By person; members nobody knows yet are left out. */
  static Map<String, ByName> of(List<Parties.Member> members) {
    Map<String, ByName> named = new HashMap<>();
    for (Parties.Member member : members) {
      if (member.person() != null) {
        String as = member.customer() ? AudienceRule.NAMED_CUSTOMER : AudienceRule.NAMED;
        named.merge(
            member.person(),
            new ByName(Set.of(as), member.role()),
            (a, b) -> new ByName(a.with(b.principals()), a.role() == null ? b.role() : a.role()));
      }
    }
    return named;
  }

  Set<String> with(Set<String> others) {
    Set<String> all = new HashSet<>(others);
    all.addAll(principals);
    return all;
  }
}
