package io.causerie.spi;

import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts comments into the records of a system, where their authors chose it. It does what its kind
 * claims of its configuration, neither more nor less; used by many threads, which are interrupted
 * when they take too long.
 *
 * <p>Whoever calls it knows after an answer was lost, or after a crash, no more than that a comment
 * may be there. So whatever is thrown says whether it can be; see {@link WriteException.Fate}.
 */
public interface WriteBack {
  /** What a target has the means for, beyond taking a comment. */
  enum Means {
    /** It knows a comment by its mark, and does not take a second one with the same. */
    ONCE("once"),
    /** Whether a comment has arrived can be found out: {@link WriteBack#find}. */
    FIND("find"),
    /** Its words can be replaced: {@link WriteBack#edit}. */
    EDIT("edit"),
    /** It can be taken away: {@link WriteBack#delete}. */
    DELETE("delete"),
    /** It can be written by its author herself: {@link SourceSystem#accounts}. */
    AS_PERSON("asPerson");

    private final String word;

    Means(String word) {
      this.word = word;
    }

    /** As it is written in the documentation. */
    public String word() {
      return word;
    }
  }

  /**
   * What a kind says of a configuration before anything is built.
   *
   * @param lanes those it has a place for. What is written from the internal one must be seen by no
   *     customer of the source: where that cannot be, it is no lane of this
   */
  record Claim(Set<Lane> lanes, Set<Means> means) {
    public Claim {
      if (lanes.isEmpty()) {
        throw new IllegalArgumentException("a target has a place for a lane, or it is none");
      }
      lanes = Set.copyOf(lanes);
      means = Set.copyOf(means);
    }

    /** Whether an attempt of which nobody knows what came may be repeated without harm. */
    public boolean repeats() {
      return means.contains(Means.ONCE) || means.contains(Means.FIND);
    }
  }

  /**
   * Who wrote a comment.
   *
   * @param name how she is shown
   * @param identity her key among the users of the system; absent: none is known
   */
  record Author(String name, @Nullable String identity) {}

  /**
   * A part of a comment's words.
   *
   * @param text what stands there: Markdown, or of a mention {@code @} and the name
   * @param mentions the key of who is mentioned among the users of the system; absent for words,
   *     and for whoever has none: then it is words like any others
   */
  record Segment(String text, @Nullable String mentions) {
    public static Segment words(String text) {
      return new Segment(text, null);
    }
  }

  /**
   * An account of the author's own in the system, which she has connected. Its {@link #toString}
   * shows nothing.
   */
  interface Account {
    /** As {@link Accounts.Granted#grant} was. */
    String grant();

    /** Keeps another one from now on: some sources give a new one whenever the old one is used. */
    void renewed(String grant);
  }

  /**
   * A comment to be there.
   *
   * @param mark tells it from every other comment, of any Causerie; letters, digits and hyphens,
   *     the same at each attempt and each edit. It stands in the words or in the id that the target
   *     has: an event that brings the comment back before its delivery is settled waits by it.
   *     Whoever reads it there may write it again, so it proves nothing
   * @param record where to
   * @param lane which side reads it; see {@link Claim}
   * @param inReplyTo what it answers there, as {@link #create} named it; absent: nothing there
   * @param segments its words, in order
   * @param language BCP 47 tag of the language its author reads
   * @param author who wrote it; signed with her name unless {@code account} is hers
   * @param account with which it is written; absent: as the integration's user
   * @param written when she wrote it first
   */
  record Comment(
      String mark,
      RecordRef record,
      Lane lane,
      @Nullable String inReplyTo,
      List<Segment> segments,
      String language,
      Author author,
      Optional<Account> account,
      Instant written) {
    public Comment {
      segments = List.copyOf(segments);
    }

    /** Its words, for a target that knows no mentions. */
    public String text() {
      return segments.stream().map(Segment::text).collect(Collectors.joining());
    }
  }

  /**
   * Puts a comment there.
   *
   * @return its id there, at most 500 characters: what events of the source name it by
   */
  String create(Comment comment) throws WriteException, InterruptedException;

  /**
   * The words as they stand there, with whatever is added, such as the author's name and the mark:
   * when an event brings them back, they are known for what was written here. Asks nobody.
   */
  default String words(Comment comment) {
    return comment.text();
  }

  /**
   * The id of a comment that was sent before, if it has arrived. Where a target cannot be searched,
   * the record's recent items are read and compared here; what somebody else wrote is none of them,
   * whatever mark it shows. Asked only where {@link Means#FIND} is claimed.
   */
  default Optional<String> find(Comment comment) throws WriteException, InterruptedException {
    throw new UnsupportedOperationException("it cannot be found out what has arrived");
  }

  /**
   * Replaces the words of a comment; twice is as good as once. Asked only where {@link Means#EDIT}
   * is claimed.
   *
   * @param id as {@link #create} named it
   */
  default void edit(String id, Comment comment) throws WriteException, InterruptedException {
    throw new UnsupportedOperationException("comments cannot be edited there");
  }

  /**
   * Takes a comment away; one that is not there any more is as good as taken. Asked only where
   * {@link Means#DELETE} is claimed.
   *
   * @param id as {@link #create} named it
   * @param comment what was there, with whose account it was written; its words may be gone
   */
  default void delete(String id, Comment comment) throws WriteException, InterruptedException {
    throw new UnsupportedOperationException("comments cannot be taken away there");
  }
}
