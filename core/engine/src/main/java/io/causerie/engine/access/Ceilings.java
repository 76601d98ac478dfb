package io.causerie.engine.access;

import io.causerie.engine.Configured;
import io.causerie.engine.Rules;
import io.causerie.model.Audience;
import io.causerie.model.Readers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ceilings of systems and connectors, as principals: an audience names {@code system:sap-prod},
 * and who that is follows from the configuration of today. A narrower ceiling gates the oldest post
 * at once.
 */
public final class Ceilings {
  private static final String CUSTOMERS = "customers-of-";

  private final Rules rules;
  private volatile Of made;

  /** The ceilings of a configuration, by their principals. */
  private record Of(Configured of, Map<String, Audience> ceilings) {}

  public Ceilings(Rules rules) {
    this.rules = rules;
    this.made = new Of(rules.now(), of(rules.now()));
  }

  private static Map<String, Audience> of(Configured configured) {
    Map<String, Audience> ceilings = new TreeMap<>();
    configured.systems().values().forEach(s -> ceilings.put(system(s.name()), s.ceiling()));
    configured
        .connectors()
        .values()
        .forEach(
            c -> {
              if (c.ceiling() != null) {
                ceilings.put(connector(c.name()), c.ceiling());
              }
            });
    return ceilings;
  }

  private Map<String, Audience> now() {
    return made(rules.now());
  }

  // The very one: whether another says the same is more to ask than to make them anew.
  @SuppressWarnings("ReferenceEquality")
  private Map<String, Audience> made(Configured now) {
    Of known = made;
    if (known.of() != now) {
      known = new Of(now, of(now));
      made = known;
    }
    return known.ceilings();
  }

  static String system(String name) {
    return "system:" + name;
  }

  static String connector(String name) {
    return "connector:" + name;
  }

  /** The same ceiling for readers from outside. */
  static String customersOf(String principal) {
    return CUSTOMERS + principal;
  }

  static boolean isCustomers(String principal) {
    return principal.startsWith(CUSTOMERS);
  }

  /** Whom a principal of either kind stands for today; nothing where it is no ceiling. */
  @Nullable Audience ceiling(String principal) {
    return now().get(isCustomers(principal) ? principal.substring(CUSTOMERS.length()) : principal);
  }

  boolean limits(String connector) {
    return now().containsKey(connector(connector));
  }

  /**
   * The ceilings a person is under, with the rule that lets her in.
   *
   * @param version of all rights that she is looked at with
   */
  Map<String, String> principals(Directory.Entry person, long version) {
    Rules.ForReaders seen = rules.forReaders(version);
    Map<String, String> in = principals(made(seen.now()), person);
    seen.limits().forEach(l -> in.keySet().retainAll(principals(of(l), person).keySet()));
    return in;
  }

  private static Map<String, String> principals(
      Map<String, Audience> ceilings, Directory.Entry person) {
    Map<String, String> in = new HashMap<>();
    ceilings.forEach(
        (principal, audience) -> {
          String rule = rule(audience.internal(), person, false);
          if (!rule.isEmpty()) {
            in.put(principal, rule);
          }
          String customer = rule(audience.customer(), person, true);
          if (!customer.isEmpty()) {
            in.put(customersOf(principal), customer);
          }
        });
    return in;
  }

  private static String rule(Readers readers, Directory.Entry person, boolean customers) {
    if (readers.everyone() && person.guest() == customers) {
      return "everyone";
    }
    Set<String> groups = person.groups();
    for (String group : readers.groups()) {
      if (groups.contains(group)) {
        return AudienceRule.group(group);
      }
    }
    return readers.persons().contains(person.id()) ? "named" : "";
  }
}
