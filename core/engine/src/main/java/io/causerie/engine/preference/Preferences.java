package io.causerie.engine.preference;

import io.causerie.engine.VersionConflictException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.notice.NoticePreferences;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How people want to be told, each as she said it herself. Safe for use by many threads. */
public final class Preferences {
  public static final Holdings HOLDINGS = PreferenceStore.HOLDINGS;

  private final Database database;
  private final Ids ids;
  private final Clock clock;

  public Preferences(Database database, Ids ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /** What they said, for whoever decides what they are told. */
  public static NoticePreferences told() {
    return new SaidPreferences();
  }

  /** What somebody said, or {@link Preference#USUAL}. */
  public Preference of(Viewer viewer) {
    return database.read(h -> of(h, List.of(viewer.person())).get(viewer.person()));
  }

  /** The same of several, for whoever decides what they are told; each of them has an entry. */
  public static Map<String, Preference> of(Handle h, Collection<String> persons) {
    Map<String, Preference> all = new HashMap<>();
    persons.forEach(person -> all.put(person, Preference.USUAL));
    all.putAll(PreferenceStore.of(h, persons));
    return all;
  }

  /**
   * Keeps what somebody says; all that she said before gives way to it.
   *
   * @param expectedVersion the version she saw; absent: any
   * @throws VersionConflictException if she said something else meanwhile, elsewhere
   */
  public Preference say(Viewer viewer, Preference said, @Nullable Integer expectedVersion) {
    long id = ids.next();
    return database.write(
        h -> {
          int version = PreferenceStore.lock(h, id, viewer.person());
          if (expectedVersion != null && expectedVersion != version) {
            throw new VersionConflictException(expectedVersion, version);
          }
          Preference now = new Preference(version + 1, said.told(), said.time());
          PreferenceStore.write(h, viewer.person(), now);
          return now;
        });
  }

  /** Who of some persons is away now; for whoever can mention them. */
  public Map<String, Absence> away(Collection<String> persons) {
    Instant now = clock.instant();
    Map<String, Absence> away = new HashMap<>();
    database
        .read(h -> PreferenceStore.of(h, persons))
        .forEach(
            (person, said) -> {
              Absence absence = said.time().absence();
              if (absence != null && absence.covers(now, said.time().zone())) {
                away.put(person, absence);
              }
            });
    return away;
  }
}
