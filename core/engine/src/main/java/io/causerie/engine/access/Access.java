package io.causerie.engine.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who can read what. Every read of the engine passes here first: it yields a {@link Standing}, or
 * {@link NotFoundException}, which never tells whether the thing exists.
 */
public final class Access {
  /** Bound as one array in each read; a company that needs more has person lists, not audiences. */
  static final int MAX_AUDIENCES = 2000;

  private static final int MAX_NAMES = 200;

  private final Database database;
  private final Ids ids;
  private final Directory directory;
  private final Ceilings ceilings;
  private final Cache<String, Long> interned = Caffeine.newBuilder().maximumSize(10_000).build();
  private final Cache<Long, AudienceRule> rules = Caffeine.newBuilder().maximumSize(10_000).build();

  public Access(Database database, Ids ids, Directory directory, Ceilings ceilings) {
    this.database = database;
    this.ids = ids;
    this.directory = directory;
    this.ceilings = ceilings;
  }

  /** The lanes of a record or post, as ids of audiences. */
  public record Interned(long internal, @Nullable Long customer) {}

  /**
   * The audience of what came by a connector: the mapping's, under the ceilings of system and
   * connector. Writes in a transaction of its own; to be called before the one that uses the ids.
   *
   * @param connector absent for a record that is talked about before its first event
   * @param audience absent: the ceilings alone, and no customer lane
   */
  public Interned intern(String system, @Nullable String connector, @Nullable Audience audience) {
    List<String> limits = new ArrayList<>(List.of(Ceilings.system(system)));
    if (connector != null && ceilings.limits(connector)) {
      limits.add(Ceilings.connector(connector));
    }
    Audience mapped = audience == null ? Audience.EVERYONE : audience;
    boolean guestsByName = !mapped.internal().everyone();
    // The ceilings alone decide where the mapping says nothing: they may let single guests in.
    AudienceRule internal =
        audience == null || !guestsByName
            ? new AudienceRule(List.of(limits.stream().map(Set::of).toList()))
            : AudienceRule.internal(limits, mapped.internal());
    long internalId = intern(internal);
    return new Interned(
        internalId,
        mapped.customer().isNobody()
            ? null
            : intern(
                new AudienceRule(
                    List.of(
                        internal.alternatives().get(0),
                        AudienceRule.customer(limits, mapped).alternatives().get(1)))));
  }

  private long intern(AudienceRule rule) {
    String digest = digest(rule.canonical());
    Long known = interned.getIfPresent(digest);
    if (known != null) {
      return known;
    }
    long id = database.write(h -> intern(h, digest, rule));
    interned.put(digest, id);
    return id;
  }

  private long intern(Handle h, String digest, AudienceRule rule) {
    int inserted =
        h.createUpdate(
                """
                insert into audience (id, digest, rule) values (:id, :digest, :rule)
                on conflict do nothing
                """)
            .bind("id", ids.next())
            .bind("digest", digest)
            .bind("rule", rule.canonical())
            .execute();
    long id =
        h.createQuery("select id from audience where digest = :digest")
            .bind("digest", digest)
            .mapTo(Long.class)
            .one();
    if (inserted == 1) {
      writePrincipals(h, id, rule);
    }
    return id;
  }

