package io.causerie.http.odata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of an entity set: as a row's key ({@code 4711}, or {@code Order='4711',Item=10} where it
 * has several parts), as literals, and as a filter that goes on behind one.
 */
final class Keys {
  /** {@code Name=literal} or a literal alone; a literal may hold a comma within quotes. */
  private static final Pattern PART =
      Pattern.compile("(?:([A-Za-z_][A-Za-z0-9_]*)=)?((?:[^',]|'(?:[^']|'')*')+)(?:,|$)");

  private final List<EntitySet.Property> parts;
  private final ODataVersion version;

  Keys(List<EntitySet.Property> parts, ODataVersion version) {
    this.parts = List.copyOf(parts);
    this.version = version;
  }

  List<String> names() {
    return parts.stream().map(EntitySet.Property::name).toList();
  }

  /** The literals of an entity's key. */
  List<String> literals(ObjectNode entity) throws SourceException {
    List<String> literals = new ArrayList<>();
    for (EntitySet.Property part : parts) {
      literals.add(part.type().literal(text(entity, part), version));
    }
    return literals;
  }

  /** An entity's key as its row has it. */
  String key(ObjectNode entity) throws SourceException {
    return parts.size() == 1 ? text(entity, parts.get(0)) : predicate(literals(entity));
  }

  private static String text(ObjectNode entity, EntitySet.Property part) throws SourceException {
    Optional<String> text = part.type().text(entity.path(part.name()));
    if (text.isEmpty() || text.get().isBlank()) {
      throw Faults.badAnswer(
          ODataWording.KEY_EMPTY.with(part.name()), ODataWording.STEADY_KEY.with());
    }
    return text.get();
  }

  /** What stands in the parentheses of the address of an entity. */
  String predicate(List<String> literals) {
    if (parts.size() == 1) {
      return literals.get(0);
    }
    List<String> named = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      named.add(parts.get(i).name() + "=" + literals.get(i));
    }
    return String.join(",", named);
  }

  /** The literals of a row's key; empty where the text cannot be one. */
  Optional<List<String>> parse(String key) {
    if (parts.size() > 1) {
      return parsePredicate(key);
    }
    String literal = parts.get(0).type().literal(key, version);
    return EdmType.isLiteral(literal) ? Optional.of(List.of(literal)) : Optional.empty();
  }

  /** The literals in the address of an entity, {@code Orders('4711')}. */
  Optional<List<String>> parseAddress(String address) {
    int open = address.indexOf('(');
    int close = address.lastIndexOf(')');
    return open < 0 || close < open
        ? Optional.empty()
        : parsePredicate(address.substring(open + 1, close));
  }

  private Optional<List<String>> parsePredicate(String predicate) {
    List<String> literals = new ArrayList<>();
    Matcher matcher = PART.matcher(predicate);
    int end = 0;
    while (end < predicate.length() && matcher.find(end) && matcher.start() == end) {
      String expected = literals.size() < parts.size() ? parts.get(literals.size()).name() : "";
      if (matcher.group(1) != null && !matcher.group(1).equals(expected)) {
        return Optional.empty();
      }
      literals.add(matcher.group(2));
      end = matcher.end();
    }
    return end == predicate.length()
            && literals.size() == parts.size()
            && literals.stream().allMatch(EdmType::isLiteral)
        ? Optional.of(literals)
        : Optional.empty();
  }

  /** A row's key made of literals. */
  String key(List<String> literals) {
    if (parts.size() > 1) {
      return predicate(literals);
    }
    return EdmType.plain(literals.get(0));
  }

  /** The filter of a key. */
  String equal(List<String> literals) {
    List<String> equals = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      equals.add(parts.get(i).name() + " eq " + literals.get(i));
    }
    return String.join(" and ", equals);
  }

  /** The filter of what comes behind a key. */
  String behind(List<String> literals) {
    List<String> alternatives = new ArrayList<>();
    StringBuilder equal = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String name = parts.get(i).name();
      alternatives.add("(" + equal + name + " gt " + literals.get(i) + ")");
      equal.append(name).append(" eq ").append(literals.get(i)).append(" and ");
    }
    return alternatives.size() == 1
        ? alternatives.get(0)
        : "(" + String.join(" or ", alternatives) + ")";
  }
}
