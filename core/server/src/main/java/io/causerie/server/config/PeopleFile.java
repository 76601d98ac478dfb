package io.causerie.server.config;

import io.causerie.engine.people.Person;
import io.causerie.model.Localized;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.yaml.Nearest;
import io.causerie.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code people.yaml}: groups, persons and their identities. */
final class PeopleFile {
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  private final Map<String, Localized> titles;
  private final Named groups = new Named();
  private final Named persons = new Named();
  private final Map<String, String> identities = new HashMap<>();
  private final Map<String, Yaml> named = new LinkedHashMap<>();

  /**
   * @param titles filled with the groups' names and titles
   */
  PeopleFile(Map<String, Localized> titles) {
    this.titles = titles;
  }

  Named groups() {
    return groups;
  }

  Named persons() {
    return persons;
  }

  /** The file is there and tells nothing. */
  List<Person> unread() {
    groups.broken();
    persons.broken();
    return List.of();
  }

  List<Person> read(Yaml root) {
    if (!root.expectMap()) {
      return unread();
    }
    Optional<Yaml> named = root.get("groups");
    Optional<Yaml> list = root.get("people");
    int problems = root.problems();
    root.refuseOthers();
    boolean misspelt = root.problems() > problems;
    if (named.isPresent() ? !named.get().isMap() : misspelt) {
      groups.broken();
    }
    if (list.isPresent() ? !list.get().isList() : misspelt) {
      persons.broken();
    }
    // By its key: a group without a title may be left empty.
    named.ifPresent(g -> g.entries().keySet().forEach(name -> group(name, g.get(name))));
    List<Person> people = new ArrayList<>();
    list.ifPresent(l -> l.elements().forEach(y -> person(y).ifPresent(people::add)));
    return people;
  }

  private void group(String name, Optional<Yaml> group) {
    groups.add(name);
    titles.put(name, group.flatMap(PeopleFile::title).orElseGet(() -> Localized.of(name)));
  }

  /** Checks what is said of systems, once these are known. */
  void complete(Set<String> systems) {
    named.forEach(
        (system, place) -> {
          if (!systems.contains(system)) {
            place.problem(
                "there is no system '%s'%s; a file of the folder systems/ begins with its name"
                    .formatted(system, Nearest.hint(system, systems)));
          }
        });
  }

  private static @Nullable String language(Yaml yaml) {
    String tag = yaml.text();
    if (!LANGUAGES.contains(Locale.forLanguageTag(tag).getLanguage())) {
      yaml.problem("expected a language such as en or fr-CA, found '" + tag + "'");
    }
    return tag;
  }

  private static Optional<Localized> title(Yaml group) {
    Optional<Localized> title =
        group.expectMap() ? group.get("title").map(MappingCompiler::localized) : Optional.empty();
    group.refuseOthers();
    return title;
  }

  private Optional<Person> person(Yaml y) {
    if (!y.expectMap()) {
      persons.broken();
      return Optional.empty();
    }
    String id = y.require("id", "the person's id").map(Yaml::text).orElse("");
    String name = y.require("name", "how she is shown").map(Yaml::text).orElse("");
    String email = y.get("email").map(Yaml::text).orElse(null);
    boolean guest = y.get("guest").map(Yaml::truth).orElse(false);
    String language = y.get("language").map(PeopleFile::language).orElse(null);
    Set<String> of = new HashSet<>();
    y.get("groups").ifPresent(list -> list.oneOrMore().forEach(g -> of.add(group(g))));
    Map<String, List<String>> keys = new HashMap<>();
    y.get("identities")
        .ifPresent(
            map ->
                map.entries()
                    .forEach(
                        (system, list) -> {
                          named.putIfAbsent(system, list);
                          keys.put(system, identities(system, list, id));
                        }));
    boolean active = y.get("active").map(Yaml::truth).orElse(true);
    y.refuseOthers();
    if (y.get("id").isEmpty()) {
      persons.broken();
      return Optional.empty();
    }
    if (!persons.add(id)) {
      y.problem("the person '" + id + "' stands here twice; keep one");
    }
    try {
      return Optional.of(new Person(id, name, email, guest, language, of, keys, active));
    } catch (IllegalArgumentException e) {
      y.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String group(Yaml yaml) {
    String group = yaml.text();
    if (groups.lacks(group)) {
      yaml.problem(
          "there is no group '%s'%s; add it under `groups`".formatted(group, groups.hint(group)));
    }
    return group;
  }

  private List<String> identities(String system, Yaml list, String person) {
    List<String> keys = new ArrayList<>();
    for (Yaml y : list.oneOrMore()) {
      String key = y.text();
      String before = identities.put(system + "\n" + key, person);
      if (before != null && !before.equals(person)) {
        y.problem("'%s' of %s belongs to %s already".formatted(key, system, before));
      }
      keys.add(key);
    }
    return keys;
  }
}
