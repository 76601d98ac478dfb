package io.causerie.model.proposal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a proposal, with the reason of each line behind it. */
final class ProposedYaml {
  private static final int MOST_FIELDS = 12;
  private static final int MOST_TYPES = 8;
  private static final int LONGEST_VALUE = 120;
  private static final Pattern DELETED = Pattern.compile("(?i).*(deleted|removed)$");

  private static final int LONGEST_TYPE = 100;

  private final Samples samples;
  private final Subject subject;
  private final Set<String> types;
  private final StringBuilder yaml = new StringBuilder();

  ProposedYaml(Samples samples, Subject subject, Set<String> types) {
    this.samples = samples;
    this.subject = subject;
    this.types = types;
  }

  String write() {
    String type = type();
    String words = Guesses.words(type);
    line("# Proposed from %d events; read it, correct it, and try it on events.", samples.size());
    if (types.size() <= MOST_TYPES) {
      on();
    }
    line("record:");
    line("  type: %s", type);
    line("  typeLabel: { en: %s, fr: %s }", quoted(words), quoted(words));
    reasoned(
        "  id: " + plain(subject.key()),
        "in every event; all events of a record must have the same");
    version();
    title(words);
    if (subject.address() != null) {
      reasoned(
          "  url: " + plain(subject.address()), "an address of a page in every event that has one");
    }
    deleted();
    actor();
    if (subject.changed() != null) {
      line("published: %s", plain(subject.changed()));
    }
    fields();
    posts();
    return yaml.toString();
  }

  private void line(String format, Object... values) {
    yaml.append(format.formatted(values)).append('\n');
  }

  private void reasoned(String line, String reason) {
    yaml.append(line).append("  # ").append(reason).append('\n');
  }

  /** A text that YAML could take for something else. */
  private static String quoted(String text) {
    String escaped = Path.quoted(text);
    return escaped.contains("\\u") ? escaped : "'" + text.replace("'", "''") + "'";
  }

  /** An expression as it stands, unless YAML could take it for something else. */
  private static String plain(Path path) {
    String jq = path.jq();
    return jq.contains("\"") ? quoted(jq) : jq;
  }

  /** By their names; where one of them cannot be written as such, by a condition. */
  private void on() {
    if (types.stream().allMatch(ProposedYaml::isPlain)) {
      line("on: [%s]", String.join(", ", types.stream().map(ProposedYaml::quoted).toList()));
    } else {
      String any =
          types.stream()
              .map(type -> "$event.type == " + Path.quoted(type))
              .collect(Collectors.joining(" or "));
      line("if: %s", quoted(any));
    }
  }

  private static boolean isPlain(String type) {
    return Path.quoted(type).equals("\"" + type + "\"") && !type.contains("*") && !type.isBlank();
  }

  /** What the thing is called: as its object, else as the events' types say. */
  private String type() {
    if (!subject.isNamedByTypes()) {
      return capital(subject.object().name());
    }
    return types.stream()
        .map(ProposedYaml::thing)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("Record");
  }

  /** Of {@code com.example.order.changed} the order. */
  static Optional<String> thing(String type) {
    List<String> parts =
        new ArrayList<>(List.of(type.replaceAll("[^A-Za-z0-9]+", " ").strip().split(" ")));
    while (parts.size() > 1
        && parts
            .get(parts.size() - 1)
            .matches("(?i)v?[0-9]+|.*ed|new|create|update|delete|change|push|event")) {
      parts.remove(parts.size() - 1);
    }
    String last = parts.get(parts.size() - 1);
    return last.matches("[A-Za-z][A-Za-z0-9]*") ? Optional.of(capital(last)) : Optional.empty();
  }

