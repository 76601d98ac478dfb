package io.causerie.server.api.mappings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.activity.FieldChange;
import io.causerie.engine.ingest.Preview;
import io.causerie.model.CandidatePost;
import io.causerie.model.EventMapper;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.model.SourceNote;
import io.causerie.model.text.Messages;
import io.causerie.model.text.ReaderContext;
import io.causerie.model.text.SummaryText;
import io.causerie.model.text.ValueText;
import io.causerie.model.time.Written;
import io.causerie.server.api.Json;
import io.causerie.server.api.Phrases;
import io.causerie.server.api.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a mapping makes of an event: what would be posted by the rules of ingest, in each
 * language, as {@code MappingPreview} of openapi.yaml without its problems. Pure; stores nothing.
 */
public final class MappingTrial {
  static final String SYSTEM = "preview";

  private final EventMapper mapper;
  private final String type;
  private final Function<SourceActor, Optional<String>> names;

  /**
   * @param type of events that are their data alone
   */
  public MappingTrial(EventMapper mapper, String type) {
    this(mapper, type, actor -> Optional.empty());
  }

  /**
   * @param names of users of the source who are persons here
   */
  public MappingTrial(
      EventMapper mapper, String type, Function<SourceActor, Optional<String>> names) {
    this.mapper = mapper;
    this.type = type;
    this.names = names;
  }

  /**
   * Tries the mapping.
   *
   * @param event a CloudEvent in JSON, or its data alone
   * @param before an earlier one of the same record; missing or null: the record is not known
   * @throws InvalidInputException if the event is no object
   */
  public ObjectNode of(JsonNode event, JsonNode before) {
    ObjectNode node = Json.object();
    Observation earlier = before.isMissingNode() || before.isNull() ? null : observe(before);
    return map(event)
        .match(
            seen -> {
              node.put("outcome", "seen");
              Phrases.put(node, "warnings", seen.warnings());
              return node.set("seen", seen(seen.observation(), earlier));
            },
            ignored -> Phrases.put(node.put("outcome", "ignored"), "reason", ignored.reason()),
            rejected ->
                Phrases.put(
                    Phrases.put(node.put("outcome", "failed"), "cause", rejected.cause()),
                    "reason",
                    rejected.reason()),
            hinted -> node.put("outcome", "read back").put("key", hinted.key()));
  }

  private MappingOutcome map(JsonNode event) {
    if (!event.isObject()) {
      throw new InvalidInputException(
          "event", "'event' must be a CloudEvent, or its data, in JSON");
    }
    return mapper.map(event(event, type));
  }

  /**
   * An event in JSON as it would have come.
   *
   * @param event a CloudEvent, or its data alone
   * @param type of events that are their data alone
   */
  public static SourceEvent event(JsonNode event, String type) {
    boolean whole = event.has("specversion") && event.has("data");
    JsonNode data = whole ? event.path("data") : event;
    return new SourceEvent(
        whole ? event.path("source").asText("/preview") : "/preview",
        whole ? event.path("type").asText(type) : type,
        whole ? event.path("id").asText("1") : "1",
        whole && event.hasNonNull("subject") ? event.path("subject").asText() : null,
        whole ? time(event.path("time").asText()) : null,
        null,
        Map.of(),
        Json.bytes(data));
  }

  private static @Nullable Instant time(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return Written.exact(text)
        .orElseThrow(
            () -> new InvalidInputException("event", "'time' of the event is no time of RFC 3339"));
  }

  private @Nullable Observation observe(JsonNode event) {
    return map(event)
        .<Optional<Observation>>match(
            seen -> Optional.of(seen.observation()),
            ignored -> Optional.empty(),
            rejected -> Optional.empty(),
            hinted -> Optional.empty())
        .orElse(null);
  }

  private ObjectNode seen(Observation seen, @Nullable Observation before) {
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
    Preview preview = Preview.of(seen, before);
    Map<String, FieldChange> changes = new HashMap<>();
    preview.changes().forEach(change -> changes.put(change.field(), change));
    node.set("fields", Json.array(seen.fields(), f -> field(f, changes.get(f.field()))));
    List<CandidatePost> others = new ArrayList<>(seen.posts());
    others.removeAll(preview.posts());
    node.set("posts", Json.array(preview.posts(), p -> post(seen, p, preview)));
    node.set("others", Json.array(others, p -> post(seen, p, preview)));
    Phrases.put(node, "nothing", preview.nothing());
    if (seen.note() != null) {
      node.set("note", note(seen, seen.note()));
    }
    return node;
  }

  private ObjectNode note(Observation seen, SourceNote note) {
    ObjectNode node = Json.object();
    node.put("id", note.id());
    node.put("lane", note.lane().word());
    SourceActor author = note.author() == null ? seen.actor() : note.author();
    if (author != null) {
      node.put("author", name(author));
    }
    if (note.inReplyTo() != null) {
      node.put("inReplyTo", note.inReplyTo());
    }
    node.put("content", note.content());
    node.put("deleted", note.deleted());
    return node;
  }

  private static ObjectNode field(Observed field, @Nullable FieldChange change) {
    ObjectNode node = Json.object();
    node.put("field", field.field());
    node.set("label", Json.tree(field.label().texts()));
    ReaderContext english = ReaderContext.of("en");
    if (change != null && change.from() != null) {
      node.put("from", ValueText.of(change.from(), english));
    }
    node.put("value", ValueText.of(field.value(), english));
    return node;
  }

  private ObjectNode post(Observation seen, CandidatePost post, Preview preview) {
    ObjectNode node = Json.object();
    node.put("when", post.when().word());
    node.put("type", post.type());
    node.put("lane", post.lane().word());
    Map<String, String> summary = new TreeMap<>();
    Messages.LANGUAGES.forEach(
        language -> summary.put(language, sentence(seen, post, preview, language)));
    node.set("summary", Json.tree(summary));
    if (post.content() != null) {
      node.put("content", post.content());
    }
    return node;
  }

  private String sentence(Observation seen, CandidatePost post, Preview preview, String language) {
    ReaderContext reader = ReaderContext.of(language);
    List<SummaryText.Change> changes =
        preview.changes().stream()
            .map(c -> Sentences.named(c.label(), c.from(), c.to(), reader))
            .toList();
    String actor = Optional.ofNullable(seen.actor()).map(this::name).orElse(SYSTEM);
    String title = seen.title() == null ? seen.record().id() : seen.title().in(language);
    return Sentences.text(
        post.summary(), new SummaryText.Facts(actor, false, title, changes), reader);
  }

  private String name(SourceActor actor) {
    return names.apply(actor).orElse(actor.name() == null ? actor.id() : actor.name());
  }
}
