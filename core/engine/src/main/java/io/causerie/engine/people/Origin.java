package io.causerie.engine.people;

/**
 * Somebody who says who people are, and changes nothing that others say. Where several name one
 * person, her name, address, language and whether she is a guest are those of the first in the
 * order of {@link Kind}, then of names; her groups are those of all.
 *
 * @param kind what it is
 * @param name which one of its kind, at most 96 characters
 */
public record Origin(Kind kind, String name) implements Comparable<Origin> {
  /** The file {@code people.yaml}. */
  public static final Origin PEOPLE_FILE = new Origin(Kind.FILE, "people.yaml");

  /** What operators say, which outweighs the others. */
  static final Origin OPERATOR = new Origin(Kind.OPERATOR, "operator");

  private static final int MAX_NAME = 96;

  /** What an origin is; the stronger one first. */
  public enum Kind {
    OPERATOR("operator"),
    FILE("file"),
    SCIM("scim"),
    /** What a sign-in says of who signs in; it lapses when she does not sign in again. */
    CLAIMS("claims");

    private final String code;

    Kind(String code) {
      this.code = code;
    }
  }

  public Origin {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("the name of an origin has 1 to 96 characters");
    }
  }

  /** As it is stored and told: its kind and its name. */
  public String code() {
    return kind.code + ":" + name;
  }

  /** Whether the company says there who works for it, and can take it back there. */
  boolean isOfTheCompany() {
    return kind == Kind.FILE || kind == Kind.SCIM;
  }

  /** As an operator knows it: a file by its name. */
  String called() {
    return kind == Kind.FILE ? name : code();
  }

  /** What {@link #code} has written. */
  static Origin of(String code) {
    int colon = code.indexOf(':');
    for (Kind kind : Kind.values()) {
      if (kind.code.equals(code.substring(0, Math.max(colon, 0)))) {
        return new Origin(kind, code.substring(colon + 1));
      }
    }
    throw new IllegalArgumentException("there is no origin " + code);
  }

  @Override
  public int compareTo(Origin other) {
    int byKind = kind.compareTo(other.kind);
    return byKind == 0 ? name.compareTo(other.name) : byKind;
  }
}
