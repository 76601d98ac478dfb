package io.causerie.server.config;

import io.causerie.model.yaml.Yaml;
import io.causerie.runtime.PollSettings;
import io.causerie.runtime.Schedule;
import io.causerie.spi.Capability;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how and when a connector asks its source: {@code schedule}, {@code backfill} and so on. */
final class PollConfig {
  /** In the night, not all at the same minute. */
  private static final Schedule NIGHTLY =
      new Schedule(null, "0 3 * * *", ZoneOffset.UTC, null, Duration.ofMinutes(30));

  static final String VERSIONS = "versions";
  static final String CONTENTS = "contents";
  static final List<String> COMPARED = List.of(VERSIONS, CONTENTS);
  static final String SHARE_PATTERN = "([0-9]{1,9})(%)?";
  private static final Pattern SHARE = Pattern.compile(SHARE_PATTERN);

  static final String RECONCILE = "reconcile";

  /** A key that means nothing where nobody asks a source for what is new. */
  static final List<String> OF_POLL = List.of("schedule");

  /** Keys that mean nothing where nobody reads a source. */
  static final List<String> OF_READ = List.of("page", "backfill");

  private static final String ASKS = "connectors that ask their source";
  private static final String PUSHED = "the source of this one pushes (kind '%s')";
  private static final String DELIVERED =
      "the source of this one delivers by itself, on a line that is kept open (kind '%s')";
  private static final String ROUTED = "a route brings the events of this one (kind '%s')";
  private static final String TELLS = "connectors whose source tells which records it has";
  private static final String CANNOT =
      "that of this one (kind '%s', configured like this) does not";

  private PollConfig() {}

  /**
   * Reads the keys, and refuses those of what the connector cannot do.
   *
   * @param kind its name
   * @param can what the connector can; everything where that is not known
   */
  static PollSettings read(
      Yaml connector, @Nullable Instant since, String kind, Set<Capability> can) {
    boolean lines = can.contains(Capability.SUBSCRIBE);
    String way = lines ? DELIVERED : can.contains(Capability.ROUTE) ? ROUTED : PUSHED;
    if (!asks(can)) {
      OF_POLL.forEach(key -> refuse(connector, key, ASKS, way.formatted(kind)));
    }
    if (!reads(can)) {
      OF_READ.forEach(key -> refuse(connector, key, ASKS, way.formatted(kind)));
    }
    if (!can.contains(Capability.CENSUS)) {
      boolean comes = asks(can) || lines;
      refuse(connector, RECONCILE, comes ? TELLS : ASKS, (comes ? CANNOT : way).formatted(kind));
    }
    return read(connector, since);
  }

  /** Whether its source is asked for what is new. */
  static boolean asks(Set<Capability> can) {
    return can.contains(Capability.POLL);
  }

  /** Whether its source is read, be it for its history alone. */
  static boolean reads(Set<Capability> can) {
    return asks(can) || can.contains(Capability.HISTORY);
  }

  private static void refuse(Yaml connector, String key, String what, String why) {
    connector
        .get(key)
        .ifPresent(y -> y.problem("`%s` is for %s; %s; leave it out".formatted(key, what, why)));
  }

  private static PollSettings read(Yaml connector, @Nullable Instant since) {
    Schedule schedule =
        connector
            .get("schedule")
            .map(y -> schedule(y, null))
            .orElse(PollSettings.DEFAULT.schedule());
    int page = connector.get("page").map(y -> y.number(1, 5000)).orElse(PollSettings.PAGE);
    int rate = PollSettings.BACKFILL_RATE;
    Optional<Yaml> backfill = connector.get("backfill").filter(Yaml::expectMap);
    if (backfill.isPresent()) {
      rate = backfill.get().get("rate").map(y -> y.number(1, 1_000_000)).orElse(rate);
      backfill.get().refuseOthers();
    }
    Optional<Yaml> reconcile = connector.get(RECONCILE);
    // Read before the schedule, which refuses what it does not know.
    PollSettings.Comparison comparison =
        reconcile
            .filter(Yaml::isMap)
            .map(PollConfig::comparison)
            .orElse(PollSettings.Comparison.DEFAULT);
    return new PollSettings(schedule, since, page, rate, census(reconcile), comparison);
  }

