package io.causerie.model.jq;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random expressions of the admitted grammar. */
final class Programs {
  private static final List<String> VALUES =
      List.of(
          "not",
          "type",
          "length",
          "keys",
          "add",
          "flatten",
          "min",
          "max",
          "sort",
          "unique",
          "reverse",
          "first",
          "last",
          "to_entries",
          "from_entries",
          "tostring",
          "tojson",
          "fromjson",
          "utf8bytelength",
          "ascii_downcase",
          "ascii_upcase",
          "floor",
          "ceil",
          "round",
          "fabs",
          "tonumber",
          "values",
          "nulls",
          "arrays",
          "objects",
          "booleans",
          "numbers",
          "strings",
          "scalars",
          "empty",
          "any",
          "all",
          "error",
          "@text",
          "@json",
          "@uri",
          "@html",
          "@csv",
          "@base64",
          "@base64d");

  private static final List<String> WITH =
      List.of(
          "map",
          "map_values",
          "select",
          "with_entries",
          "sort_by",
          "group_by",
          "unique_by",
          "min_by",
          "max_by",
          "any",
          "all",
          "first",
          "last",
          "has",
          "contains",
          "inside",
          "startswith",
          "endswith",
          "ltrimstr",
          "rtrimstr",
          "split",
          "join",
          "index",
          "rindex",
          "flatten",
          "error");

  private Programs() {}

  /**
   * Expressions.
   *
   * @param of what stands at the leaves
   * @param operators between two expressions
   * @param without functions that are left out
   * @param catching whether failures are caught
   */
  static Arbitrary<String> of(
      List<String> of, List<String> operators, List<String> without, int depth, boolean catching) {
    Arbitrary<String> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(of),
            Arbitraries.of(VALUES.stream().filter(v -> !without.contains(v)).toList()));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> inner = of(of, operators, without, depth - 1, catching);
    Arbitrary<String> function =
        Arbitraries.of(WITH.stream().filter(f -> !without.contains(f)).toList());
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, leaf),
        net.jqwik.api.Tuple.of(
            6,
            Combinators.combine(inner, Arbitraries.of(operators), inner)
                .as((a, op, b) -> "(" + a + ") " + op + " (" + b + ")")),
        net.jqwik.api.Tuple.of(
            4, Combinators.combine(function, inner).as((f, a) -> f + "(" + a + ")")),
        net.jqwik.api.Tuple.of(1, inner.map(a -> "[" + a + "]")),
        net.jqwik.api.Tuple.of(1, inner.map(a -> "(" + a + ")[]")),
        net.jqwik.api.Tuple.of(1, inner.map(a -> catching ? "(" + a + ")?" : a)),
        net.jqwik.api.Tuple.of(1, inner.map(a -> "(" + a + ") | .[1:]")),
        net.jqwik.api.Tuple.of(1, inner.map(a -> "\"x\\(" + a + ")y\\(" + a + ")\"")),
        net.jqwik.api.Tuple.of(
            1, Combinators.combine(inner, inner).as((a, b) -> "{a: (" + a + "), b: (" + b + ")}")),
        net.jqwik.api.Tuple.of(
            1,
            Combinators.combine(inner, inner)
                .as((a, b) -> "(" + a + ") as $x | (" + b + "), $x, $x")),
        net.jqwik.api.Tuple.of(
            1,
            Combinators.combine(inner, inner, inner)
                .as((a, b, c) -> "if " + a + " then " + b + " else " + c + " end")),
        net.jqwik.api.Tuple.of(
            1,
            Combinators.combine(inner, inner)
                .as((a, b) -> catching ? "try (" + a + ") catch (" + b + ")" : a)));
  }
}
