package io.causerie.sapfake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One service: reads and writes its sets as the gateway does. */
final class Service {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern SEGMENT = Pattern.compile("([A-Za-z0-9_]+)(?:\\((.*)\\))?");
  private static final Pattern PART =
      Pattern.compile("(?:([A-Za-z0-9_]+)=)?((?:guid)?'(?:[^']|'')*')(?:,|$)");

  private final Edm edm;
  private final Tables tables;
  private final Company company;
  private final String root;

  /** What happens where a service writes, and how it behaves. */
  interface Company {
    /** Whether texts have an ETag: systems differ. */
    boolean textsHaveEtag();

    /** Writes as somebody, stamps the time of change, and tells whoever listens. */
    void write(Edm edm, Edm.EntitySet set, Map<String, @Nullable Object> values, String user);

    void remove(Edm edm, Edm.EntitySet set, String key, String user);
  }

  Service(Edm edm, Tables tables, Company company, String root) {
    this.edm = edm;
    this.tables = tables;
    this.company = company;
    this.root = root;
  }

  Edm edm() {
    return edm;
  }

  /** Whatever is asked, but for a batch. */
  Reply answer(Call call, String user) {
    try {
      return answered(call, user);
    } catch (Refusal e) {
      return Reply.error(e.status, e.code, String.valueOf(e.getMessage()));
    }
  }