  /** As types of records are written; a name that has no letters of ASCII is none. */
  private static String capital(String name) {
    StringBuilder capital = new StringBuilder();
    for (String part : name.split("[^A-Za-z0-9]+")) {
      if (!part.isEmpty()) {
        capital.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
    boolean isName = capital.length() <= LONGEST_TYPE && capital.toString().matches("[A-Za-z].*");
    return isName ? capital.toString() : "Record";
  }

  private void version() {
    if (subject.version() != null) {
      reasoned(
          "  version: " + plain(subject.version()),
          "an older event that comes later is told as late");
    } else if (subject.changed() != null) {
      reasoned(
          "  version: " + plain(subject.changed()),
          "when it was changed: an older event that comes later is told as late");
    }
  }

  private void title(String words) {
    if (subject.title() != null) {
      line("  title: %s", plain(subject.title()));
    } else {
      String english = sentence(words);
      reasoned(
          "  title: '\"" + english + " \\(" + subject.key().jq().replace("'", "''") + ")\"'",
          "nothing looked like a title");
    }
  }

  private void deleted() {
    Optional<Path> action =
        samples
            .below(Path.ROOT, path -> path.depth() == 1)
            .filter(e -> Guesses.ACTIONS.contains(Path.plain(e.getKey().name())))
            .filter(e -> e.getValue().has("deleted") || e.getValue().has("removed"))
            .map(Map.Entry::getKey)
            .findFirst();
    if (action.isPresent()) {
      String jq = action.get().jq();
      String gone = "%s == \"deleted\" or %s == \"removed\"".formatted(jq, jq);
      line("  deleted: %s", jq.contains("\"") ? quoted(gone) : gone);
    } else if (types.stream().anyMatch(type -> DELETED.matcher(type).matches())) {
      line(
          "  deleted: ($event.type | endswith(\"deleted\")) or ($event.type | endswith(\"removed\"))");
    }
  }

  /** Who did it: beside the thing or in it; the change before the creation. */
  private void actor() {
    Comparator<Path> best =
        Comparator.<Path>comparingInt(path -> Guesses.rank(Guesses.ACTORS, path.name()))
            .thenComparingInt(Path::depth);
    Optional<Path> person =
        samples.objects().stream()
            .filter(path -> path.depth() == 1 || isOfSubject(path))
            .filter(path -> Guesses.ACTORS.contains(Path.plain(path.name())))
            .min(best);
    Optional<Path> name =
        samples
            .below(Path.ROOT, path -> path.depth() == 1 || isOfSubject(path))
            .filter(e -> Guesses.ACTORS.contains(Path.plain(e.getKey().name())))
            .filter(e -> !e.getValue().isTime())
            .map(Map.Entry::getKey)
            .min(best);
    if (person.isPresent() && (name.isEmpty() || best.compare(person.get(), name.get()) <= 0)) {
      person(person.get());
    } else if (name.isPresent()) {
      Path called = name.get().parent().to(name.get().name() + nameSuffix(name.get()));
      line(
          samples.scalar(called).isPresent() ? "actor: { id: %s, name: %s }" : "actor: { id: %s }",
          plain(name.get()),
          plain(called));
    } else {
      line("# Nothing looked like who did it: posts will name nobody.");
    }
  }

  /** {@code changedByName} beside {@code changedBy}. */
  private static String nameSuffix(Path key) {
    return key.name().contains("_") ? "_name" : "Name";
  }

  /** Whether a value is what the one who acted is called. */
  private static boolean isActorsName(String name) {
    String plain = Path.plain(name);
    return plain.endsWith("name")
        && Guesses.ACTORS.contains(plain.substring(0, plain.length() - "name".length()));
  }

  private boolean isOfSubject(Path path) {
    return path.isBelow(subject.object()) && Subject.isItsOwn(subject.object(), path);
  }

  private void person(Path person) {
    @Nullable Path id = of(person, Guesses.ACTOR_IDS);
    if (id == null) {
      line("# Nothing in %s looked like the user's key: posts will name nobody.", person.jq());
      return;
    }
    StringBuilder actor = new StringBuilder("actor: { id: " + plain(id));
    @Nullable Path name = of(person, Guesses.ACTOR_NAMES);
    if (name != null && !name.equals(id)) {
      actor.append(", name: ").append(plain(name));
    }
    @Nullable Path mail = of(person, Guesses.ACTOR_MAILS);
    if (mail != null && !mail.equals(id)) {
      actor.append(", email: ").append(plain(mail));
    }
    line("%s }", actor);
  }

  /** The best of a list of names, of those that most of them have. */
  private @Nullable Path of(Path object, List<String> names) {
    return samples
        .below(object, path -> path.below(object) == 1)
        .filter(e -> e.getValue().filled() > 0)
        .filter(e -> Guesses.rank(names, e.getKey().name()) < Integer.MAX_VALUE)
        .min(
            Comparator.<Map.Entry<Path, Sample>>comparingInt(e -> -e.getValue().filled())
                .thenComparingInt(e -> Guesses.rank(names, e.getKey().name())))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** A value of which a change is worth a post. */
  private record Field(String name, Path path, Sample sample, int worth) {}

  private List<Field> worth() {
    Map<String, Field> fields = new LinkedHashMap<>();
    samples
        .below(subject.object(), path -> isField(path))
        .forEach(
            e -> {
              Path path = e.getKey();
              String name = isNamed(path) ? path.parent().name() : path.name();
              Field field =
                  new Field(name, path, e.getValue(), worth(name, e.getValue(), samples.size()));
              fields.merge(name, field, (a, b) -> a.path().depth() <= b.path().depth() ? a : b);
            });
    List<Field> best = new ArrayList<>(fields.values());
    best.sort(Comparator.comparingInt(Field::worth).reversed());
    List<Field> kept = new ArrayList<>(best.subList(0, Math.min(MOST_FIELDS, best.size())));
    // In the order in which the events have them.
    List<Field> order = List.copyOf(fields.values());
    kept.sort(Comparator.comparingInt(order::indexOf));
    return kept;
  }

  private boolean isField(Path path) {
    Sample sample = samples.scalar(path).orElseThrow();
    String name = isNamed(path) ? path.parent().name() : path.name();
    boolean taken =
        path.equals(subject.key())
            || path.equals(subject.title())
            || path.equals(subject.changed())
            || path.equals(subject.version());
    return !taken
        && (Subject.isItsOwn(subject.object(), path) || isNamed(path))
        && sample.isShort(LONGEST_VALUE)
        && !sample.isAddress()
        && !Guesses.isTechnical(name)
        && !Guesses.ACTORS.contains(Path.plain(name))
        && !isActorsName(name)
        && !Guesses.CHANGED.contains(Path.plain(name))
        && !Guesses.CREATED.contains(Path.plain(name))
        && !Guesses.CURRENCIES.contains(Path.plain(name))
        && Guesses.rank(Guesses.KEYS, name) == Integer.MAX_VALUE
        && worth(name, sample, samples.size()) > 0;
  }

  /** {@code status.name} of an object's own {@code status}: a value by its name for people. */
  private boolean isNamed(Path path) {
    return Set.of("name", "displayname", "value", "label", "displayvalue", "login")
            .contains(Path.plain(path.name()))
        && path.below(subject.object()) >= 2
        && Subject.isItsOwn(subject.object(), path.parent())
        && !Guesses.WRAPPERS.contains(Path.plain(path.parent().name()));
  }

  /** A word that people use, a value that differs: the more the better; one that is alike: none. */
  private static int worth(String name, Sample sample, int all) {
    String words = Guesses.words(name);
    int worth = Guesses.french(words).isPresent() ? 4 : 0;
    worth += Guesses.isAmount(name) && sample.isNumber() ? 3 : 0;
    worth += sample.distinct() > 1 && 2 * sample.filled() >= all ? 2 : 0;
    worth += sample.isDay() ? 1 : 0;
    return worth;
  }

  private void fields() {
    List<Field> fields = worth();
    if (fields.isEmpty()) {
      line("# No field was found of which a change is worth a post; name some under `track`.");
      return;
    }
    line("track:");
    for (Field field : fields) {
      String words = Guesses.words(field.name());
      String english = sentence(words);
      StringBuilder line = new StringBuilder("  - { field: " + safe(field.name()));
      line.append(", value: ").append(quoted(field.path().jq()));
      line.append(", label: { en: ").append(quoted(english));
      line.append(", fr: ").append(quoted(Guesses.french(words).orElse(english))).append(" }");
      kind(field).ifPresent(line::append);
      line("%s }", line);
    }
  }

  private static String sentence(String words) {
    return words.substring(0, words.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT)
        + words.substring(words.offsetByCodePoints(0, 1));
  }

  private static String safe(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9_]*") ? name : quoted(name);
  }

  private Optional<String> kind(Field field) {
    if (Guesses.isAmount(field.name()) && field.sample().isNumber()) {
      Path object = field.path().parent();
      return samples
          .below(object, path -> path.below(object) == 1)
          .map(Map.Entry::getKey)
          .filter(path -> Guesses.CURRENCIES.contains(Path.plain(path.name())))
          .findFirst()
          .map(path -> ", money: " + quoted(path.jq()));
    }
    if (!field.sample().isTime() || field.sample().isNumber()) {
      return Optional.empty();
    }
    return Optional.of(field.sample().isDay() ? ", type: date" : ", type: instant");
  }

  private void posts() {
    line("posts:");
    line(
        "  - { when: created, summary: { en: \"{actor} created {record}\", fr: \"{actor} a créé {record}\" } }");
    line(
        "  - { when: changed, summary: { en: \"{actor} changed {changes}\", fr: \"{actor} a modifié {changes}\" } }");
    line(
        "  - { when: deleted, summary: { en: \"{actor} deleted {record}\", fr: \"{actor} a supprimé {record}\" } }");
  }
}
