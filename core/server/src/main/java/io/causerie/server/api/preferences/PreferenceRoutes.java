package io.causerie.server.api.preferences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.home.Reason;
import io.causerie.engine.preference.Absence;
import io.causerie.engine.preference.Channel;
import io.causerie.engine.preference.Hours;
import io.causerie.engine.preference.Preference;
import io.causerie.engine.preference.WorkingTime;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How somebody wants to be told, and when she works. */
public final class PreferenceRoutes implements Feature {
  private static final String PATH = "/api/v1/me/preferences";

  private final Causerie causerie;
  private final Renders renders;

  public PreferenceRoutes(Causerie causerie, Renders renders) {
    this.causerie = causerie;
    this.renders = renders;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get(PATH, this::get, Scope.READ);
    routes.put(PATH, this::put, Scope.WRITE);
  }

  /** What a person says of herself she says on Causerie's own page. */
  private static Viewer viewer(Context context) {
    if (SignIn.of(context).kind() == Caller.Kind.EMBED) {
      throw new ForbiddenException("preferences are said on Causerie's own page");
    }
    return Requests.viewer(context);
  }

  private void get(Context context) {
    Preference said = causerie.preferences().of(viewer(context));
    // Whoever has said nothing is asked in the zone of the page that she says it on.
    ZoneId zone = said.version() == 0 ? renders.reader(context).zone() : said.time().zone();
    answer(context, said, zone);
  }

  private void put(Context context) {
    Viewer viewer = viewer(context);
    Requests.Body body =
        Requests.body(context, "zone", "told", "quiet", "workingDays", "absence", "version");
    Preference wanted = new Preference(0, told(body), time(body));
    Preference said = causerie.preferences().say(viewer, wanted, Requests.expectedVersion(context));
    answer(context, said, said.time().zone());
  }

  private static void answer(Context context, Preference said, ZoneId zone) {
    context.header("ETag", Requests.etag(said.version()));
    Json.answer(context, 200, preference(said, zone));
  }

  private static ObjectNode preference(Preference said, ZoneId zone) {
    ObjectNode node = Json.object();
    node.put("version", said.version());
    node.put("zone", zone.getId());
    ObjectNode told = node.putObject("told");
    said.told()
        .forEach((channel, reasons) -> told.set(channel.word(), words(reasons, Reason::word)));
    Hours quiet = said.time().quiet();
    if (quiet != null) {
      node.putObject("quiet")
          .put("from", quiet.from().toString())
          .put("until", quiet.until().toString());
    }
    node.set("workingDays", words(said.time().days(), PreferenceRoutes::word));
    Absence absence = said.time().absence();
    if (absence != null) {
      ObjectNode away = node.putObject("absence");
      away.put("from", absence.from().toString());
      away.put("until", absence.until().toString());
      if (absence.line() != null) {
        away.put("line", absence.line());
      }
    }
    return node;
  }

  private static <T> JsonNode words(Collection<T> all, Function<T, String> word) {
    return Json.tree(all.stream().map(word).toList());
  }

  private static String word(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  private static Map<Channel, Set<Reason>> told(Requests.Body body) {
    Requests.Body told =
        part(body, "told", Channel.PAGE.word(), Channel.WEBHOOK.word())
            .orElseThrow(
                () -> new InvalidInputException("told", "'told' is required: reasons, by channel"));
    Map<Channel, Set<Reason>> all = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      all.put(
          channel,
          told.texts(channel.word()).stream()
              .map(text -> Requests.word("told", text, Reason.class))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class))));
    }
    return all;
  }

  private static WorkingTime time(Requests.Body body) {
    Set<DayOfWeek> days =
        body.texts("workingDays").stream()
            .map(text -> Requests.word("workingDays", text, DayOfWeek.class))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(DayOfWeek.class)));
    Hours quiet =
        part(body, "quiet", "from", "until")
            .map(
                hours ->
                    new Hours(
                        parsed("quiet", hours.text("from"), LocalTime::parse, "18:00"),
                        parsed("quiet", hours.text("until"), LocalTime::parse, "18:00")))
            .orElse(null);
    return new WorkingTime(zone(body), quiet, days, absence(body));
  }

  private static ZoneId zone(Requests.Body body) {
    ZoneId zone = parsed("zone", body.text("zone", 64), ZoneId::of, "Europe/Berlin");
    return Objects.requireNonNull(zone);
  }

  private static @Nullable Absence absence(Requests.Body body) {
    return part(body, "absence", "from", "until", "line")
        .map(
            away ->
                new Absence(
                    parsed("absence", away.text("from"), LocalDate::parse, "2026-12-24"),
                    parsed("absence", away.text("until"), LocalDate::parse, "2026-12-24"),
                    away.optionalText("line").orElse(null)))
        .orElse(null);
  }

  private static <T> T parsed(
      String field, String text, Function<String, T> parse, String example) {
    try {
      return parse.apply(text);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          field, "'%s' in '%s' must be such as %s".formatted(text, field, example));
    }
  }

  /** An object in the body, with known fields only. */
  private static Optional<Requests.Body> part(Requests.Body body, String field, String... fields) {
    JsonNode node = body.node().path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      throw new InvalidInputException(field, "'" + field + "' must be an object");
    }
    Set<String> known = Set.of(fields);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new InvalidInputException(
                    field, "there is no '%s' in '%s'".formatted(name, field));
              }
            });
    return Optional.of(new Requests.Body(node, body.bytes()));
  }
}
