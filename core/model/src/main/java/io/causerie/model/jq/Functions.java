package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.jq.Expression.Call;
import io.causerie.model.jq.Expression.CallWith;
import io.causerie.model.jq.Expression.Native;
import io.causerie.model.jq.Expression.Operation;
import io.causerie.model.jq.Expression.Operator;
import io.causerie.model.jq.Expression.Out;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The functions that are admitted, by name and number of arguments. Each ends, and counts what it
 * does; there is no regular expression, no clock, no input but the event and no recursion.
 */
final class Functions {
  private static final Map<String, Function<List<Expression>, Expression>> ALL = new TreeMap<>();

  private Functions() {}

  static {
    value("not", (run, in) -> Nodes.truth(!Nodes.isTrue(in)));
    value("type", (run, in) -> TextNode.valueOf(Nodes.kind(in).english()));
    value("length", Functions::length);
    value("keys", Functions::keys);
    value("add", Functions::sum);
    value("flatten", (run, in) -> flatten(run, in, Nodes.number(1_000_000)));
    with("flatten", Functions::flatten);
    value("min", (run, in) -> least(run, Nodes.list(run, in, "min"), in, -1));
    value("max", (run, in) -> least(run, Nodes.list(run, in, "max"), in, 1));
    value("sort", (run, in) -> Nodes.array(run, sorted(run, pairs(Nodes.list(run, in, "sort")))));
    value("unique", (run, in) -> firsts(run, pairs(Nodes.list(run, in, "unique"))));
    value("reverse", Functions::reverse);
    value("first", (run, in) -> Indexing.at(run, in, Nodes.number(0)));
    value("last", (run, in) -> Indexing.at(run, in, Nodes.number(-1)));
    value("to_entries", Functions::toEntries);
    value("from_entries", Functions::fromEntries);
    with("has", Functions::has);
    with("contains", Functions::contains);
    with("inside", (run, in, other) -> contains(run, other, in));
    value(
        "error",
        (run, in) -> {
          throw JqError.said(in);
        });
    with(
        "error",
        (run, in, said) -> {
          throw JqError.said(said);
        });
    Strings.register();
    Numbers.register();
    only("values", node -> !Nodes.isNull(node));
    only("nulls", Nodes::isNull);
    only("arrays", JsonNode::isArray);
    only("objects", JsonNode::isObject);
    only("booleans", JsonNode::isBoolean);
    only("numbers", JsonNode::isNumber);
    only("strings", JsonNode::isTextual);
    only("scalars", node -> !node.isContainerNode());
    special("empty", 0, false, false, (call, in, out) -> {});
    special("select", 1, false, true, Functions::select);
    special("map", 1, true, false, Functions::map);
    special("map_values", 1, true, false, Functions::mapValues);
    special("with_entries", 1, false, false, Functions::withEntries);
    special("first", 1, false, false, Functions::first);
    special("last", 1, false, false, Functions::last);
    special(
        "sort_by",
        1,
        true,
        false,
        (call, in, out) ->
            out.emit(Nodes.array(call.run(), sorted(call.run(), keyed(call, in, "sort_by")))));
    special(
        "group_by",
        1,
        true,
        false,
        (call, in, out) -> out.emit(Nodes.array(call.run(), groups(call, in))));
    special(
        "unique_by",
        1,
        true,
        false,
        (call, in, out) -> out.emit(firsts(call.run(), keyed(call, in, "unique_by"))));
    special("min_by", 1, true, false, (call, in, out) -> out.emit(leastBy(call, in, -1)));
    special("max_by", 1, true, false, (call, in, out) -> out.emit(leastBy(call, in, 1)));
    for (boolean any : new boolean[] {true, false}) {
      String name = any ? "any" : "all";
      special(name, 0, true, false, (call, in, out) -> out.emit(elements(call, in, any)));
      special(
          name, 1, true, false, (call, in, out) -> out.emit(holds(call, each(call, in), 0, any)));
      special(
          name,
          2,
          false,
          false,
          (call, in, out) -> out.emit(holds(call, each -> call.apply(0, in, each), 1, any)));
    }
  }

  static void value(String name, Native function) {
    ALL.put(name + "/0", arguments -> new Call(function));
  }

  static void with(String name, Operation function) {
    ALL.put(name + "/1", arguments -> new CallWith(function, arguments.get(0)));
  }