  private Reply answered(Call call, String user) {
    if (call.path().equals("$metadata")) {
      return Reply.of(200, "application/xml", edm.text);
    }
    if (call.path().isEmpty()) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      edm.sets.keySet().forEach(body.putObject("d").putArray("EntitySets")::add);
      return Reply.json(200, body);
    }
    Place place = place(call.path());
    return switch (call.method()) {
      case "GET", "HEAD" -> read(place, call);
      case "POST" -> create(place, call, user);
      case "PATCH", "MERGE", "PUT" -> change(place, call, user);
      case "DELETE" -> delete(place, call, user);
      default -> throw new Refusal(405, "/IWFND/CM_MGW_RT/092", "Method not allowed");
    };
  }

  /**
   * Where an address points.
   *
   * @param key absent: at all of the set, or at those below an entity
   * @param above values that those below an entity share with it
   */
  private record Place(
      Edm.EntitySet set, @Nullable String key, Map<String, Object> above, boolean count) {}

  private Place place(String path) {
    List<String> segments = segments(path);
    Place place = null;
    boolean count = false;
    for (String segment : segments) {
      if (segment.equals("$count")) {
        count = true;
        continue;
      }
      Matcher matcher = SEGMENT.matcher(segment);
      if (!matcher.matches()) {
        throw new Refusal(400, "/IWCOR/CX_OD_URI_SYNTAX/0", "Malformed URI");
      }
      place = place == null ? first(matcher) : below(place, matcher);
    }
    if (place == null) {
      throw new Refusal(400, "/IWCOR/CX_OD_URI_SYNTAX/0", "Malformed URI");
    }
    return new Place(place.set(), place.key(), place.above(), count);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    boolean quoted = false;
    for (char c : path.toCharArray()) {
      quoted ^= c == '\'';
      if (c == '/' && !quoted) {
        segments.add(segment.toString());
        segment.setLength(0);
      } else {
        segment.append(c);
      }
    }
    segments.add(segment.toString());
    return segments;
  }

  private Place first(Matcher segment) {
    Edm.EntitySet set = edm.set(segment.group(1));
    String key = segment.group(2);
    return new Place(set, key == null ? null : key(set, key, Map.of()), Map.of(), false);
  }

  private Place below(Place place, Matcher segment) {
    Map<String, Object> parent = entity(place);
    Edm.Navigation way = way(place.set(), segment.group(1));
    Map<String, Object> above = new LinkedHashMap<>();
    place.set().key().forEach(name -> above.put(name, parent.get(name)));
    Edm.EntitySet set = edm.set(way.set());
    String key = segment.group(2);
    return new Place(set, key == null ? null : key(set, key, above), above, false);
  }

  private static Edm.Navigation way(Edm.EntitySet set, String name) {
    return Optional.ofNullable(set.navigation().get(name))
        .orElseThrow(
            () ->
                new Refusal(
                    404,
                    "/IWFND/CM_MGW_RT/003",
                    "Resource not found for segment '%s'".formatted(name)));
  }

  private static String key(Edm.EntitySet set, String text, Map<String, Object> above) {
    Map<String, Object> values = new LinkedHashMap<>(above);
    Matcher matcher = PART.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      String name = matcher.group(1) == null ? set.key().get(0) : matcher.group(1);
      Object value = Values.literal(matcher.group(2));
      if (value != null && set.key().contains(name)) {
        values.put(name, value);
      }
      end = matcher.end();
    }
    if (end < text.length() || !values.keySet().containsAll(set.key())) {
      throw new Refusal(400, "/IWCOR/CX_OD_BAD_KEY/0", "Invalid key predicate");
    }
    return Tables.key(set, values);
  }

  private Map<String, Object> entity(Place place) {
    String key = place.key();
    return Optional.ofNullable(key)
        .flatMap(k -> tables.find(place.set(), k))
        .orElseThrow(
            () -> new Refusal(404, "/IWBEP/CM_MGW_RT/020", "Resource not found for the key"));
  }

  private Reply read(Place place, Call call) {
    call.option("$format")
        .filter(format -> !format.equals("json"))
        .ifPresent(
            format -> {
              throw new Refusal(415, "/IWFND/CM_MGW_RT/101", "Only JSON is spoken here");
            });
    Set<String> select = names(call, "$select");
    Set<String> expand = names(call, "$expand");
    if (place.key() != null) {
      Map<String, Object> row = entity(place);
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.set("d", rendered(place.set(), row, select, expand));
      Reply reply = Reply.json(200, body);
      return etag(place.set(), row).map(e -> reply.with("etag", e)).orElse(reply);
    }
    List<Map<String, Object>> rows = new ArrayList<>(tables.all(place.set(), place.above()));
    call.option("$filter").ifPresent(text -> rows.removeIf(Filter.of(place.set(), text).negate()));
    int all = rows.size();
    if (place.count()) {
      return Reply.of(200, "text/plain", String.valueOf(all));
    }
    call.option("$orderby").flatMap(text -> order(place.set(), text)).ifPresent(rows::sort);
    int skip = Math.min(number(call, "$skip", 0), rows.size());
    int top = Math.min(number(call, "$top", rows.size()), rows.size() - skip);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode d = body.putObject("d");
    if (call.option("$inlinecount").filter("allpages"::equals).isPresent()) {
      d.put("__count", String.valueOf(all));
    }
    ArrayNode results = d.putArray("results");
    rows.subList(skip, skip + top)
        .forEach(row -> results.add(rendered(place.set(), row, select, expand)));
    return Reply.json(200, body);
  }

  private static int number(Call call, String option, int otherwise) {
    String text = call.option(option).orElse(String.valueOf(otherwise));
    if (!text.matches("\\d{1,9}")) {
      throw new Refusal(400, "/IWFND/CM_MGW_RT/104", "Invalid value for " + option);
    }
    return Integer.parseInt(text);
  }

  private static Set<String> names(Call call, String option) {
    Set<String> names = new LinkedHashSet<>();
    call.option(option)
        .ifPresent(
            text -> {
              for (String name : text.split(",")) {
                names.add(name.strip());
              }
            });
    return names;
  }

  private static Optional<Comparator<Map<String, Object>>> order(Edm.EntitySet set, String text) {
    Comparator<Map<String, Object>> order = null;
    for (String part : text.split(",")) {
      String[] words = part.strip().split("\\s+");
      String name = set.property(words[0]).name();
      Comparator<Map<String, Object>> one =
          Comparator.comparing(
              row -> row.get(name), Comparator.nullsFirst((a, b) -> Filter.compare(a, b)));
      Comparator<Map<String, Object>> way =
          words.length > 1 && words[1].equals("desc") ? one.reversed() : one;
      order = order == null ? way : order.thenComparing(way);
    }
    return Optional.ofNullable(order);
  }

  private String address(Edm.EntitySet set, Map<String, Object> row) {
    return root + set.name() + "(" + Tables.key(set, row) + ")";
  }

  private ObjectNode rendered(
      Edm.EntitySet set, Map<String, Object> row, Set<String> select, Set<String> expand) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    String address = address(set, row);
    ObjectNode about = node.putObject("__metadata");
    about.put("id", address).put("uri", address).put("type", set.type());
    etag(set, row).ifPresent(etag -> about.put("etag", etag));
    for (String name : select) {
      String first = name.split("/", 2)[0];
      if (!first.equals("*") && !set.navigation().containsKey(first)) {
        set.property(first);
      }
    }
    boolean all = select.isEmpty() || select.contains("*");
    set.properties()
        .forEach(
            (name, property) -> {
              if (all || select.contains(name)) {
                node.set(name, Values.json(property, row.get(name)));
              }
            });
    for (String path : expand) {
      way(set, path.split("/", 2)[0]);
    }
    set.navigation()
        .forEach(
            (name, way) -> {
              boolean expanded =
                  expand.stream().anyMatch(path -> path.split("/", 2)[0].equals(name));
              if (expanded) {
                node.putObject(name).set("results", below(set, row, way, expand));
              } else if (all) {
                node.putObject(name).putObject("__deferred").put("uri", address + "/" + name);
              }
            });
    return node;
  }

  private ArrayNode below(
      Edm.EntitySet set, Map<String, Object> row, Edm.Navigation way, Set<String> expand) {
    Map<String, Object> with = new LinkedHashMap<>();
    set.key().forEach(name -> with.put(name, row.get(name)));
    Set<String> deeper = new LinkedHashSet<>();
    expand.stream()
        .filter(path -> path.startsWith(way.name() + "/"))
        .forEach(path -> deeper.add(path.substring(way.name().length() + 1)));
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    Edm.EntitySet target = edm.set(way.set());
    tables.all(target, with).forEach(each -> results.add(rendered(target, each, Set.of(), deeper)));
    return results;
  }

  private Optional<String> etag(Edm.EntitySet set, Map<String, Object> row) {
    Optional<Texts> texts = Texts.of(set);
    if (texts.isPresent()) {
      String words = String.valueOf(row.get(texts.get().words()));
      return company.textsHaveEtag()
          ? Optional.of(Values.etag(Integer.toHexString(words.hashCode())))
          : Optional.empty();
    }
    return set.etag().map(p -> row.get(p.name())).map(Values::etag);
  }

  private Map<String, @Nullable Object> sent(Edm.EntitySet set, Call call) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    try {
      JsonNode body = MAPPER.readTree(call.body());
      if (!body.isObject()) {
        throw new Refusal(400, "/IWBEP/CM_MGW_RT/176", "The request body is no entity");
      }
      JsonNode entity = body.has("d") ? body.path("d") : body;
      entity
          .properties()
          .forEach(
              e -> {
                if (!e.getKey().startsWith("__") && !set.navigation().containsKey(e.getKey())) {
                  Edm.Property property = set.property(e.getKey());
                  values.put(property.name(), Values.read(property, e.getValue()));
                }
              });
      return values;
    } catch (IOException e) {
      throw new Refusal(400, "/IWBEP/CM_MGW_RT/176", "The request body is not JSON");
    }
  }

  private Reply create(Place place, Call call, String user) {
    if (place.key() != null || (place.above().isEmpty() && !place.set().creatable())) {
      throw new Refusal(
          405, "/IWFND/CM_MGW_RT/092", "Set %s is not creatable".formatted(place.set().name()));
    }
    Map<String, @Nullable Object> values = sent(place.set(), call);
    values.putAll(place.above());
    Map<String, Object> given = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            given.put(name, value);
          }
        });
    String key = Tables.key(place.set(), given);
    if (tables.find(place.set(), key).isPresent()) {
      throw new Refusal(400, "/IWBEP/CM_MGW_RT/023", "It exists already");
    }
    company.write(edm, place.set(), values, user);
    Map<String, Object> row = tables.find(place.set(), key).orElse(given);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("d", rendered(place.set(), row, Set.of(), Set.of()));
    Reply reply = Reply.json(201, body).with("location", address(place.set(), row));
    return etag(place.set(), row).map(e -> reply.with("etag", e)).orElse(reply);
  }

  private void unlessChanged(Place place, Map<String, Object> row, Call call) {
    Optional<String> etag = etag(place.set(), row);
    Optional<String> sent = call.header("if-match");
    if (etag.isPresent() && sent.isEmpty()) {
      throw new Refusal(428, "/IWFND/CM_MGW_RT/155", "The If-Match header is missing");
    }
    if (etag.isPresent() && !sent.get().equals("*") && !sent.get().equals(etag.get())) {
      throw new Refusal(412, "/IWBEP/CM_MGW_RT/173", "Precondition failed: it was changed");
    }
  }

  private Reply change(Place place, Call call, String user) {
    Map<String, Object> row = entity(place);
    if (!place.set().updatable()) {
      throw new Refusal(405, "/IWFND/CM_MGW_RT/092", "Set is not updatable");
    }
    unlessChanged(place, row, call);
    Map<String, @Nullable Object> values = sent(place.set(), call);
    place.set().key().forEach(name -> values.put(name, row.get(name)));
    company.write(edm, place.set(), values, user);
    return Reply.nothing(204);
  }

  private Reply delete(Place place, Call call, String user) {
    Map<String, Object> row = entity(place);
    if (!place.set().deletable()) {
      throw new Refusal(405, "/IWFND/CM_MGW_RT/092", "Set is not deletable");
    }
    unlessChanged(place, row, call);
    company.remove(edm, place.set(), Tables.key(place.set(), row), user);
    return Reply.nothing(204);
  }
}
