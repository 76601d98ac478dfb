package io.causerie.engine.discussion;

import io.causerie.engine.Page;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.people.Actors;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Comments as a reader sees them; whoever asks has made sure that she may. */
public final class NoteViews {
  private final Actors actors;

  public NoteViews(Actors actors) {
    this.actors = actors;
  }

  /**
   * A post's last comments, oldest first; {@code next} leads to older ones.
   *
   * @param unread ids of items the reader has not seen
   */
  public Page<NoteView> page(
      Handle h,
      String reader,
      long activity,
      @Nullable String cursor,
      int limit,
      Set<Long> unread) {
    long before = cursor == null ? Long.MAX_VALUE : Cursor.read(cursor).id();
    List<NoteStore.Row> rows = NoteStore.page(h, activity, before, limit + 1);
    boolean more = rows.size() > limit;
    List<NoteStore.Row> shown = new ArrayList<>(more ? rows.subList(0, limit) : rows);
    Collections.reverse(shown);
    return new Page<>(
        of(h, reader, shown, unread), more ? Cursor.of(shown.get(0).id()).write() : null);
  }

  /** How many comments posts have, removed ones not counted. */
  public Map<Long, Integer> counts(Handle h, Collection<Long> activities) {
    return NoteStore.counts(h, activities);
  }

  List<NoteView> of(Handle h, String reader, List<NoteStore.Row> rows, Set<Long> unread) {
    Set<Long> answered = new TreeSet<>();
    rows.stream().map(NoteStore.Row::inReplyTo).filter(Objects::nonNull).forEach(answered::add);
    Map<Long, ActorView> authors = new HashMap<>();
    NoteStore.find(h, answered).forEach(n -> authors.put(n.id(), actors.person(n.author())));
    Map<Long, List<ReactionView>> reactions =
        Reactions.of(h, rows.stream().map(NoteStore.Row::id).toList(), reader, actors);
    return rows.stream()
        .map(
            row ->
                view(
                    row,
                    reader,
                    row.inReplyTo() == null ? null : authors.get(row.inReplyTo()),
                    reactions.getOrDefault(row.id(), List.of()),
                    unread.contains(row.id())))
        .toList();
  }

  /**
   * A comment as its author sees it who has just written it.
   *
   * @param answered whose comment it answers
   */
  NoteView written(NoteStore.Row row, @Nullable String answered) {
    return view(
        row, row.author(), answered == null ? null : actors.person(answered), List.of(), false);
  }

  private NoteView view(
      NoteStore.Row row,
      String reader,
      @Nullable ActorView answered,
      List<ReactionView> reactions,
      boolean unread) {
    boolean gone = row.removed() != null;
    Words.Named words = Words.named(gone ? "" : row.content(), actors);
    return new NoteView(
        new NoteId(row.id()),
        new ActivityId(row.activity()),
        new RecordId(row.record()),
        row.inReplyTo() == null ? null : new NoteId(row.inReplyTo()),
        answered,
        actors.person(row.author()),
        words.content(),
        words.mentions(),
        gone ? "" : Words.namedHtml(row.html(), actors),
        Ids.timeOf(row.id()),
        row.edited(),
        row.removed() == null
            ? null
            : new Removal(
                actors.person(row.removedBy() == null ? row.author() : row.removedBy()),
                row.removed()),
        row.version(),
        gone ? List.of() : reactions,
        row.author().equals(reader),
        unread);
  }
}
