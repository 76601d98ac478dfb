package io.causerie.engine.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.Sha256;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Rows of audiences; each rule is stored once. */
final class AudienceStore {
  private final Database database;
  private final Ids ids;
  private final Cache<String, Long> interned = Caffeine.newBuilder().maximumSize(10_000).build();
  private final Cache<Long, AudienceRule> rules = Caffeine.newBuilder().maximumSize(10_000).build();

  AudienceStore(Database database, Ids ids) {
    this.database = database;
    this.ids = ids;
  }

  /** The id of a rule; writes in a transaction of its own where it is new. */
  long intern(AudienceRule rule) {
    String digest = Sha256.hex(rule.canonical());
    Long known = interned.getIfPresent(digest);
    if (known != null) {
      return known;
    }
    long id = database.writeApart(h -> intern(h, digest, rule));
    interned.put(digest, id);
    return id;
  }

  /** The same in the transaction that refers to it, for what is known only there. */
  long intern(Handle h, AudienceRule rule) {
    String digest = Sha256.hex(rule.canonical());
    Long known = interned.getIfPresent(digest);
    if (known != null) {
      return known;
    }
    long id = intern(h, digest, rule);
    h.afterCommit(() -> interned.put(digest, id));
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

  AudienceRule rule(Handle h, long audience) {
    return java.util.Objects.requireNonNull(rules(h, Set.of(audience)).get(audience));
  }

  /** The rules of audiences; what is no audience lets nobody in. Asks once for all not kept. */
  Map<Long, AudienceRule> rules(Handle h, Collection<Long> wanted) {
    Map<Long, AudienceRule> found = new HashMap<>();
    Set<Long> missing = new TreeSet<>();
    for (Long audience : wanted) {
      AudienceRule known = rules.getIfPresent(audience);
      if (known == null) {
        missing.add(audience);
      } else {
        found.put(audience, known);
      }
    }
    if (!missing.isEmpty()) {
      Map<Long, Map<Integer, Map<Integer, Set<String>>>> read = read(h, missing);
      for (Long audience : missing) {
        AudienceRule rule = AudienceRule.of(read.getOrDefault(audience, Map.of()));
        found.put(audience, rule);
        if (read.containsKey(audience)) {
          rules.put(audience, rule);
        }
      }
    }
    return found;
  }

  private static Map<Long, Map<Integer, Map<Integer, Set<String>>>> read(
      Handle h, Collection<Long> audiences) {
    Map<Long, Map<Integer, Map<Integer, Set<String>>>> rows = new HashMap<>();
    h.createQuery(
            """
            select audience_id, alternative, clause, clauses, principal from audience_principal
            where audience_id = any(:ids)
            """)
        .bindArray("ids", Long.class, audiences.toArray())
        .map(
            (r, c) -> {
              var clauses =
                  rows.computeIfAbsent(r.getLong("audience_id"), k -> new TreeMap<>())
                      .computeIfAbsent(r.getInt("alternative"), k -> new TreeMap<>());
              // A clause that names nobody has no row, and still lets nobody in.
              for (int clause = 0; clause < r.getInt("clauses"); clause++) {
                clauses.computeIfAbsent(clause, k -> new TreeSet<>());
              }
              return clauses
                  .computeIfAbsent(r.getInt("clause"), k -> new TreeSet<>())
                  .add(r.getString("principal"));
            })
        .list();
    return rows;
  }

  /** Whom posts of one record were made for reads them where they are part of another. */
  static void mergeGates(Handle h, long from, long into) {
    h.createUpdate(
            """
            insert into record_gate (record_id, lane, audience_id, party_id)
            select :into, lane, audience_id, party_id from record_gate g
            where record_id = :from and not exists (
              select 1 from record_gate o where o.record_id = :into and o.lane = g.lane
                and o.audience_id = g.audience_id and o.party_id = g.party_id)
            """)
        .bind("into", into)
        .bind("from", from)
        .execute();
    h.createUpdate("delete from record_gate where record_id = :from").bind("from", from).execute();
  }
}
