package io.causerie.model.mapping;

import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.When;
import io.causerie.model.text.SummaryText;
import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles mapping files; every error of a file is found in one run. */
public final class MappingCompiler {
  static final String LANGUAGE = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*";
  static final List<String> TYPES =
      Arrays.stream(TypedValue.Type.values()).map(t -> t.name().toLowerCase(Locale.ROOT)).toList();
  static final List<String> WHENS = Arrays.stream(When.values()).map(When::word).toList();
  static final List<String> FORMATS =
      Arrays.stream(Markup.values()).map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
  static final List<String> LANES = Arrays.stream(Lane.values()).map(Lane::word).toList();

  private final String file;
  private ZoneId zone;

  private MappingCompiler(String file, ZoneId zone) {
    this.file = file;
    this.zone = zone;
  }

  /**
   * What became of a file.
   *
   * @param mapping absent where there are problems
   * @param problems in the order of the file
   */
  public record Compiled(Optional<Mapping> mapping, List<Problem> problems) {}

  /** Compiles the text of a mapping file; {@code file} is its name in messages. */
  public static Compiled compile(String file, String text) {
    return compile(file, text, ZoneOffset.UTC);
  }

  /**
   * As {@link #compile(String, String)}.
   *
   * @param zone of the source, where the mapping names none
   */
  public static Compiled compile(String file, String text, ZoneId zone) {
    List<Problem> problems = new ArrayList<>();
    Optional<Mapping> mapping =
        Yaml.read(file, text, problems)
            .filter(Yaml::expectMap)
            .flatMap(root -> new MappingCompiler(file, zone).mapping(root));
    problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return new Compiled(problems.isEmpty() ? mapping : Optional.empty(), problems);
  }

  /**
   * Compiles a mapping that stands in another file; its problems are told of that file.
   *
   * @param zone of the source, where the mapping names none
   */
  public static Optional<Mapping> compile(Yaml mapping, ZoneId zone) {
    return new MappingCompiler(mapping.file(), zone).mapping(mapping);
  }

  private Optional<Mapping> mapping(Yaml root) {
    root.get("zone").ifPresent(this::readZone);
    List<String> on =
        root.get("on")
            .map(y -> y.oneOrMore().stream().map(MappingCompiler::type).toList())
            .orElse(List.of());
    Jq condition = jq(root, "if");
    Optional<Mapping.RecordPart> record =
        root.require("record", "at least type and id")
            .filter(Yaml::expectMap)
            .flatMap(this::record);
    Jq audience = jq(root, "audience");
    ActorPart actor = root.get("actor").filter(Yaml::expectMap).flatMap(this::actor).orElse(null);
    Jq published = jq(root, "published");
    List<Track> track = new ArrayList<>();
    Set<String> fields = new HashSet<>();
    root.get("track")
        .ifPresent(list -> list.elements().forEach(y -> track(y, fields).ifPresent(track::add)));
    List<Mapping.Post> posts = new ArrayList<>();
    root.get("posts")
        .ifPresent(list -> list.elements().forEach(y -> post(y).ifPresent(posts::add)));
    NotePart note =
        root.get("note").filter(Yaml::expectMap).flatMap(y -> note(y, actor)).orElse(null);
    root.refuseOthers();
    return record
        .filter(r -> !root.hasProblems())
        .map(
            r ->
                new Mapping(
                    new Mapping.Blocks(
                        file, on, condition, zone, r, audience, actor, published, track, posts,
                        note)));
  }

  private static String type(Yaml yaml) {
    String type = yaml.text();
    int star = type.indexOf('*');
    if (type.isBlank() || (star >= 0 && star < type.length() - 1)) {
      yaml.problem("expected a type of events, or its beginning with * behind it");
    }
    return type;
  }

  private void readZone(Yaml yaml) {
    try {
      zone = ZoneId.of(yaml.text());
    } catch (DateTimeException e) {
      yaml.problem("expected a time zone such as Europe/Paris, found '" + yaml.text() + "'");
    }
  }

  private static @Nullable Jq jq(Yaml map, String key) {
    return map.get(key).flatMap(Jq::compile).orElse(null);
  }

