package io.causerie.model.mapping;

import io.causerie.model.EventMapper;
import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import io.causerie.model.jq.Run;
import io.causerie.model.yaml.Yaml;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said instead of a mapping where events carry a key only: which connector reads the record
 * back, and where the key stands. Pure, as a mapping is.
 */
public final class HintMapping implements EventMapper {
  private static final int MAX_KEY = 400;

  private final String connector;
  private final List<String> on;
  private final Jq key;

  private HintMapping(String connector, List<String> on, Jq key) {
    this.connector = connector;
    this.on = on;
    this.key = key;
  }

  /** Reads {@code {connector, key, on}}; what is wrong is reported at its place. */
  public static Optional<HintMapping> read(Yaml yaml) {
    if (!yaml.expectMap()) {
      return Optional.empty();
    }
    Optional<String> connector =
        yaml.require("connector", "the connector that reads the record back").map(Yaml::text);
    Optional<Jq> key =
        yaml.require("key", "a jq expression of the record's key").flatMap(Jq::compile);
    List<String> on =
        yaml.get("on").map(y -> y.oneOrMore().stream().map(Yaml::text).toList()).orElse(List.of());
    yaml.refuseOthers();
    return connector.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new HintMapping(connector.get(), on, key.get()));
  }

  /** The connector that reads. */
  public String connector() {
    return connector;
  }

  /** Whether another one says the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HintMapping hint
        && hint.connector.equals(connector)
        && hint.on.equals(on)
        && hint.key.text().equals(key.text());
  }

  @Override
  public int hashCode() {
    return Objects.hash(connector, on, key.text());
  }

  @Override
  public MappingOutcome map(SourceEvent event) {
    if (!Mapping.fits(on, event.type())) {
      return new MappingOutcome.Ignored(MappingWording.NO_HINT.with(event.type()));
    }
    try {
      var node = key.first(new Run(Json.attributes(event)), Json.parse(event));
      String text = Json.isNothing(node) ? "" : Texts.of("hint.key", node);
      if (text.isBlank() || text.length() > MAX_KEY) {
        return new MappingOutcome.Rejected(
            MappingWording.MISSING.with(key.text()),
            MappingWording.MISSING_KEY.with(key.text(), MAX_KEY));
      }
      return new MappingOutcome.Hinted(connector, Texts.requireStorable("hint.key", text));
    } catch (BadEvent e) {
      return new MappingOutcome.Rejected(e.cause(), e.reason());
    }
  }
}
