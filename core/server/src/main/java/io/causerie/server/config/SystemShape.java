package io.causerie.server.config;

import io.causerie.model.Lane;
import io.causerie.model.mapping.MappingShape;
import io.causerie.model.yaml.Shape;
import io.causerie.runtime.PollSettings;
import io.causerie.server.plugin.PluginFolder;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Kinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What {@link SystemFiles} and {@link PollConfig} read, with the kinds there are. */
final class SystemShape {
  private static final String NAME = "^" + SystemFiles.NAME + "$";
  private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?";

  private SystemShape() {}

  static Shape file() {
    return file(PluginFolder.ofApplication().kinds());
  }

  private static Shape file(Kinds kinds) {
    Shape file =
        Shape.file(
                "Causerie: a system",
                "A system and its connectors. One file a system, in `systems/`.")
            .require("system", Shape.text("The system's name; it never changes.", NAME, "erp"))
            .allow("title", MappingShape.localized("How people call it; left out: its name."))
            .require("audience", audience("The ceiling: who may read at most."))
            .allow(
                "matchByEmail",
                Shape.truth("Whether a user with a person's email address is that person.")
                    .fallback(false))
            .allow(
                SystemFiles.WRITE_BACK,
                Shape.oneOrMore(
                    Shape.oneOf(
                        "Lanes in which people may choose that what they write stands in the system as well; left out: none.",
                        Arrays.stream(Lane.values()).map(Lane::word).toList())))
            .require(
                "kind", Shape.oneOf("The code behind it and its connectors.", ableFirst(kinds)))
            .allow("config", Shape.any("What its kind needs once, for all connectors."))
            .require("connectors", Shape.map("Its connectors, by name.", NAME, connector()));
    for (ConnectorKind kind : kinds.all()) {
      if (kind.configKeys().stream().anyMatch(ConfigKey::ofSystem)) {
        file.when("kind", kind.name(), "config", config(kind, ConfigKey::ofSystem));
      } else {
        file.refuseWhen("kind", kind.name(), "config");
      }
      file.when("kind", kind.name(), "connectors", Shape.map("", ofKind(kind, kinds)));
    }
    return file;
  }

  /** An editor offers first what can most. */
  private static List<String> ableFirst(Kinds kinds) {
    return kinds.all().stream()
        .sorted(Comparator.comparing((ConnectorKind kind) -> -kind.capabilities().size()))
        .map(ConnectorKind::name)
        .toList();
  }

  /** What a connector may have more than {@link #connector}: of the system's kind, or another. */
  private static Shape ofKind(ConnectorKind kind, Kinds kinds) {
    Shape config = config(kind, key -> !key.ofSystem());
    Shape own = mapped().refuse("kind");
    refused(kind).forEach(own::refuse);
    return Shape.either(
        "",
        config.isRequired() ? own.require("config", config) : own.allow("config", config),
        ofAnother(kind, kinds.all().stream().filter(other -> !other.equals(kind)).toList()));
  }

  private static Shape ofAnother(ConnectorKind system, List<ConnectorKind> kinds) {
    Shape other =
        mapped().require("kind", Shape.oneOf("", kinds.stream().map(ConnectorKind::name).toList()));
    for (ConnectorKind kind : kinds) {
      boolean shared = system.sharedWith().contains(kind.name());
      other.when("kind", kind.name(), "config", config(kind, key -> !shared || !key.ofSystem()));
      refused(kind).forEach(key -> other.refuseWhen("kind", kind.name(), key));
    }
    return other;
  }

  /** Keys of what the kind cannot do. */
  private static List<String> refused(ConnectorKind kind) {
    List<String> refused = new ArrayList<>();
    if (!PollConfig.asks(kind.capabilities())) {
      refused.addAll(PollConfig.OF_POLL);
    }
    if (!PollConfig.reads(kind.capabilities())) {
      refused.addAll(PollConfig.OF_READ);
    }
    if (!kind.capabilities().contains(Capability.CENSUS)) {
      refused.add(PollConfig.RECONCILE);
    }
    return refused;
  }

  private static Shape mapped() {
    return Shape.anyKeys("")
        .allow("mapping", Shape.any("").example("mappings/order.yaml"))
        .requireOneOf("mapping", "hint");
  }

  private static Shape audience(String help) {
    return Shape.either(
        help,
        Shape.oneOf("", List.of("everyone")),
        readers()
            .allow(
                "customer",
                Shape.either(
                    "Guests, but each only where a record names her.",
                    Shape.oneOf("", List.of("everyone")),
                    readers())));
  }

  private static Shape readers() {
    return Shape.keys("")
        .allow("everyone", Shape.truth("Whoever signs in."))
        .allow("groups", Shape.oneOrMore(Shape.text("Groups of people.yaml.")))
        .allow("persons", Shape.oneOrMore(Shape.text("Ids of persons.")));
  }