  private Optional<Mapping.RecordPart> record(Yaml yaml) {
    Optional<String> type = yaml.require("type", "the record's type, as it is").map(Yaml::text);
    Optional<Jq> id =
        yaml.require("id", "a jq expression of the record's key").flatMap(Jq::compile);
    Localized typeLabel = yaml.get("typeLabel").map(MappingCompiler::localized).orElse(null);
    List<RelatedPart> related = new ArrayList<>();
    Optional<Yaml> list = yaml.get("related");
    list.ifPresent(l -> l.elements().forEach(y -> related(y).ifPresent(related::add)));
    Jq version = jq(yaml, "version");
    Jq title = jq(yaml, "title");
    Jq url = jq(yaml, "url");
    Jq deleted = jq(yaml, "deleted");
    Jq mergedInto = jq(yaml, "mergedInto");
    Jq renumberedTo = jq(yaml, "renumberedTo");
    yaml.refuseOthers();
    return type.isEmpty() || id.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Mapping.RecordPart(
                type.get(),
                typeLabel,
                id.get(),
                version,
                title,
                url,
                deleted,
                mergedInto,
                renumberedTo,
                list.isPresent() ? related : null));
  }

  private Optional<RelatedPart> related(Yaml yaml) {
    if (!yaml.expectMap()) {
      return Optional.empty();
    }
    Optional<String> rel =
        yaml.require("rel", "what the other record is to this one").map(Yaml::text);
    Optional<String> type = yaml.require("type", "the other record's type").map(Yaml::text);
    Optional<Jq> id = yaml.require("id", "a jq expression of its key").flatMap(Jq::compile);
    String system = yaml.get("system").map(Yaml::text).orElse(null);
    Jq title = jq(yaml, "title");
    yaml.refuseOthers();
    return rel.isEmpty() || type.isEmpty() || id.isEmpty()
        ? Optional.empty()
        : Optional.of(new RelatedPart(rel.get(), system, type.get(), id.get(), title));
  }

  private Optional<ActorPart> actor(Yaml yaml) {
    Optional<Jq> id = yaml.require("id", "a jq expression of the user's key").flatMap(Jq::compile);
    Jq name = jq(yaml, "name");
    Jq email = jq(yaml, "email");
    yaml.refuseOthers();
    return id.map(i -> new ActorPart(i, name, email));
  }

  private Optional<Track> track(Yaml yaml, Set<String> fields) {
    if (!yaml.expectMap()) {
      return Optional.empty();
    }
    Optional<Yaml> named = yaml.require("field", "the field's name");
    String field = named.map(Yaml::text).orElse("");
    if (named.isPresent() && !fields.add(field)) {
      named.get().problem("the field '" + field + "' is tracked twice; keep one");
    }
    Localized label =
        yaml.get("label").map(MappingCompiler::localized).orElseGet(() -> Localized.of(field));
    Set<String> restricted = new HashSet<>();
    yaml.get("restricted").ifPresent(l -> l.oneOrMore().forEach(g -> restricted.add(g.text())));
    Optional<Jq> value =
        yaml.get("value").isPresent()
            ? yaml.get("value").flatMap(Jq::compile)
            : named.flatMap(name -> path(name, field));
    Optional<TypedValue> typed = value.flatMap(v -> typed(yaml, "track " + field, v));
    Optional<Yaml> looked = yaml.get("lookup");
    boolean lookup = looked.map(Yaml::truth).orElse(false);
    Jq changedBy = jq(yaml, "changedBy");
    if (lookup && changedBy != null) {
      looked
          .orElse(yaml)
          .problem("a `lookup` is nobody's change, so it does not go with `changedBy`; keep one");
    }
    yaml.refuseOthers();
    return typed.map(t -> new Track(field, label, restricted, t, lookup, changedBy));
  }

  private static Optional<Jq> path(Yaml name, String field) {
    if (!field.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      name.problem("'" + field + "' is not a plain name; say where it stands with `value`");
      return Optional.empty();
    }
    List<Problem> none = new ArrayList<>();
    return Yaml.read(name.file(), "." + field, none).flatMap(Jq::compile);
  }

  private Optional<TypedValue> typed(Yaml yaml, String what, Jq expression) {
    TypedValue.Type type =
        yaml.get("type")
            .map(y -> TypedValue.Type.valueOf(y.oneOf(TYPES).toUpperCase(Locale.ROOT)))
            .orElse(null);
    Map<String, Localized> names = new HashMap<>();
    yaml.get("values")
        .ifPresent(y -> y.entries().forEach((code, name) -> names.put(code, localized(name))));
    Jq currency = jq(yaml, "money");
    if (!names.isEmpty() && (type != null || currency != null)) {
      yaml.problem("`values` names codes, so it goes with neither `type` nor `money`");
    }
    return Optional.of(new TypedValue(what, expression, type, names, currency, format(yaml), zone));
  }

  private Optional<Mapping.Post> post(Yaml yaml) {
    if (!yaml.expectMap()) {
      return Optional.empty();
    }
    Optional<When> when =
        yaml.require("when", "one of " + String.join(", ", WHENS))
            .map(y -> When.valueOf(y.oneOf(WHENS).toUpperCase(Locale.ROOT)));
    Jq condition = jq(yaml, "if");
    String type =
        yaml.get("type")
            .map(Yaml::text)
            .orElseGet(() -> when.map(MappingCompiler::type).orElse(""));
    Lane lane = lane(yaml);
    Map<String, TypedValue> values = new HashMap<>();
    yaml.get("values")
        .ifPresent(
            y ->
                y.entries()
                    .forEach((name, v) -> value(name, v).ifPresent(t -> values.put(name, t))));
    Optional<Yaml> text = yaml.require("summary", "a sentence, a text a language");
    Optional<Localized> summary = text.map(MappingCompiler::localized);
    summary.ifPresent(s -> SummaryText.problems(s, values.keySet()).forEach(text.get()::problem));
    Localized you = null;
    Optional<Yaml> own = yaml.get("you");
    if (own.isPresent()) {
      you = localized(own.get());
      SummaryText.problems(you, values.keySet()).forEach(own.get()::problem);
    }
    Jq content = jq(yaml, "content");
    Markup format = format(yaml);
    yaml.refuseOthers();
    return when.isEmpty() || summary.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Mapping.Post(
                when.get(), condition, type, lane, summary.get(), you, values, content, format));
  }

  private Optional<NotePart> note(Yaml yaml, @Nullable ActorPart actor) {
    Jq when = jq(yaml, "when");
    Optional<Jq> id =
        yaml.require("id", "a jq expression of the comment's key in the source")
            .flatMap(Jq::compile);
    Jq deleted = jq(yaml, "deleted");
    Optional<Jq> content =
        yaml.require("content", "a jq expression of its words").flatMap(Jq::compile);
    ActorPart author = yaml.get("author").filter(Yaml::expectMap).flatMap(this::actor).orElse(null);
    if (author == null && actor == null) {
      yaml.problem("say who wrote it: with `author` here, or with `actor` of the mapping");
    }
    Jq inReplyTo = jq(yaml, "inReplyTo");
    Jq edited = jq(yaml, "edited");
    Lane lane = lane(yaml);
    Markup format = format(yaml);
    yaml.refuseOthers();
    return id.isEmpty() || content.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new NotePart(
                when, id.get(), content.get(), format, lane, author, inReplyTo, edited, deleted));
  }

  private static Lane lane(Yaml yaml) {
    return yaml.get("lane")
        .map(y -> Lane.valueOf(y.oneOf(LANES).toUpperCase(Locale.ROOT)))
        .orElse(Lane.INTERNAL);
  }

  private Optional<TypedValue> value(String name, Yaml yaml) {
    String what = "value " + name;
    if (!yaml.isMap()) {
      return Jq.compile(yaml)
          .map(jq -> new TypedValue(what, jq, null, Map.of(), null, Markup.TEXT, zone));
    }
    Optional<TypedValue> typed =
        yaml.require("value", "a jq expression")
            .flatMap(Jq::compile)
            .flatMap(jq -> typed(yaml, what, jq));
    yaml.refuseOthers();
    return typed;
  }

  private static Markup format(Yaml yaml) {
    return yaml.get("format")
        .map(y -> Markup.valueOf(y.oneOf(FORMATS).toUpperCase(Locale.ROOT)))
        .orElse(Markup.MARKDOWN);
  }

  private static String type(When when) {
    return switch (when) {
      case CREATED -> "Create";
      case RESTORED -> "Undo";
      case CHANGED -> "Update";
      case DELETED -> "Delete";
      case MOVED -> "Move";
      case OCCURRED -> "Announce";
    };
  }

  /** A text for every language, or one a language; reused for titles in configuration. */
  public static Localized localized(Yaml yaml) {
    if (!yaml.isMap()) {
      return Localized.of(yaml.text());
    }
    Map<String, String> texts = new HashMap<>();
    yaml.entries()
        .forEach(
            (language, text) -> {
              if (!language.matches(LANGUAGE)) {
                text.problem(
                    "expected a language tag such as en or fr-CA, found '" + language + "'");
              }
              texts.put(language.toLowerCase(Locale.ROOT), text.text());
            });
    if (texts.isEmpty()) {
      yaml.problem("expected a text, or a text a language");
      return Localized.of("");
    }
    return new Localized(texts);
  }
}
