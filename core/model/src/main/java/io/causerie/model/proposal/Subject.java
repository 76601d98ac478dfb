package io.causerie.model.proposal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What events are about: the object that looks most like a record, and what of it tells its key,
 * its title, its page and when it was changed.
 *
 * @param object the whole event, or an object in it
 */
record Subject(
    Path object,
    Path key,
    @Nullable Path title,
    @Nullable Path address,
    @Nullable Path changed,
    @Nullable Path version) {
  private static final int DEEPEST = 2;
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_TITLE = 500;

  /**
   * Finds it; of two that look alike the outer one.
   *
   * @throws IllegalArgumentException if nothing has a key
   */
  static Subject of(Samples samples) {
    Subject best = null;
    int score = 0;
    for (Path object : samples.objects()) {
      Optional<Subject> found =
          object.depth() > DEEPEST || isBeside(object) ? Optional.empty() : in(samples, object);
      if (found.isPresent() && found.get().score() > score) {
        best = found.get();
        score = best.score();
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(
          "nothing in these events can be the key of a record: each has another set of fields, or"
              + " none has a value in all of them");
    }
    return best;
  }

  /** Whether an object is or stands in what goes with the thing, and is not it. */
  private static boolean isBeside(Path object) {
    return object.names().stream()
        .anyMatch(name -> Guesses.SURROUNDINGS.contains(Path.plain(name)) || Guesses.isActor(name));
  }

  private static Optional<Subject> in(Samples samples, Path object) {
    int all = samples.having(object).size();
    // What only some events have is hardly what all are about, unless they are about many things.
    if (all * 2 < samples.size()) {
      return Optional.empty();
    }
    return key(samples, object, all)
        .map(
            key ->
                new Subject(
                    object,
                    key,
                    named(samples, object, Guesses.TITLES, s -> s.isShort(LONGEST_TITLE)),
                    address(samples, object),
                    changed(samples, object, all),
                    named(
                        samples,
                        object,
                        Guesses.VERSIONS,
                        s -> s.isNumber() && s.filled() == all)));
  }

  /** When it was changed; else when the event was sent, else when it was created. */
  private static @Nullable Path changed(Samples samples, Path object, int all) {
    Predicate<Sample> ofAll = sample -> sample.isTime() && sample.filled() == all;
    return Stream.of(
            Optional.ofNullable(named(samples, object, Guesses.CHANGED, ofAll)),
            Optional.ofNullable(named(samples, Path.ROOT, Guesses.CHANGED, ofAll)),
            Optional.ofNullable(named(samples, object, Guesses.CREATED, ofAll)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  /**
   * A value of all that have the object, named as keys are; else the first that tells them apart.
   */
  private static Optional<Path> key(Samples samples, Path object, int all) {
    Predicate<Map.Entry<Path, Sample>> may =
        e -> e.getValue().filled() == all && e.getValue().isShort(LONGEST_KEY);
    List<Map.Entry<Path, Sample>> own =
        samples.below(object, path -> path.below(object) == 1).filter(may).toList();
    Optional<Path> named =
        own.stream()
            .map(Map.Entry::getKey)
            .filter(path -> Guesses.rank(Guesses.KEYS, path.name()) < Integer.MAX_VALUE)
            .min(Comparator.comparingInt(path -> Guesses.rank(Guesses.KEYS, path.name())));
    return named
        .or(() -> likely(own, object))
        .or(
            () ->
                // Nothing is named: what differs most, and is neither a time nor an amount.
                own.stream()
                    .filter(e -> !e.getValue().isTime() && !e.getValue().isTruth())
                    .filter(e -> e.getValue().distinct() > 1 && e.getValue().distinct() == all)
                    .map(Map.Entry::getKey)
                    .findFirst());
  }

  /** {@code orderId}, {@code SalesOrderNumber}; or the name of the object itself. */
  private static Optional<Path> likely(List<Map.Entry<Path, Sample>> own, Path object) {
    return own.stream()
        .map(Map.Entry::getKey)
        .filter(
            path -> {
              String plain = Path.plain(path.name());
              return plain.endsWith("id")
                  || plain.endsWith("number")
                  || plain.endsWith("key")
                  || plain.endsWith("no")
                  || plain.equals(Path.plain(object.name()));
            })
        .filter(path -> Guesses.rank(Guesses.ACTORS, path.name()) == Integer.MAX_VALUE)
        .findFirst();
  }

  /** The best of a list of names, in the object or in what wraps its fields. */
  private static @Nullable Path named(
      Samples samples, Path object, List<String> names, Predicate<Sample> fits) {
    return samples
        .below(object, path -> isItsOwn(object, path))
        .filter(e -> Guesses.rank(names, e.getKey().name()) < Integer.MAX_VALUE)
        .filter(e -> fits.test(e.getValue()))
        .map(Map.Entry::getKey)
        .min(
            Comparator.<Path>comparingInt(path -> Guesses.rank(names, path.name()))
                .thenComparingInt(Path::depth))
        .orElse(null);
  }

  /** Whether a value is one of the object's own, at most wrapped once. */
  static boolean isItsOwn(Path object, Path path) {
    return path.below(object) == 1
        || (path.below(object) == 2 && Guesses.WRAPPERS.contains(Path.plain(path.parent().name())));
  }

  private static @Nullable Path address(Samples samples, Path object) {
    return samples
        .below(object, path -> isItsOwn(object, path))
        .filter(e -> e.getValue().isAddress())
        .filter(e -> Guesses.rank(Guesses.ADDRESSES, e.getKey().name()) < Integer.MAX_VALUE)
        // What a program calls is no page; better none than that.
        .filter(e -> !e.getValue().isCalled())
        .map(Map.Entry::getKey)
        .min(Comparator.comparingInt(path -> Guesses.rank(Guesses.ADDRESSES, path.name())))
        .orElse(null);
  }

  /** Whether what they are about is called by their types alone: no object has its name. */
  boolean isNamedByTypes() {
    return object.names().isEmpty() || Guesses.WRAPPERS.contains(Path.plain(object.name()));
  }

  private int score() {
    int score = 3;
    score += Guesses.rank(Guesses.KEYS, key.name()) < Integer.MAX_VALUE ? 1 : 0;
    score += title == null ? 0 : 3;
    score += changed == null ? 0 : 2;
    score += address == null ? 0 : 2;
    return score;
  }
}
