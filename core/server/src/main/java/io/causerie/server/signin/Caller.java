package io.causerie.server.signin;

import io.causerie.engine.access.Viewer;
import io.causerie.model.RecordId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, and on which ground.
 *
 * @param digest of the token shown
 * @param kind what kind of token it is
 * @param person absent for a machine
 * @param csrf what a browser session must repeat in a header
 * @param record the one record the caller may see; absent: all that the person may
 * @param mergedInto the record which that one was merged into, if it was
 * @param expires absent: never
 */
public record Caller(
    String digest,
    Kind kind,
    @Nullable String person,
    Set<Scope> scopes,
    @Nullable String csrf,
    @Nullable RecordId record,
    @Nullable RecordId mergedInto,
    @Nullable Instant expires) {

  /** What kind of token; stored by its ordinal. */
  public enum Kind {
    /** Made by an operator, for a person or a machine. */
    API("token"),
    /** A browser that signed in. */
    SESSION("session"),
    /** A frame in a host's page. */
    EMBED("frame");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word used in the HTTP API. */
    public String word() {
      return word;
    }
  }

  /** Who it is, for the audit: a person, or the beginning of a machine's token's digest. */
  public String name() {
    return person == null ? "token " + digest.substring(0, 8) : person;
  }

  /** Whether she may ask for a record; what she sees of it is another question. */
  public boolean mayAskFor(RecordId asked) {
    return record == null || record.equals(asked) || asked.equals(mergedInto);
  }

  public Optional<Viewer> viewer() {
    return Optional.ofNullable(person).map(Viewer::new);
  }

  /** Never with the digest or what guards a session. */
  @Override
  public String toString() {
    return "Caller[" + kind + " " + person + "]";
  }
}
