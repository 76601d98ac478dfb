package io.causerie.engine.access;

import io.causerie.model.Audience;
import io.causerie.model.Readers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may read, as alternatives of clauses of principals: somebody may read if in one alternative
 * each clause names a principal she is. The intersection with a ceiling is one clause more, so it
 * is an intersection of people, not of names.
 *
 * @param alternatives the internal readers first, then the customers; whoever comes from outside is
 *     none of the first, whatever groups she is in and whoever names her
 */
record AudienceRule(List<List<Set<String>>> alternatives) {
  static final String EVERYONE = "everyone";
  static final String GUESTS = "guests";

  /** Somebody whom the record's party, or the post's, names. */
  static final String NAMED = "named";

  static final String NAMED_CUSTOMER = "named-customer";

  /** One of the company's own people who holds a role that is handed over, now. */
  static final String HOLDER = "holder";

  private static final String GROUP = "group:";

  /** Whoever is in a group. */
  static String group(String name) {
    return GROUP + name;
  }

  static boolean isGroup(String principal) {
    return principal.startsWith(GROUP);
  }

  static String groupOf(String principal) {
    return principal.substring(GROUP.length());
  }

  static AudienceRule internal(List<String> ceilings, Readers readers) {
    return new AudienceRule(List.of(clauses(ceilings, clause(readers, EVERYONE, NAMED))));
  }

  static AudienceRule customer(List<String> ceilings, Audience audience) {
    return new AudienceRule(
        List.of(
            clauses(ceilings, clause(audience.internal(), EVERYONE, NAMED)),
            clauses(
                ceilings.stream().map(Ceilings::customersOf).toList(),
                clause(audience.customer(), GUESTS, NAMED_CUSTOMER))));
  }

  private static List<Set<String>> clauses(List<String> ceilings, Set<String> mapped) {
    List<Set<String>> clauses = new ArrayList<>();
    ceilings.forEach(ceiling -> clauses.add(Set.of(ceiling)));
    clauses.add(mapped);
    return List.copyOf(clauses);
  }

  private static Set<String> clause(Readers readers, String all, String named) {
    Set<String> principals = new TreeSet<>();
    if (readers.everyone()) {
      principals.add(all);
    }
    readers.groups().forEach(group -> principals.add(group(group)));
    if (!readers.persons().isEmpty()) {
      principals.add(named);
    }
    if (readers.holders() != null) {
      // Even while nobody holds the role: the next one inherits what is said until then.
      principals.add(named);
      principals.add(HOLDER);
    }
    return principals;
  }

  /** Whoever both let in; internal readers by the rules for these, customers by theirs. */
  AudienceRule and(AudienceRule other) {
    List<List<Set<String>>> both = new ArrayList<>();
    for (int i = 0; i < alternatives.size(); i++) {
      for (int j = 0; j < other.alternatives.size(); j++) {
        if (i == j || alternatives.size() != other.alternatives.size()) {
          both.add(and(alternatives.get(i), other.alternatives.get(j)));
        }
      }
    }
    return new AudienceRule(List.copyOf(both));
  }

  /** Whoever it lets in who is in one of some groups. */
  AudienceRule among(Set<String> groups) {
    Set<String> clause = new TreeSet<>();
    groups.forEach(group -> clause.add(group(group)));
    return new AudienceRule(
        alternatives.stream().map(clauses -> and(clauses, List.of(clause))).toList());
  }

  /** All clauses of both, without those that a narrower one makes needless. */
  private static List<Set<String>> and(List<Set<String>> one, List<Set<String>> other) {
    List<Set<String>> all = new ArrayList<>(one);
    other.stream().filter(clause -> !all.contains(clause)).forEach(all::add);
    return all.stream()
        .filter(c -> all.stream().noneMatch(o -> !o.equals(c) && c.containsAll(o)))
        .toList();
  }

  /** Whether none of the company's own people is let in but by name; customers always are. */
  boolean isByNameAlone() {
    return alternatives.isEmpty()
        || alternatives.get(0).stream()
            .anyMatch(clause -> Set.of(NAMED, HOLDER).containsAll(clause));
  }

  /** Whether it has the same alternatives of the same clauses, in whatever order. */
  boolean means(AudienceRule other) {
    return sets().equals(other.sets());
  }

  private Set<Set<Set<String>>> sets() {
    return alternatives.stream().map(Set::copyOf).collect(Collectors.toSet());
  }

  boolean admits(Set<String> principals) {
    return !alternative(principals).isEmpty();
  }

  /** The principal of the last, narrowest clause of the first alternative that lets somebody in. */
  String alternative(Set<String> principals) {
    boolean guest = principals.contains(GUESTS);
    for (List<Set<String>> clauses : guest ? customers() : alternatives) {
      String rule = "";
      for (Set<String> clause : clauses) {
        rule = clause.stream().filter(principals::contains).findFirst().orElse("");
        if (rule.isEmpty()) {
          break;
        }
      }
      if (!rule.isEmpty()) {
        return rule;
      }
    }
    return "";
  }

  /** The alternatives for those who come from outside. */
  private List<List<Set<String>>> customers() {
    return alternatives.subList(Math.min(1, alternatives.size()), alternatives.size());
  }

  /** One text for one rule. */
  String canonical() {
    StringBuilder text = new StringBuilder();
    for (List<Set<String>> clauses : alternatives) {
      text.append('|');
      for (Set<String> clause : clauses) {
        text.append('&');
        // With its length: a group may have any character in its name.
        new TreeSet<>(clause).forEach(p -> text.append(p.length()).append(':').append(p));
      }
    }
    return text.toString();
  }

  static AudienceRule of(Map<Integer, Map<Integer, Set<String>>> rows) {
    List<List<Set<String>>> alternatives = new ArrayList<>();
    rows.values().forEach(clauses -> alternatives.add(List.copyOf(clauses.values())));
    return new AudienceRule(alternatives);
  }
}