  private static void writePrincipals(Handle h, long id, AudienceRule rule) {
    var batch =
        h.prepareBatch(
            """
            insert into audience_principal (principal, audience_id, alternative, clause, clauses)
            values (:principal, :id, :alternative, :clause, :clauses)
            """);
    for (int a = 0; a < rule.alternatives().size(); a++) {
      List<Set<String>> clauses = rule.alternatives().get(a);
      for (int c = 0; c < clauses.size(); c++) {
        for (String principal : clauses.get(c)) {
          batch
              .bind("principal", principal)
              .bind("id", id)
              .bind("alternative", a)
              .bind("clause", c)
              .bind("clauses", clauses.size())
              .add();
        }
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * What a reader may do with a record.
   *
   * @throws NotFoundException if there is no such record, or she may not know of it
   */
  public Standing standing(Handle h, Viewer viewer, RecordId record) {
    Directory.Entry person =
        Directory.read(h, viewer.person())
            .filter(Directory.Entry::active)
            .orElseThrow(() -> new NotFoundException("record " + record));
    Gate gate = gate(h, record.value()).orElseThrow(() -> missing(record));
    Set<String> principals = principals(person, ceilings.principals(person));
    principals.addAll(named(h, gate.record(), person));
    Long[] audiences = audiences(h, principals);
    Set<Long> mine = Set.of(audiences);
    boolean internal = mine.contains(gate.internal());
    boolean customer = gate.customer() != null && mine.contains(gate.customer());
    if (!internal && !customer) {
      throw missing(record);
    }
    return new Standing(
        gate.record(),
        person.id(),
        person.guest(),
        audiences,
        internal,
        customer,
        gate.customer() != null,
        person.groups());
  }

  private static NotFoundException missing(RecordId record) {
    return new NotFoundException("record " + record);
  }

  /** A record's gates. */
  private record Gate(long record, String system, long internal, @Nullable Long customer) {}

  private static Optional<Gate> gate(Handle h, long record) {
    return h.createQuery(
            """
            select g.id, g.system, g.audience_id, g.customer_audience_id
            from record r join record g on g.id = coalesce(r.merged_into, r.id)
            where r.id = :id
            """)
        .bind("id", record)
        .map(
            (r, c) ->
                new Gate(
                    r.getLong("id"),
                    r.getString("system"),
                    r.getLong("audience_id"),
                    r.getObject("customer_audience_id", Long.class)))
        .findOne();
  }

  private static Set<String> principals(Directory.Entry person, Map<String, String> ceilings) {
    Set<String> principals = new HashSet<>(ceilings.keySet());
    principals.add(person.guest() ? AudienceRule.GUESTS : AudienceRule.EVERYONE);
    person.groups().forEach(group -> principals.add("group:" + group));
    return principals;
  }

  private static Set<String> named(Handle h, long record, Directory.Entry person) {
    return h.createQuery(
            """
            select distinct customer from record_reader
            where record_id = :record and reader = any(:names)
            """)
        .bind("record", record)
        .bindArray("names", String.class, person.id(), person.email() == null ? "" : person.email())
        .map((r, c) -> r.getBoolean(1) ? AudienceRule.NAMED_CUSTOMER : AudienceRule.NAMED)
        .set();
  }

  private static Long[] audiences(Handle h, Set<String> principals) {
    List<Long> found =
        h.createQuery(
                """
                select distinct audience_id from (
                  select audience_id, alternative, clauses, count(distinct clause) as met
                  from audience_principal where principal = any(:principals)
                  group by audience_id, alternative, clauses) a
                where met = clauses
                order by audience_id desc limit :most
                """)
            .bindArray("principals", String.class, principals.toArray())
            .bind("most", MAX_AUDIENCES)
            .mapTo(Long.class)
            .list();
    return found.toArray(Long[]::new);
  }

  /**
   * The persons who can read a lane of a record, as far as the viewer reads it herself: whoever is
   * let into the customer lane only is told of that lane, whatever she asks for.
   */
  public List<Directory.Entry> whoCanRead(Viewer viewer, RecordId record, @Nullable Lane lane) {
    return database.read(
        h -> {
          Standing standing = standing(h, viewer, record);
          Gate gate = gate(h, standing.record()).orElseThrow(() -> missing(record));
          Lane asked = standing.internal() && lane != Lane.CUSTOMER ? Lane.INTERNAL : Lane.CUSTOMER;
          return admitted(h, gate, asked, null).stream().map(Admitted::person).toList();
        });
  }

  /** Which of some persons cannot read a lane of a record. */
  public Set<String> cannotRead(
      Handle h, long record, Lane lane, long audience, Set<String> persons) {
    Gate gate = gate(h, record).orElseThrow(() -> new NotFoundException("record"));
    Set<String> cannot = new TreeSet<>(persons);
    admitted(h, gate, lane, audience).forEach(a -> cannot.remove(a.person().id()));
    return cannot;
  }

  /** Who can read a post and all its comments. */
  public ReadersView readers(Viewer viewer, ActivityId activity) {
    return database.read(
        h -> {
          var post =
              h.createQuery("select record_id, lane, audience_id from activity where id = :id")
                  .bind("id", activity.value())
                  .map(
                      (r, c) ->
                          new Post(
                              r.getLong("record_id"),
                              Lane.values()[r.getInt("lane")],
                              r.getLong("audience_id")))
                  .findOne()
                  .orElseThrow(() -> new NotFoundException("post " + activity));
          Standing standing = standing(h, viewer, new RecordId(post.record()));
          if (!mayRead(standing, post.lane(), post.audience())) {
            throw new NotFoundException("post " + activity);
          }
          Gate gate = gate(h, standing.record()).orElseThrow();
          return view(post.lane(), admitted(h, gate, post.lane(), post.audience()));
        });
  }

  private record Post(long record, Lane lane, long audience) {}

  /**
   * Whether a post is read by a reader: its own audience, and in the internal lane the record's.
   */
  public static boolean mayRead(Standing standing, Lane lane, long audience) {
    return Set.of(standing.audiences()).contains(audience)
        && (lane == Lane.CUSTOMER || standing.internal());
  }

  /** Who would read a new post in a lane of a record. */
  public ReadersView readers(Viewer viewer, RecordId record, Lane lane) {
    return database.read(h -> readers(h, standing(h, viewer, record), lane));
  }

  /** As {@link #readers(Viewer, RecordId, Lane)}, for whoever has the standing already. */
  public ReadersView readers(Handle h, Standing standing, Lane lane) {
    if (!standing.mayWrite(lane)) {
      throw new NotFoundException("lane " + lane.word());
    }
    Gate gate = gate(h, standing.record()).orElseThrow();
    return view(lane, admitted(h, gate, lane, null));
  }

  private record Admitted(Directory.Entry person, String rule) {}

  private List<Admitted> admitted(Handle h, Gate gate, Lane lane, @Nullable Long audience) {
    Long own = lane == Lane.INTERNAL ? Long.valueOf(gate.internal()) : gate.customer();
    if (own == null) {
      return List.of();
    }
    AudienceRule gateRule = rule(h, own);
    AudienceRule postRule = audience == null ? gateRule : rule(h, audience);
    Map<String, Set<String>> named = named(h, gate.record());
    List<Admitted> admitted = new ArrayList<>();
    for (Directory.Entry person : directory.active()) {
      Map<String, String> limits = ceilings.principals(person);
      Set<String> principals = principals(person, limits);
      principals.addAll(named.getOrDefault(person.id(), Set.of()));
      if (person.email() != null) {
        principals.addAll(named.getOrDefault(person.email(), Set.of()));
      }
      if (postRule.admits(principals) && (lane == Lane.CUSTOMER || gateRule.admits(principals))) {
        String rule = postRule.alternative(principals);
        admitted.add(new Admitted(person, limits.getOrDefault(rule, rule)));
      }
    }
    return admitted;
  }

  private static Map<String, Set<String>> named(Handle h, long record) {
    Map<String, Set<String>> named = new TreeMap<>();
    h.createQuery("select reader, customer from record_reader where record_id = :record")
        .bind("record", record)
        .map(
            (r, c) ->
                Map.entry(
                    r.getString("reader"),
                    r.getBoolean("customer") ? AudienceRule.NAMED_CUSTOMER : AudienceRule.NAMED))
        .forEach(e -> named.computeIfAbsent(e.getKey(), k -> new HashSet<>()).add(e.getValue()));
    return named;
  }

  private AudienceRule rule(Handle h, long audience) {
    AudienceRule known = rules.getIfPresent(audience);
    if (known != null) {
      return known;
    }
    Map<Integer, Map<Integer, Set<String>>> rows = new TreeMap<>();
    h.createQuery(
            """
            select alternative, clause, clauses, principal from audience_principal
            where audience_id = :id
            """)
        .bind("id", audience)
        .map(
            (r, c) -> {
              var clauses = rows.computeIfAbsent(r.getInt("alternative"), k -> new TreeMap<>());
              // A clause that names nobody has no row, and still lets nobody in.
              for (int clause = 0; clause < r.getInt("clauses"); clause++) {
                clauses.computeIfAbsent(clause, k -> new TreeSet<>());
              }
              return clauses
                  .computeIfAbsent(r.getInt("clause"), k -> new TreeSet<>())
                  .add(r.getString("principal"));
            })
        .list();
    AudienceRule rule = AudienceRule.of(rows);
    rules.put(audience, rule);
    return rule;
  }

  private static ReadersView view(Lane lane, List<Admitted> admitted) {
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
                        a.person().id(), a.person().name(), a.person().guest(), shown(a.rule())))
            .toList();
    return new ReadersView(lane, admitted.size(), everyone, List.copyOf(groups), persons);
  }

  private static String shown(String rule) {
    return rule.equals(AudienceRule.NAMED_CUSTOMER) || rule.startsWith("customers-of-")
        ? "customer"
        : rule;
  }
}
