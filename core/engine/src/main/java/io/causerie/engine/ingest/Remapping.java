package io.causerie.engine.ingest;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.Rules;
import io.causerie.engine.access.Audiences;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what is stored anew, with the mapping of today. A post stays the same post: its comments,
 * reactions, links, date and lane; what changes is what it says: the sentence, the names of fields
 * and values, fields that are tracked today, who may see a field, words of the source; and it may
 * get fewer readers, never more. Events that made no post make one where the mapping has one now.
 * Records get the title, address, labels and state of today.
 */
public final class Remapping {
  private final Database database;
  private final Audiences audiences;
  private final Journal journal;
  private final Ingest ingest;
  private final Rules inForce;

  Remapping(Database database, Audiences audiences, Journal journal, Ingest ingest, Rules inForce) {
    this.journal = journal;
    this.database = database;
    this.audiences = audiences;
    this.ingest = ingest;
    this.inForce = inForce;
  }

  /** What a post says. */
  public record Said(
      @Nullable Summary summary, List<FieldChange> changes, @Nullable String content) {}

  /**
   * One post, before and after.
   *
   * @param activity absent for one that is not there yet
   * @param record absent where the event's record is not known yet
   * @param fewerReaders whether it, or an earlier value in it, is read by fewer afterwards
   */
  public record Difference(
      @Nullable ActivityId activity,
      @Nullable RecordId record,
      Localized title,
      Said before,
      Said after,
      boolean fewerReaders) {}

  /** What saying anew cannot do; it stays as it is. */
  public enum Obstacle {
    /** The mapping of today ignores or refuses an event that made a post. */
    UNMAPPED,
    /** The mapping of today takes an event for another record's. */
    OTHER_RECORD,
    /** The mapping of today has no post of the kind that was made. */
    NO_POST,
    /** The mapping of today would let more people read. */
    WIDER_AUDIENCE,
    /** The mapping of today names other persons than were named: those stay. */
    OTHER_PERSONS,
    /** An event that was ignored tells of a deletion, merge or new number now: replay it. */
    MOVES_RECORD,
    /** Something came in between while it was written: do it again. */
    CHANGED_MEANWHILE,
    /** Another connector has told of the record since: it stays as that one says it. */
    OTHER_CONNECTOR
  }

  /**
   * What re-mapping does.
   *
   * @param posts how many posts there are in the time, and how many there would be more
   * @param different how many of them say something else, have fewer readers or are new
   * @param added how many of these are new
   * @param shown the first of the different ones
   * @param cannot how often something could not be done
   */
  public record Result(
      int posts, int different, int added, List<Difference> shown, Map<Obstacle, Integer> cannot) {}

  /**
   * Compares the posts of events that arrived in a time with what they would be now; or writes
   * them. Events are mapped outside of any transaction.
   *
   * @param to exclusive
   * @param apply whether to write
   * @throws IllegalArgumentException if no connector has that name
   */
  public Result remap(String connector, Instant from, Instant to, boolean apply) {
    ConnectorRules rules = rules(connector);
    PostsAnew run = new PostsAnew(database, audiences, journal, ingest, rules, apply);
    return run.over(Ids.firstOf(from), Ids.firstOf(to));
  }

  /** What the head of a record's page says. */
  public record Head(
      @Nullable Localized title, @Nullable String url, List<io.causerie.model.Observed> state) {}

  /** One record, before and after. */
  public record RecordDifference(
      RecordId record, boolean deleted, Head before, Head after, boolean fewerReaders) {}

  /**
   * What saying records anew does.
   *
   * @param records how many records the connector has told of
   * @param different how many of them say something else, or have fewer readers
   * @param shown the first of those
   * @param cannot how often something could not be done
   */
  public record Records(
      int records, int different, List<RecordDifference> shown, Map<Obstacle, Integer> cannot) {}

  /**
   * Compares what is known of a connector's records, deleted ones too, with what the mapping of
   * today makes of their events; or writes it. Nobody is told.
   *
   * @param apply whether to write
   * @throws IllegalArgumentException if no connector has that name
   */
  public Records records(String connector, boolean apply) {
    return new RecordsAnew(database, audiences, journal, rules(connector), apply).all();
  }

  private ConnectorRules rules(String connector) {
    ConnectorRules rules = inForce.connector(connector);
    if (rules == null) {
      throw new IllegalArgumentException("there is no connector " + connector);
    }
    return Objects.requireNonNull(rules);
  }
}
