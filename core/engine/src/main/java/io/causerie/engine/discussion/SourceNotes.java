package io.causerie.engine.discussion;

import io.causerie.engine.access.Gate;
import io.causerie.engine.access.RightsStore;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.activity.Row;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.discussion.CounterpartStore.Counterpart;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.Actors;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceNote;
import io.causerie.model.Version;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes in comments that were made in sources. One that answers none is a post of its author in the
 * record's talk; one that answers another is a comment on that one's post, unless others read that.
 * What stands here is made of all that the source ever said of the comment, in the order of its
 * versions: so it is the same in whatever order that came, and however often. Works under the
 * record's lock.
 */
public final class SourceNotes {
  private final Echoes echoes;
  private final Actors actors;

  public SourceNotes(Echoes echoes, Actors actors) {
    this.echoes = echoes;
    this.actors = actors;
  }

  /**
   * What an event tells of a comment.
   *
   * @param eventType the source's own word for it
   * @param note the comment
   * @param actor the row of whoever wrote it
   * @param by who did what the event tells of; absent where that is not said
   * @param published when that was, by the source's clock
   * @param received when the event came; nothing was said later
   * @param state whether it is how the comment is now, whatever came before
   * @param silent whether nobody is told
   * @param patient whether it may still wait for the comment it answers
   */
  public record Told(
      long event,
      String eventType,
      SourceNote note,
      @Nullable Long actor,
      @Nullable SourceActor by,
      Instant published,
      Instant received,
      boolean state,
      boolean silent,
      boolean patient) {

    private SourceWordingStore.Row row() {
      Instant edited = note.edited() == null ? null : note.edited().moment().orElse(null);
      return new SourceWordingStore.Row(
          version(),
          note.deleted(),
          event,
          note.deleted() ? "" : Words.checked(note.content(), Set.of()).content(),
          actor,
          note.inReplyTo(),
          past(published),
          past(edited == null ? published : edited));
    }

    private Instant past(Instant moment) {
      return Database.storable(moment.isAfter(received) ? received : moment);
    }

    /** What was never edited is older than any edit, and what is gone is gone for good. */
    private String version() {
      if (note.edited() != null) {
        return "1" + note.edited().sortable();
      }
      return note.deleted() ? "2" : "0" + Version.of(published).sortable();
    }
  }

  /** What became of it. */
  public enum Became {
    /** It stands here now. */
    MADE,
    /** It stands here now, though what it answers never came. */
    MADE_ALONE,
    /** What stands here says something else, or is gone. */
    CHANGED,
    /** A newer wording was known; this one stands in its history. */
    LATE,
    UNCHANGED,
    /** It was written here. */
    ECHO,
    /** It was written here, so it stays though it is gone there. */
    STAYS,
    /** It is gone, and nothing of it was known. */
    UNKNOWN,
    /** It says nothing. */
    EMPTY,
    /** It waits for the comment that it answers. */
    AWAITS_ANSWERED,
    /** It waits until it is known whether it was written here. */
    AWAITS_DELIVERY
  }

  /**
   * What became of it.
   *
   * @param item the post or comment that stands here for it
   * @param other the comment it waits for
   */
  public record Outcome(Became became, @Nullable Long item, @Nullable String other) {
    private static Outcome of(Became became, @Nullable Long item) {
      return new Outcome(became, item, null);
    }
  }

  /**
   * Where a comment of a source stands.
   *
   * @param note absent where it is the post itself
   */
  public record Place(ActivityId activity, @Nullable NoteId note) {}

  /** Where the comments stand that some events told of, by event; those of others are left out. */
  public static Map<Long, Place> places(Handle h, Collection<Long> events) {
    return events.isEmpty() ? Map.of() : SourceWordingStore.places(h, events);
  }

  /**
   * Takes in what an event tells of a comment.
   *
   * @param record locked
   * @param gate who reads what is said of the record in the comment's lane
   */
  public Outcome take(UnitOfWork unit, Handle h, TrackedRecord record, Gate gate, Told told) {
    String system = record.ref().system();
    SourceNote note = told.note();
    // Before what is kept is read: what is settled meanwhile is found there.
    boolean mayBeOurs =
        echoes.mayBe(
            h,
            new Echoes.Comment(
                new RecordId(record.id()), system, note.id(), told.by(), note.content()));
    Counterpart known = CounterpartStore.find(h, system, note.id()).orElse(null);
    if (mayBeOurs && (known == null || known.here())) {
      return Outcome.of(Became.AWAITS_DELIVERY, null);
    }
    if (known != null && known.here()) {
      return new Here(unit, h, system, told, actors).take(known);
    }
    return new There(unit, h, record, gate, told).take(known);
  }

  /** A post or a comment as it stands. */
  private record Item(Row post, NoteStore.@Nullable Row note) {
    static Item of(UnitOfWork unit, Handle h, long id) {
      return find(h, id)
          .orElseGet(
              () -> {
                // It may be of this very transaction.
                unit.flush();
                return find(h, id).orElseThrow();
              });
    }

