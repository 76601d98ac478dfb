package io.causerie.engine.discussion;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Rules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Gates;
import io.causerie.engine.access.Readership;
import io.causerie.engine.access.RightsStore;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.Row;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.file.FileSql;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.model.IdText;
import io.causerie.model.phrase.Phrase;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where posts and comments stand in the systems of their records as well, because their authors
 * chose it. What was chosen is written with the words, and so is the delivery that brings it there;
 * edits and removals follow by deliveries of their own. Safe for use by many threads.
 */
public final class Copies implements Echoes {
  /** What is known of copies holds no person; words are never kept here. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .record("item_copy.record_id")
          .stays(
              "numbers of Causerie's own",
              "item_copy.channel",
              "item_copy.system",
              "item_copy.subject",
              "item_copy.mark")
          .stays("a comment's id in its system names nobody", "item_copy.external_id");

  /** What the channels are called that bring copies into systems. */
  public static final String CHANNEL = "back:";

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int CHANCE = 8;
  private static final Pattern MARK =
      Pattern.compile("[0-9A-Z]{13}-[%s]{%d}".formatted(LETTERS, CHANCE));

  private final Database database;
  private final Clock clock;
  private final Rules rules;
  private final Readership readership;
  private final Actors actors;
  private final Deliveries deliveries;
  private final Journal journal;
  private final Runnable committed;
  private final Steps steps;
  private final SecureRandom random = new SecureRandom();

