package io.causerie.quickstart.desk;

import java.util.List;
import java.util.Optional;

/**
 * A user of the desk.
 *
 * @param user her name in the desk
 * @param person her id in the company's directory
 * @param customer whether she comes from outside; absent rights follow from that
 */
record Clerk(String user, String person, String name, String department, boolean customer) {
  static final List<Clerk> ALL =
      List.of(
          new Clerk("alovelace", "ada", "Ada Lovelace", "Sales", false),
          new Clerk("ghopper", "grace", "Grace Hopper", "Finance and sales", false),
          new Clerk("kjohnson", "katherine", "Katherine Johnson", "Logistics", false),
          new Clerk("bpascal", "blaise", "Blaise Pascal", "Sales", false),
          new Clerk("jmueller", "jana", "Jana Müller", "Customer: Müller & Söhne", true));

  static Optional<Clerk> of(String user) {
    return ALL.stream().filter(c -> c.user().equals(user)).findFirst();
  }

  boolean maySee(Item item) {
    if (customer) {
      return person.equals(item.contact());
    }
    return !item.confidential() || department.startsWith("Finance");
  }
}
