package io.causerie.engine.discussion;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyConflictException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.PostAt;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.Folds;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.file.FileView;
import io.causerie.engine.follow.FollowOrigin;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.Names;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Ids;
import io.causerie.engine.store.ShortList;
import io.causerie.engine.store.Together;
import io.causerie.engine.store.Together.Outcome;
import io.causerie.model.ActivityId;
import io.causerie.model.FileId;
import io.causerie.model.NoteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes comments. What comes while others are being written is written together, in one
 * transaction: what each is refused for is decided for her alone before anything of hers is
 * written, and whoever has to wait for a lock or for a source does so by herself.
 */
final class Replies {
  /** One is written while the other is committed; more only make the groups smaller. */
  static final int SEATS = 2;

  private final DiscussionParts parts;
  private final Reads writes;
  private final Together<Reply, NoteView> together;

  /** Whose comment under which key is being written alone. */
  private final Set<Wish> wishes = ConcurrentHashMap.newKeySet();

  Replies(DiscussionParts parts, Reads writes) {
    this.parts = parts;
    this.writes = writes;
    this.together = new Together<>(SEATS, ShortList.MOST, this::write, parts.committed());
  }

  /** What somebody wants to say; see {@link Discussion#reply}. */
  record Reply(
      Viewer viewer,
      ActivityId activity,
      Words words,
      NewWords said,
      @Nullable NoteId inReplyTo,
      @Nullable Long upTo,
      @Nullable IdempotencyKey key) {
    Set<String> alsoIn() {
      return said.alsoIn();
    }

    Reads.Asked asked() {
      return new Reads.Asked(viewer, activity);
    }
  }

  /** What is to be done once, however often it is tried. */
  private record Wish(String person, IdempotencyKey key) {}

  NoteView write(Reply reply) {
    Wish wish = reply.key() == null ? null : new Wish(reply.viewer().person(), reply.key());
    // Whoever tries again waits for her first try; in a seat she would let others wait, too. And a
    // line that goes with what its thread writes cannot go with what another writes for it.
    if (wish != null && wishes.contains(wish)) {
      return alone(reply);
    }
    try {
      if (!parts.database().carriesLine()) {
        Outcome<NoteView> outcome = together.with(reply);
        if (!outcome.isAside()) {
          return outcome.get();
        }
      }
      waits(reply);
      return alone(reply);
    } finally {
      if (wish != null) {
        wishes.remove(wish);
      }
    }
  }

  /** She may wait for others from now on. */
  private void waits(Reply reply) {
    if (reply.key() != null) {
      wishes.add(new Wish(reply.viewer().person(), reply.key()));
    }
  }

  private NoteView alone(Reply reply) {
    NoteView alone =
        writes.activity(
            reply.viewer(),
            reply.activity(),
            parts.change(
                (unit, h, in) ->
                    new Drafts(unit, h, List.of(new Draft(reply, in)), true, null)
                        .write()
                        .get(0)
                        .get()));
    parts.committed().run();
    return alone;
  }

  private List<Outcome<NoteView>> write(List<Reply> replies, Runnable leave) {
    try {
      return writes.posts(
          replies.stream().map(Reply::asked).collect(Collectors.toSet()),
          (h, in, undecided) -> {
            try {
              return write(h, replies, in, undecided, leave);
            } catch (Error e) {
              // Nothing is committed yet, so it may be the fault of one of them.
              throw new Broken(e);
            }
          });
    } catch (Broken e) {
      if (replies.size() == 1) {
        return List.of(Outcome.refused(Objects.requireNonNull(e.getCause())));
      }
      throw e;
    }
  }

  private List<Outcome<NoteView>> write(
      Handle h,
      List<Reply> replies,
      Map<Reads.Asked, Standing> in,
      Set<Reads.Asked> undecided,
      Runnable leave) {
    UnitOfWork unit = new UnitOfWork(h, parts.journal());
    List<Draft> let = new ArrayList<>();
    List<Supplier<Outcome<NoteView>>> outcomes = new ArrayList<>();
    for (Reply reply : replies) {
      Standing standing = in.get(reply.asked());
      if (standing != null) {
        Draft draft = new Draft(reply, standing);
        let.add(draft);
        outcomes.add(() -> Objects.requireNonNull(draft.outcome));
      } else if (undecided.contains(reply.asked())) {
        outcomes.add(Outcome::aside);
      } else {
        outcomes.add(() -> Outcome.refused(new NotFoundException("post " + reply.activity())));
      }
    }
    new Drafts(unit, h, let, replies.size() == 1, leave).write();
    unit.flush();
    return outcomes.stream().map(Supplier::get).toList();
  }

  /** An Error before the commit. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(Error cause) {
      super(cause);
    }
  }

  /** A comment that is being written, and what came of it. */
  private static final class Draft {
    private final Reply reply;
    private final Standing in;
    private long id;
    private IdempotencyStore.@Nullable Used before;
    private NoteStore.@Nullable Row row;
    private List<FileView> files = List.of();
    private @Nullable Outcome<NoteView> outcome;

