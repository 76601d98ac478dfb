package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** Another jq 1.6 in Java, to compare with. */
final class OtherJq {
  /** What takes a value, so that jq does it for each that the argument gives, and not for none. */
  private static final List<String> OF_A_VALUE =
      List.of(
          "has",
          "contains",
          "startswith",
          "endswith",
          "ltrimstr",
          "rtrimstr",
          "split",
          "join",
          "index",
          "rindex",
          "flatten");

  private static final Scope SCOPE = scope();

  private OtherJq() {}

  /** Everything that an expression gives. */
  static List<JsonNode> all(String expression, JsonNode of) throws JsonQueryException {
    List<JsonNode> all = new ArrayList<>();
    JsonQuery.compile(expression, Versions.JQ_1_6).apply(Scope.newChildScope(SCOPE), of, all::add);
    return all;
  }

  private static Scope scope() {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    OF_A_VALUE.forEach(name -> scope.addFunction(name, 1, forEach(scope.getFunction(name, 1))));
    List.of("floor", "ceil", "round", "fabs", "length")
        .forEach(name -> scope.addFunction(name, 0, whole(scope.getFunction(name, 0))));
    scope.addFunction("first", 1, OtherJq::first);
    return scope;
  }

  /** A number that was rounded is written 1.0 into a text by it; by jq 1. */
  private static Function whole(Function function) {
    return (in, none, node, path, out, version) ->
        function.apply(
            in,
            none,
            node,
            path,
            (value, at) ->
                out.emit(
                    value.isNumber() && value.canConvertToExactIntegral()
                        ? LongNode.valueOf(value.longValue())
                        : value,
                    at),
            version);
  }

  /** Its own takes the end of one `first` for that of another within it. */
  private static void first(
      Scope in, List<Expression> of, JsonNode node, Path path, PathOutput out, Version version)
      throws JsonQueryException {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    JsonQueryException enough = new JsonQueryException("enough");
    try {
      of.get(0)
          .apply(
              in,
              node,
              value -> {
                found.set(value);
                throw enough;
              });
    } catch (JsonQueryException e) {
      if (e != enough) {
        throw e;
      }
    }
    if (found.get() != null) {
      out.emit(found.get(), null);
    }
  }

  /** Of null it answers some once, whatever the argument gives. */
  private static Function forEach(Function function) {
    return (in, values, node, path, out, version) ->
        values
            .get(0)
            .apply(
                in,
                node,
                value -> {
                  Expression one = (s, n, p, to, withPath) -> to.emit(value, null);
                  function.apply(in, List.of(one), node, path, out, version);
                });
  }
}
