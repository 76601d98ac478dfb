package io.causerie.engine.record;

import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import org.jdbi.v3.core.Handle;

/**
 * What stands beside a record for one reader, in one statement.
 *
 * @param position of the journal
 * @param follow what she said of following it
 * @param unread how many items she has not seen, counted up to a bound
 * @param begun whether talk has begun with those whom the customer lane lets in now
 */
record Beside(long position, Follows.State follow, int unread, boolean begun) {

  /**
   * @param most where counting what is unread ends
   */
  static Beside of(Handle h, Standing reader, int most) {
    return reader
        .reach()
        .bind(
            h.createQuery(
                """
                select (select position from journal_head) as position,
                  (select f.state from follow f
                    where f.record_id = :record and f.person = :person) as follow,
                  (select count(*) from (%s and %s limit :most) u) as unread,
                  (select count(*) from (select b.id from activity b
                    where b.talk = true and b.record_id = :record and b.lane = :customers
                      and b.audience_id = :customerAudience and b.party_id = :party
                    limit 1) t) as begun
                """
                    .formatted(UnreadItems.ITEMS, Reach.sql("a"))))
        .bind("record", reader.record())
        .bind("person", reader.person())
        .bind("most", most)
        .bind("customers", Lane.CUSTOMER.code())
        .bind("customerAudience", reader.now().customer())
        .bind("party", reader.now().party())
        .map(
            (r, c) ->
                new Beside(
                    r.getLong("position"),
                    Coded.of(Follows.State.class, r.getInt("follow")),
                    r.getInt("unread"),
                    r.getInt("begun") > 0))
        .one();
  }
}
