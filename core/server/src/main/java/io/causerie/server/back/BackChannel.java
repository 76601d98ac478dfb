package io.causerie.server.back;

import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.GiveUp;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.delivery.RetryLater;
import io.causerie.engine.discussion.Copies;
import io.causerie.engine.discussion.Letter;
import io.causerie.model.text.Messages;
import io.causerie.server.config.Sources;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteBack.Means;
import io.causerie.spi.WriteException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Brings into one system what people wrote, as it is when its turn comes: an edit that was made
 * meanwhile goes along. Where an earlier attempt may have arrived, it is looked for before anything
 * is sent again.
 */
final class BackChannel implements DeliveryChannel {
  private static final int PARALLEL = 4;

  private static final Messages MESSAGES = Messages.of(BackChannel.class);

  private final String system;
  private final Copies copies;
  private final Function<String, Optional<Sources.Target>> targets;
  private final Connected accounts;
  private final Supplier<String> language;

  /**
   * @param targets the systems there are now, by name
   * @param language of whoever has not said hers
   */
  BackChannel(
      String system,
      Copies copies,
      Function<String, Optional<Sources.Target>> targets,
      Connected accounts,
      Supplier<String> language) {
    this.system = system;
    this.copies = copies;
    this.targets = targets;
    this.accounts = accounts;
    this.language = language;
  }

  @Override
  public String name() {
    return Copies.channel(system);
  }

  @Override
  public int parallel() {
    return PARALLEL;
  }

  @Override
  public boolean idempotent() {
    return targets.apply(system).filter(target -> target.claim().repeats()).isPresent();
  }

  @Override
  public Outcome deliver(Delivery delivery) throws RetryLater, GiveUp, InterruptedException {
    Optional<Letter> found = copies.letter(delivery);
    if (found.isEmpty()) {
      return Outcome.NEEDLESS;
    }
    Letter letter = found.get();
    Sources.Target target =
        targets.apply(system).orElseThrow(() -> new RetryLater(BackWording.NO_SYSTEM.with()));
    WriteBack.Comment comment = comment(letter, target);
    try {
      return letter.removed()
          ? remove(delivery, letter, target, comment)
          : put(delivery, letter, target, comment);
    } catch (WriteException e) {
      return without(e, letter);
    }
  }

  private Outcome without(WriteException e, Letter letter) throws RetryLater, GiveUp {
    switch (e.fate()) {
      case LATER -> throw new RetryLater(e.why(), e.retryAfter().orElse(null), e);
      case REFUSED -> throw new GiveUp(e.why());
      case GONE -> throw new GiveUp(BackWording.GONE.with());
      case ACCOUNT -> {
        accounts.refused(letter.author(), system);
        throw new GiveUp(BackWording.ACCOUNT.with());
      }
      case UNKNOWN -> {
        return Outcome.UNKNOWN;
      }
    }
    throw new IllegalStateException("no fate: " + e.fate());
  }

  private Outcome put(
      Delivery delivery, Letter letter, Sources.Target target, WriteBack.Comment comment)
      throws WriteException, GiveUp, InterruptedException {
    String id = letter.externalId();
    if (id != null && letter.isUpToDate()) {
      return Outcome.DELIVERED;
    }
    if (letter.refusal() != null) {
      throw new GiveUp(letter.refusal());
    }
    if (id == null) {
      Optional<String> there = arrived(letter, target, comment);
      if (there.isEmpty()) {
        String created = target.writing().create(comment);
        arrived(delivery, created, target, comment, letter.version());
        return Outcome.DELIVERED;
      }
      // Nobody knows which words of it arrived.
      id = there.get();
      arrived(delivery, id, target, comment, 1);
      if (letter.version() == 1) {
        return Outcome.DELIVERED;
      }
    }
    if (!target.claim().means().contains(Means.EDIT)) {
      return Outcome.NEEDLESS;
    }
    try {
      target.writing().edit(id, comment);
      arrived(delivery, id, target, comment, letter.version());
    } catch (WriteException e) {
      if (e.fate() != WriteException.Fate.GONE) {
        throw e;
      }
      copies.gone(delivery);
    }
    return Outcome.DELIVERED;
  }

  private void arrived(
      Delivery delivery, String id, Sources.Target target, WriteBack.Comment comment, int version) {
    String words = comment.segments().isEmpty() ? null : target.writing().words(comment);
    copies.arrived(delivery, id, comment.account().isPresent(), version, words);
  }

  /** Its id there, where an attempt of which nobody knows what came has brought it there. */
  private static Optional<String> arrived(
      Letter letter, Sources.Target target, WriteBack.Comment comment)
      throws WriteException, InterruptedException {
    if (!letter.sentBefore() || !target.claim().means().contains(Means.FIND)) {
      return Optional.empty();
    }
    try {
      return target.writing().find(comment);
    } catch (WriteException e) {
      // Whoever may not look knows no more than before: it may be there.
      throw e.fate() == WriteException.Fate.REFUSED
          ? new WriteException(WriteException.Fate.UNKNOWN, e.why(), null, e)
          : e;
    }
  }

  private Outcome remove(
      Delivery delivery, Letter letter, Sources.Target target, WriteBack.Comment comment)
      throws WriteException, InterruptedException {
    String id = letter.externalId();
    if (id == null) {
      id = arrived(letter, target, comment).orElse(null);
      if (id == null) {
        return Outcome.NEEDLESS;
      }
      arrived(delivery, id, target, comment, 1);
    }
    if (!target.claim().means().contains(Means.DELETE)) {
      return Outcome.NEEDLESS;
    }
    target.writing().delete(id, comment);
    copies.gone(delivery);
    return Outcome.DELIVERED;
  }

  /** The words alone go there; that there is more here they say themselves. */
  private static Stream<WriteBack.Segment> files(Letter letter, Locale locale) {
    if (letter.files() == 0) {
      return Stream.empty();
    }
    String note =
        letter.files() == 1
            ? MESSAGES.in(locale, "file")
            : MESSAGES.in(locale, "files", letter.files());
    return Stream.of(WriteBack.Segment.words(letter.parts().isEmpty() ? note : "\n\n" + note));
  }

  private WriteBack.Comment comment(Letter letter, Sources.Target target) {
    // Whoever wrote it there changes it there.
    boolean persons =
        target.claim().means().contains(Means.AS_PERSON)
            && (letter.externalId() == null || letter.own());
    String said = letter.language();
    String read = said == null ? language.get() : said;
    return new WriteBack.Comment(
        letter.mark(),
        letter.record(),
        letter.lane(),
        letter.inReplyTo(),
        Stream.concat(
                letter.parts().stream()
                    .map(part -> new WriteBack.Segment(part.text(), part.identity())),
                files(letter, Locale.forLanguageTag(read)))
            .toList(),
        read,
        new WriteBack.Author(letter.authorName(), letter.authorIdentity()),
        persons ? accounts.of(letter.author(), system) : Optional.empty(),
        letter.written());
  }
}
