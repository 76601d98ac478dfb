package io.causerie.server.api.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.audit.Deed;
import io.causerie.model.Localized;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.server.api.Feature;
import io.causerie.server.api.InForce;
import io.causerie.server.api.Json;
import io.causerie.server.api.Problem;
import io.causerie.server.api.Problem.Kind;
import io.causerie.server.api.ProblemException;
import io.causerie.server.api.Renders;
import io.causerie.server.api.Requests;
import io.causerie.server.config.Configuration.MappingText;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationFolder;
import io.causerie.server.gallery.Entry;
import io.causerie.server.setup.Draft;
import io.causerie.server.setup.Drafts;
import io.causerie.server.setup.MappingList;
import io.causerie.server.setup.Offers;
import io.causerie.server.setup.Refused;
import io.causerie.server.setup.Wish;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorKind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Connects a system that is not connected yet; writes files where the server's own file lets it.
 */
public final class SetupRoutes implements Feature {
  private static final int TITLE = 200;
  private static final int MAPPING = 200_000;
  private static final String CASE = "[a-z0-9][a-z0-9-]{0,62}";

  private final InForce inForce;
  private final Causerie causerie;
  private final ConnectorRuntime runtime;
  private final Renders renders;
  private final Clock clock;
  private final Offers offers = Offers.ofApplication();

