package io.causerie.engine;

import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the engine must know of a connector.
 *
 * @param name its configured name, unique over all systems
 * @param system the system it belongs to
 * @param ceiling a further limit to the audience of what comes by it
 * @param since what was published before is baseline: known, but nobody is told
 * @param mapper its mapping
 * @param reading what tells apart two ways of reading the source, such as the text of a query: a
 *     value that differs because it is read otherwise is nobody's change; absent where the source
 *     alone decides what comes
 */
public record ConnectorRules(
    String name,
    String system,
    @Nullable Audience ceiling,
    @Nullable Instant since,
    EventMapper mapper,
    @Nullable String reading) {

  /** Of a connector whose source decides what comes. */
  public ConnectorRules(
      String name,
      String system,
      @Nullable Audience ceiling,
      @Nullable Instant since,
      EventMapper mapper) {
    this(name, system, ceiling, since, mapper, null);
  }
}
