package io.causerie.odata;

import io.causerie.spi.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares the configuration with {@code $metadata}, and tells all that is wrong at once. */
final class ConfigCheck {
  private final Service service;
  private final List<String> problems = new ArrayList<>();

  ConfigCheck(Service service) {
    this.service = service;
  }

  void check() throws SourceException {
    Settings settings = service.settings();
    Metadata metadata = service.metadata();
    EntitySet set = service.entitySet(metadata);
    settings.changedOnName().ifPresent(name -> changedOn(set, name));
    for (String name : settings.key().isEmpty() ? set.key() : settings.key()) {
      property(set, name);
      usable(set, name);
    }
    Set<String> selectable = new TreeSet<>(set.properties().keySet());
    selectable.addAll(set.navigation());
    for (String name : settings.select()) {
      known(set, first(name), selectable, "a property");
    }
    for (String name : settings.expand()) {
      known(set, first(name), set.navigation(), "a navigation property");
    }
    if (settings.delta() && metadata.isWithoutChanges(set.name())) {
      problems.add("`" + set.name() + "` tracks no changes, so `delta` cannot be");
    }
    if (!problems.isEmpty()) {
      throw Faults.configuration(
          String.join("; ", problems),
          "Write the names as the service's $metadata does, and check again.");
    }
    probe();
  }

  private void changedOn(EntitySet set, String name) {
    property(set, name);
    EntitySet.Property property = set.properties().get(name);
    if (property != null) {
      if (!property.type().isMoment()) {
        problems.add("`" + name + "` is no time, so it cannot be `changedOn`");
      }
      usable(set, name);
    }
  }

  private void property(EntitySet set, String name) {
    known(set, name, set.properties().keySet(), "a property");
  }

  private void usable(EntitySet set, String name) {
    EntitySet.Property property = set.properties().get(name);
    if (property != null && !service.settings().delta()) {
      if (!property.filterable()) {
        problems.add("`" + set.name() + "` cannot be filtered by `" + name + "`");
      }
      if (!property.sortable()) {
        problems.add("`" + set.name() + "` cannot be sorted by `" + name + "`");
      }
    }
  }

  private void known(EntitySet set, String name, Collection<String> known, String what) {
    if (!name.equals("*") && !known.contains(name)) {
      problems.add(
          "`%s` is not %s of `%s`%s".formatted(name, what, set.name(), Service.meant(name, known)));
    }
  }

  /** The part of {@code to_Item/to_Text} or {@code items($select=x)} that this set knows. */
  private static String first(String name) {
    return name.split("[/(]", 2)[0];
  }

  /** The very first query, for one row: finds what only the service knows. */
  private void probe() throws SourceException {
    service.page(Service.option(service.query(List.of()), "$top", "1").build());
  }
}
