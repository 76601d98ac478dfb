package io.causerie.engine.people;

import io.causerie.engine.CauserieException;
import java.util.List;
import java.util.stream.Collectors;

/** Somebody is to be erased of whom the company's own list says that she is active. */
public final class StillActiveException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final String person;

  StillActiveException(String person, List<Origin> origins) {
    super(
        origins.stream().map(Origin::called).collect(Collectors.joining(", "))
            + (origins.size() == 1 ? " says that " : " say that ")
            + person
            + " is active; write `active: false` there, or take her out of it, and erase her then");
    this.person = person;
  }

  /** Whom it was about. */
  public String person() {
    return person;
  }
}
