package io.causerie.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Walks all that points at something, since no foreign key does. */
final class Orphans {
  /** Columns and what they point at; of an absent value nothing is asked. */
  private record Pointer(String table, String column, List<String> targets) {}

  /** What is said of posts and of notes alike. */
  private static final List<String> ITEM = List.of("activity", "note");

  /** What is followed. */
  private static final List<String> FOLLOWED = List.of("record", "activity", "follow_target");

  private static final List<String> ITEMS =
      List.of(
          "wording",
          "mention",
          "group_mention",
          "reaction",
          "idempotency",
          "counterpart",
          "item_copy",
          "file",
          "notice_item");

  private static final List<Pointer> POINTERS = pointers();

  private static List<Pointer> pointers() {
    List<Pointer> pointers = new ArrayList<>();
    add(pointers, "audience", "audience_principal.audience_id", "record.audience_id");
    add(pointers, "audience", "record.customer_audience_id", "record_gate.audience_id");
    add(pointers, "audience", "activity.audience_id", "journal.audience_id");
    add(pointers, "record", "record_alias.record_id", "record_gate.record_id");
    add(pointers, "record", "read_mark.record_id", "event.record_id", "source_row.record_id");
    add(pointers, "record", "activity.record_id", "contribution.record_id", "note.record_id");
    add(pointers, "record", "journal.record_id", "record.merged_into", "server_token.record_id");
    add(pointers, "event", "event_key.event_id", "hint.event_id", "source_row.event_id");
    add(pointers, "record", "decision.record_id");
    add(pointers, "event", "contribution.event_id");
    add(
        pointers,
        "activity",
        "contribution.activity_id",
        "note.activity_id",
        "journal.activity_id");
    add(pointers, "activity", "record.fold");
    add(pointers, "note", "journal.note_id", "note.in_reply_to");
    add(pointers, "party", "party_member.party_id", "record.party_id", "activity.party_id");
    add(pointers, "party", "record_gate.party_id");
    add(pointers, "source_actor", "activity.source_actor", "journal.source_actor");
    add(pointers, "source_actor", "note.source_actor", "source_wording.source_actor");
    add(pointers, "event", "source_wording.event_id", "awaited.event_id");
    add(pointers, "person", "activity.actor_person", "note.author", "mention.person");
    add(pointers, "person", "reaction.person", "follow.person", "read_mark.person");
    add(pointers, "person", "group_member.person", "identity.person", "party_member.person");
    add(pointers, "person", "source_actor.person", "journal.person", "idempotency.person");
    add(pointers, "person", "decision.person", "person_word.person");
    add(pointers, "person", "server_account.person", "server_account_wish.person");
    add(pointers, "record", "item_copy.record_id", "find_word.record_id", "find_record.record_id");
    add(pointers, "person", "file.person");
    add(pointers, "activity", "bookmark.activity_id");
    add(pointers, "person", "bookmark.person");
    add(pointers, "person", "preference.person", "webhook.person");
    add(pointers, "person", "server_token.person", "activity.removed_by", "note.removed_by");
    add(pointers, "person", "follow_target.person", "home_item.person", "home_item.reason_person");
    add(pointers, "person", "wide_item.by_person", "home_state.person", "home_mark.person");
    add(pointers, "activity", "home_item.activity_id", "wide_item.activity_id");
    add(pointers, "activity", "home_mark.activity_id");
    add(pointers, "record", "home_item.record_id", "wide_item.record_id");
    add(pointers, "person", "notice_queue.person", "notice_candidate.by_person", "notice.person");
    add(pointers, "person", "notice.by_person", "notice_item.person", "notice_state.person");
    add(pointers, "record", "notice_queue.record_id", "notice.record_id");
    add(pointers, "activity", "notice_candidate.activity_id", "notice.activity_id");
    add(pointers, "note", "notice_candidate.note_id", "notice.note_id");
    add(pointers, "source_actor", "notice_candidate.source_actor");
    add(pointers, "notice_queue", "notice_candidate.queue_id");
    add(pointers, "notice", "notice_item.notice_id");
    for (String table : List.of("follow", "wide_target", "wide_item")) {
      pointers.add(new Pointer(table, "target", FOLLOWED));
    }
    for (String table : ITEMS) {
      pointers.add(new Pointer(table, "item", ITEM));
    }
    return pointers;
  }

  private static void add(List<Pointer> pointers, String target, String... columns) {
    for (String column : columns) {
      int dot = column.indexOf('.');
      pointers.add(
          new Pointer(column.substring(0, dot), column.substring(dot + 1), List.of(target)));
    }
  }

  private Orphans() {}

  /** Each kind of row without the one it points at, and how many of them there are. */
  static List<String> of(ToLongFunction<String> count) {
    List<String> orphans = new ArrayList<>();
    long barred =
        count.applyAsLong(
            """
            select count(*) from activity a where not exists (
              select 1 from record_gate g where g.record_id = a.record_id and g.lane = a.lane
                and g.audience_id = a.audience_id and g.party_id = a.party_id)
            """);
    if (barred > 0) {
      orphans.add("activity whose gate its record does not know: " + barred);
    }
    for (Pointer p : POINTERS) {
      // A party of zero is nobody.
      StringBuilder sql =
          new StringBuilder(
              "select count(*) from %s c where c.%s is not null".formatted(p.table(), p.column()));
      sql.append(p.targets().contains("party") ? " and c." + p.column() + " <> 0" : "");
      p.targets()
          .forEach(
              target ->
                  sql.append(
                      " and not exists (select 1 from %s p where p.id = c.%s)"
                          .formatted(target, p.column())));
      long lost = count.applyAsLong(sql.toString());
      if (lost > 0) {
        orphans.add("%s.%s: %d".formatted(p.table(), p.column(), lost));
      }
    }
    return orphans;
  }

  /** The columns that are walked, as {@code table.column}. */
  static Set<String> walked() {
    Set<String> walked = new TreeSet<>();
    POINTERS.forEach(p -> walked.add(p.table() + "." + p.column()));
    return walked;
  }
}
