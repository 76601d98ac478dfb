package io.causerie.spi;

import io.causerie.model.yaml.Shape;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key with a type: says what its values may be, reads them, and knows what leaving it out means,
 * all of it once. {@code duration("overlap", ofMinutes(5)).atLeast(ZERO).help("...")}. Immutable.
 */
public final class Key<T> extends ConfigKey {
  /** How values of a type are read and written. */
  private record Kind<T>(
      Type type,
      Function<List<String>, T> read,
      Function<T, String> write,
      Comparator<T> order,
      String expected) {}

  /**
   * What values may be.
   *
   * @param words none: any
   */
  private record Limits<T>(
      @Nullable T least,
      @Nullable T most,
      List<String> words,
      @Nullable Pattern form,
      String formIs,
      @Nullable String example) {}

  private static final Kind<String> TEXT =
      new Kind<String>(
          Type.TEXT, values -> values.get(0), text -> text, Comparator.naturalOrder(), "a text");
  private static final Kind<List<String>> TEXTS =
      new Kind<List<String>>(
          Type.TEXTS,
          values -> values,
          t -> String.join(", ", t),
          Comparator.comparing(List::size),
          "texts");
  private static final Kind<Integer> NUMBER =
      new Kind<Integer>(
          Type.NUMBER,
          values -> Integer.parseInt(values.get(0)),
          String::valueOf,
          Comparator.naturalOrder(),
          "a whole number");
  private static final Kind<Boolean> TRUTH =
      new Kind<Boolean>(
          Type.TRUTH,
          values -> Boolean.parseBoolean(values.get(0)),
          String::valueOf,
          Comparator.naturalOrder(),
          "true or false");
  private static final Kind<Duration> DURATION =
      new Kind<Duration>(
          Type.DURATION,
          values -> Duration.parse(values.get(0)),
          String::valueOf,
          Comparator.naturalOrder(),
          "a duration such as PT30S");
  private static final Kind<ZoneId> ZONE =
      new Kind<ZoneId>(
          Type.TEXT,
          values -> ZoneId.of(values.get(0)),
          zone -> zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId(),
          Comparator.comparing(ZoneId::getId),
          "a zone such as Europe/Paris");

  private final Kind<T> kind;
  private final @Nullable T otherwise;
  private final Limits<T> limits;

  private Key(
      String name,
      Kind<T> kind,
      boolean required,
      boolean secret,
      boolean ofSystem,
      boolean onServer,
      @Nullable T otherwise,
      String help,
      Limits<T> limits) {
    super(
        name,
        kind.type(),
        required,
        secret,
        ofSystem,
        onServer,
        otherwise == null ? null : kind.write().apply(otherwise),
        help);
    this.kind = kind;
    this.otherwise = otherwise;
    this.limits = limits;
  }

  private static <T> Key<T> of(String name, Kind<T> kind, @Nullable T otherwise) {
    Limits<T> limits = new Limits<>(null, null, List.of(), null, "", null);
    return new Key<>(name, kind, false, false, false, false, otherwise, "", limits);
  }

  /** A text, which may be left out. */
  public static Key<String> text(String name) {
    return of(name, TEXT, null);
  }

  /** A text. */
  public static Key<String> text(String name, String otherwise) {
    return of(name, TEXT, otherwise);
  }

  /** One text or a list of them; left out: none. */
  public static Key<List<String>> texts(String name) {
    return of(name, TEXTS, null);
  }

  /** One of some words. */
  public static Key<String> word(String name, String otherwise, String... words) {
    Key<String> key = of(name, TEXT, otherwise);
    Limits<String> limits = new Limits<>(null, null, List.of(words), null, "", null);
    return key.with(limits);
  }

  public static Key<Integer> number(String name, int otherwise) {
    return of(name, NUMBER, otherwise);
  }

  /** Left out: false. */
  public static Key<Boolean> truth(String name) {
    return of(name, TRUTH, false);
  }

  public static Key<Duration> duration(String name, Duration otherwise) {
    return of(name, DURATION, otherwise);
  }

