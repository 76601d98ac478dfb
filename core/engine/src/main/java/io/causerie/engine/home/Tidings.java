package io.causerie.engine.home;

import io.causerie.engine.follow.Subtype;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.journal.JournalLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What some lines of the journal tell that people may be told, and whom it names: for the readers
 * of the journal that tell them.
 */
public final class Tidings {
  private final Map<Long, HomeStore.Post> posts;
  private final Map<Long, String> doers;
  private final Map<Long, HomeStore.Note> notes;
  private final Map<Long, Set<String>> mentions;
  private final Map<Long, Set<String>> groupMentions;

  private Tidings(Handle h, List<JournalLine> lines) {
    List<JournalLine> telling = lines.stream().filter(Tidings::tells).toList();
    posts = HomeStore.posts(h, telling.stream().map(Tidings::post).distinct().toList());
    doers =
        HomeStore.persons(
            h, telling.stream().map(JournalLine::sourceActor).filter(Objects::nonNull).toList());
    List<Long> noted =
        telling.stream()
            .filter(line -> line.note() != null)
            .map(line -> Objects.requireNonNull(line.note()).value())
            .distinct()
            .toList();
    notes = HomeStore.notes(h, noted);
    List<Long> items = new ArrayList<>(noted);
    items.addAll(posts.keySet());
    mentions = HomeStore.mentions(h, items);
    groupMentions = HomeStore.groupMentions(h, items);
  }

  /** Reads what is to be known of some lines. */
  public static Tidings of(Handle h, List<JournalLine> lines) {
    return new Tidings(h, lines);
  }

  /** Whether a line tells of something that people are told. */
  private static boolean tells(JournalLine line) {
    return line.activity() != null
        && switch (line.what()) {
          case POSTED, UPDATED, NOTED, NOTE_UPDATED -> true;
          case REMOVED, NOTE_REMOVED, REACTED, RECORD, SILENT -> false;
        };
  }

  private static long post(JournalLine line) {
    return Objects.requireNonNull(line.activity()).value();
  }

  /** The posts that any of the lines tells of. */
  public Collection<HomeStore.Post> posts() {
    return posts.values();
  }

  /** What one of the lines tells; empty where that is nothing, or is gone. */
  public Optional<Tiding> of(JournalLine line) {
    HomeStore.Post post = tells(line) ? posts.get(post(line)) : null;
    if (post == null || post.gone()) {
      return Optional.empty();
    }
    HomeStore.Note note = line.note() == null ? null : notes.get(line.note().value());
    if (line.note() != null && (note == null || note.gone())) {
      return Optional.empty();
    }
    long item = line.note() == null ? post.id() : line.note().value();
    return Optional.of(
        new Tiding(
            line,
            post,
            note,
            doer(line),
            isEdit(line, post),
            mentions.getOrDefault(item, Set.of()),
            groupMentions.getOrDefault(item, Set.of())));
  }

  private @Nullable String doer(JournalLine line) {
    Long actor = line.sourceActor();
    return line.person() != null || actor == null ? line.person() : doers.get(actor);
  }

  /** Whoever is told of an edit alone is who is mentioned in it. */
  private static boolean isEdit(JournalLine line, HomeStore.Post post) {
    return line.what() == What.NOTE_UPDATED
        || (line.what() == What.UPDATED && post.subtype() == Subtype.TALK);
  }

  /**
   * What a line tells.
   *
   * @param note the comment; absent: it is the post
   * @param doer who did it, here or under her name in a source
   * @param edited whether it tells whom it mentions, and nobody else
   * @param named whom it mentions by name
   * @param inGroups who is in a group that it mentions
   */
  public record Tiding(
      JournalLine line,
      HomeStore.Post post,
      HomeStore.@Nullable Note note,
      @Nullable String doer,
      boolean edited,
      Set<String> named,
      Set<String> inGroups) {

    /** What kind of thing happened. */
    public Subtype happened() {
      return note == null ? post.subtype() : Subtype.TALK;
    }

    /** Whose words it answers. */
    public Set<String> answered() {
      Set<String> persons = new HashSet<>();
      if (note != null) {
        Stream.of(note.answered(), post.author()).filter(Objects::nonNull).forEach(persons::add);
      }
      return persons;
    }
  }
}
