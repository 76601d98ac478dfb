package io.causerie.engine.people;

import io.causerie.engine.access.Viewer;
import io.causerie.model.RecordId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Persons, groups and identities. */
public final class People {
  /**
   * Makes the directory equal to the given one: new persons are added, changed ones updated, missing
   * ones made inactive (what they wrote stays).
   */
  public void synchronize(Collection<Person> persons) {
    throw new UnsupportedOperationException();
  }

  /** An active person, by id. */
  public Optional<Person> find(String person) {
    throw new UnsupportedOperationException();
  }

  /** The viewer for an active person. */
  public Optional<Viewer> viewer(String person) {
    throw new UnsupportedOperationException();
  }

  /** All active persons, by name; for the quickstart's page to pick one. */
  public List<Person> all() {
    throw new UnsupportedOperationException();
  }

  /**
   * Persons whose name or id begins a word with {@code query}, at most 10; of those who can read the
   * record, in that lane or any. A guest finds only those who take part in the record's customer lane.
   */
  public List<Person> complete(
      Viewer viewer, String query, RecordId record, io.causerie.model.@Nullable Lane lane) {
    throw new UnsupportedOperationException();
  }

  /** Erases a person: her name, address and identities; what she wrote stays under a pseudonym. */
  public void erase(String person) {
    throw new UnsupportedOperationException();
  }
}
