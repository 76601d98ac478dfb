package io.causerie.model.mapping;

import io.causerie.model.EventMapper;
import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import io.causerie.model.jq.Run;
import io.causerie.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is said instead of a mapping where events carry a key only: which connector reads the record
 * back, and where the key stands; of several the first whose types fit. Pure, as a mapping is.
 */
public final class HintMapping implements EventMapper {
  private static final int MAX_KEY = 400;

  private final List<Hint> hints;

  private record Hint(String connector, List<String> on, Jq key) {
    List<Object> said() {
      return List.of(connector, on, key.text());
    }
  }

  /**
   * What a connector says itself of events whose records it reads back.
   *
   * @param on their types
   * @param key a jq expression of the key
   */
  public record Offer(List<String> on, String key) {}

  private HintMapping(List<Hint> hints) {
    this.hints = hints;
  }

  /**
   * Reads {@code {connector, key, on}}, or a list of them; what is wrong is reported at its place.
   *
   * @param offers what a connector says where the rest is left out
   */
  public static Optional<HintMapping> read(Yaml yaml, Function<String, Optional<Offer>> offers) {
    List<Hint> hints = new ArrayList<>();
    int before = yaml.problems();
    for (Yaml each : yaml.oneOrMore()) {
      hint(each, offers).ifPresent(hints::add);
    }
    return hints.isEmpty() || yaml.problems() > before
        ? Optional.empty()
        : Optional.of(new HintMapping(List.copyOf(hints)));
  }

  private static Optional<Hint> hint(Yaml yaml, Function<String, Optional<Offer>> offers) {
    if (!yaml.expectMap()) {
      return Optional.empty();
    }
    Optional<String> connector =
        yaml.require("connector", "the connector that reads the record back").map(Yaml::text);
    Optional<Offer> offer = connector.flatMap(offers);
    Optional<Yaml> given = yaml.get("key");
    Optional<Jq> key =
        given.isPresent() ? given.flatMap(Jq::compile) : offer.flatMap(o -> offered(o.key()));
    if (connector.isPresent() && offer.isEmpty() && given.isEmpty()) {
      yaml.problem(
          "give `key`, a jq expression of the record's key: the connector '%s' does not know it by itself"
              .formatted(connector.get()));
    }
    List<String> on =
        yaml.get("on")
            .map(y -> y.oneOrMore().stream().map(Yaml::text).toList())
            .orElseGet(() -> offer.map(Offer::on).orElse(List.of()));
    yaml.refuseOthers();
    return connector.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hint(connector.get(), on, key.get()));
  }

  private static Optional<Jq> offered(String key) {
    return Yaml.read(
            "hint", '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"', new ArrayList<>())
        .flatMap(Jq::compile);
  }

  /** The connectors that read. */
  public List<String> connectors() {
    return hints.stream().map(Hint::connector).distinct().toList();
  }

  private List<List<Object>> said() {
    return hints.stream().map(Hint::said).toList();
  }

  /** Whether another one says the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HintMapping hint && hint.said().equals(said());
  }

  @Override
  public int hashCode() {
    return said().hashCode();
  }

  @Override
  public MappingOutcome map(SourceEvent event) {
    Optional<Hint> fitting =
        hints.stream().filter(hint -> Mapping.fits(hint.on(), event.type())).findFirst();
    return fitting
        .map(hint -> map(hint, event))
        .orElseGet(() -> new MappingOutcome.Ignored(MappingWording.NO_HINT.with(event.type())));
  }

  private static MappingOutcome map(Hint hint, SourceEvent event) {
    try {
      var node = hint.key().first(new Run(Json.attributes(event)), Json.parse(event));
      String text = Json.isNothing(node) ? "" : Texts.of("hint.key", node);
      if (text.isBlank() || text.length() > MAX_KEY) {
        return new MappingOutcome.Rejected(
            MappingWording.MISSING.with(hint.key().text()),
            MappingWording.MISSING_KEY.with(hint.key().text(), MAX_KEY));
      }
      return new MappingOutcome.Hinted(hint.connector(), Texts.requireStorable("hint.key", text));
    } catch (BadEvent e) {
      return new MappingOutcome.Rejected(e.cause(), e.reason());
    }
  }
}