  static void two(String name, Operation function) {
    ALL.put(name + "/2", a -> new Operator(function, a.get(0), a.get(1)));
  }

  private static void only(String name, Predicate<JsonNode> kind) {
    special(
        name,
        0,
        false,
        true,
        (call, in, out) -> {
          if (kind.test(in)) {
            out.emit(in);
          }
        });
  }

  static void special(
      String name, int arguments, boolean ofElements, boolean keeps, Special.Body body) {
    ALL.put(name + "/" + arguments, a -> new Special(body, a, ofElements, keeps));
  }

  /** A call; absent where there is no such function of so many arguments. */
  static @Nullable Expression call(String name, List<Expression> arguments) {
    Function<List<Expression>, Expression> found = ALL.get(name + "/" + arguments.size());
    return found == null ? null : found.apply(arguments);
  }

  /** {@code empty} */
  static Expression nothing() {
    return java.util.Objects.requireNonNull(call("empty", List.of()));
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    ALL.keySet().forEach(key -> names.add(key.substring(0, key.indexOf('/'))));
    return names;
  }

  /** The numbers of arguments that a function may have. */
  static List<String> arities(String name) {
    return ALL.keySet().stream()
        .filter(key -> key.startsWith(name + "/"))
        .map(key -> key.substring(name.length() + 1))
        .toList();
  }

  /** Ends a walk before its end; each is caught by the one who made it. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop() {
      super(null, null, false, false);
    }
  }

  /** The first value; null where there is none. */
  static @Nullable JsonNode firstOf(Consumer<Out> source) {
    Stop stop = new Stop();
    JsonNode[] found = new JsonNode[1];
    try {
      source.accept(
          value -> {
            found[0] = value;
            throw stop;
          });
      return null;
    } catch (Stop s) {
      if (s != stop) {
        throw s;
      }
      return found[0];
    }
  }

  private static void select(Special.Applied call, JsonNode in, Out out) {
    call.apply(
        0,
        in,
        value -> {
          if (Nodes.isTrue(value)) {
            out.emit(in);
          }
        });
  }