  public Copies(
      Database database,
      Clock clock,
      Rules rules,
      Readership readership,
      Actors actors,
      Deliveries deliveries,
      Journal journal,
      Runnable committed,
      Steps steps) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
    this.readership = readership;
    this.actors = actors;
    this.deliveries = deliveries;
    this.journal = journal;
    this.committed = committed;
    this.steps = steps;
  }

  /** The channel that brings copies into a system. */
  public static String channel(String system) {
    return CHANNEL + system;
  }

  /** The system into which a channel brings copies. */
  public static String system(String channel) {
    return channel.substring(CHANNEL.length());
  }

  /**
   * Whether what somebody writes may stand in a record's system as well: its lane is written there,
   * and whoever reads the record reads it, and not by name alone. Nobody from outside is offered
   * it.
   *
   * @param record who reads the record
   * @param post whom it lets in
   */
  private boolean isOffered(Handle h, String system, Gates record, Gate post) {
    SystemRules known = rules.system(system);
    return known != null
        && known.writeBack().contains(post.lane())
        && readership.isRecords(h, record, post);
  }

  /**
   * Makes sure that something may be written into systems as well.
   *
   * @param record locked
   * @throws InvalidInputException if one of them is not the record's
   * @throws ForbiddenException if it is not offered
   */
  void require(Handle h, Standing in, TrackedRecord record, Gate post, Set<String> systems) {
    for (String system : systems) {
      if (!system.equals(in.ref().system())) {
        throw new InvalidInputException(
            "alsoIn", "the record is of the system '%s' alone".formatted(in.ref().system()));
      }
      if (in.guest() || !record.isKnown() || !isOffered(h, system, record.gates(), post)) {
        throw new ForbiddenException(
            "what is written here does not go into '%s' as well: its lane is not written there, or fewer people read it than the record"
                .formatted(system));
      }
    }
  }

  /** Has what was just written brought into systems as well, in the transaction that writes it. */
  void choose(Handle h, long item, long record, Set<String> systems) {
    for (String system : systems) {
      String subject =
          "record %s%s%s"
              .formatted(IdText.format(record), Deliveries.Order.PART, IdText.format(item));
      long first = deliveries.add(h, order(system, subject));
      CopyStore.insert(
          h,
          new CopyStore.Row(
              item, system, subject, mark(item), first, null, false, null, null, null, null, null),
          record,
          channel(system));
    }
  }

  private static Deliveries.Order order(String system, String subject) {
    return new Deliveries.Order(channel(system), system, subject, null);
  }

  /** A second Causerie may have given the same number to something else. */
  private String mark(long item) {
    StringBuilder mark = new StringBuilder(IdText.format(item)).append('-');
    for (int i = 0; i < CHANCE; i++) {
      mark.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return mark.toString();
  }

  /** Has what is there follow what was edited or removed here. */
  void follow(Handle h, long item) {
    for (CopyStore.Row row : CopyStore.of(h, List.of(item))) {
      deliveries.add(h, order(row.system(), row.subject()));
    }
  }

  /**
   * Has it tried again to bring a comment or a post into a system.
   *
   * @throws NotFoundException if it was not to stand there
   */
  int retry(Handle h, long item, String system) {
    CopyStore.Row row =
        CopyStore.of(h, List.of(item)).stream()
            .filter(one -> one.system().equals(system))
            .findFirst()
            .orElseThrow(() -> new NotFoundException("copy in " + system));
    return deliveries.retry(
        h, Deliveries.Choice.of(CopyStore.held(h, channel(system), row.subject())));
  }

  /**
   * Anybody who reads a mark in a source may write it again: so it only says what has to wait until
   * the delivery is settled that brings it there. What it has become there says then the id that
   * the source gave, and nothing else.
   */
  @Override
  public boolean mayBe(Handle h, Echoes.Comment comment) {
    Set<String> marks =
        MARK.matcher(comment.externalId() + ' ' + comment.content())
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    return !marks.isEmpty()
        && CopyStore.isUnderWay(h, channel(comment.system()), comment.record().value(), marks);
  }

  /**
   * What a delivery is to bring; empty where there is nothing to bring any more. For the channel of
   * the system, which shows it to nobody here.
   */
  public Optional<Letter> letter(Delivery delivery) {
    return database.read(h -> letter(h, delivery));
  }

  private Optional<Letter> letter(Handle h, Delivery delivery) {
    Optional<CopyStore.Row> found = CopyStore.find(h, delivery.channel(), delivery.subject());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    CopyStore.Row copy = found.get();
    Optional<NoteStore.Row> note = NoteStore.find(h, copy.item());
    Optional<Row> post =
        ActivityStore.find(h, note.map(NoteStore.Row::activity).orElse(copy.item()));
    if (post.isEmpty()) {
      return Optional.empty();
    }
    OwnWords words = note.map(OwnWords::of).orElseGet(() -> OwnWords.of(post.get()));
    String author = words.author();
    if (author == null) {
      return Optional.empty();
    }
    Names names = actors.in(h, RightsStore.version(h));
    TrackedRecord record =
        RecordStore.find(h, List.of(post.get().record())).stream().findFirst().orElse(null);
    Set<String> mentioned = new TreeSet<>(WordStore.mentioned(h, copy.item()));
    mentioned.add(author);
    Map<String, String> identities = CopySql.identities(h, copy.system(), mentioned);
    return Optional.of(
        new Letter(
            copy.item(),
            copy.mark(),
            record == null ? post.get().heading().ref() : record.ref(),
            post.get().lane(),
            author,
            names.person(author).name(),
            identities.get(author),
            CopySql.language(h, author).orElse(null),
            words.removed() ? List.of() : parts(Words.named(words.content(), names), identities),
            words.removed() ? 0 : FileSql.count(h, copy.item()),
            words.version(),
            Ids.timeOf(copy.item()),
            words.removed(),
            copy.gone() == null ? copy.externalId() : null,
            copy.own(),
            copy.version(),
            answered(h, copy.system(), note.orElse(null)),
            delivery.attempt() > 1 || delivery.id() != copy.first(),
            refusal(h, copy, record, post.get().gate())));
  }

  private @Nullable Phrase refusal(
      Handle h, CopyStore.Row copy, @Nullable TrackedRecord record, Gate post) {
    if (record == null || !record.ref().system().equals(copy.system())) {
      return CopyWording.NO_RECORD.with();
    }
    SystemRules known = rules.system(copy.system());
    if (known == null || !known.writeBack().contains(post.lane())) {
      return CopyWording.NOT_CONFIGURED.with();
    }
    return isOffered(h, copy.system(), record.gates(), post)
        ? null
        : CopyWording.FEWER_READERS.with();
  }

  /** What a comment answers, where that stands there too: another comment, or else the post. */
  private static @Nullable String answered(Handle h, String system, NoteStore.@Nullable Row note) {
    if (note == null) {
      return null;
    }
    List<Long> answered = new ArrayList<>();
    if (note.inReplyTo() != null) {
      answered.add(note.inReplyTo());
    }
    answered.add(note.activity());
    Map<Long, String> there = new HashMap<>();
    CounterpartStore.of(h, answered)
        .forEach(
            (item, all) ->
                all.stream()
                    .filter(one -> one.system().equals(system))
                    .forEach(one -> there.put(item, one.externalId())));
    // What was taken away there can be answered no more.
    CopyStore.of(h, answered).stream()
        .filter(row -> row.system().equals(system) && row.gone() != null)
        .forEach(row -> there.remove(row.item()));
    return answered.stream().map(there::get).filter(id -> id != null).findFirst().orElse(null);
  }

  private static List<Letter.Part> parts(Words.Named words, Map<String, String> identities) {
    List<Letter.Part> parts = new ArrayList<>();
    int written = 0;
    for (MentionView mention : words.mentions()) {
      if (mention.start() > written) {
        parts.add(new Letter.Part(words.content().substring(written, mention.start()), null));
      }
      Mention whom = mention.mention();
      parts.add(
          new Letter.Part(
              "@" + mention.name(),
              whom.kind() == Mention.Kind.PERSON ? identities.get(whom.id()) : null));
      written = mention.start() + mention.length();
    }
    if (written < words.content().length()) {
      parts.add(new Letter.Part(words.content().substring(written), null));
    }
    return parts;
  }

  /**
   * Keeps that something is there, before anybody is told.
   *
   * @param own whether it is its author's there, and not the integration's
   * @param version of the words that are there
   * @param words as they were brought; absent where nobody knows which were
   */
  public void arrived(
      Delivery delivery, String externalId, boolean own, int version, @Nullable String words) {
    keep(
        delivery,
        (h, row) -> {
          CopyStore.arrived(h, row, externalId, own, version, clock.instant());
          CounterpartStore.brought(h, row.item(), row.system(), externalId, words);
        });
  }

  /** Keeps that nothing is there any more. */
  public void gone(Delivery delivery) {
    keep(delivery, (h, row) -> CopyStore.gone(h, row, clock.instant()));
  }

  /** What is kept of a copy. */
  @FunctionalInterface
  private interface Keep {
    void keep(Handle h, CopyStore.Row row);
  }

  private void keep(Delivery delivery, Keep how) {
    database.writing(
        h -> {
          CopyStore.find(h, delivery.channel(), delivery.subject())
              .ifPresent(row -> how.keep(h, row));
          steps.reached(Step.COPY_KEPT);
        });
    steps.reached(Step.COPY_COMMITTED);
  }

  /** Tells readers that copies stand otherwise, in the transaction that makes them. */
  public void changed(Handle h, String channel, Collection<String> subjects) {
    List<Journal.Line> lines =
        CopySql.places(h, CopyStore.items(h, channel, subjects)).stream()
            .map(
                at ->
                    new Journal.Line(
                        journal.nextId(),
                        at.note() == null ? What.UPDATED : What.NOTE_UPDATED,
                        at.record(),
                        at.activity(),
                        at.note(),
                        at.lane(),
                        at.audience(),
                        null,
                        null))
            .toList();
    if (!lines.isEmpty()) {
      journal.write(h, lines);
      h.afterCommit(committed);
    }
  }
}
