package io.causerie.engine.access;

import io.causerie.engine.access.Parties.Member;
import io.causerie.model.Localized;
import io.causerie.model.MailAddress;
import io.causerie.model.json.ModelJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of parties and their members. */
final class PartyStore {
  private PartyStore() {}

  /** A person whom a name may mean. */
  record Named(String id, @Nullable String address, boolean active, boolean erased) {}

  /** Whoever has one of some names as id or address. */
  static List<Named> named(Handle h, Set<String> names) {
    return h.createQuery(
            """
            select id, address, active, erased from person where id = any(:names)
            union select id, address, active, erased from person where address = any(:addresses)
            """)
        .bindArray("names", String.class, names.toArray())
        .bindArray("addresses", String.class, names.stream().map(MailAddress::folded).toArray())
        .map(
            (r, c) ->
                new Named(
                    r.getString("id"),
                    r.getString("address"),
                    r.getBoolean("active"),
                    r.getBoolean("erased")))
        .list();
  }

  /** Ids of parties by their digests. */
  static Map<String, Long> find(Handle h, Collection<String> digests) {
    Map<String, Long> found = new HashMap<>();
    h.createQuery("select digest, id from party where digest = any(:digests)")
        .bindArray("digests", String.class, digests.toArray())
        .map((r, c) -> Map.entry(r.getString("digest"), r.getLong("id")))
        .forEach(e -> found.put(e.getKey(), e.getValue()));
    return found;
  }

  /** Adds parties, in the order given, unless another transaction has. */
  static void insert(Handle h, Map<String, Long> idsByDigest) {
    PreparedBatch batch =
        h.prepareBatch(
            "insert into party (id, digest) values (:id, :digest) on conflict do nothing");
    idsByDigest.forEach((digest, id) -> batch.bind("id", id).bind("digest", digest).add());
    batch.execute();
  }

  static void write(Handle h, long party, Collection<Member> members) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into party_member (party_id, name, address, person, customer, handover, role)
            values (:party, :name, :address, :person, :customer, :handover, :role)
            """);
    for (Member m : members) {
      batch
          .bind("party", party)
          .bind("name", m.name())
          .bind("address", m.person() == null ? MailAddress.folded(m.name()) : null)
          .bind("person", m.person())
          .bind("customer", m.customer())
          .bind("handover", m.role() != null)
          .bind("role", m.role() == null ? null : ModelJson.write(m.role()))
          .add();
    }
    batch.execute();
  }

  /** Who a member turned out to be. */
  record Bound(long party, String name, String person) {}

  /** Members whom nobody was known by when they were named, and somebody is now. */
  static List<Bound> unbound(Handle h) {
    return h.createQuery(
            """
                select m.party_id, m.name, p.id as person
                from party_member m join person p on p.id = m.name
                where m.person is null and not p.erased
                union
                select m.party_id, m.name, min(p.id) as person
                from party_member m join person p on p.address = m.address
                where m.person is null and p.active
                  and not exists (select 1 from person q where q.id = m.name)
                group by m.party_id, m.name having count(distinct p.id) = 1
                """)
        .map((r, c) -> new Bound(r.getLong("party_id"), r.getString("name"), r.getString("person")))
        .list();
  }

  /** Writes who they are. */
  static void bind(Handle h, List<Bound> bound) {
    PreparedBatch members =
        h.prepareBatch(
            """
            update party_member set person = :person, address = null
            where party_id = :party and name = :name and person is null
            """);
    bound.forEach(
        b ->
            members
                .bind("person", b.person())
                .bind("party", b.party())
                .bind("name", b.name())
                .add());
    members.execute();
    retire(h, bound.stream().map(Bound::party).toList());
  }

  /** A party whose members are others than its digest says must not be found by it again. */
  private static void retire(Handle h, Collection<Long> parties) {
    h.createUpdate("update party set digest = concat('party:', id) where id = any(:parties)")
        .bindArray("parties", Long.class, parties.stream().distinct().sorted().toArray())
        .execute();
  }

  /** Takes a person out of every party, for good: nobody who has her address later comes in. */
  static void forget(Handle h, String person) {
    List<Long> parties =
        h.createQuery("select distinct party_id from party_member where person = :person")
            .bind("person", person)
            .mapTo(Long.class)
            .list();
    h.createUpdate("delete from party_member where person = :person")
        .bind("person", person)
        .execute();
    retire(h, parties);
  }

  /** Who belongs to a party. */
  static List<Member> members(Handle h, long party) {
    return party == Parties.NOBODY
        ? List.of()
        : h.createQuery(
                "select name, person, customer, role from party_member where party_id = :party")
            .bind("party", party)
            .map(
                (r, c) -> {
                  String role = r.getString("role");
                  return new Member(
                      r.getString("name"),
                      r.getString("person"),
                      r.getBoolean("customer"),
                      role == null ? null : ModelJson.read(role, Localized.class));
                })
            .list();
  }
}
