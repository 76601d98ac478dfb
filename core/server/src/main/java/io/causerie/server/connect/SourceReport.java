package io.causerie.server.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.mapping.MappingPaths.Unseen;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source answered.
 *
 * @param polled whether there is a source to ask for rows; one that pushes is not asked
 * @param delivers whether it delivers by itself, on a line that is kept open
 * @param failures why it cannot be read as it should; empty: it can
 * @param rows how many were read
 * @param all whether these are all it has
 * @param newest the latest time of a change among them
 * @param twice keys that more than one row has
 * @param columns the fields of the rows
 * @param unseen paths of the mappings that no row has
 * @param refused what the mappings could not map, and how often
 * @param ignored what the mappings leave out, and how often
 * @param warned what they warn of, and how often; the rows are posted all the same
 * @param unknownUsers who did something there and is nobody here
 * @param posts what some of the newest rows would become, as the preview of the API tells it
 */
public record SourceReport(
    String connector,
    String kind,
    boolean polled,
    boolean delivers,
    List<Failure> failures,
    int rows,
    boolean all,
    @Nullable Instant newest,
    List<String> twice,
    List<Column> columns,
    List<Unseen> unseen,
    List<Reason> refused,
    List<Reason> ignored,
    List<Reason> warned,
    List<String> unknownUsers,
    List<ObjectNode> posts) {

  /** What happened, and what to do. */
  public record Failure(String fault, Phrase message, Phrase remedy) {}

  /**
   * A field of the rows.
   *
   * @param types kinds of JSON values it has
   * @param filled how many rows have a value in it
   */
  public record Column(String name, List<String> types, int filled) {}

  /** Why, and of how many rows. */
  public record Reason(Phrase said, int rows) {}

  /** Whether the connector would work as it is; hints do not count. */
  public boolean isGood() {
    return failures.isEmpty() && twice.isEmpty() && refused.isEmpty();
  }
}
