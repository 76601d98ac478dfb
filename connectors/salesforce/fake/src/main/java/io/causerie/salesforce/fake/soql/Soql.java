package io.causerie.salesforce.fake.soql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.salesforce.fake.soql.Condition.Literal;
import io.causerie.salesforce.fake.soql.Query.Order;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.FieldType;
import io.causerie.salesforce.fake.store.Ids;
import io.causerie.salesforce.fake.store.ObjectType;
import io.causerie.salesforce.fake.store.Org;
import io.causerie.salesforce.fake.store.Refused;
import io.causerie.salesforce.fake.store.Row;
import io.causerie.salesforce.fake.store.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers queries as a user: what she may not read is not there. */
public final class Soql {
  /** What a reference to records of several objects gives: fields of the object Name. */
  private static final Set<String> OF_A_NAME =
      Set.of("id", "name", "type", "firstname", "lastname", "email", "username", "phone", "title");

  private final Org org;

  public Soql(Org org) {
    this.org = org;
  }

  /**
   * What came.
   *
   * @param records none where they were only counted
   */
  public record Result(int total, List<ObjectNode> records) {}

  /**
   * Answers a query.
   *
   * @param deleted whether the recycle bin is looked through too
   * @param root of the addresses in the answer
   */
  public Result run(String text, String user, boolean deleted, String root) {
    Query query = Query.read(text);
    if (query.object().equalsIgnoreCase("UserRecordAccess")) {
      return access(query, user);
    }
    ObjectType type =
        org.find(query.object())
            .orElseThrow(
                () ->
                    new Refused(
                        400,
                        "INVALID_TYPE",
                        "sObject type '" + query.object() + "' is not supported."));
    query.fields().forEach(path -> check(type, path));
    query.orders().forEach(order -> check(type, order.path()));
    Condition where = query.where();
    if (where != null) {
      check(type, where);
    }
    Stream<Row> rows =
        org.all(type.name()).stream()
            .filter(row -> deleted || !row.deleted())
            .filter(row -> org.reads(user, row))
            .filter(row -> where == null || holds(where, row));
    if (!query.orders().isEmpty()) {
      rows =
          rows.sorted(
              query.orders().stream()
                  .map(this::comparator)
                  .reduce(Comparator::thenComparing)
                  .orElseThrow());
    }
    rows = rows.skip(query.offset());
    if (query.limit() >= 0) {
      rows = rows.limit(query.limit());
    }
    List<Row> found = rows.toList();
    return new Result(
        found.size(),
        query.fields().isEmpty()
            ? List.of()
            : found.stream().map(row -> written(row, query.fields(), root)).toList());
  }