    Draft(Reply reply, Standing in) {
      this.reply = reply;
      this.in = in;
    }

    boolean isOpen() {
      return outcome == null && before == null;
    }

    String person() {
      return reply.viewer().person();
    }
  }

  /** Those who were let in, in one transaction. */
  private final class Drafts {
    private final UnitOfWork unit;
    private final Handle h;
    private final List<Draft> all;
    private final boolean alone;
    private final @Nullable Runnable leave;
    private final Instant now = parts.clock().instant();

    /**
     * @param alone whether nobody else waits for what becomes of these
     * @param leave to be run before one waits for others; absent where nobody waits for her
     */
    Drafts(UnitOfWork unit, Handle h, List<Draft> all, boolean alone, @Nullable Runnable leave) {
      this.unit = unit;
      this.h = h;
      this.all = all;
      this.alone = alone;
      this.leave = leave;
    }

    private List<Draft> open() {
      return all.stream().filter(Draft::isOpen).toList();
    }

    /** One who is alone is refused with all that was done for her; of others nothing was done. */
    private void refuse(Draft draft, RuntimeException why) {
      if (alone) {
        throw why;
      }
      draft.outcome = Outcome.refused(why);
    }

    private void leave() {
      if (leave != null) {
        all.forEach(draft -> waits(draft.reply));
        leave.run();
      }
    }

    List<Outcome<NoteView>> write() {
      all.forEach(draft -> draft.id = parts.ids().next());
      setAside();
      claim();
      hold();
      answer();
      checkMentions();
      insert();
      follow();
      show();
      return all.stream().map(draft -> Objects.requireNonNull(draft.outcome)).toList();
    }

    /**
     * Whoever is the first to talk about a post changes it, for which she has to have it alone; and
     * so has the record whoever writes into its system, where one comment comes after the other,
     * and her files whoever has some.
     */
    private void setAside() {
      for (Draft draft : all) {
        PostAt post = draft.in.post();
        if (post.folding() || !post.talk() || draft.reply.said().takesItsTime()) {
          if (alone) {
            leave();
          } else {
            draft.outcome = Outcome.aside();
          }
        }
      }
    }

    private void claim() {
      Map<Long, IdempotencyStore.Used> used = IdempotencyStore.claim(h, claims(Draft::isOpen), now);
      open().forEach(draft -> draft.before = used.get(draft.id));
    }

    /** Closes the fold of a post at what its reader was shown. */
    private void hold() {
      if (alone) {
        open().stream()
            .filter(d -> d.in.post().folding())
            .forEach(d -> held(unit, h, d.in, d.reply.upTo()));
        open().stream().filter(d -> !d.reply.alsoIn().isEmpty()).forEach(this::mayCopy);
      }
    }

    private void mayCopy(Draft draft) {
      TrackedRecord record = RecordStore.lock(h, draft.in.record());
      parts.copies().require(h, draft.in, record, draft.in.post().gate(), draft.reply.alsoIn());
    }

    private void answer() {
      List<Long> answered =
          open().stream()
              .flatMap(d -> Stream.ofNullable(d.reply.inReplyTo()))
              .map(NoteId::value)
              .distinct()
              .toList();
      Map<Long, NoteStore.Answered> notes = NoteStore.answered(h, answered);
      for (Draft draft : open()) {
        NoteId inReplyTo = draft.reply.inReplyTo();
        NoteStore.Answered note = inReplyTo == null ? null : notes.get(inReplyTo.value());
        if (inReplyTo != null
            && (note == null || note.activity() != draft.reply.activity().value())) {
          refuse(
              draft,
              new InvalidInputException("inReplyTo", "inReplyTo is not a comment of this post"));
        } else {
          draft.row = row(draft, note == null ? null : note.author());
        }
      }
    }

    private NoteStore.Row row(Draft draft, @Nullable Writer answered) {
      Reply reply = draft.reply;
      return new NoteStore.Row(
          draft.id,
          reply.activity().value(),
          draft.in.record(),
          reply.inReplyTo() == null ? null : reply.inReplyTo().value(),
          answered,
          Writer.of(draft.person()),
          reply.words().content(),
          reply.words().html(),
          Ids.timeOf(draft.id),
          1,
          null,
          null,
          null,
          !reply.alsoIn().isEmpty());
    }

    private void checkMentions() {
      for (Draft draft : open()) {
        try {
          draft
              .reply
              .words()
              .checkMentions(
                  h, draft.in, parts.readership(), parts.actors(), draft.in.post().gate());
        } catch (MentionRefusedException e) {
          refuse(draft, e);
        }
      }
    }

