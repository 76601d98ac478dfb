package io.causerie.engine.record;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.Rules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Progress;
import io.causerie.engine.access.ReadersView;
import io.causerie.engine.access.Readership;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.follow.FollowOrigin;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.journal.JournalStore;
import io.causerie.engine.record.RecordView.FollowState;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.PlainText;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Records and read marks. */
public final class Records {
  private static final int MAX_UNREAD = 100;

  /** No record has it. */
  private static final long NONE = -1;

  private static final int MAX_TITLE = 500;

  private final Database database;
  private final Clock clock;
  private final Ids ids;
  private final Reads reads;
  private final Readership readership;
  private final Audiences audiences;
  private final Rules rules;

  private final KeptRecords kept = new KeptRecords();

  public Records(
      Database database,
      Clock clock,
      Ids ids,
      Reads reads,
      Readership readership,
      Audiences audiences,
      Rules rules) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.reads = reads;
    this.readership = readership;
    this.audiences = audiences;
    this.rules = rules;
  }

  /**
   * A record with what is wanted beside it, as of one moment.
   *
   * @param <T> what is wanted beside it
   */
  public record With<T>(RecordView record, T beside) {}

  /** By the key in the source; former keys count too. */
  public Optional<RecordView> find(Viewer viewer, RecordRef ref) {
    return find(viewer, ref, (h, in) -> true).map(With::record);
  }

  private <T> Optional<With<T>> find(Viewer viewer, RecordRef ref, Reads.Work<T> beside) {
    return seen(work -> reads.page(viewer, ref, work), Optional.of(ref), beside);
  }

  /**
   * As {@link #find}, by a key as a person types it: the case of letters does not count where but
   * one record that she may see has that key.
   *
   * @param beside what is wanted with the record
   */
  public <T> Optional<With<T>> look(Viewer viewer, RecordRef ref, Reads.Work<T> beside) {
    Optional<With<T>> exact = find(viewer, ref, beside);
    if (exact.isPresent()) {
      return exact;
    }
    // A record that she may not see must not be told by what is found beside it.
    List<Long> typed = database.ask(h -> RecordStore.resolveTyped(h, ref));
    List<With<T>> seen =
        (typed.isEmpty() ? List.of(NONE) : typed)
            .stream()
                .distinct()
                .flatMap(id -> get(viewer, new RecordId(id), Optional.of(ref), beside).stream())
                .toList();
    return seen.size() == 1 ? Optional.of(seen.get(0)) : Optional.empty();
  }

  public Optional<RecordView> look(Viewer viewer, RecordRef ref) {
    return look(viewer, ref, (h, in) -> true).map(With::record);
  }

  public Optional<RecordView> get(Viewer viewer, RecordId record) {
    return get(viewer, record, (h, in) -> true).map(With::record);
  }

  /** As {@link #get(Viewer, RecordId)}, with what is wanted beside it. */
  public <T> Optional<With<T>> get(Viewer viewer, RecordId record, Reads.Work<T> beside) {
    return get(viewer, record, Optional.empty(), beside);
  }

  private <T> Optional<With<T>> get(
      Viewer viewer, RecordId record, Optional<RecordRef> asked, Reads.Work<T> beside) {
    return seen(work -> reads.page(viewer, record, work), asked, beside);
  }

  /** A way through the door to a record. */
  private interface Way<T> {
    Optional<With<T>> to(Reads.Work<Optional<With<T>>> work);
  }

  private <T> Optional<With<T>> seen(Way<T> way, Optional<RecordRef> asked, Reads.Work<T> beside) {
    try {
      return way.to(
          (h, in) -> {
            Optional<RecordView> view = in.present() ? present(h, in) : earlier(h, in, asked);
            return view.map(v -> new With<>(v, beside.with(h, in)));
          });
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<RecordView> earlier(Handle h, Standing in, Optional<RecordRef> asked) {
    Beside own = StandingSql.beside(h, in, MAX_UNREAD + 1);
    return StandingSql.earlier(h, in, asked).map(then -> earlier(in, then, own));
  }

  /** What somebody sees who keeps discussions of a record that she is no longer let into. */
  private RecordView earlier(Standing standing, Heading then, Beside own) {
    return new RecordView(
        new RecordId(standing.record()),
        then.ref(),
        systemTitle(then.ref()),
        null,
        then.shown(),
        null,
        true,
        null,
        List.of(),
        List.of(),
        List.of(),
        standing.guest(),
        follow(standing),
        unread(own),
        position(standing, own));
  }

  private Localized systemTitle(RecordRef ref) {
    return rules.systemTitle(ref.system());
  }

  /** What records are called and hold, as somebody sees them who was let in to each. */
  public Map<Long, RecordHead> heads(
      Map<Long, TrackedRecord> records, Collection<Standing> standings) {
    Map<Long, RecordHead> heads = new HashMap<>();
    for (Standing standing : standings) {
      TrackedRecord record = records.get(standing.record());
      if (record != null && standing.present()) {
        heads.put(record.id(), new HeadForAll(record, systemTitle(record.ref())).seenBy(standing));
      }
    }
    return heads;
  }

  /**
   * As {@link #find}, but a record nobody has met yet is made, with its system's audience, so that
   * it can be talked about; it fills when its first event comes. Only for a host that vouches for
   * it.
   *
   * @param title what the host calls it, used until an event says better; may be empty
   * @return empty if the viewer may not see it, or the system is not configured
   */
  public Optional<RecordView> meet(Viewer viewer, RecordRef ref, String title) {
    if (rules.system(ref.system()) == null) {
      return Optional.empty();
    }
    if (database.read(h -> RecordStore.resolve(h, ref)).isEmpty()) {
      long audience = audiences.intern(ref.system(), null, null).internal();
      database.writing(
          h -> {
            long id = ids.next();
            if (RecordStore.claim(h, Map.of(ref, id)).isEmpty()) {
              TrackedRecord record = TrackedRecord.unmet(id, ref, audience);
              if (!title.isBlank()) {
                record.title = Localized.of(PlainText.cut(title, MAX_TITLE));
              }
              RecordStore.save(h, List.of(record), ids.next());
            }
          });
    }
    return find(viewer, ref);
  }

  private Optional<RecordView> present(Handle h, Standing in) {
    return kept.seen(h, in, MAX_UNREAD + 1).map(s -> view(h, in, s.record(), s.own()));
  }

  private RecordView view(Handle h, Standing standing, TrackedRecord record, Beside own) {
    RecordHead head = new HeadForAll(record, systemTitle(record.ref())).seenBy(standing);
    return new RecordView(
        head.id(),
        head.ref(),
        head.systemTitle(),
        head.typeLabel(),
        head.title(),
        head.url(),
        head.known(),
        head.deleted(),
        head.state(),
        related(h, record, standing),
        lanes(h, standing, record, own),
        standing.guest(),
        follow(standing),
        unread(own),
        position(standing, own));
  }

  /** A record with all that is the same for whoever reads it. */
  public Optional<HeadForAll> forAll(Handle h, long record) {
    return RecordStore.read(h, record).map(r -> new HeadForAll(r, systemTitle(r.ref())));
  }

  private List<RecordView.Relation> related(Handle h, TrackedRecord record, Standing standing) {
    if (!standing.internal()) {
      return List.of();
    }
    Map<RecordRef, Optional<Standing>> known =
        reads.many(h, standing, record.related.stream().map(r -> r.record()).toList());
    List<RecordView.Relation> relations = new ArrayList<>();
    record.related.forEach(
        r -> {
          Optional<Standing> there = known.get(r.record());
          // Of a record she may not see not even the title is told.
          if (there == null || there.filter(Standing::present).isPresent()) {
            relations.add(
                new RecordView.Relation(
                    r.rel(),
                    r.record(),
                    r.title() == null ? r.record().id() : r.title(),
                    there == null ? null : new RecordId(there.orElseThrow().record())));
          }
        });
    return relations;
  }

  private List<RecordView.LaneView> lanes(
      Handle h, Standing standing, TrackedRecord record, Beside own) {
    Localized type =
        record.typeLabel == null ? Localized.of(record.ref().type()) : record.typeLabel;
    List<RecordView.LaneView> lanes = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      if (standing.mayWrite(lane)) {
        ReadersView readers = readership.of(h, standing, lane, type);
        lanes.add(
            new RecordView.LaneView(
                lane,
                readers.count(),
                standing.guest()
                    ? List.of()
                    : readers.persons().stream().filter(ReadersView.Reader::guest).toList(),
                // Only before the first words to those outside she is asked whether she means it.
                lane == Lane.INTERNAL || own.begun(),
                readers.gate(),
                record.isKnown() && isWrittenBack(h, standing, lane)));
      }
    }
    return lanes;
  }

  /** As {@code Copies} has it. */
  private boolean isWrittenBack(Handle h, Standing standing, Lane lane) {
    SystemRules system = rules.system(standing.ref().system());
    return !standing.guest()
        && system != null
        && system.writeBack().contains(lane)
        && readership.isRecords(h, standing.now(), standing.now().of(lane).orElseThrow());
  }

  private FollowState follow(Standing standing) {
    Progress.Said said = standing.progress().said();
    Optional<Stance> stance =
        FollowStore.of(standing.record(), said.code(), said.until(), said.mutedUntil());
    if (stance.isEmpty()) {
      return FollowState.NONE;
    }
    return switch (stance.get().state(clock.instant())) {
      case MUTE -> FollowState.MUTED;
      case NORMAL -> FollowState.ENDED;
      case FOLLOW ->
          stance.get().origin() == FollowOrigin.ME ? FollowState.FOLLOWING : FollowState.AUTOMATIC;
    };
  }

  private static long position(Standing standing, Beside own) {
    // Lines may have been removed since it was read.
    return Math.max(own.position(), standing.progress().removed());
  }

  private static RecordView.Unread unread(Beside own) {
    return new RecordView.Unread(Math.min(own.unread(), MAX_UNREAD), own.unread() <= MAX_UNREAD);
  }

  /**
   * Moves the reader's mark forward to a position she was shown; never back, never ahead of it all.
   */
  public void markRead(Viewer viewer, RecordId record, long upTo) {
    reads
        .writing()
        .record(
            viewer,
            record,
            (h, standing) -> {
              long position = Math.min(upTo, JournalStore.position(h));
              UnreadStore.seen(h, standing, position);
              return true;
            });
  }
}
