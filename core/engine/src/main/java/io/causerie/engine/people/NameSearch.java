package io.causerie.engine.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.engine.access.Crowd;
import io.causerie.engine.access.PersonSearch;
import io.causerie.engine.people.NameWordStore.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What somebody typed of a name: its words, in any order, each any part of the name, without regard
 * to case, accents, apostrophes, hyphens and brackets. Thread-safe.
 */
final class NameSearch implements PersonSearch {
  /** How well a name fits; the better comes first. */
  enum Fit {
    BEGINS_THE_NAME,
    BEGINS_WORDS,
    INSIDE,
    NONE
  }

  /** Names are the same at each key that is pressed. */
  private static final Cache<String, Folded> NAMES =
      Caffeine.newBuilder().maximumSize(50_000).build();

  private final List<String> wanted;

  NameSearch(String query) {
    this.wanted = Folded.typed(query);
  }

  /** How a name, or an id, fits what was typed. */
  Fit fit(String name) {
    Folded known = NAMES.get(name, Folded::of);
    if (wanted.isEmpty() || known.text().startsWith(String.join(" ", wanted))) {
      return Fit.BEGINS_THE_NAME;
    }
    Fit fit = Fit.BEGINS_WORDS;
    for (String part : wanted) {
      if (known.words().stream().noneMatch(word -> word.startsWith(part))) {
        fit = Fit.INSIDE;
        if (!known.text().contains(part)) {
          return Fit.NONE;
        }
      }
    }
    return fit;
  }

  /** Best fits first, alike ones by name; of large crowds, by what the table of words says. */
  @Override
  public List<String> in(Handle h, Crowd crowd, int limit) {
    return in(h, crowd, limit, List.of(Stage.values()));
  }

  private List<String> in(Handle h, Crowd crowd, int limit, List<Stage> stages) {
    Set<String> found = new LinkedHashSet<>();
    for (Stage stage : stages) {
      if (found.size() < limit) {
        NameWordStore.find(h, crowd, stage, wanted, limit + found.size()).stream()
            .filter(person -> !found.contains(person))
            .limit(limit - found.size())
            .toList()
            .forEach(found::add);
      }
    }
    return List.copyOf(found);
  }

  /** The same of names that begin so, or words of which do: in a time that is the same for any. */
  List<String> beginning(Handle h, Crowd crowd, int limit) {
    return in(h, crowd, limit, List.of(Stage.BEGINS_THE_NAME, Stage.BEGINS_WORDS));
  }

  /** What is stored of a name, so that it is found. */
  static List<NameWordStore.Word> words(String name, String id) {
    Set<NameWordStore.Word> words = new LinkedHashSet<>();
    Folded known = NAMES.get(name, Folded::of);
    known
        .text()
        .lines()
        .forEach(text -> words.add(new NameWordStore.Word(text, NameWordStore.NAME)));
    known.words().forEach(word -> words.add(new NameWordStore.Word(word, NameWordStore.WORD)));
    Folded asId = Folded.of(id);
    asId.words().forEach(word -> words.add(new NameWordStore.Word(word, NameWordStore.WORD)));
    asId.text().lines().forEach(text -> words.add(new NameWordStore.Word(text, NameWordStore.ID)));
    return List.copyOf(words);
  }
}
