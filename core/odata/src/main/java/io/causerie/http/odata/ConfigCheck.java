package io.causerie.http.odata;

import io.causerie.model.phrase.Phrase;
import io.causerie.model.yaml.Nearest;
import io.causerie.spi.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares the configuration with {@code $metadata}, and tells all that is wrong at once. */
final class ConfigCheck {
  private final Service service;
  private final List<Phrase> problems = new ArrayList<>();

  ConfigCheck(Service service) {
    this.service = service;
  }

  void check() throws SourceException {
    Settings settings = service.settings();
    Metadata metadata = service.metadata();
    EntitySet set = service.entitySet(metadata);
    for (int i = 0; i < settings.changedOn().size(); i++) {
      changedOn(set, settings.changedOn().get(i), i > 0);
    }
    for (String name : settings.key().isEmpty() ? set.key() : settings.key()) {
      property(set, name);
      usable(set, name);
    }
    Set<String> selectable = new TreeSet<>(set.properties().keySet());
    selectable.addAll(set.navigation());
    for (String name : settings.select()) {
      oneOf(set, first(name), selectable, ODataWording.NO_PROPERTY, ODataWording.NO_PROPERTY_BUT);
    }
    for (String name : settings.expand()) {
      oneOf(
          set,
          first(name),
          set.navigation(),
          ODataWording.NO_NAVIGATION,
          ODataWording.NO_NAVIGATION_BUT);
    }
    if (settings.delta() && metadata.isWithoutChanges(set.name())) {
      problems.add(ODataWording.NO_CHANGE_TRACKING.with(set.name()));
    }
    if (!problems.isEmpty()) {
      throw Faults.configuration(
          problems.stream().reduce(ODataWording.ALSO::with).orElseThrow(),
          ODataWording.NAMES.with());
    }
    probe();
  }

  private void changedOn(EntitySet set, String name, boolean isTime) {
    property(set, name);
    EntitySet.Property property = set.properties().get(name);
    if (property != null) {
      EdmType type = property.type();
      boolean fits = isTime ? type == EdmType.TIME || type == EdmType.TIME_OF_DAY : type.isMoment();
      if (!fits) {
        problems.add(ODataWording.NO_TIME.with(name));
      }
      usable(set, name);
    }
  }

  private void property(EntitySet set, String name) {
    oneOf(
        set,
        name,
        set.properties().keySet(),
        ODataWording.NO_PROPERTY,
        ODataWording.NO_PROPERTY_BUT);
  }

  private void usable(EntitySet set, String name) {
    EntitySet.Property property = set.properties().get(name);
    if (property != null && !service.settings().delta()) {
      if (!property.filterable()) {
        problems.add(ODataWording.NOT_FILTERED.with(set.name(), name));
      }
      if (!property.sortable()) {
        problems.add(ODataWording.NOT_SORTED.with(set.name(), name));
      }
    }
  }

  private void oneOf(
      EntitySet set,
      String name,
      Collection<String> known,
      ODataWording unknown,
      ODataWording unknownBut) {
    if (!name.equals("*") && !known.contains(name)) {
      problems.add(
          Nearest.to(name, known)
              .map(near -> unknownBut.with(name, set.name(), near))
              .orElseGet(() -> unknown.with(name, set.name())));
    }
  }

  /** The part of {@code to_Item/to_Text} or {@code items($select=x)} that this set knows. */
  private static String first(String name) {
    return name.split("[/(]", 2)[0];
  }

  /** The very first query, for one row: finds what only the service knows. */
  private void probe() throws SourceException {
    service.page(service.query(List.of()).with("$top", "1"));
  }
}