  private static Shape connector() {
    return Shape.keys("Give either `mapping` or `hint`.")
        .allow(
            "kind",
            Shape.text(
                "The code behind it, where that is another than its system's: it shares nothing"
                    + " with the others then, unless the system's kind shares with it."))
        .allow("audience", audience("A further ceiling."))
        .allow(
            "since",
            Shape.text(
                "A day or a time; what is older is known, but nobody is told.",
                "^\\d{4}-\\d{2}-\\d{2}(T.+)?$",
                "2026-01-01"))
        .allow(
            "mapping",
            Shape.oneOrMore(
                Shape.either(
                    "Mapping files, or mappings; the first that fits an event is used.",
                    Shape.text("").example("mappings/order.yaml"),
                    MappingShape.inline())))
        .allow("hint", Shape.oneOrMore(hint()))
        .allow("config", Shape.any("What its kind needs of each connector."))
        .allow(
            "mask",
            Shape.oneOrMore(
                Shape.text(
                    "Paths of fields that operators do not see.",
                    "^" + Mask.PATH + "$",
                    ".customer.email")))
        .allow(
            SystemFiles.SILENCE,
            Shape.either(
                "When it is called silent: nothing has come for so long; left out: for longer"
                    + " than at this time of the week usually.",
                Shape.oneOf("Never.", List.of(SystemFiles.OFF)),
                Shape.duration("So long.").example("PT6H")))
        .allow(
            "schedule",
            schedule("When its source is asked.")
                .fallback(String.valueOf(PollSettings.DEFAULT.schedule().every())))
        .allow("page", Shape.number("Rows at once.", 1, 5000).fallback(PollSettings.PAGE))
        .allow(
            "backfill",
            Shape.keys("How history is read.")
                .allow(
                    "rate",
                    Shape.number("Rows a second at most.", 1, 1_000_000)
                        .fallback(PollSettings.BACKFILL_RATE)))
        .allow(
            "reconcile",
            Shape.either(
                "When it is compared with its source; left out: in the night.",
                Shape.oneOf("", List.of("never")),
                Shape.duration("An interval."),
                cron(),
                times()
                    .notBoth("every", "cron")
                    .allow(
                        "maxGone",
                        Shape.text(
                                "How many records may be gone at once before an operator is"
                                    + " asked: a number, or a share of all, but 5 at least.",
                                "^" + PollConfig.SHARE_PATTERN + "$",
                                "10%")
                            .fallback("10%"))
                    .allow(
                        "compare",
                        Shape.oneOf(
                                "`contents` reads each record whole, and finds what has"
                                    + " changed without its version.",
                                PollConfig.COMPARED)
                            .fallback(PollConfig.VERSIONS))))
        .requireOneOf("mapping", "hint");
  }

  private static Shape hint() {
    return Shape.keys(
            "For events that carry a key only: who reads the record; of several the first whose"
                + " types fit.")
        .require("connector", Shape.text("The connector that reads it back."))
        .allow("key", Shape.jq("The record's key; needed unless that connector's kind knows it."))
        .allow(
            "on",
            MappingShape.on(
                "Types of events that are hints; left out: every type, or those that connector's"
                    + " kind knows."));
  }

  private static Shape schedule(String help) {
    return Shape.either(
        help, Shape.duration("An interval."), cron(), times().requireOneOf("every", "cron"));
  }

  private static Shape cron() {
    return Shape.text(
        "A cron expression of five fields.", "^\\S+(\\s+\\S+){4}$", "*/5 8-18 * * MON-FRI");
  }

  private static Shape times() {
    return Shape.keys("")
        .allow("every", Shape.duration("An interval."))
        .allow("cron", Shape.text("A cron expression of five fields.").example("0 3 * * *"))
        .allow(
            "zone",
            Shape.text("The zone of cron expression and window.")
                .fallback("UTC")
                .example("Europe/Paris"))
        .allow(
            "window",
            Shape.text("Only then.", "^\\s*" + TIME + "\\s*-\\s*" + TIME + "\\s*$", "20:00-06:00"))
        .allow("jitter", Shape.duration("Up to so much later, by chance."));
  }

  /** The keys of a kind, those with dots nested. */
  private static Shape config(ConnectorKind kind, Predicate<ConfigKey> which) {
    return level(
        "What the kind %s needs.".formatted(kind.name()),
        kind.configKeys().stream().filter(which).toList(),
        0);
  }

  private static Shape level(String help, List<ConfigKey> keys, int depth) {
    Shape level = Shape.keys(help);
    Map<String, List<ConfigKey>> byStep =
        keys.stream()
            .collect(
                Collectors.groupingBy(
                    k -> k.name().split("\\.")[depth], TreeMap::new, Collectors.toList()));
    byStep.forEach(
        (step, inside) -> {
          boolean leaf = inside.get(0).parents().size() == depth;
          Shape value = leaf ? inside.get(0).shape() : level("", inside, depth + 1);
          if (inside.stream().anyMatch(ConfigKey::required)) {
            level.require(step, value);
          } else {
            level.allow(step, value);
          }
        });
    return level;
  }
}
