package io.causerie.engine.people;

import io.causerie.model.MailAddress;
import io.causerie.model.PlainText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person as the directory knows her.
 *
 * @param id stable for good, never given to another: letters, digits, {@code . _ @ -}; at most 64
 * @param name how she is shown
 * @param email her verified address
 * @param guest whether she comes from outside the company
 * @param language BCP 47 tag of the language she reads, absent: the server's
 * @param groups names of her groups
 * @param identities her key in source systems: system to keys
 * @param active whether she may sign in; false disables her whoever else names her
 */
public record Person(
    String id,
    String name,
    @Nullable String email,
    boolean guest,
    @Nullable String language,
    Set<String> groups,
    Map<String, List<String>> identities,
    boolean active) {

  public Person {
    if (!id.matches("[A-Za-z0-9._@-]{1,64}")) {
      throw new IllegalArgumentException(
          "person id '" + id + "' may have letters, digits and . _ @ - only, 64 at most");
    }
    PlainText.requireFilled("name", name, 256);
    if (email != null) {
      PlainText.requireFilled("email", email, MailAddress.MAX);
    }
    groups = Set.copyOf(groups);
    identities = Map.copyOf(identities);
  }

  /** An active one. */
  public Person(
      String id,
      String name,
      @Nullable String email,
      boolean guest,
      @Nullable String language,
      Set<String> groups,
      Map<String, List<String>> identities) {
    this(id, name, email, guest, language, groups, identities, true);
  }

  public static Person employee(String id, String name, String... groups) {
    return new Person(id, name, null, false, null, Set.of(groups), Map.of());
  }

  public static Person guest(String id, String name, String... groups) {
    return new Person(id, name, null, true, null, Set.of(groups), Map.of());
  }
}
