package io.causerie.engine.access;

import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Whom some gates of one record let in, as a condition on rows of {@code person p}: a company's
 * people are counted and searched where they are stored. It decides as {@link Entrance} does for
 * one of them.
 */
final class CrowdSql implements Crowd {
  private static final String NOBODY = "1 = 0";

  private final Ceilings ceilings;
  private final LongFunction<AudienceRule> rules;
  private final Gates now;
  private final Map<String, Collection<String>> lists = new LinkedHashMap<>();
  private final Map<String, Long> parties = new LinkedHashMap<>();
  private final Set<String> groups = new HashSet<>();
  private final String condition;
  private boolean everyone;

  /**
   * @param rules what is meant by an audience's id
   * @param now the record's present gates
   * @param gates those of the lanes or posts in question
   */
  CrowdSql(Ceilings ceilings, LongFunction<AudienceRule> rules, Gates now, Collection<Gate> gates) {
    this.ceilings = ceilings;
    this.rules = rules;
    this.now = now;
    this.condition =
        gates.isEmpty()
            ? NOBODY
            : gates.stream().map(this::passes).collect(Collectors.joining("\n or ", "(", ")"));
    gates.forEach(gate -> explain(rules.apply(gate.audience())));
  }

  @Override
  public String condition() {
    return "p.active and " + condition;
  }

  @Override
  public <S extends SqlStatement<S>> S bind(S statement) {
    lists.forEach((name, list) -> statement.bindArray(name, String.class, list.toArray()));
    parties.forEach(statement::bind);
    return statement;
  }

  /** Those of some persons whom they let in. */
  Set<String> among(Handle h, Collection<String> persons) {
    return persons.isEmpty()
        ? Set.of()
        : bind(h.createQuery(
                "select p.id from person p where p.id = any(:asked) and " + condition()))
            .bindArray("asked", String.class, persons.toArray())
            .mapTo(String.class)
            .set();
  }

  /** How many of each group they let in; groups of which it is nobody are left out. */
  Map<String, Integer> byGroup(Handle h) {
    Map<String, Integer> counts = new HashMap<>();
    bind(h.createQuery(
            """
            select m.group_name, count(*) as reach from person p
            join group_member m on m.person = p.id
            where %s group by m.group_name
            """
                .formatted(condition())))
        .map((r, c) -> Map.entry(r.getString("group_name"), r.getInt("reach")))
        .forEach(e -> counts.put(e.getKey(), e.getValue()));
    return Map.copyOf(counts);
  }

  /**
   * How many they let in, and who that is.
   *
   * @param employees how many do not come from outside
   * @param outside ids of all who do, in order
   * @param groups by which its rules let somebody in last, where it is not for being employed
   * @param first some, whoever comes from outside before the others, by name
   */
  record Counted(
      int employees, List<String> outside, List<String> groups, List<Directory.Entry> first) {}

  /** Counts and names them, in one statement. */
  Counted count(Handle h, int most) {
    int[] employees = {0};
    List<String> outside = new ArrayList<>();
    List<String> found = new ArrayList<>();
    Map<Integer, String> places = new TreeMap<>();
    Map<String, Directory.Entry> first = new HashMap<>();
    bind(h.createQuery(
            """
            select 'first' as what, p.id, p.name, p.email, p.guest, p.language, p.active, p.erased,
              g.group_name, f.place as figure
            from (
              select e.id, row_number() over (order by e.guest desc, e.name, e.id) as place from (
                select p.id, p.guest, p.name from person p where %1$s
                order by p.guest desc, p.name, p.id limit :most) e) f
            join person p on p.id = f.id left join group_member g on g.person = p.id
            union all
            select 'employees', null, null, null, false, null, false, false, null, count(*)
            from person p where not p.guest and %1$s
            union all
            select 'outside', p.id, null, null, true, null, true, false, null, 0
            from person p where p.guest and %1$s
            union all
            select distinct 'group', null, null, null, false, null, false, false, m.group_name, 0
            from group_member m join person p on p.id = m.person
            where m.group_name = any(:groups) and (p.guest or not :everyone) and %1$s
            """
                .formatted(condition())))
        .bind("most", most)
        .bindArray("groups", String.class, groups.toArray())
        .bind("everyone", everyone)
        .map(
            (r, c) ->
                switch (r.getString("what")) {
                  case "first" -> {
                    places.put(r.getInt("figure"), r.getString("id"));
                    yield DirectoryStore.add(first, r).id();
                  }
                  case "employees" -> String.valueOf(employees[0] = r.getInt("figure"));
                  case "outside" -> outside.add(r.getString("id"));
                  default -> found.add(r.getString("group_name"));
                })
        .list();
    return new Counted(
        employees[0],
        outside.stream().sorted().toList(),
        found.stream().sorted().toList(),
        places.values().stream().map(id -> Objects.requireNonNull(first.get(id))).toList());
  }