    private static Optional<Item> find(Handle h, long id) {
      NoteStore.Row note = NoteStore.lock(h, id).orElse(null);
      return ActivityStore.find(h, note == null ? id : note.activity())
          .map(post -> new Item(post, note));
    }

    @Nullable Instant removed() {
      return note == null ? post.removed() : note.removed();
    }

    OwnWords words() {
      return note == null ? OwnWords.of(post) : OwnWords.of(note);
    }
  }

  /** A comment that was written here and brought to its source. */
  private record Here(UnitOfWork unit, Handle h, String system, Told told, Actors actors) {
    Outcome take(Counterpart known) {
      SourceNote note = told.note();
      if (note.deleted()) {
        return Outcome.of(Became.STAYS, known.item());
      }
      // What the source calls unedited is what was brought, however it writes it.
      if (note.edited() == null) {
        return Outcome.of(Became.ECHO, known.item());
      }
      SourceWordingStore.Row row = told.row();
      List<SourceWordingStore.Row> all = SourceWordingStore.of(h, system, note.id());
      SourceWordingStore.put(h, system, note.id(), row);
      boolean late =
          !told.state()
              && all.stream().anyMatch(r -> SourceWordingStore.Row.IN_ORDER.compare(r, row) > 0);
      OwnWords words = Item.of(unit, h, known.item()).words();
      Brought brought = Brought.of(h, known.sent(), words, actors.in(h, RightsStore.version(h)));
      if (late || words.removed() || brought.says(row.content())) {
        return Outcome.of(Became.ECHO, known.item());
      }
      edit(known.item(), brought.without(row.content()), row.said());
      return Outcome.of(Became.CHANGED, known.item());
    }

    private void edit(long id, String content, Instant said) {
      ActivityStore.lock(h, id);
      Item item = Item.of(unit, h, id);
      Words words = Words.checked(content, Set.of());
      item.words().keep(h);
      WordStore.forgetMentions(h, id);
      if (item.note() == null) {
        ActivityStore.edit(h, id, words.content(), words.html(), Markdown.VERSION, said);
        unit.line(What.UPDATED, item.post(), new Row.By(system, null, told.actor()));
      } else {
        NoteStore.edit(h, id, words, said);
        unit.line(What.NOTE_UPDATED, item.post(), id, told.actor());
      }
    }
  }

  /** A comment that was written in its source. */
  private record There(UnitOfWork unit, Handle h, TrackedRecord record, Gate gate, Told told) {
    private String system() {
      return record.ref().system();
    }

    Outcome take(@Nullable Counterpart known) {
      SourceNote note = told.note();
      SourceWordingStore.Row row = told.row();
      List<SourceWordingStore.Row> rows = said(row);
      SourceSaid said = SourceSaid.of(rows);
      if (known != null) {
        boolean newest = rows.get(rows.size() - 1).version().equals(row.version());
        return changed(known.item(), said)
            ? Outcome.of(newest ? Became.CHANGED : Became.LATE, known.item())
            : Outcome.of(Became.UNCHANGED, known.item());
      }
      if (said.wordings().isEmpty()) {
        return Outcome.of(note.deleted() ? Became.UNKNOWN : Became.EMPTY, null);
      }
      Counterpart answered =
          said.parent() == null
              ? null
              : CounterpartStore.find(h, system(), said.parent()).orElse(null);
      if (said.parent() != null && answered == null && told.patient()) {
        return new Outcome(Became.AWAITS_ANSWERED, null, said.parent());
      }
      Item item = answered == null ? null : Item.of(unit, h, answered.item());
      long id = unit.nextId();
      // Where others read the thread, what answers it stands by itself.
      boolean joins =
          item != null && item.post().record() == record.id() && item.post().gate().equals(gate);
      if (item != null && joins) {
        comment(id, item, said);
      } else {
        post(id, said);
      }
      keep(id, said);
      CounterpartStore.add(h, new Counterpart(id, system(), note.id(), false, null));
      boolean alone = said.parent() != null && answered == null;
      return Outcome.of(alone ? Became.MADE_ALONE : Became.MADE, id);
    }

    /** All that was said of it, with what is said now. */
    private List<SourceWordingStore.Row> said(SourceWordingStore.Row row) {
      String id = told.note().id();
      List<SourceWordingStore.Row> before = SourceWordingStore.of(h, system(), id);
      if (told.state()) {
        before.stream()
            .filter(r -> SourceWordingStore.Row.IN_ORDER.compare(r, row) > 0)
            .forEach(r -> SourceWordingStore.forget(h, system(), id, r));
      } else if (before.stream().anyMatch(row::says)) {
        return before;
      }
      SourceWordingStore.put(h, system(), id, row);
      return SourceWordingStore.of(h, system(), id);
    }

