package io.causerie.engine.discussion;

import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.delivery.DeliveryState;
import io.causerie.model.phrase.Phrase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of where posts and comments stand in systems as well. */
final class CopyStore {
  /** The deliveries that are still to be made of one copy, the one that says most of it first. */
  private static final String WITH_DELIVERY =
      """
      select c.*, d.state, d.failure, d.failure_said, d.outcome from item_copy c
      left join delivery d on d.id = (
        select e.id from delivery e where e.channel = c.channel and e.subject = c.subject
        order by case e.state when 'doubt' then 0 else 1 end, e.id desc limit 1)
      """;

  private CopyStore() {}

  /**
   * @param subject of its deliveries
   * @param mark by which it is known there
   * @param first the delivery that was asked for first
   * @param own whether it is its author's there, and not the integration's
   * @param version of the words that are there
   * @param since when something of it came there
   * @param gone when it was found to be there no more
   */
  record Row(
      long item,
      String system,
      String subject,
      String mark,
      long first,
      @Nullable String externalId,
      boolean own,
      @Nullable Integer version,
      @Nullable Instant since,
      @Nullable Instant gone,
      @Nullable DeliveryState state,
      @Nullable Phrase failure) {

    /** As people are told of it; empty where there is nothing to tell. */
    Optional<CopyView> view(int present, boolean removed) {
      boolean there = externalId != null && gone == null;
      boolean differs = there && (removed || version == null || version < present);
      if (state != null && state != DeliveryState.DONE) {
        return Optional.of(
            new CopyView(
                system,
                switch (state) {
                  case DUE, CLAIMED, DONE -> CopyView.State.WAITING;
                  case IN_DOUBT -> CopyView.State.DOUBT;
                  case DEAD -> CopyView.State.REFUSED;
                },
                there ? since : null,
                differs,
                failure));
      }
      if (externalId == null) {
        return removed
            ? Optional.empty()
            : Optional.of(new CopyView(system, CopyView.State.REFUSED, null, false, failure));
      }
      return Optional.of(
          new CopyView(
              system,
              gone == null ? CopyView.State.THERE : CopyView.State.GONE,
              gone == null ? since : gone,
              differs,
              null));
    }
  }

  static void insert(Handle h, Row row, long record, String channel) {
    h.createUpdate(
            """
            insert into item_copy (item, system, channel, subject, record_id, mark, first_delivery)
            values (:item, :system, :channel, :subject, :record, :mark, :first)
            """)
        .bind("item", row.item())
        .bind("system", row.system())
        .bind("channel", channel)
        .bind("subject", row.subject())
        .bind("record", record)
        .bind("mark", row.mark())
        .bind("first", row.first())
        .execute();
  }

  static List<Row> of(Handle h, Collection<Long> items) {
    return items.isEmpty()
        ? List.of()
        : h.createQuery(WITH_DELIVERY + "where c.item = any(:items) order by c.item, c.system")
            .bindArray("items", Long.class, items.toArray())
            .map((r, c) -> row(r))
            .list();
  }

  static Optional<Row> find(Handle h, String channel, String subject) {
    return h.createQuery(WITH_DELIVERY + "where c.channel = :channel and c.subject = :subject")
        .bind("channel", channel)
        .bind("subject", subject)
        .map((r, c) -> row(r))
        .findOne();
  }

  /** What some deliveries were about. */
  static List<Long> items(Handle h, String channel, Collection<String> subjects) {
    return h.createQuery(
            """
            select distinct item from item_copy
            where channel = :channel and subject = any(:subjects)
            """)
        .bind("channel", channel)
        .bindArray("subjects", String.class, subjects.toArray())
        .mapTo(Long.class)
        .list();
  }

  /** Its deliveries that wait for somebody's word. */
  static List<Long> held(Handle h, String channel, String subject) {
    return h.createQuery(
            """
            select id from delivery
            where state in ('doubt', 'dead') and channel = :channel and subject = :subject
            """)
        .bind("channel", channel)
        .bind("subject", subject)
        .mapTo(Long.class)
        .list();
  }

  /**
   * Something of it is there, in the words of a version.
   *
   * @param own whether it is its author's there
   */
  static void arrived(Handle h, Row row, String externalId, boolean own, int version, Instant now) {
    h.createUpdate(
            """
            update item_copy set external_id = :externalId, own = :own, version = :version,
              since = case when external_id is null or gone is not null then :now else since end,
              gone = null
            where item = :item and system = :system
            """)
        .bind("externalId", externalId)
        .bind("own", own)
        .bind("version", version)
        .bind("now", now)
        .bind("item", row.item())
        .bind("system", row.system())
        .execute();
  }

  /** Nothing of it is there any more. */
  static void gone(Handle h, Row row, Instant now) {
    h.createUpdate("update item_copy set gone = :now where item = :item and system = :system")
        .bind("now", now)
        .bind("item", row.item())
        .bind("system", row.system())
        .execute();
  }

  /**
   * Whether something that has one of some marks is being brought to a record, or brought anew, and
   * nobody knows yet what came of it.
   */
  static boolean isUnderWay(Handle h, String channel, long record, Collection<String> marks) {
    return h.createQuery(
            """
            select exists (select 1 from item_copy c
            join delivery d on d.channel = c.channel and d.subject = c.subject
            where c.channel = :channel and c.record_id = :record and c.mark = any(:marks)
              and (d.state in ('claimed', 'doubt') or (d.state = 'due' and d.attempts > 0)))
            """)
        .bind("channel", channel)
        .bind("record", record)
        .bindArray("marks", String.class, marks.toArray())
        .mapTo(Boolean.class)
        .one();
  }

  private static Row row(ResultSet r) throws SQLException {
    String state = r.getString("state");
    String failure = r.getString("failure");
    return new Row(
        r.getLong("item"),
        r.getString("system"),
        r.getString("subject"),
        r.getString("mark"),
        r.getLong("first_delivery"),
        r.getString("external_id"),
        r.getBoolean("own"),
        r.getObject("version", Integer.class),
        ActivityStore.time(r, "since").orElse(null),
        ActivityStore.time(r, "gone").orElse(null),
        state == null ? null : DeliveryState.of(state),
        failure == null ? null : Phrase.stored(failure, r.getString("failure_said")));
  }
}
