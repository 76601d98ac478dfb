package io.causerie.engine.notice;

import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.follow.Subtype;
import io.causerie.engine.home.HomeStore;
import io.causerie.engine.store.ShortList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who has come to be in charge of records. */
final class AssignmentSql {
  private AssignmentSql() {}

  /** A post whose record is in others' hands than before. */
  private record Change(long post, long party, @Nullable Long before) {}

  /**
   * Who has come to be in charge of a record by what some posts tell, by post: who holds a role in
   * it that is handed over, and did not before.
   */
  static Map<Long, Set<String>> of(Handle h, Collection<HomeStore.Post> posts) {
    Map<Long, Set<String>> assigned = new HashMap<>();
    List<Long> ids =
        posts.stream().filter(p -> p.made() != Made.POST).map(HomeStore.Post::id).toList();
    if (ids.isEmpty()) {
      return assigned;
    }
    List<Change> changes =
        ShortList.query(
                h,
                """
                select * from (
                  select a.id, a.party_id, (
                    select b.party_id from activity b
                    where b.record_id = a.record_id and b.published <= a.published
                      and (b.published < a.published or b.id < a.id)
                    order by b.record_id desc, b.published desc, b.id desc limit 1) as earlier
                  from activity a where a.id = any(:ids) and a.party_id <> 0) c
                where earlier is null or earlier <> party_id
                """,
                ShortList.numbers("ids", ids))
            .map(
                (r, c) ->
                    new Change(
                        r.getLong("id"), r.getLong("party_id"), r.getObject("earlier", Long.class)))
            .list();
    Set<Long> parties = changes.stream().map(Change::party).collect(Collectors.toSet());
    changes.stream().map(Change::before).filter(Objects::nonNull).forEach(parties::add);
    Map<Long, Set<String>> holders = holders(h, parties);
    Map<Long, HomeStore.Post> byId =
        posts.stream().collect(Collectors.toMap(HomeStore.Post::id, post -> post));
    for (Change change : changes) {
      // Of a record that is met in the middle of its life nobody knows who was in charge before.
      boolean begins = Objects.requireNonNull(byId.get(change.post())).subtype() == Subtype.CREATED;
      if (change.before() != null || begins) {
        Set<String> now = new HashSet<>(holders.getOrDefault(change.party(), Set.of()));
        if (change.before() != null) {
          now.removeAll(holders.getOrDefault(change.before(), Set.of()));
        }
        assigned.put(change.post(), now);
      }
    }
    return assigned;
  }

  private static Map<Long, Set<String>> holders(Handle h, Collection<Long> parties) {
    Map<Long, Set<String>> holders = new HashMap<>();
    if (!parties.isEmpty()) {
      ShortList.query(
              h,
              """
              select party_id, person from party_member
              where party_id = any(:parties) and handover and not customer and person is not null
              """,
              ShortList.numbers("parties", parties))
          .map((r, c) -> Map.entry(r.getLong("party_id"), r.getString("person")))
          .forEach(
              e -> holders.computeIfAbsent(e.getKey(), p -> new HashSet<>()).add(e.getValue()));
    }
    return holders;
  }
}