  /** Whether its rules let employees in for being that. */
  boolean everyone() {
    return everyone;
  }

  private String passes(Gate gate) {
    String post = admits(rules.apply(gate.audience()), gate.party());
    return gate.lane() == Lane.CUSTOMER
        ? post
        : "(" + post + " and " + admits(rules.apply(now.internal()), now.party()) + ")";
  }

  private String admits(AudienceRule rule, long party) {
    List<String> ways = new ArrayList<>();
    for (List<Set<String>> clauses : rule.alternatives()) {
      String all = all(clauses, party);
      // Those of the first are internal, which nobody from outside is.
      ways.add(ways.isEmpty() ? "(not p.guest and " + all + ")" : all);
    }
    return ways.isEmpty() ? NOBODY : "(" + String.join(" or ", ways) + ")";
  }

  private String all(List<Set<String>> clauses, long party) {
    return clauses.isEmpty()
        ? NOBODY
        : clauses.stream()
            .map(clause -> any(clause, party))
            .collect(Collectors.joining(" and ", "(", ")"));
  }

  private String any(Set<String> clause, long party) {
    List<String> ways = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (String principal : clause) {
      switch (principal) {
        case AudienceRule.EVERYONE -> ways.add("not p.guest");
        case AudienceRule.GUESTS -> ways.add("p.guest");
        case AudienceRule.NAMED -> ways.add(member(party, "not m.customer"));
        case AudienceRule.NAMED_CUSTOMER -> ways.add(member(party, "m.customer"));
        case AudienceRule.HOLDER ->
            ways.add(
                "(not p.guest and " + member(now.party(), "m.handover and not m.customer") + ")");
        default -> {
          if (AudienceRule.isGroup(principal)) {
            named.add(AudienceRule.groupOf(principal));
          } else {
            ceiling(principal, ways);
          }
        }
      }
    }
    inGroups(named, ways);
    return ways.isEmpty() ? NOBODY : "(" + String.join(" or ", ways) + ")";
  }

  private void ceiling(String principal, List<String> ways) {
    Audience ceiling = ceilings.ceiling(principal);
    if (ceiling != null) {
      boolean customers = Ceilings.isCustomers(principal);
      Readers readers = customers ? ceiling.customer() : ceiling.internal();
      if (readers.everyone()) {
        ways.add(customers ? "p.guest" : "not p.guest");
      }
      inGroups(readers.groups(), ways);
      if (!readers.persons().isEmpty()) {
        ways.add("p.id = any(:" + list(readers.persons()) + ")");
      }
    }
  }

  private void inGroups(Collection<String> names, List<String> ways) {
    if (!names.isEmpty()) {
      ways.add(
          "p.id in (select g.person from group_member g where g.group_name = any(:"
              + list(names)
              + "))");
    }
  }

  private String member(long party, String as) {
    String name = "party" + party;
    parties.put(name, party);
    return "p.id in (select m.person from party_member m where m.person is not null and m.party_id = :"
        + name
        + " and "
        + as
        + ")";
  }

  private String list(Collection<String> values) {
    String name = "list" + lists.size();
    lists.put(name, values);
    return name;
  }

  /** What the last clause of each alternative names: by that somebody is said to read. */
  private void explain(AudienceRule rule) {
    for (List<Set<String>> clauses : rule.alternatives()) {
      for (String principal :
          clauses.isEmpty() ? Set.<String>of() : clauses.get(clauses.size() - 1)) {
        if (AudienceRule.isGroup(principal)) {
          groups.add(AudienceRule.groupOf(principal));
        } else if (principal.equals(AudienceRule.EVERYONE)) {
          everyone = true;
        } else {
          Audience ceiling = ceilings.ceiling(principal);
          if (ceiling != null) {
            Readers readers =
                Ceilings.isCustomers(principal) ? ceiling.customer() : ceiling.internal();
            groups.addAll(readers.groups());
            everyone |= readers.everyone() && !Ceilings.isCustomers(principal);
          }
        }
      }
    }
  }
}
