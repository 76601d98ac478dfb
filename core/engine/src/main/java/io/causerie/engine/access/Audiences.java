package io.causerie.engine.access;

import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.Audience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The gates of what comes in: rules and parties, each stored once. */
public final class Audiences {
  private final Database database;
  private final Ceilings ceilings;
  private final AudienceStore store;
  private final Parties parties;

  public Audiences(Database database, Ids ids, Ceilings ceilings, Parties parties) {
    this.database = database;
    this.ceilings = ceilings;
    this.store = new AudienceStore(database, ids);
    this.parties = parties;
  }

  AudienceStore store() {
    return store;
  }

  Ceilings ceilings() {
    return ceilings;
  }

  /** The lanes of a record or post, as ids of store. */
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
    long internalId = store.intern(internal);
    return new Interned(
        internalId,
        mapped.customer().isNobody()
            ? null
            : store.intern(
                new AudienceRule(
                    List.of(
                        internal.alternatives().get(0),
                        AudienceRule.customer(limits, mapped).alternatives().get(1)))));
  }

  /** The parties of the persons that audiences name, in the transaction that refers to them. */
  public Map<Audience, Long> parties(Handle h, Collection<Audience> named) {
    return parties.of(h, named);
  }

  /**
   * The present audience, without those whom another one does not let in; never a wider one.
   *
   * @param wanted what the mapping of today says
   * @return the present one itself if the other takes nobody away
   */
  public long narrowed(long present, long wanted) {
    if (present == wanted) {
      return present;
    }
    AudienceRule before = database.read(h -> store.rule(h, present));
    AudienceRule after = before.and(database.read(h -> store.rule(h, wanted)));
    return after.means(before) ? present : store.intern(after);
  }

  /**
   * Who reads a post of an audience that tells of nothing but some fields: of its readers those who
   * may see one of them. In the transaction that refers to it.
   *
   * @param restricted of each field the groups that may see it; empty: all readers
   */
  public long among(Handle h, long audience, Collection<Set<String>> restricted) {
    if (restricted.isEmpty() || restricted.stream().anyMatch(Set::isEmpty)) {
      return audience;
    }
    Set<String> groups = restricted.stream().flatMap(Set::stream).collect(Collectors.toSet());
    AudienceRule before = store.rule(h, audience);
    AudienceRule after = before.among(groups);
    return after.means(before) ? audience : store.intern(h, after);
  }

  /** The same outside of a transaction. */
  public long among(long audience, Collection<Set<String>> restricted) {
    return restricted.stream().anyMatch(Set::isEmpty)
        ? audience
        : database.write(h -> among(h, audience, restricted));
  }

  /** Whether an audience lets customers in. */
  public boolean letsCustomersIn(long audience) {
    return database.read(h -> store.rule(h, audience)).alternatives().size() > 1;
  }

  /**
   * Who read a record at a time, without those whom an audience does not let in; never others.
   *
   * @param wanted the audience, interned
   */
  public Gates narrowed(Gates then, Interned wanted, Audience audience) {
    Long before = then.customer();
    Long after = wanted.customer();
    return new Gates(
        narrowed(then.internal(), wanted.internal()),
        before == null || after == null ? null : Long.valueOf(narrowed(before, after)),
        fewer(then.party(), audience).party());
  }

  /** A party without those whom the mapping of today does not name; never a wider one. */
  public Parties.Fewer fewer(long party, Audience named) {
    return database.write(h -> parties.fewer(h, party, named));
  }
}