  public SetupRoutes(
      InForce inForce, Causerie causerie, ConnectorRuntime runtime, Renders renders, Clock clock) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.runtime = runtime;
    this.renders = renders;
    this.clock = clock;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.get("/api/v1/setup", this::offers, Scope.OPERATE);
    routes.post("/api/v1/setup/drafts", this::draft, Scope.OPERATE);
    routes.post("/api/v1/setup/systems", this::write, Scope.OPERATE);
    String connector = "/api/v1/connectors/{connector}";
    routes.put(connector + "/mappings", this::writeMapping, Scope.OPERATE);
    routes.post(connector + "/cases", this::writeCase, Scope.OPERATE);
  }

  private void offers(Context context) {
    Requests.onlyQuery(context);
    String language = renders.reader(context).language();
    ObjectNode node = Json.object().put("writes", mayWrite());
    node.set("kinds", Json.array(offers.kinds(), SetupRoutes::kind));
    node.set("gallery", Json.array(offers.gallery(), SetupRoutes::entry));
    Map<String, Localized> groups = new TreeMap<>(inForce.configuration().groups());
    node.set(
        "groups",
        Json.array(
            groups.entrySet(),
            group ->
                Json.object()
                    .put("name", group.getKey())
                    .put("title", group.getValue().in(language))));
    Json.answer(context, 200, node);
  }

  private static ObjectNode kind(ConnectorKind kind) {
    ObjectNode node =
        Json.object()
            .put("name", kind.name())
            .put("pushed", Offers.isPushed(kind))
            .put("byHand", Offers.isByHand(kind));
    node.set("ways", Json.tree(Offers.ways(kind)));
    node.set(
        "keys",
        Json.array(
            kind.configKeys().stream().filter(key -> !key.onServer()).toList(), SetupRoutes::key));
    return node;
  }

  private static ObjectNode key(ConfigKey key) {
    ObjectNode node =
        Json.object()
            .put("name", key.name())
            .put("type", key.type().name().toLowerCase(Locale.ROOT))
            .put("required", key.required())
            .put("secret", key.secret())
            .put("help", key.help());
    if (key.fallback() != null && !key.secret()) {
      node.put("fallback", key.fallback());
    }
    node.set("schema", key.shape().tree());
    return node;
  }

  private static ObjectNode entry(Entry entry) {
    return Json.object()
        .put("name", entry.name())
        .put("kind", entry.kind())
        .put("about", entry.about())
        .put("readme", entry.readme());
  }

  private boolean mayWrite() {
    return inForce.configuration().server().console().writes();
  }

  private ConfigurationFolder folder() {
    return inForce.configuration().folder();
  }

  private void requireMayWrite() {
    if (!mayWrite()) {
      throw new ProblemException(
          new Problem(
              Kind.FORBIDDEN,
              "the console may not write files here: copy them, or write `console: { writes: true }` under `server` in causerie.yaml"));
    }
  }

  private void draft(Context context) {
    Draft draft = drafted(wish(context));
    ObjectNode node = shown(context, draft);
    node.set(
        "problems",
        Json.array(
            folder().check(draft.all()),
            problem ->
                Json.object()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("message", problem.message())));
    Json.answer(context, 200, node);
  }

  private void write(Context context) {
    Wish wish = wish(context);
    requireMayWrite();
    Draft draft = drafted(wish);
    write(context, Deed.CONNECT, draft.connector(), draft.all(), Map.of());
    Json.answer(context, 201, shown(context, draft));
  }

  private Draft drafted(Wish wish) {
    try {
      return Drafts.ofConsole(offers, clock).of(wish);
    } catch (Refused e) {
      throw new InvalidInputException(e.field(), String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode shown(Context context, Draft draft) {
    String base =
        Optional.ofNullable(inForce.configuration().server().publicUrl())
            .orElseGet(() -> context.scheme() + "://" + context.host());
    boolean pushed = offers.kind(draft.kind()).filter(Offers::isPushed).isPresent();
    ObjectNode node = Json.object().put("connector", draft.connector()).put("kind", draft.kind());
    if (pushed) {
      node.put("address", base + "/api/v1/connectors/" + draft.connector() + "/" + address(draft));
    }
    node.set(
        "files",
        Json.array(
            draft.files().entrySet().stream()
                .filter(file -> !file.getKey().startsWith("cases/"))
                .toList(),
            SetupRoutes::file));
    node.set("secrets", Json.array(draft.secrets().entrySet(), SetupRoutes::file));
    return node;
  }

  /** With the secret, where it stands there: it is shown to who has made it just now. */
  private static String address(Draft draft) {
    String secret = draft.secrets().values().stream().findFirst().orElse("");
    return draft
        .address()
        .replace(ConnectorKind.SECRET, URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  private static ObjectNode file(Map.Entry<String, String> file) {
    return Json.object().put("file", file.getKey()).put("text", file.getValue());
  }

  private static Wish wish(Context context) {
    Requests.Body body =
        Requests.body(context, "kind", "gallery", "system", "title", "groups", "mask", "config");
    Optional<String> kind = body.optionalText("kind");
    Optional<String> gallery = body.optionalText("gallery");
    if (kind.isPresent() == gallery.isPresent()) {
      throw new InvalidInputException("kind", "say either `kind` or `gallery`");
    }
    if (gallery.isPresent() && body.node().hasNonNull("config")) {
      throw new InvalidInputException(
          "config", "a system of the gallery has its own keys; leave `config` out");
    }
    if (gallery.isPresent() && body.node().hasNonNull("system")) {
      throw new InvalidInputException(
          "system", "a system of the gallery has its own name; leave `system` out");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    body.node()
        .path("config")
        .fields()
        .forEachRemaining(e -> values.put(e.getKey(), texts(e.getKey(), e.getValue())));
    String title = body.optionalText("title").orElse("");
    if (title.length() > TITLE) {
      throw new InvalidInputException("title", "'title' may have %d characters".formatted(TITLE));
    }
    return new Wish(
        kind.orElse(null),
        gallery.orElse(null),
        gallery.isPresent() ? gallery.get() : body.text("system"),
        title,
        texts("groups", body.node().path("groups")),
        texts("mask", body.node().path("mask")),
        values);
  }

  private static List<String> texts(String field, JsonNode node) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : node) {
      if (!one.isTextual()) {
        throw new InvalidInputException(field, "'" + field + "' must be a list of texts");
      }
      texts.add(Requests.storable(field, one.asText()));
    }
    return texts;
  }

  /**
   * Writes through the one door; the line of the audit comes first, so that nothing is written
   * without one.
   */
  private void write(
      Context context,
      Deed deed,
      String connector,
      Map<String, String> files,
      Map<String, String> replaced) {
    try {
      folder().requireSame(files, replaced);
      folder().with(files);
    } catch (ConfigurationException | ConfigurationFolder.ChangedMeanwhileException e) {
      throw new InvalidInputException("files", String.valueOf(e.getMessage()));
    }
    audit(context, deed, connector, named(files));
    try {
      folder().put(files, replaced);
    } catch (ConfigurationFolder.ChangedMeanwhileException e) {
      audit(context, deed, connector, "not written: " + e.getMessage());
      throw new InvalidInputException("files", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      audit(context, deed, connector, "not written: " + e.getClass().getSimpleName());
      throw new ProblemException(
          new Problem(
              Kind.FORBIDDEN,
              "the server's user cannot write into its configuration folder: " + e.getMessage()));
    }
  }

  private void audit(Context context, Deed deed, String connector, String detail) {
    causerie.audit().add(SignIn.of(context).person(), deed, connector, detail);
  }

  /** The files' names; of many cases how many they are. */
  private static String named(Map<String, String> files) {
    List<String> names =
        new TreeMap<>(files).keySet().stream().filter(f -> !f.startsWith("cases/")).toList();
    int cases = files.size() - names.size();
    return String.join(", ", names) + (cases == 0 ? "" : ", " + cases + " files of cases");
  }

  private void writeMapping(Context context) {
    String connector = Requests.connector(context, runtime);
    Requests.Body body = Requests.body(context, "file", "text", "was");
    String file = body.text("file", TITLE);
    String text = body.text("text", MAPPING);
    Optional<String> was = body.optionalText("was").filter(before -> !before.isEmpty());
    requireMayWrite();
    if (!file.startsWith("mappings/")) {
      throw new InvalidInputException("file", "a mapping stands in mappings/");
    }
    if (ConfigurationFolder.refers(text)) {
      throw new InvalidInputException(
          "text", "a mapping has no use for ${env:...} and ${file:...}, not even in a comment");
    }
    Map<String, String> files = new TreeMap<>(Map.of(file, text));
    Map<String, String> replaced = new TreeMap<>();
    was.ifPresent(before -> replaced.put(file, before));
    boolean named =
        inForce.configuration().mappings(connector).stream()
            .map(MappingText::file)
            .anyMatch(file::equals);
    try {
      if (!named) {
        name(connector, file, files, replaced);
      }
      write(context, Deed.WRITE_MAPPING, connector, files, replaced);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("file", String.valueOf(e.getMessage()));
    }
    ObjectNode node = Json.object();
    node.set("files", Json.tree(List.copyOf(files.keySet())));
    Json.answer(context, 200, node);
  }

  /** Adds the system's file with one more mapping of a connector. */
  private void name(
      String connector, String file, Map<String, String> files, Map<String, String> replaced) {
    for (String system : folder().systems()) {
      String text = folder().text(system).orElse("");
      Optional<MappingList> list = MappingList.find(system, text, connector);
      if (list.isPresent()) {
        String with =
            list.get()
                .with(file)
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            "file",
                            "write `%s` under `mapping` of %s in %s by hand: it is written there in a way that is not touched"
                                .formatted(file, connector, system)));
        files.put(system, with);
        replaced.put(system, text);
        return;
      }
    }
    throw new InvalidInputException(
        "connector", "the connector has no `mapping` in any file of systems/");
  }

  private void writeCase(Context context) {
    String connector = Requests.connector(context, runtime);
    Requests.Body body = Requests.body(context, "name", "event", "before", "expected");
    String name = body.text("name", TITLE);
    if (!name.matches(CASE)) {
      throw new InvalidInputException(
          "name", "a case's name has lower-case letters, digits and hyphens");
    }
    requireMayWrite();
    Map<String, String> files = new TreeMap<>();
    for (String part : List.of("event", "before", "expected")) {
      JsonNode node = body.node().path(part);
      if (node.isObject()) {
        files.put(
            "cases/%s/%s/%s.json".formatted(connector, name, part), node.toPrettyString() + "\n");
      } else if (!part.equals("before")) {
        throw new InvalidInputException(part, "'" + part + "' must be an object");
      }
    }
    write(context, Deed.WRITE_CASE, connector, files, Map.of());
    ObjectNode node = Json.object();
    node.set("files", Json.tree(List.copyOf(files.keySet())));
    Json.answer(context, 201, node);
  }
}