  private Field check(ObjectType type, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return type.field(path)
          .orElseThrow(
              () ->
                  new Refused(
                      400,
                      "INVALID_FIELD",
                      "No such column '" + path + "' on entity '" + type.name() + "'."));
    }
    Field reference =
        type.relationship(path.substring(0, dot))
            .orElseThrow(
                () ->
                    new Refused(
                        400,
                        "INVALID_FIELD",
                        "Didn't understand relationship '"
                            + path.substring(0, dot)
                            + "' in field path."));
    String rest = path.substring(dot + 1);
    if (!reference.polymorphic()) {
      return check(org.type(reference.references().get(0)), rest);
    }
    if (!OF_A_NAME.contains(rest.toLowerCase(Locale.ROOT))) {
      throw new Refused(400, "INVALID_FIELD", "No such column '" + rest + "' on entity 'Name'.");
    }
    return Field.of(rest, FieldType.STRING);
  }

  private void check(ObjectType type, Condition condition) {
    if (condition instanceof Condition.All all) {
      all.of().forEach(c -> check(type, c));
    } else if (condition instanceof Condition.Any any) {
      any.of().forEach(c -> check(type, c));
    } else if (condition instanceof Condition.Not not) {
      check(type, not.of());
    } else if (condition instanceof Condition.Compare compare) {
      check(check(type, compare.path()), compare);
    }
  }

  private static void check(Field field, Condition.Compare compare) {
    if (!field.filterable()) {
      throw new Refused(
          400, "INVALID_FIELD", "field '" + field.name() + "' can not be filtered in a query call");
    }
    for (Literal literal : compare.values()) {
      Object value = literal.value();
      boolean fits =
          value == null
              || switch (field.type()) {
                case DATETIME -> value instanceof Instant;
                case DATE -> value instanceof LocalDate;
                case BOOLEAN -> value instanceof Boolean;
                case INT, DOUBLE, PERCENT, CURRENCY -> value instanceof Double;
                default -> value instanceof String;
              };
      if (!fits) {
        throw new Refused(
            400,
            "INVALID_FIELD",
            "value of filter criterion for field '%s' must be of type %s and should %sbe enclosed in quotes"
                .formatted(
                    field.name(), field.type().described(), value instanceof String ? "not " : ""));
      }
    }
  }

  private @Nullable Object value(Row row, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      Field field = row.type().field(path).orElse(null);
      if (field != null) {
        return row.get(field.name());
      }
      return switch (path.toLowerCase(Locale.ROOT)) {
        case "type" -> row.type().name();
        case "name" -> row.name();
        default -> null;
      };
    }
    String relationship = path.substring(0, dot);
    boolean several = row.type().relationship(relationship).filter(Field::polymorphic).isPresent();
    return related(row, relationship)
        .map(other -> named(other, path.substring(dot + 1), several))
        .orElse(null);
  }

  /** A Name has a type of its own, which is no field of the record's. */
  private @Nullable Object named(Row row, String path, boolean several) {
    if (several && path.equalsIgnoreCase("Type")) {
      return row.type().name();
    }
    return path.equalsIgnoreCase("Name") ? row.name() : value(row, path);
  }

  private Optional<Row> related(Row row, String relationship) {
    return row.type()
        .relationship(relationship)
        .map(field -> row.get(field.name()))
        .flatMap(id -> org.row(id.toString()));
  }

  private boolean holds(Condition condition, Row row) {
    if (condition instanceof Condition.All all) {
      return all.of().stream().allMatch(c -> holds(c, row));
    }
    if (condition instanceof Condition.Any any) {
      return any.of().stream().anyMatch(c -> holds(c, row));
    }
    if (condition instanceof Condition.Not not) {
      return !holds(not.of(), row);
    }
    Condition.Compare compare = (Condition.Compare) condition;
    Object value = comparable(value(row, compare.path()));
    return switch (compare.sign()) {
      case "IN" -> compare.values().stream().anyMatch(v -> equal(value, v));
      case "NOT IN" -> compare.values().stream().noneMatch(v -> equal(value, v));
      case "=" -> equal(value, compare.values().get(0));
      case "!=" -> !equal(value, compare.values().get(0));
      case "LIKE" -> like(value, String.valueOf(compare.values().get(0).value()));
      default -> compared(value, compare.sign(), comparable(compare.values().get(0).value()));
    };
  }

  /** Ids in full, texts without their case, numbers alike. */
  private static @Nullable Object comparable(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Instant instant) {
      return Values.stamp(instant);
    }
    return value;
  }

  private static boolean equal(@Nullable Object value, Literal literal) {
    Object other = comparable(literal.value());
    if (value == null || other == null) {
      return value == other;
    }
    if (value instanceof String text && other instanceof String wanted) {
      return text.equalsIgnoreCase(wanted)
          || (wanted.length() == 15 && text.equals(Ids.full(wanted)));
    }
    return value.equals(other);
  }

  private static boolean like(@Nullable Object value, String pattern) {
    String regex = Pattern.quote(pattern).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
    return value != null
        && Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
            .matcher(value.toString())
            .matches();
  }

  private static boolean compared(@Nullable Object value, String sign, @Nullable Object other) {
    if (value == null || other == null) {
      return false;
    }
    int order = compare(value, other);
    return switch (sign) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static int compare(Object one, Object other) {
    if (one instanceof Instant a && other instanceof Instant b) {
      return a.compareTo(b);
    }
    if (one instanceof Double a && other instanceof Double b) {
      return a.compareTo(b);
    }
    if (one instanceof LocalDate a && other instanceof LocalDate b) {
      return a.compareTo(b);
    }
    return one.toString().compareTo(other.toString());
  }

  private Comparator<Row> comparator(Order order) {
    Comparator<Object> values =
        order.descending() ? (a, b) -> compare(b, a) : (a, b) -> compare(a, b);
    Comparator<@Nullable Object> nullable =
        order.nullsLast() ? Comparator.nullsLast(values) : Comparator.nullsFirst(values);
    return (a, b) ->
        nullable.compare(comparable(value(a, order.path())), comparable(value(b, order.path())));
  }

  /** A record as an answer has it. */
  public ObjectNode written(Row row, List<String> paths, String root) {
    ObjectNode node = attributes(row, row.type().name(), root);
    Map<String, ObjectNode> inner = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String path : paths) {
      write(node, row, path, root, inner, "");
    }
    return node;
  }

  private static ObjectNode attributes(Row row, String type, String root) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.putObject("attributes")
        .put("type", type)
        .put("url", root + "/sobjects/" + row.type().name() + "/" + row.id());
    return node;
  }

  private void write(
      ObjectNode node,
      Row row,
      String path,
      String root,
      Map<String, ObjectNode> inner,
      String above) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      String name = row.type().field(path).map(Field::name).orElse(path);
      node.putPOJO(name, Values.written(whole(row, name)));
      return;
    }
    Field reference = row.type().relationship(path.substring(0, dot)).orElseThrow();
    String relationship = String.valueOf(reference.relationship());
    Optional<Row> other = related(row, relationship);
    if (other.isEmpty()) {
      node.putNull(relationship);
      return;
    }
    String key = above + relationship + ".";
    ObjectNode below =
        inner.computeIfAbsent(
            key,
            k ->
                attributes(
                    other.get(),
                    reference.polymorphic() ? "Name" : other.get().type().name(),
                    root));
    node.set(relationship, below);
    String rest = path.substring(dot + 1);
    if (rest.indexOf('.') < 0 && reference.polymorphic()) {
      below.putPOJO(rest, Values.written(named(other.get(), rest, true)));
    } else {
      write(below, other.get(), rest, root, inner, key);
    }
  }

  private static @Nullable Object whole(Row row, String name) {
    Field field = row.type().field(name).orElse(null);
    if (field == null || field.type() != FieldType.ADDRESS) {
      return row.get(name);
    }
    ObjectNode address = JsonNodeFactory.instance.objectNode();
    boolean some = false;
    for (Field part : row.type().parts(name)) {
      String key = String.valueOf(part.part());
      Object value = row.get(part.name());
      some |= value != null;
      address.putPOJO(Character.toLowerCase(key.charAt(0)) + key.substring(1), value);
    }
    return some ? address : null;
  }

  /** One user, at most two hundred records; those that the asker cannot read drop out. */
  private Result access(Query query, String asker) {
    String user = "";
    List<String> records = List.of();
    List<Condition> parts =
        query.where() instanceof Condition.All all
            ? all.of()
            : query.where() == null ? List.of() : List.of(query.where());
    for (Condition part : parts) {
      if (part instanceof Condition.Compare compare) {
        List<String> values =
            compare.values().stream().map(v -> Ids.full(String.valueOf(v.value()))).toList();
        if (compare.path().equalsIgnoreCase("UserId") && compare.sign().equals("=")) {
          user = values.get(0);
        } else if (compare.path().equalsIgnoreCase("RecordId")) {
          records = values;
        }
      }
    }
    if (user.isEmpty() || records.isEmpty() || records.size() > 200) {
      throw new Refused(
          400,
          "MALFORMED_QUERY",
          "UserRecordAccess is asked for one UserId and 1 to 200 values of RecordId");
    }
    String reader = user;
    List<ObjectNode> answers =
        records.stream()
            .flatMap(id -> org.row(id).stream())
            .filter(row -> !row.deleted() && org.reads(asker, row))
            .map(
                row -> {
                  ObjectNode node = JsonNodeFactory.instance.objectNode();
                  node.putObject("attributes").put("type", "UserRecordAccess");
                  node.put("RecordId", row.id());
                  boolean reads = org.reads(reader, row);
                  for (String path : query.fields()) {
                    if (path.toLowerCase(Locale.ROOT).startsWith("has")) {
                      node.put(path, reads);
                    } else if (path.equalsIgnoreCase("MaxAccessLevel")) {
                      node.put(path, reads ? "All" : "None");
                    }
                  }
                  return node;
                })
            .toList();
    return new Result(answers.size(), answers);
  }
}