  /** A zone of times; left out: UTC. */
  public static Key<ZoneId> zone(String name) {
    return of(name, ZONE, ZoneOffset.UTC);
  }

  private Key<T> with(Limits<T> l) {
    return new Key<>(
        name(), kind, required(), secret(), ofSystem(), onServer(), otherwise, help(), l);
  }

  public Key<T> atLeast(T least) {
    Limits<T> l = limits;
    return with(new Limits<>(least, l.most(), l.words(), l.form(), l.formIs(), l.example()));
  }

  public Key<T> atMost(T most) {
    Limits<T> l = limits;
    return with(new Limits<>(l.least(), most, l.words(), l.form(), l.formIs(), l.example()));
  }

  /**
   * Each text has a form.
   *
   * @param what it is then, as in {@code expected ...}
   * @param example of it
   */
  public Key<T> matching(String form, String what, String example) {
    Limits<T> l = limits;
    return with(new Limits<>(l.least(), l.most(), l.words(), Pattern.compile(form), what, example));
  }

  public Key<T> help(String sentence) {
    return new Key<>(
        name(), kind, required(), secret(), ofSystem(), onServer(), otherwise, sentence, limits);
  }

  /** Leaving it out is an error, and means nothing. */
  public Key<T> needed() {
    return new Key<>(name(), kind, true, secret(), ofSystem(), onServer(), null, help(), limits);
  }

  /** It is never shown. */
  public Key<T> hidden() {
    return new Key<>(
        name(), kind, required(), true, ofSystem(), onServer(), otherwise, help(), limits);
  }

  /** It is said once, for all connectors of a system. */
  public Key<T> shared() {
    return new Key<>(
        name(), kind, required(), secret(), true, onServer(), otherwise, help(), limits);
  }

  /** It names something of the server's machine, and is never taken from a browser. */
  public Key<T> byHand() {
    return new Key<>(
        name(), kind, required(), secret(), ofSystem(), true, otherwise, help(), limits);
  }

  /** What was written; empty where it was left out. */
  public Optional<T> given(SystemContext context) {
    List<String> values = context.texts(name());
    return values.isEmpty() ? Optional.empty() : Optional.of(kind.read().apply(values));
  }

  /**
   * What was written, or what leaving it out means.
   *
   * @throws IllegalStateException if it was left out and means nothing then
   */
  public T in(SystemContext context) {
    return given(context)
        .or(() -> Optional.ofNullable(otherwise))
        .orElseThrow(() -> new IllegalStateException("`" + name() + "` was left out"));
  }

  @Override
  int least() {
    return limits.least() instanceof Integer least ? least : super.least();
  }

  @Override
  int most() {
    return limits.most() instanceof Integer most ? most : super.most();
  }

  @Override
  Optional<String> fault(List<String> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    T least = limits.least();
    T most = limits.most();
    Pattern form = limits.form();
    try {
      T value = kind.read().apply(values);
      if (least != null && kind.order().compare(value, least) < 0) {
        return Optional.of("expected at least " + kind.write().apply(least));
      }
      if (most != null && kind.order().compare(value, most) > 0) {
        return Optional.of("expected at most " + kind.write().apply(most));
      }
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.of("expected " + kind.expected());
    }
    if (!limits.words().isEmpty() && !limits.words().containsAll(values)) {
      return Optional.of("expected `" + String.join("` or `", limits.words()) + "`");
    }
    if (form != null && !values.stream().allMatch(text -> form.matcher(text).matches())) {
      return Optional.of("expected " + limits.formIs());
    }
    return Optional.empty();
  }

  @Override
  public Shape shape() {
    String example = limits.example();
    Pattern form = limits.form();
    if (!limits.words().isEmpty()) {
      return Shape.oneOf(said(), limits.words());
    }
    if (form != null && example != null && type() == Type.TEXT && !secret()) {
      return Shape.text(said(), "^(" + form.pattern() + ")$|^\\$\\{(env|file):", example);
    }
    return super.shape();
  }
}
