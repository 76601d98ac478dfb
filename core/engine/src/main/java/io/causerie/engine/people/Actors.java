package io.causerie.engine.people;

import io.causerie.engine.access.Directory;
import io.causerie.engine.access.Viewer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How those who did something are shown. */
public final class Actors {
  private final Directory directory;
  private final Map<String, String> groupTitles;
  private final @Nullable Names told;

  /** Whose names somebody may be told: ids of persons, names of groups. */
  private record Names(Set<String> persons, Set<String> groups) {}

  /**
   * @param groupTitles how people call groups, by name
   */
  public Actors(Directory directory, Map<String, String> groupTitles) {
    this(directory, Map.copyOf(groupTitles), null);
  }

  private Actors(Directory directory, Map<String, String> groupTitles, @Nullable Names told) {
    this.directory = directory;
    this.groupTitles = groupTitles;
    this.told = told;
  }

  /**
   * The same for a reader who is to learn the names of those only whom she meets, and the titles of
   * the groups that she may address among them; others stay ids.
   *
   * @param met other persons than herself
   */
  public Actors among(Collection<Directory.Entry> met, Viewer reader) {
    Set<String> persons = new HashSet<>(Set.of(reader.person()));
    met.forEach(entry -> persons.add(entry.id()));
    return new Actors(
        directory, groupTitles, new Names(persons, GroupReach.of(met, reader).keySet()));
  }

  /** How people call a group; one without a title is called by its name. */
  public String group(String name) {
    return told == null || told.groups().contains(name)
        ? groupTitles.getOrDefault(name, name)
        : name;
  }

  /** A person; one whom the directory never knew is shown by her id. */
  public ActorView person(String id) {
    Directory.Entry entry = directory.persons().get(id);
    if (entry == null || (told != null && !told.persons().contains(id))) {
      return new ActorView(id, id, ActorView.Kind.EMPLOYEE);
    }
    return new ActorView(
        entry.erased() ? null : id,
        entry.name(),
        entry.guest() ? ActorView.Kind.GUEST : ActorView.Kind.EMPLOYEE);
  }

  /** A user of a source system: the person she is, or the name the source gives her. */
  public ActorView source(long row, Map<Long, SourceActors.ActorRow> names) {
    SourceActors.ActorRow actor = names.get(row);
    if (actor == null) {
      return new ActorView(null, "?", ActorView.Kind.SOURCE);
    }
    return actor.person() == null
        ? new ActorView(null, actor.name(), ActorView.Kind.SOURCE)
        : person(actor.person());
  }
}
