package io.causerie.engine.notice;

import io.causerie.engine.follow.Precedence;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.follow.Subtype;
import io.causerie.engine.home.HomeStore;
import io.causerie.engine.home.Reason;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one person is told of what happened to one record, once all is known that counts: what she
 * did herself, has read meanwhile, mutes, may not read or was told by a stronger reason is not
 * told, and what is left of one discussion is one notice, by its strongest reason. Pure.
 */
final class Decision {
  private Decision() {}

  /**
   * Something that she may be told.
   *
   * @param queue in which it waited
   * @param gone whether the comment was removed
   * @param queued the reason by which it was queued
   * @param doer who did it, here or under her name in a source
   * @param answered whose comment it answers
   * @param named whether it mentions her by name now
   * @param inGroup whether it mentions a group that she is in now
   * @param read whether she has read it meanwhile
   * @param told by which reason she was told of it before
   */
  record Fact(
      long queue,
      String person,
      HomeStore.Post post,
      @Nullable Long note,
      boolean gone,
      long position,
      Reason queued,
      @Nullable String doer,
      @Nullable String answered,
      boolean named,
      boolean inGroup,
      boolean read,
      @Nullable Reason told) {

    long item() {
      return note == null ? post.id() : note;
    }

    Subtype happened() {
      return note == null ? post.subtype() : Subtype.TALK;
    }

    /** Why she is told of it now; absent where a mention was taken out again. */
    @Nullable Reason reason() {
      boolean answers = note != null && (person.equals(answered) || person.equals(post.author()));
      return switch (queued) {
        case MENTION ->
            named ? Reason.MENTION : answers ? Reason.REPLY : inGroup ? Reason.GROUP_MENTION : null;
        case GROUP_MENTION -> inGroup ? Reason.GROUP_MENTION : null;
        case REPLY, ASSIGNMENT, FOLLOW, RULE -> queued;
      };
    }
  }

  /** What stands unread in her inbox of a discussion. */
  record Open(Notice notice, long position) {}

  /**
   * What is told.
   *
   * @param item by which reason
   * @param again whether she was told of it before, by a weaker one
   */
  record Item(Reason reason, boolean again) {}

  /**
   * A notice, and what it makes of what was there.
   *
   * @param place in her inbox; absent: it does not stand there
   * @param position of the last of it
   * @param before whose place it takes
   * @param muted whether she mutes what it is of, so that her inbox alone tells it
   * @param items what is told with it, by post or comment
   */
  record Told(
      Notice notice,
      @Nullable Long place,
      long position,
      @Nullable Long before,
      boolean muted,
      Map<Long, Item> items) {
    Told at(@Nullable Long itsPlace) {
      return new Told(notice, itsPlace, position, before, muted, items);
    }
  }

  /** One thing that is told, and why. */
  private record Telling(Fact fact, Reason reason, boolean muted) {}

  /** All that is told of one discussion. */
  private static final class Group {
    final List<Telling> all = new ArrayList<>();

    Telling strongest() {
      Telling strongest = all.get(0);
      for (Telling one : all) {
        strongest = one.reason().code() < strongest.reason().code() ? one : strongest;
      }
      return strongest;
    }
  }

  /**
   * Decides.
   *
   * @param facts what waited, in the order in which it happened
   * @param said what she says of a post and of what it is of
   * @param reads the posts that she may read
   * @param wants whether any channel tells her by a reason
   * @param open what stands unread of some discussions
   * @param id draws the ids of notices
   */
  static List<Told> of(
      List<Fact> facts,
      java.util.function.Function<HomeStore.Post, Collection<Stance>> said,
      Set<Long> reads,
      java.util.function.Predicate<Reason> wants,
      Map<Long, Open> open,
      java.util.function.LongSupplier id,
      Instant now) {
    Map<Long, Group> groups = new LinkedHashMap<>();
    Map<Long, Reason> told = new LinkedHashMap<>();
    for (Fact fact : facts) {
      Telling telling = telling(fact, said.apply(fact.post()), reads, now);
      Reason before = told.getOrDefault(fact.item(), fact.told());
      if (telling != null
          && wants.test(telling.reason())
          && (before == null || telling.reason().code() < before.code())) {
        told.put(fact.item(), telling.reason());
        groups.computeIfAbsent(fact.post().id(), p -> new Group()).all.add(telling);
      }
    }
    List<Told> all = new ArrayList<>();
    groups.forEach((post, group) -> all.add(notice(group, open.get(post), id.getAsLong(), now)));
    return all;
  }

  private static @Nullable Telling telling(
      Fact fact, Collection<Stance> said, Set<Long> reads, Instant now) {
    Reason reason = fact.reason();
    if (reason == null
        || fact.gone()
        || fact.post().gone()
        || fact.read()
        || fact.person().equals(fact.doer())
        || !reads.contains(fact.post().id())) {
      return null;
    }
    Precedence.Verdict verdict = Precedence.of(said, Set.of(fact.happened()), now);
    boolean tells =
        switch (reason) {
          case MENTION -> true;
          case REPLY, ASSIGNMENT, GROUP_MENTION, RULE -> !verdict.mutes();
          case FOLLOW -> verdict.tells(fact.position());
        };
    return tells ? new Telling(fact, reason, verdict.mutes()) : null;
  }

  private static Told notice(Group group, @Nullable Open open, long id, Instant now) {
    Telling first = group.strongest();
    Fact fact = first.fact();
    Map<Long, Item> items = new LinkedHashMap<>();
    group.all.forEach(
        one ->
            items.merge(
                one.fact().item(),
                new Item(one.reason(), one.fact().told() != null),
                (a, b) -> a.reason().code() <= b.reason().code() ? a : b));
    long position = group.all.stream().mapToLong(one -> one.fact().position()).max().orElse(0);
    Notice there = open == null ? null : open.notice();
    // What she was told of by a weaker reason is among what stands there already.
    long news = items.values().stream().filter(item -> there == null || !item.again()).count();
    Notice lead =
        new Notice(
            id,
            fact.person(),
            new RecordId(fact.post().record()),
            new ActivityId(fact.post().id()),
            fact.note() == null ? null : new NoteId(fact.note()),
            first.reason(),
            fact.doer(),
            (int) (there == null ? news - 1 : there.more() + news),
            now);
    Notice notice =
        there != null && there.reason().code() <= first.reason().code()
            ? lead.as(there.note(), there.reason(), there.by())
            : lead;
    return new Told(
        notice,
        null,
        open == null ? position : Math.max(position, open.position()),
        there == null ? null : Long.valueOf(there.id()),
        group.all.stream().allMatch(Telling::muted),
        items);
  }
}
