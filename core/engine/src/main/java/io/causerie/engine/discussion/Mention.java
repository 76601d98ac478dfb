package io.causerie.engine.discussion;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody whom a text calls, or a group of people.
 *
 * @param kind whether {@code id} is a person's or a group's
 * @param id the person's id or the group's name
 */
public record Mention(Kind kind, String id) implements Comparable<Mention> {
  /** Whom a mention calls. */
  public enum Kind {
    PERSON("person"),
    GROUP("group");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As it stands in addresses and attributes. */
    public String word() {
      return word;
    }
  }

  private static final Pattern ADDRESS =
      Pattern.compile("person:([A-Za-z0-9._@-]{1,64})|group:([A-Za-z0-9._~%-]{1,1200})");
  private static final int MAX_GROUP = 128;

  public static Mention person(String id) {
    return new Mention(Kind.PERSON, id);
  }

  public static Mention group(String name) {
    return new Mention(Kind.GROUP, name);
  }

  /** The mention with an address such as {@code person:ada}; empty for any other address. */
  static Optional<Mention> at(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1) != null) {
      return Optional.of(person(matcher.group(1)));
    }
    try {
      String name = URLDecoder.decode(matcher.group(2), StandardCharsets.UTF_8);
      Mention group = group(name);
      // One way to write one group: what is stored is compared as text.
      return name.length() <= MAX_GROUP && group.written().equals(matcher.group(2))
          ? Optional.of(group)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The id as it stands in an address: a group may have any character in its name. */
  String written() {
    return kind == Kind.PERSON
        ? id
        : URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  String address() {
    return kind.word() + ":" + written();
  }

  /** The shortest Markdown of it. */
  String markdown() {
    return markdown("");
  }

  /** Its Markdown with a name, whatever characters that has. */
  String markdown(String name) {
    return "[@" + escaped(name) + "](" + address() + ")";
  }

  private static String escaped(String name) {
    return name.replaceAll("[\\\\\\[\\]`<>&*_~!]", "\\\\$0")
        .replaceAll("\\s+", " ")
        // A table's cell would end at it, even behind a backslash.
        .replace("|", "&#124;");
  }

  @Override
  public int compareTo(Mention other) {
    int byKind = kind.compareTo(other.kind);
    return byKind == 0 ? id.compareTo(other.id) : byKind;
  }
}
