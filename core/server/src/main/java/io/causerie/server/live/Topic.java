package io.causerie.server.live;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.model.RecordId;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a stream may tell of. */
public sealed interface Topic {
  /** So many a stream follows. */
  int MOST = 50;

  /** The talk about a record, by any id it has. */
  record OfRecord(RecordId id) implements Topic {}

  /** That some connector is not as it was, for operators. */
  enum OfOperators implements Topic {
    CONNECTORS
  }

  /** What is the reader's own. */
  enum OfReader implements Topic {
    /** How much of her home she has not read. */
    HOME,
    /** How much she was told that she has not read. */
    NOTIFICATIONS
  }

  /**
   * The topics that were asked for: what cannot be followed is refused, never left out.
   *
   * @throws InvalidInputException for none, too many, or one that is no topic
   * @throws ForbiddenException for the operators' topic, without their scope
   * @throws NotFoundException for another record than a frame's
   */
  static Set<Topic> of(List<String> asked, Caller caller) {
    if (asked.isEmpty() || asked.size() > MOST) {
      throw new InvalidInputException(
          "topic",
          "say what to follow, %d topics at most: record:ID, home, or notifications"
              .formatted(MOST));
    }
    Set<Topic> topics = new LinkedHashSet<>();
    asked.forEach(word -> topics.add(of(word, caller)));
    return topics;
  }

  private static Topic of(String word, Caller caller) {
    if (word.equals("connectors")) {
      if (!caller.scopes().contains(Scope.OPERATE)) {
        throw new ForbiddenException("the topic connectors needs the scope operate");
      }
      return OfOperators.CONNECTORS;
    }
    if (word.equals("home")) {
      return OfReader.HOME;
    }
    if (word.equals("notifications")) {
      return OfReader.NOTIFICATIONS;
    }
    RecordId record = record(word);
    if (!caller.mayAskFor(record)) {
      throw new NotFoundException("record");
    }
    return new OfRecord(record);
  }

  private static RecordId record(String word) {
    String beginning = "record:";
    try {
      if (word.startsWith(beginning)) {
        return RecordId.parse(word.substring(beginning.length()));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new InvalidInputException(
        "topic", "a topic is record:ID, home, notifications, or connectors");
  }
}