    private void insert() {
      List<Draft> drafts = open();
      if (alone && !drafts.isEmpty() && !drafts.get(0).in.post().talk()) {
        // Before the comment holds the post together with others, who would wait for each other.
        ActivityStore.talk(h, drafts.get(0).reply.activity().value());
      }
      Map<Long, Long> records = leave == null ? Map.of() : inserted(drafts, false);
      for (Draft draft : drafts) {
        Long record = records.get(draft.id);
        if (record == null && alone) {
          leave();
          record = inserted(drafts, true).get(draft.id);
        }
        if (record != null) {
          unit.line(What.NOTED, draft.in.post(), record, draft.id, draft.person());
          draft.row = Objects.requireNonNull(draft.row).about(record);
        } else if (alone) {
          throw new ForbiddenException("the post was removed; nothing can be added to it");
        } else {
          draft.outcome = Outcome.aside();
        }
      }
      release();
      open().forEach(this::copy);
      open().forEach(this::carry);
      open().forEach(draft -> WordStore.mention(h, draft.id, draft.reply.words().mentions()));
    }

    private void copy(Draft draft) {
      Set<String> systems = draft.reply.alsoIn();
      if (!systems.isEmpty()) {
        NoteStore.copied(h, draft.id);
        parts.copies().choose(h, draft.id, Objects.requireNonNull(draft.row).record(), systems);
      }
    }

    private void carry(Draft draft) {
      List<FileId> files = draft.reply.said().files();
      if (!files.isEmpty()) {
        parts.attachments().carry(h, draft.in, draft.id, files);
        draft.files = parts.attachments().of(h, draft.in, draft.id);
      }
    }

    private Map<Long, Long> inserted(List<Draft> drafts, boolean patient) {
      return NoteStore.insert(
          h,
          parts.database().dialect(),
          drafts.stream()
              .map(d -> new NoteStore.New(Objects.requireNonNull(d.row), d.reply.upTo()))
              .toList(),
          patient);
    }

    /** Gives back the keys of those for whom nothing is written after all. */
    private void release() {
      IdempotencyStore.release(h, claims(d -> d.outcome != null));
    }

    private List<IdempotencyStore.Claim> claims(Predicate<Draft> of) {
      return all.stream()
          .filter(of)
          .flatMap(
              d ->
                  Stream.ofNullable(d.reply.key())
                      .map(key -> new IdempotencyStore.Claim(d.person(), key, d.id)))
          .toList();
    }

    private void follow() {
      List<FollowStore.Begun> follows = new ArrayList<>();
      for (Draft draft : open()) {
        long record = Objects.requireNonNull(draft.row).record();
        follows.add(new FollowStore.Begun(record, draft.person(), FollowOrigin.TALK));
        draft
            .reply
            .words()
            .persons()
            .forEach(
                person -> follows.add(new FollowStore.Begun(record, person, FollowOrigin.MENTION)));
      }
      FollowStore.automatic(h, follows, now);
    }

    private void show() {
      List<Draft> written = open();
      if (!written.isEmpty()) {
        Names names = parts.actors().in(h, written.get(0).in.version());
        Talk.load(names, written.stream().map(d -> Objects.requireNonNull(d.row)).toList());
        List<Long> copied =
            written.stream().filter(d -> !d.reply.alsoIn().isEmpty()).map(d -> d.id).toList();
        Map<Long, List<FileView>> files =
            written.stream().collect(Collectors.toMap(d -> d.id, d -> d.files));
        Marks marks = new Marks(new Given(Map.of(), files), Set.of(), Copied.of(h, copied));
        written.forEach(
            d ->
                d.outcome =
                    Outcome.of(
                        Talk.view(Objects.requireNonNull(d.row), names, marks)
                            .seenBy(d.in.person(), d.in.guest(), Set.of())));
      }
      for (Draft draft : all) {
        if (draft.before != null && draft.outcome == null) {
          before(draft, draft.before);
        }
      }
    }

    /** Somebody who used her key before, maybe for another of those who are written here. */
    private void before(Draft draft, IdempotencyStore.Used before) {
      Optional<Draft> first = all.stream().filter(d -> d.id == before.item()).findFirst();
      if (first.isPresent() && !isWritten(first.get())) {
        draft.outcome = Outcome.aside();
      } else if (!before.same()) {
        refuse(draft, new IdempotencyConflictException());
      } else {
        Optional<NoteStore.Row> note = NoteStore.find(h, before.item());
        if (note.isPresent()) {
          draft.outcome = Outcome.of(parts.view(h, draft.in, note.get()));
        } else {
          refuse(draft, new NotFoundException("comment"));
        }
      }
    }

    private static boolean isWritten(Draft draft) {
      return draft.outcome != null && draft.outcome.result() != null;
    }
  }

  /** Closes the fold of a post at what its reader was shown. */
  static TrackedRecord held(UnitOfWork unit, Handle h, Standing in, @Nullable Long upTo) {
    TrackedRecord record = RecordStore.lock(h, in.record());
    // Read now: until the lock was ours, a fold may have grown or the post may have been removed.
    Folds.hold(unit, h, record, Discussion.post(h, in.post().id()), upTo);
    return record;
  }
}
