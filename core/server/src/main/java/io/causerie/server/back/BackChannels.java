package io.causerie.server.back;

import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.discussion.Copies;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.Sources;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The channels by which what people write comes into systems: one for each that can take it. */
public final class BackChannels {
  private final Copies copies;
  private final Function<String, Optional<Sources.Target>> targets;
  private final Connected accounts;
  private final Supplier<String> language;

  /**
   * @param targets the systems there are now, by name
   * @param language of whoever has not said hers
   */
  public BackChannels(
      Copies copies,
      Function<String, Optional<Sources.Target>> targets,
      Connected accounts,
      Supplier<String> language) {
    this.copies = copies;
    this.targets = targets;
    this.accounts = accounts;
    this.language = language;
  }

  /**
   * Those of a configuration. A system that is written to no more has its channel all the same:
   * what is there is still taken away where it is removed here.
   */
  public List<DeliveryChannel> of(Configuration configuration) {
    return configuration.systems().stream()
        .filter(system -> targets.apply(system.name()).isPresent())
        .<DeliveryChannel>map(
            system -> new BackChannel(system.name(), copies, targets, accounts, language))
        .toList();
  }
}