  private static void map(Special.Applied call, JsonNode in, Out out) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode element : Nodes.elements(call.run(), in)) {
      found.addAll(call.all(0, element));
    }
    out.emit(Nodes.array(call.run(), found));
  }

  private static void mapValues(Special.Applied call, JsonNode in, Out out) {
    if (in.isObject()) {
      ObjectNode made = Nodes.object(call.run(), in.size());
      in.properties()
          .forEach(
              member -> {
                JsonNode value = firstOf(each -> call.apply(0, member.getValue(), each));
                if (value != null) {
                  made.set(member.getKey(), value);
                }
              });
      out.emit(made);
      return;
    }
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode element : Nodes.elements(call.run(), in)) {
      JsonNode value = firstOf(each -> call.apply(0, element, each));
      if (value != null) {
        found.add(value);
      }
    }
    out.emit(Nodes.array(call.run(), found));
  }

  private static void withEntries(Special.Applied call, JsonNode in, Out out) {
    List<JsonNode> entries = new ArrayList<>();
    toEntries(call.run(), in).forEach(entry -> entries.addAll(call.all(0, entry)));
    out.emit(fromEntries(call.run(), Nodes.array(call.run(), entries)));
  }

  private static void first(Special.Applied call, JsonNode in, Out out) {
    JsonNode found = firstOf(each -> call.apply(0, in, each));
    if (found != null) {
      out.emit(found);
    }
  }

  private static void last(Special.Applied call, JsonNode in, Out out) {
    JsonNode[] found = {Nodes.nothing()};
    call.apply(0, in, value -> found[0] = value);
    out.emit(found[0]);
  }

  private static JsonNode elements(Special.Applied call, JsonNode in, boolean any) {
    for (JsonNode element : Nodes.elements(call.run(), in)) {
      if (Nodes.isTrue(element) == any) {
        return Nodes.truth(any);
      }
    }
    return Nodes.truth(!any);
  }

  private static Consumer<Out> each(Special.Applied call, JsonNode in) {
    return out -> Nodes.elements(call.run(), in).forEach(out::emit);
  }

  private static JsonNode holds(
      Special.Applied call, Consumer<Out> source, int condition, boolean any) {
    JsonNode found =
        firstOf(
            out ->
                source.accept(
                    value ->
                        call.apply(
                            condition,
                            value,
                            holds -> {
                              if (Nodes.isTrue(holds) == any) {
                                out.emit(holds);
                              }
                            })));
    return Nodes.truth((found != null) == any);
  }

  private static JsonNode length(Run run, JsonNode in) {
    if (in.isTextual()) {
      run.look(in.textValue().length());
      return Nodes.number(in.textValue().codePointCount(0, in.textValue().length()));
    }
    if (in.isNumber()) {
      return Nodes.number(Nodes.decimal(in, "length").abs());
    }
    if (in.isBoolean()) {
      throw new JqError(JqWording.NO_LENGTH.with());
    }
    return Nodes.number(in.size());
  }

  private static JsonNode keys(Run run, JsonNode in) {
    List<JsonNode> keys = new ArrayList<>();
    if (in.isObject()) {
      Nodes.keys(run, in).forEach(key -> keys.add(TextNode.valueOf(key)));
    } else {
      int size = Nodes.list(run, in, "keys").size();
      for (int i = 0; i < size; i++) {
        keys.add(Nodes.number(i));
      }
    }
    return Nodes.array(run, keys);
  }

  private static JsonNode sum(Run run, JsonNode in) {
    List<JsonNode> all = Nodes.elements(run, in);
    if (!all.isEmpty() && all.stream().allMatch(JsonNode::isTextual)) {
      return Strings.joined(run, all, "");
    }
    JsonNode sum = NullNode.getInstance();
    for (JsonNode each : all) {
      sum = Nodes.add(run, sum, each);
    }
    return sum;
  }

  private static JsonNode flatten(Run run, JsonNode in, JsonNode depth) {
    double levels = Nodes.decimal(depth, "flatten").doubleValue();
    if (levels < 0) {
      throw new JqError(JqWording.TAKES_DEPTH.with());
    }
    List<JsonNode> flat = new ArrayList<>();
    flatten(run, Nodes.elements(run, in), levels, flat);
    return Nodes.array(run, flat);
  }

  private static void flatten(Run run, List<JsonNode> all, double levels, List<JsonNode> flat) {
    for (JsonNode each : all) {
      run.elements(1);
      if (each.isArray() && levels > 0) {
        flatten(run, Nodes.elements(run, each), levels - 1, flat);
      } else {
        flat.add(each);
      }
    }
  }

  private static JsonNode reverse(Run run, JsonNode in) {
    List<JsonNode> all =
        Nodes.isNull(in) ? new ArrayList<>() : new ArrayList<>(Nodes.list(run, in, "reverse"));
    java.util.Collections.reverse(all);
    return Nodes.array(run, all);
  }

  /** An element and what it is sorted by. */
  private record Keyed(JsonNode key, JsonNode value) {}

  private static List<Keyed> pairs(List<JsonNode> all) {
    return all.stream().map(node -> new Keyed(node, node)).toList();
  }

  private static List<Keyed> keyed(Special.Applied call, JsonNode in, String of) {
    List<Keyed> pairs = new ArrayList<>();
    for (JsonNode element : Nodes.list(call.run(), in, of)) {
      pairs.add(new Keyed(Nodes.array(call.run(), call.all(0, element)), element));
    }
    return pairs;
  }

  private static Comparator<Keyed> order(Run run) {
    return (a, b) -> Nodes.compare(run, a.key(), b.key());
  }

  private static List<JsonNode> sorted(Run run, List<Keyed> pairs) {
    return pairs.stream().sorted(order(run)).map(Keyed::value).toList();
  }

  private static List<List<JsonNode>> grouped(Run run, List<Keyed> pairs) {
    List<List<JsonNode>> groups = new ArrayList<>();
    Keyed before = null;
    for (Keyed each : pairs.stream().sorted(order(run)).toList()) {
      if (before == null || order(run).compare(before, each) != 0) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(each.value());
      before = each;
    }
    return groups;
  }

  private static JsonNode firsts(Run run, List<Keyed> pairs) {
    return Nodes.array(run, grouped(run, pairs).stream().map(group -> group.get(0)).toList());
  }

  private static List<JsonNode> groups(Special.Applied call, JsonNode in) {
    List<JsonNode> groups = new ArrayList<>();
    grouped(call.run(), keyed(call, in, "group_by"))
        .forEach(group -> groups.add(Nodes.array(call.run(), group)));
    return groups;
  }

  private static JsonNode least(Run run, List<JsonNode> all, JsonNode in, int sign) {
    return in.isEmpty() ? Nodes.nothing() : extreme(run, pairs(all), sign);
  }

  private static JsonNode leastBy(Special.Applied call, JsonNode in, int sign) {
    List<Keyed> pairs = keyed(call, in, sign < 0 ? "min_by" : "max_by");
    return pairs.isEmpty() ? Nodes.nothing() : extreme(call.run(), pairs, sign);
  }

  /** Of equals the first is the least and the last the greatest. */
  private static JsonNode extreme(Run run, List<Keyed> pairs, int sign) {
    Keyed best = pairs.get(0);
    for (Keyed each : pairs.subList(1, pairs.size())) {
      int order = order(run).compare(each, best) * sign;
      best = order > 0 || (order == 0 && sign > 0) ? each : best;
    }
    return best.value();
  }

  private static JsonNode toEntries(Run run, JsonNode in) {
    if (!in.isObject()) {
      throw new JqError(JqWording.TAKES_OBJECT.with("to_entries", Nodes.kind(in)));
    }
    List<JsonNode> entries = new ArrayList<>();
    in.properties()
        .forEach(
            member -> {
              ObjectNode entry = Nodes.object(run, 3);
              entry.set("key", TextNode.valueOf(member.getKey()));
              entry.set("value", member.getValue());
              entries.add(entry);
            });
    return Nodes.array(run, entries);
  }

  private static JsonNode fromEntries(Run run, JsonNode in) {
    ObjectNode made = Nodes.object(run, in.size());
    for (JsonNode entry : Nodes.elements(run, in)) {
      if (!entry.isObject()) {
        throw new JqError(JqWording.TAKES_OBJECTS.with("from_entries", Nodes.kind(entry)));
      }
      JsonNode key = Nodes.nothing();
      for (String name : List.of("key", "k", "name", "Name", "K", "Key")) {
        if (!Nodes.isTrue(key)) {
          key = Indexing.at(run, entry, TextNode.valueOf(name));
        }
      }
      JsonNode value = Nodes.nothing();
      for (String name : List.of("value", "v", "Value", "V")) {
        if (Nodes.isNull(value)) {
          value = Indexing.at(run, entry, TextNode.valueOf(name));
        }
      }
      made.set(Nodes.plain(run, key), value);
    }
    return made;
  }

  private static JsonNode has(Run run, JsonNode in, JsonNode key) {
    run.step();
    if (in.isObject() && key.isTextual()) {
      return Nodes.truth(in.has(key.textValue()));
    }
    if (in.isArray() && key.isNumber()) {
      double at = Nodes.decimal(key, "has").doubleValue();
      return Nodes.truth(at >= 0 && at < in.size());
    }
    throw new JqError(JqWording.HAS_UNSAID.with(Nodes.kind(in), Nodes.kind(key)));
  }

  private static JsonNode contains(Run run, JsonNode in, JsonNode other) {
    return Nodes.truth(isIn(run, in, other));
  }

  private static boolean isIn(Run run, JsonNode in, JsonNode other) {
    run.step();
    if (Nodes.kind(in) != Nodes.kind(other)) {
      throw new JqError(JqWording.NOT_CONTAINED.with(Nodes.kind(in), Nodes.kind(other)));
    }
    if (in.isTextual()) {
      return Nodes.find(run, in.textValue(), other.textValue(), 0) >= 0;
    }
    if (in.isArray()) {
      for (JsonNode wanted : other) {
        if (!anyHas(run, in, wanted)) {
          return false;
        }
      }
      return true;
    }
    if (in.isObject()) {
      for (Map.Entry<String, JsonNode> wanted : other.properties()) {
        JsonNode own = in.get(wanted.getKey());
        if (own == null || !isLike(run, own, wanted.getValue())) {
          return false;
        }
      }
      return true;
    }
    return Nodes.compare(run, in, other) == 0;
  }

  private static boolean anyHas(Run run, JsonNode in, JsonNode wanted) {
    for (JsonNode own : in) {
      run.step();
      if (isLike(run, own, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLike(Run run, JsonNode own, JsonNode wanted) {
    return Nodes.kind(own) == Nodes.kind(wanted) && isIn(run, own, wanted);
  }
}
