package io.causerie.server.signin;

import io.causerie.engine.access.Premise;
import io.causerie.engine.access.Viewer;
import io.causerie.model.Coded;
import io.causerie.model.RecordId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, and on which ground.
 *
 * @param digest of the token shown
 * @param kind what kind of token it is
 * @param person on whose behalf; nobody calls as nobody
 * @param csrf what a browser session must repeat in a header
 * @param record the one record the caller may see; absent: all that the person may
 * @param mergedInto the record which that one was merged into, if it was
 * @param expires absent: never
 * @param language the person's, if it is known
 * @param premise under which all this is so; absent: it has been looked up for this request
 */
public record Caller(
    String digest,
    Kind kind,
    String person,
    Set<Scope> scopes,
    @Nullable String csrf,
    @Nullable RecordId record,
    @Nullable RecordId mergedInto,
    @Nullable Instant expires,
    @Nullable String language,
    @Nullable Premise premise) {

  /** What kind of token. */
  public enum Kind implements Coded {
    /** Made by an operator, for a person. */
    API(0, "token"),
    /** A browser that signed in. */
    SESSION(1, "session"),
    /** A frame in a host's page. */
    EMBED(2, "frame");

    private final int code;
    private final String word;

    Kind(int code, String word) {
      this.code = code;
      this.word = word;
    }

    @Override
    public int code() {
      return code;
    }

    /** The word used in the HTTP API. */
    public String word() {
      return word;
    }
  }

  /** Whether she may ask for a record; what she sees of it is another question. */
  public boolean mayAskFor(RecordId asked) {
    return record == null || within().contains(asked);
  }

  public Viewer viewer() {
    return new Viewer(person, within(), premise);
  }

  /** The same for another request. */
  Caller anew() {
    return under(premise == null ? null : premise.anew());
  }

  /** The same, just looked up. */
  Caller withoutPremise() {
    return under(null);
  }

  private Caller under(@Nullable Premise other) {
    return new Caller(
        digest, kind, person, scopes, csrf, record, mergedInto, expires, language, other);
  }

  private Set<RecordId> within() {
    if (record == null) {
      return Set.of();
    }
    return mergedInto == null ? Set.of(record) : Set.of(record, mergedInto);
  }

  /** Never with the digest or what guards a session. */
  @Override
  public String toString() {
    return "Caller[" + kind + " " + person + "]";
  }
}