  private static PollSettings.Comparison comparison(Yaml yaml) {
    return new PollSettings.Comparison(
        yaml.get("maxGone").map(PollConfig::share).orElse(PollSettings.Share.TENTH),
        yaml.get("compare").map(y -> y.oneOf(COMPARED)).orElse(VERSIONS).equals(CONTENTS));
  }

  /** Records, or a percentage of all. */
  private static PollSettings.Share share(Yaml yaml) {
    Matcher text = SHARE.matcher(yaml.text());
    if (!text.matches() || (text.group(2) != null && Integer.parseInt(text.group(1)) > 100)) {
      yaml.problem(
          "expected a number of records such as 50, or a share such as 10%%, found '%s'"
              .formatted(yaml.text()));
      return PollSettings.Share.TENTH;
    }
    int number = Integer.parseInt(text.group(1));
    return text.group(2) == null
        ? new PollSettings.Share(null, number)
        : new PollSettings.Share(number, PollSettings.Share.LEAST);
  }

  private static @Nullable Schedule census(Optional<Yaml> yaml) {
    if (yaml.isPresent() && !yaml.get().isMap() && yaml.get().text().equals("never")) {
      return null;
    }
    return yaml.map(y -> schedule(y, NIGHTLY)).orElse(NIGHTLY);
  }

  /**
   * An interval, a cron expression, or both ways written out with zone, window and jitter.
   *
   * @param usual where neither interval nor expression is written out; absent: one must be
   */
  private static Schedule schedule(Yaml yaml, @Nullable Schedule usual) {
    if (!yaml.isMap()) {
      return yaml.text().contains(" ")
          ? cron(yaml, yaml.text(), ZoneOffset.UTC, null, Duration.ZERO)
          : Schedule.every(yaml.duration());
    }
    Optional<Yaml> cron = yaml.get("cron");
    Optional<Duration> every = yaml.get("every").map(Yaml::duration);
    ZoneId zone = yaml.get("zone").map(PollConfig::zone).orElse(ZoneOffset.UTC);
    Schedule.Window window = yaml.get("window").map(PollConfig::window).orElse(null);
    Optional<Duration> jitter = yaml.get("jitter").map(Yaml::duration);
    yaml.refuseOthers();
    boolean neither = cron.isEmpty() && every.isEmpty();
    if (neither && usual != null && usual.cron() != null) {
      return cron(
          yaml.get("window").orElse(yaml),
          usual.cron(),
          zone,
          window,
          jitter.orElse(usual.jitter()));
    }
    if (neither || (cron.isPresent() && every.isPresent())) {
      yaml.problem("give either `every` (PT30S) or `cron` (five fields)");
    }
    return cron.isPresent()
        ? cron(cron.get(), cron.get().text(), zone, window, jitter.orElse(Duration.ZERO))
        : new Schedule(
            every.orElse(Duration.ofMinutes(1)), null, zone, window, jitter.orElse(Duration.ZERO));
  }

  private static Schedule cron(
      Yaml place,
      String expression,
      ZoneId zone,
      Schedule.@Nullable Window window,
      Duration jitter) {
    try {
      return new Schedule(null, expression, zone, window, jitter);
    } catch (IllegalArgumentException e) {
      place.problem(
          "expected a cron expression of five fields such as \"*/5 8-18 * * MON-FRI\": "
              + e.getMessage());
      return Schedule.every(Duration.ofMinutes(1));
    }
  }

  private static ZoneId zone(Yaml yaml) {
    try {
      return ZoneId.of(yaml.text());
    } catch (DateTimeException e) {
      yaml.problem("expected a time zone such as Europe/Paris, found '" + yaml.text() + "'");
      return ZoneOffset.UTC;
    }
  }

  private static Schedule.@Nullable Window window(Yaml yaml) {
    String[] ends = yaml.text().split("-", -1);
    try {
      if (ends.length == 2) {
        LocalTime from = LocalTime.parse(ends[0].strip());
        LocalTime to = LocalTime.parse(ends[1].strip());
        if (!from.equals(to)) {
          return new Schedule.Window(from, to);
        }
      }
    } catch (DateTimeException e) {
      // said below
    }
    yaml.problem("expected two different times such as 20:00-06:00, found '" + yaml.text() + "'");
    return null;
  }
}