    private void post(long id, SourceSaid said) {
      Row row =
          written(
              new Row(
                  id,
                  record.id(),
                  record.heading(),
                  gate,
                  true,
                  new Row.Kind(Made.POST, "Create", told.eventType()),
                  new Row.By(system(), null, said.actor()),
                  Row.Told.byHand(said.created()),
                  Row.Words.NONE,
                  null),
              said);
      unit.post(row);
      if (!told.silent() && said.removed() == null) {
        record.fold(null);
        unit.save(record);
        unit.line(What.POSTED, row, row.by());
      }
      if (said.version() > 1) {
        unit.flush();
        ActivityStore.sayOfSource(h, row);
      }
    }

    private void comment(long id, Item answered, SourceSaid said) {
      Row post = answered.post();
      Words words = words(said);
      NoteStore.insert(
          h,
          new NoteStore.Row(
              id,
              post.id(),
              post.record(),
              answered.note() == null ? null : answered.note().id(),
              null,
              new Writer(null, system(), null),
              words.content(),
              words.html(),
              said.created(),
              said.version(),
              said.edited().orElse(null),
              said.removed(),
              null,
              false),
          said.actor());
      if (!post.talk()) {
        ActivityStore.talk(h, post.id());
      }
      tell(said.removed() == null ? What.NOTED : null, post, id);
    }

    /** Writes what the source says now; tells whether that is something else. */
    private boolean changed(long id, SourceSaid said) {
      Item item = Item.of(unit, h, id);
      OwnWords before = item.words();
      Words words = words(said);
      boolean reworded = !before.content().equals(words.content());
      boolean moved = before.removed() != (said.removed() != null);
      boolean same =
          !reworded
              && Objects.equals(item.removed(), said.removed())
              && before.version() == said.version()
              && before.created().equals(said.created())
              && Objects.equals(before.edited(), said.edited().orElse(null));
      boolean authored = said.actor() != null && !said.actor().equals(actor(id, item));
      if (same && !authored) {
        return false;
      }
      Long actor = said.actor() == null ? actor(id, item) : said.actor();
      if (item.note() == null) {
        ActivityStore.sayOfSource(h, written(by(item.post(), actor), said));
      } else {
        NoteStore.say(h, written(item.note(), said), actor);
      }
      keep(id, said);
      boolean gone = moved && said.removed() != null;
      boolean comment = item.note() != null;
      What what =
          gone
              ? comment ? What.NOTE_REMOVED : What.REMOVED
              : reworded ? comment ? What.NOTE_UPDATED : What.UPDATED : null;
      tell(what, item.post(), comment ? Long.valueOf(id) : null);
      return true;
    }

    private @Nullable Long actor(long id, Item item) {
      return item.note() == null
          ? item.post().by().sourceActor()
          : NoteStore.actor(h, id).orElse(null);
    }

    /** Where nobody is told of it, what is kept of its record's page ends by the stamp. */
    private void tell(@Nullable What what, Row post, @Nullable Long note) {
      if (what == null || told.silent()) {
        RecordStore.stamp(h, Set.of(post.record()), unit.nextId());
      } else if (note == null) {
        unit.line(what, post, new Row.By(system(), null, told.actor()));
      } else {
        unit.line(what, post, note, told.actor());
      }
    }

    private static Words words(SourceSaid said) {
      return said.removed() == null
          ? Words.checked(said.content(), Set.of())
          : new Words("", "", Set.of());
    }

    private static Row by(Row post, @Nullable Long actor) {
      return new Row(
          post.id(),
          post.record(),
          post.heading(),
          post.gate(),
          post.talk(),
          post.kind(),
          new Row.By(post.by().system(), null, actor),
          post.told(),
          post.words(),
          post.gone());
    }

    private static Row written(Row post, SourceSaid said) {
      Words words = words(said);
      return new Row(
          post.id(),
          post.record(),
          post.heading(),
          post.gate(),
          post.talk(),
          post.kind(),
          post.by(),
          Row.Told.byHand(said.created()),
          new Row.Words(
              words.content(),
              words.html(),
              Markdown.VERSION,
              said.version(),
              said.edited().orElse(null),
              post.words().copied()),
          said.removed() == null ? null : new Row.Gone(said.removed(), null));
    }

    private static NoteStore.Row written(NoteStore.Row note, SourceSaid said) {
      Words words = words(said);
      return new NoteStore.Row(
          note.id(),
          note.activity(),
          note.record(),
          note.inReplyTo(),
          note.answered(),
          note.author(),
          words.content(),
          words.html(),
          said.created(),
          said.version(),
          said.edited().orElse(null),
          said.removed(),
          null,
          note.copied());
    }

    /** Keeps the wordings that are not shown any more, and no others. */
    private void keep(long id, SourceSaid said) {
      WordStore.forgetWordings(h, id);
      List<SourceSaid.Wording> earlier = said.earlier();
      for (int i = 0; i < earlier.size(); i++) {
        Words words = Words.checked(earlier.get(i).content(), Set.of());
        WordStore.keep(h, id, i + 1, words.content(), words.html(), earlier.get(i).said());
      }
    }
  }
}
