package io.causerie.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.InvalidInputException;
import io.causerie.model.CandidatePost;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.model.mapping.Mapping;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import io.causerie.model.yaml.Problem;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tries a mapping on an event; nothing is stored. */
final class MappingRoutes {
  private static final List<String> LANGUAGES = List.of("en", "fr");
  private static final String SYSTEM = "preview";

  void register(RoutesConfig routes) {
    routes.post("/api/v1/mappings/preview", MappingRoutes::preview, Scope.OPERATE);
  }

  private static void preview(Context context) {
    Requests.Body body = Requests.body(context, "mapping", "event", "before", "type");
    MappingCompiler.Compiled compiled = MappingCompiler.compile("mapping", body.text("mapping"));
    ObjectNode node = Json.object();
    node.set("problems", Json.array(compiled.problems(), MappingRoutes::problem));
    compiled
        .mapping()
        .ifPresent(
            mapping -> {
              String type = body.optionalText("type").orElse("");
              MappingOutcome outcome = map(mapping, body.node().path("event"), type);
              Map<String, Value> before = values(mapping, body.node().path("before"), type);
              outcome.match(
                  seen -> {
                    node.put("outcome", "seen");
                    return node.set("seen", seen(seen.observation(), before));
                  },
                  ignored -> node.put("outcome", "ignored").put("reason", ignored.reason()),
                  rejected ->
                      node.put("outcome", "failed")
                          .put("cause", rejected.cause())
                          .put("reason", rejected.reason()),
                  hinted -> node);
            });
    Json.answer(context, 200, node);
  }

  private static ObjectNode problem(Problem problem) {
    return Json.object()
        .put("line", problem.line())
        .put("column", problem.column())
        .put("message", problem.message());
  }

  /** An event is a CloudEvent, or its data alone. */
  private static MappingOutcome map(Mapping mapping, JsonNode event, String type) {
    if (!event.isObject()) {
      throw new InvalidInputException(
          "event", "'event' must be a CloudEvent, or its data, in JSON");
    }
    boolean whole = event.has("specversion") && event.has("data");
    JsonNode data = whole ? event.path("data") : event;
    return mapping.map(
        new SourceEvent(
            whole ? event.path("source").asText("/preview") : "/preview",
            whole ? event.path("type").asText(type) : type,
            whole ? event.path("id").asText("1") : "1",
            null,
            null,
            null,
            Map.of(),
            Json.bytes(data)),
        SYSTEM);
  }

  private static Map<String, Value> values(Mapping mapping, JsonNode before, String type) {
    if (before.isMissingNode() || before.isNull()) {
      return Map.of();
    }
    Map<String, Value> values = new HashMap<>();
    map(mapping, before, type)
        .match(
            seen -> {
              seen.observation().fields().forEach(f -> values.put(f.field(), f.value()));
              return true;
            },
            ignored -> false,
            rejected -> false,
            hinted -> false);
    return values;
  }

  private static ObjectNode seen(Observation seen, Map<String, Value> before) {
    ObjectNode node = Json.object();
    node.put("type", seen.record().type());
    node.put("key", seen.record().id());
    node.set("title", Json.tree(seen.title() == null ? Map.of() : seen.title().texts()));
    if (seen.url() != null) {
      node.put("url", seen.url());
    }
    if (seen.actor() != null) {
      node.put("actor", seen.actor().id());
    }
    if (seen.published() != null) {
      node.put("published", seen.published().toString());
    }
    node.set("fields", Json.array(seen.fields(), f -> field(f, before.get(f.field()))));
    node.set("posts", Json.array(seen.posts(), p -> post(seen, p, before)));
    return node;
  }

  private static ObjectNode field(Observed field, @Nullable Value before) {
    ObjectNode node = Json.object();
    node.put("field", field.field());
    node.set("label", Json.tree(field.label().texts()));
    ReaderContext english = ReaderContext.of("en");
    if (before != null) {
      node.put("from", ValueText.of(before, english));
    }
    node.put("value", ValueText.of(field.value(), english));
    return node;
  }

  private static ObjectNode post(Observation seen, CandidatePost post, Map<String, Value> before) {
    ObjectNode node = Json.object();
    node.put("when", post.when().word());
    node.put("type", post.type());
    node.put("lane", post.lane().word());
    Map<String, String> summary = new TreeMap<>();
    LANGUAGES.forEach(language -> summary.put(language, sentence(seen, post, before, language)));
    node.set("summary", Json.tree(summary));
    if (post.content() != null) {
      node.put("content", post.content());
    }
    return node;
  }

  private static String sentence(
      Observation seen, CandidatePost post, Map<String, Value> before, String language) {
    ReaderContext reader = ReaderContext.of(language);
    List<String> changes = new ArrayList<>();
    for (Observed field : seen.fields()) {
      Value from = before.get(field.field());
      if (!field.value().equals(from)) {
        changes.add(
            "%s: %s → %s"
                .formatted(
                    field.label().in(language),
                    from == null ? "…" : ValueText.of(from, reader),
                    ValueText.of(field.value(), reader)));
      }
    }
    String actor = seen.actor() == null ? SYSTEM : actorName(seen);
    String title = seen.title() == null ? seen.record().id() : seen.title().in(language);
    return SummaryText.write(
            post.summary(), new SummaryText.Facts(actor, false, title, changes), reader)
        .stream()
        .map(SummaryText.Part::text)
        .collect(Collectors.joining());
  }

  private static String actorName(Observation seen) {
    var actor = java.util.Objects.requireNonNull(seen.actor());
    return actor.name() == null ? actor.id() : actor.name();
  }
}
