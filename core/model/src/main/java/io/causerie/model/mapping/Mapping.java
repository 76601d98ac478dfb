package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.Audience;
import io.causerie.model.CandidatePost;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Readers;
import io.causerie.model.RecordRef;
import io.causerie.model.Related;
import io.causerie.model.SourceActor;
import io.causerie.model.SourceEvent;
import io.causerie.model.SourceNote;
import io.causerie.model.Summary;
import io.causerie.model.Tracking;
import io.causerie.model.Value;
import io.causerie.model.Version;
import io.causerie.model.When;
import io.causerie.model.jq.Run;
import io.causerie.model.phrase.JsonKind;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.PhraseException;
import io.causerie.model.phrase.TextWording;
import io.causerie.model.time.Written;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compiled mapping: turns one event into an observation. Pure and safe for use by many threads;
 * no event makes {@link #map} throw.
 */
public final class Mapping {
  private static final int MAX_TITLE = 500;
  private static final int MAX_URL = 4000;
  private static final String DELETED = ".deleted";

  private final Blocks blocks;

  Mapping(Blocks blocks) {
    this.blocks = blocks;
  }

  /** What a mapping file says. */
  record Blocks(
      String file,
      List<String> on,
      @Nullable Jq condition,
      ZoneId zone,
      RecordPart record,
      @Nullable Jq audience,
      @Nullable ActorPart actor,
      @Nullable Jq published,
      List<Track> track,
      List<Post> posts,
      @Nullable NotePart note) {}

  /** The {@code record} block. */
  record RecordPart(
      String type,
      @Nullable Localized typeLabel,
      Jq id,
      @Nullable Jq version,
      @Nullable Jq title,
      @Nullable Jq url,
      @Nullable Jq deleted,
      @Nullable Jq mergedInto,
      @Nullable Jq renumberedTo,
      @Nullable List<RelatedPart> related) {}

  /** One entry of {@code posts}. */
  record Post(
      When when,
      @Nullable Jq condition,
      String type,
      Lane lane,
      Localized summary,
      @Nullable Localized you,
      Map<String, TypedValue> values,
      @Nullable Jq content,
      Markup format) {}

  /** What the file says. */
  Blocks blocks() {
    return blocks;
  }

  /** The file's name. */
  public String file() {
    return blocks.file();
  }

  /** The types it is meant for, of which one may end in a star; none: any. */
  public List<String> on() {
    return blocks.on();
  }

  /** Whether this mapping is meant for an event, by its type. */
  public boolean accepts(SourceEvent event) {
    return fits(blocks.on(), event.type())
        || (event.isDeletion() && fits(blocks.on(), withoutSuffix(event.type())));
  }

  /** What is read as rows of one type is deleted as that type with a suffix. */
  private static String withoutSuffix(String type) {
    return type.endsWith(DELETED) ? type.substring(0, type.length() - DELETED.length()) : type;
  }

  /** Whether a type is among some, of which one may end in a star; of none: any type is. */
  static boolean fits(List<String> on, String type) {
    return on.isEmpty()
        || on.stream()
            .anyMatch(
                pattern ->
                    pattern.endsWith("*")
                        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                        : type.equals(pattern));
  }

  /** The tracked fields, in the order of the file. */
  public List<String> fields() {
    return blocks.track().stream().map(Track::field).toList();
  }

  /** The groups that fields are restricted to. */
  public Set<String> restrictedTo() {
    return blocks.track().stream()
        .flatMap(t -> t.restricted().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The sentences of its posts, in the order of the file. */
  public List<Localized> summaries() {
    return blocks.posts().stream().map(Post::summary).toList();
  }

  /** Whether it posts at each event, whatever is known already. */
  public boolean tellsEachEvent() {
    return blocks.posts().stream().anyMatch(post -> post.when() == When.OCCURRED);
  }

  /** Whether it takes events for comments that were made in the source. */
  public boolean tellsNotes() {
    return blocks.note() != null;
  }

  /**
   * Maps an event.
   *
   * @param system the system the event comes from
   */
  public MappingOutcome map(SourceEvent event, String system) {
    try {
      JsonNode data = Json.parse(event);
      Reading reading = new Reading(event, system, data, new Run(Json.attributes(event)));
      if (event.isDeletion()) {
        // Of what is gone there may be the key alone: no condition on other fields is asked.
        return new MappingOutcome.Seen(
            blocks.note() == null ? reading.gone() : reading.gone(blocks.note()));
      }
      if (blocks.condition() != null && !reading.holds(blocks.condition())) {
        return new MappingOutcome.Ignored(MappingWording.IF_DOES_NOT_HOLD.with(blocks.condition()));
      }
      return new MappingOutcome.Seen(reading.observation(), reading.warnings);
    } catch (BadEvent e) {
      return new MappingOutcome.Rejected(e.cause(), e.reason());
    } catch (IllegalArgumentException e) {
      return new MappingOutcome.Rejected(
          MappingWording.OUT_OF_BOUNDS.with(), PhraseException.of(e));
    }
  }

  /** One event being read. */
  private final class Reading {
    private final SourceEvent event;
    private final String system;
    private final JsonNode data;
    private final Run run;
    private final List<Phrase> warnings = new ArrayList<>();

    Reading(SourceEvent event, String system, JsonNode data, Run run) {
      this.event = event;
      this.system = system;
      this.data = data;
      this.run = run;
    }

    private Optional<JsonNode> value(@Nullable Jq expression) {
      return expression == null
          ? Optional.empty()
          : Optional.of(expression.first(run, data))
              .filter(node -> !node.isNull() && !node.isMissingNode());
    }

    boolean holds(Jq condition) {
      return value(condition).filter(node -> !node.isBoolean() || node.booleanValue()).isPresent();
    }

    /** What is there and is not empty. */
    private Optional<JsonNode> said(@Nullable Jq expression) {
      return value(expression).filter(node -> !Json.isNothing(node));
    }

    private Optional<JsonNode> saidOfTime(@Nullable Jq expression) {
      return said(expression)
          .filter(node -> !node.isTextual() || !Written.isEmpty(node.textValue()));
    }

    private Optional<String> text(String what, @Nullable Jq expression) {
      return said(expression)
          .map(node -> Texts.requireStorable(what, Texts.of(what, node)))
          .filter(text -> !text.isBlank());
    }

    Observation observation() {
      RecordPart record = blocks.record();
      RecordRef ref = new RecordRef(system, record.type(), id("record.id", record.id()));
      return new Observation(
          ref,
          record.typeLabel(),
          version("record.version", record.version()).orElse(null),
          title(),
          url(),
          related(),
          audience(),
          actor(),
          published(),
          fields(),
          posts(),
          record.deleted() != null && holds(record.deleted()),
          other("record.mergedInto", record.mergedInto(), ref),
          other("record.renumberedTo", record.renumberedTo(), ref),
          tracking(),
          blocks.note() == null ? null : note(blocks.note()));
    }

    private Tracking tracking() {
      Set<String> lookups = new HashSet<>();
      Map<String, SourceActor> changedBy = new HashMap<>();
      Map<String, String> definitions = new LinkedHashMap<>();
      for (Track track : blocks.track()) {
        definitions.put(track.field(), track.value().definition());
        if (track.lookup()) {
          lookups.add(track.field());
        }
        text("track " + track.field() + " changedBy", track.changedBy())
            .ifPresent(id -> changedBy.put(track.field(), new SourceActor(id, null, null)));
      }
      return new Tracking(lookups, changedBy, definitions);
    }

    /**
     * A record that is gone, by its key. What the mapping makes of fields that did not come is not
     * asked for, and where an expression needs one, it says nothing.
     */
    Observation gone() {
      RecordPart record = blocks.record();
      RecordRef ref = new RecordRef(system, record.type(), id("record.id", record.id()));
      return new Observation(
          ref,
          record.typeLabel(),
          ifOfNow(() -> version("record.version", record.version())).orElse(null),
          null,
          null,
          null,
          null,
          ifOfNow(() -> Optional.ofNullable(actor())).orElse(null),
          ifOfNow(() -> Optional.ofNullable(published())).orElse(event.time()),
          List.of(),
          blocks.posts().stream()
              .filter(post -> post.when() == When.DELETED || post.when() == When.OCCURRED)
              .flatMap(post -> ifTold(() -> post(post)).stream())
              .toList(),
          true,
          null,
          null,
          Tracking.PLAIN,
          null);
    }

    /** A comment that is gone, by its key; its record is not. */
    Observation gone(NotePart note) {
      RecordPart record = blocks.record();
      return Observation.note(
          new RecordRef(system, record.type(), id("record.id", record.id())),
          ifOfNow(() -> Optional.ofNullable(actor())).orElse(null),
          ifOfNow(() -> Optional.ofNullable(published())).orElse(event.time()),
          new SourceNote(
              id("note.id", note.id()),
              note.lane(),
              "",
              null,
              null,
              ifOfNow(() -> version("note.edited", note.edited())).orElse(null),
              true));
    }

    private @Nullable SourceNote note(NotePart note) {
      if (note.when() != null && !holds(note.when())) {
        return null;
      }
      boolean deleted = note.deleted() != null && holds(note.deleted());
      return new SourceNote(
          id("note.id", note.id()),
          note.lane(),
          deleted
              ? ""
              : text("note.content", note.content())
                  .map(t -> Texts.cut(note.format().markdown(t), SourceNote.MAX_CONTENT))
                  .orElse(""),
          actor("note.author", note.author()),
          text("note.inReplyTo", note.inReplyTo()).orElse(null),
          version("note.edited", note.edited()).orElse(null),
          deleted);
    }

    /** Who changed the record last, and when, is not who deleted it. */
    private <T> Optional<T> ifOfNow(Supplier<Optional<T>> what) {
      return event.isOfLastKnown() ? Optional.empty() : ifTold(what);
    }

    private static <T> Optional<T> ifTold(Supplier<Optional<T>> what) {
      try {
        return what.get();
      } catch (BadEvent | IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    private String id(String what, Jq expression) {
      String id =
          text(what, expression)
              .orElseThrow(
                  () ->
                      new BadEvent(
                          MappingWording.MISSING.with(expression.text()),
                          MappingWording.MISSING_OF.with(
                              expression.text(), what, blocks.file(), expression.line())));
      if (id.length() > RecordRef.MAX_ID) {
        throw new BadEvent(
            MappingWording.TOO_LONG.with(what),
            TextWording.TOO_LONG.with(what, id.length(), RecordRef.MAX_ID));
      }
      return id;
    }

    private Optional<Version> version(String what, @Nullable Jq expression) {
      return said(expression).flatMap(node -> version(what, expression, node));
    }

    private Optional<Version> version(String what, @Nullable Jq expression, JsonNode node) {
      if (node.isNumber()) {
        return Optional.of(Version.of(node.decimalValue()));
      }
      String text = node.asText().strip();
      if (text.matches("-?[0-9]{1,300}")) {
        return Optional.of(Version.of(new java.math.BigDecimal(text)));
      }
      return saidOfTime(expression)
          .map(
              time ->
                  moment(
                      what,
                      expression,
                      time,
                      MappingWording.NO_VERSION,
                      MappingWording.NO_VERSION_BUT))
          .map(Version::of);
    }

    private Instant moment(String what, @Nullable Jq expression, JsonNode node) {
      return moment(
          what, expression, node, MappingWording.NOT_A_TIME, MappingWording.NOT_A_TIME_BUT);
    }

    private Instant moment(
        String what,
        @Nullable Jq expression,
        JsonNode node,
        MappingWording cause,
        MappingWording reason) {
      return Json.written(node)
          .flatMap(written -> written.instant(blocks.zone()))
          .orElseThrow(
              () ->
                  new BadEvent(
                      cause.with(what),
                      reason.with(
                          what, String.valueOf(expression), Json.formOf(node), Written.FORMS)));
    }

    private @Nullable Localized title() {
      return said(blocks.record().title())
          .flatMap(node -> localized("record.title", node))
          .orElse(null);
    }

    private Optional<Localized> localized(String what, JsonNode node) {
      Map<String, String> texts = new HashMap<>();
      if (node.isObject()) {
        node.properties()
            .forEach(
                e -> {
                  if (!Json.isNothing(e.getValue())) {
                    texts.put(
                        e.getKey().toLowerCase(Locale.ROOT),
                        title(what, Texts.of(what, e.getValue())));
                  }
                });
      } else {
        texts.put("", title(what, Texts.of(what, node)));
      }
      return texts.isEmpty() ? Optional.empty() : Optional.of(new Localized(texts));
    }

    private String title(String what, String text) {
      return Texts.requireStorable(what, Texts.cut(text.strip(), MAX_TITLE));
    }

    private @Nullable String url() {
      Optional<String> text = text("record.url", blocks.record().url());
      if (text.isEmpty()) {
        return null;
      }
      try {
        URI uri = new URI(text.get());
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (Set.of("http", "https").contains(scheme)
            && uri.getHost() != null
            && text.get().length() <= MAX_URL) {
          return text.get();
        }
      } catch (URISyntaxException e) {
        // said below
      }
      throw new BadEvent(
          MappingWording.NO_WEB_ADDRESS.with("record.url"),
          MappingWording.NO_WEB_ADDRESS_OF.with(
              "record.url", String.valueOf(blocks.record().url())));
    }

    private @Nullable List<Related> related() {
      List<RelatedPart> rules = blocks.record().related();
      if (rules == null) {
        return null;
      }
      List<Related> related = new ArrayList<>();
      for (RelatedPart rule : rules) {
        String what = "record.related " + rule.rel();
        JsonNode ids = rule.id().first(run, data);
        if (ids.isMissingNode() && !rule.id().isPlain()) {
          // The rule says that this event does not tell what its record belongs to.
          return null;
        }
        String title = text(what, rule.title()).map(t -> Texts.cut(t, MAX_TITLE)).orElse(null);
        String in = rule.system() == null ? system : rule.system();
        for (JsonNode id : ids.isArray() ? ids : List.of(ids)) {
          if (!Json.isNothing(id)) {
            String key = Texts.requireStorable(what, Texts.of(what, id));
            related.add(new Related(rule.rel(), new RecordRef(in, rule.type(), key), title));
          }
        }
      }
      return related;
    }

    private @Nullable Audience audience() {
      Optional<JsonNode> said = value(blocks.audience());
      if (said.isEmpty()) {
        return null;
      }
      JsonNode node = said.get();
      JsonNode customer = node.path("customer");
      return new Audience(
          readers("audience", node),
          customer.isMissingNode() || customer.isNull()
              ? Readers.NOBODY
              : readers("audience.customer", customer));
    }

    private Readers readers(String what, JsonNode node) {
      if (node.isTextual() && node.asText().equals("everyone")) {
        return Readers.EVERYONE;
      }
      if (!node.isObject()) {
        // An audience that is not understood must not become a wide one.
        throw new BadEvent(
            MappingWording.NO_AUDIENCE.with(what),
            MappingWording.NO_AUDIENCE_BUT.with(what, JsonKind.of(node)));
      }
      boolean whole = what.equals("audience");
      NamedReaders.requireKeys(what, node, whole);
      boolean onlyCustomers = whole && node.size() == 1 && node.has("customer");
      NamedReaders named = NamedReaders.read(what, node, name -> Texts.requireStorable(what, name));
      return new Readers(
          NamedReaders.truth(what, node, "everyone") || onlyCustomers,
          NamedReaders.list(what + ".groups", node.path("groups")).stream()
              .map(n -> Texts.requireStorable(what, Texts.of(what, n)))
              .collect(Collectors.toSet()),
          named.persons(),
          named.holders());
    }

    private @Nullable SourceActor actor() {
      return actor("actor", blocks.actor());
    }

    private @Nullable SourceActor actor(String what, @Nullable ActorPart actor) {
      return actor == null
          ? null
          : text(what + ".id", actor.id())
              .map(
                  id ->
                      new SourceActor(
                          id,
                          text(what + ".name", actor.name())
                              .map(t -> Texts.cut(t, 200))
                              .orElse(null),
                          text(what + ".email", actor.email()).orElse(null)))
              .orElse(null);
    }

    private @Nullable Instant published() {
      return saidOfTime(blocks.published())
          .map(node -> moment("published", blocks.published(), node))
          .orElse(event.time());
    }

    private List<Observed> fields() {
      List<Observed> fields = new ArrayList<>();
      for (Track track : blocks.track()) {
        track
            .value()
            .read(run, data, warnings)
            .ifPresent(
                value ->
                    fields.add(
                        new Observed(track.field(), track.label(), value, track.restricted())));
      }
      return fields;
    }

    private List<CandidatePost> posts() {
      return blocks.posts().stream().flatMap(post -> post(post).stream()).toList();
    }

    private Optional<CandidatePost> post(Post post) {
      if (post.condition() != null && !holds(post.condition())) {
        return Optional.empty();
      }
      Map<String, Value> values = new HashMap<>();
      post.values()
          .forEach(
              (name, value) ->
                  values.put(name, value.read(run, data, warnings).orElse(Value.Empty.INSTANCE)));
      return Optional.of(
          new CandidatePost(
              post.when(),
              post.type(),
              post.lane(),
              new Summary(post.summary(), post.you(), values),
              text("content", post.content())
                  .map(t -> Texts.cut(post.format().markdown(t), CandidatePost.MAX_CONTENT))
                  .filter(t -> !t.isBlank())
                  .orElse(null)));
    }

    private @Nullable RecordRef other(String what, @Nullable Jq expression, RecordRef self) {
      Optional<JsonNode> said = said(expression);
      JsonNode id = said.map(node -> node.isObject() ? node.path("id") : node).orElse(null);
      if (id == null || Json.isNothing(id)) {
        return null;
      }
      JsonNode node = said.get();
      String type =
          node.isObject() && node.hasNonNull("type") ? node.get("type").asText() : self.type();
      return new RecordRef(
          system,
          Texts.requireStorable(what, type),
          Texts.requireStorable(what, Texts.of(what, id)));
    }
  }
}
