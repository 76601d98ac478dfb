package io.causerie.engine.people;

import io.causerie.engine.CauserieException;

/** A user of a source system is another person already. */
public final class UserTakenException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final String person;

  UserTakenException(String user, String person) {
    super("the user %s is %s already; take that back first".formatted(user, person));
    this.person = person;
  }

  /** Who it is. */
  public String person() {
    return person;
  }
}
