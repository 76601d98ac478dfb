package io.causerie.engine.access;

import io.causerie.model.Lane;
import io.causerie.model.Localized;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom a gate lets in.
 *
 * @param rule the principal that lets her in
 * @param began whether the record as it is now would not: she was there when it began
 * @param role what she is to the record, if she is named as such
 */
record Admitted(Directory.Entry person, String rule, boolean began, @Nullable Localized role) {
  private static final int MAX_NAMES = 200;

  /**
   * What a party says of one person.
   *
   * @param principals what she is by name
   * @param role the role she holds
   */
  record Named(Set<String> principals, @Nullable Localized role) {
    static final Named NOT = new Named(Set.of(), null);

    /** By person; members nobody knows yet are left out. */
    static Map<String, Named> of(List<Parties.Member> members) {
      Map<String, Named> named = new HashMap<>();
      for (Parties.Member member : members) {
        if (member.person() != null) {
          String as = member.customer() ? AudienceRule.NAMED_CUSTOMER : AudienceRule.NAMED;
          named.merge(
              member.person(),
              new Named(Set.of(as), member.role()),
              (a, b) -> new Named(a.with(b.principals()), a.role() == null ? b.role() : a.role()));
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

  /** The ids of those from outside. */
  static List<String> outside(List<Admitted> admitted) {
    return admitted.stream()
        .map(Admitted::person)
        .filter(Directory.Entry::guest)
        .map(Directory.Entry::id)
        .sorted()
        .toList();
  }

  /** All of them, as a reader may see it. */
  static ReadersView view(
      Lane lane, Localized type, List<Admitted> admitted, int awaited, String gate) {
    Set<String> groups = new TreeSet<>();
    boolean everyone = false;
    for (Admitted a : admitted) {
      everyone |= a.rule().equals(AudienceRule.EVERYONE);
      if (a.rule().startsWith("group:")) {
        groups.add(a.rule().substring("group:".length()));
      }
    }
    List<ReadersView.Reader> persons =
        admitted.stream()
            .sorted(Comparator.comparing(a -> !a.person().guest()))
            .limit(MAX_NAMES)
            .map(
                a ->
                    new ReadersView.Reader(
                        a.person().id(),
                        a.person().name(),
                        a.person().guest(),
                        shown(a.rule()),
                        a.role(),
                        a.began()))
            .toList();
    return new ReadersView(
        lane, type, admitted.size(), everyone, List.copyOf(groups), persons, awaited, gate);
  }

  private static String shown(String rule) {
    return rule.equals(AudienceRule.NAMED_CUSTOMER) || rule.startsWith("customers-of-")
        ? "customer"
        : rule;
  }
}
