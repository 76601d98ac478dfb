package io.causerie.server.pages;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.people.Person;
import io.causerie.model.Localized;
import io.causerie.model.Sha256;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.Schemas;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * HTML pages and the files they need. A page has no inline script but its import map, which the
 * Content-Security-Policy admits by its hash.
 */
public final class Pages {
  private static final String UI = "/causerie-ui/";
  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final String FONTS = "/META-INF/resources/_static/";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "yaml", "application/yaml; charset=utf-8",
          "woff2", "font/woff2",
          "map", "application/json");

  private final Supplier<Configuration> inForce;
  private final Clock clock;
  private final Supplier<List<Person>> people;
  private final String contract;
  private final String importMap;
  private final String policy;

  /**
   * @param inForce the configuration of today
   * @param people everybody, for the demonstration's page to pick one
   * @param contract the whole openapi.yaml
   */
  public Pages(
      Supplier<Configuration> inForce,
      Clock clock,
      Supplier<List<Person>> people,
      String contract) {
    this.clock = clock;
    this.inForce = inForce;
    this.people = people;
    this.contract = contract;
    this.importMap = text(UI + "importmap.json").strip();
    this.policy =
        String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self' 'sha256-" + sha256(importMap) + "'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html causerie",
            "frame-ancestors ");
  }

  /** Headers of every answer; a page widens what it needs. */
  public void guard(Context context) {
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header(
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()");
    if (inForce.get().server().isSecure()) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
    if (context.path().startsWith("/api/")) {
      context.header("Cache-Control", "no-store");
    }
  }

  public void register(RoutesConfig routes) {
    routes.get("/", context -> page(context, "home", false), Scope.PUBLIC);
    routes.get("/sign-in", context -> page(context, "sign-in", false), Scope.PUBLIC);
    routes.get("/records", context -> page(context, "record", false), Scope.PUBLIC);
    routes.get("/records/{record}", context -> page(context, "record", false), Scope.PUBLIC);
    routes.get("/preferences", context -> page(context, "preferences", false), Scope.PUBLIC);
    routes.get("/people/{person}", context -> page(context, "person", false), Scope.PUBLIC);
    routes.get("/inbox", context -> page(context, "inbox", false), Scope.PUBLIC);
    routes.get("/bookmarks", context -> page(context, "bookmarks", false), Scope.PUBLIC);
    routes.get("/console", context -> page(context, "console", false), Scope.PUBLIC);
    routes.get("/console/workbench", context -> page(context, "console", false), Scope.PUBLIC);
    routes.get("/console/connect", context -> page(context, "console", false), Scope.PUBLIC);
    routes.get("/console/deliveries", context -> page(context, "console", false), Scope.PUBLIC);
    routes.get("/console/sessions", context -> page(context, "console", false), Scope.PUBLIC);
    routes.get("/console/people", context -> page(context, "console", false), Scope.PUBLIC);
    routes.get("/console/audit", context -> page(context, "console", false), Scope.PUBLIC);
    routes.get(
        "/console/connectors/{connector}/remap",
        context -> page(context, "console", false),
        Scope.PUBLIC);
    routes.get(
        "/console/connectors/{connector}",
        context -> page(context, "console", false),
        Scope.PUBLIC);
    routes.get("/embed/record", context -> page(context, "embed-record", true), Scope.PUBLIC);
    routes.get("/embed.js", this::embedScript, Scope.PUBLIC);
    routes.get("/.well-known/security.txt", this::securityText, Scope.PUBLIC);
    routes.error(
        404,
        "*",
        context -> {
          if (wantsPage(context)) {
            page(context, "not-found", false);
            context.status(404);
          }
        });
    // What browsers ask for beside answers that are no pages.
    routes.get("/favicon.ico", context -> file(context, UI + "icon.svg", false), Scope.PUBLIC);
    routes.get("/openapi.yaml", this::contract, Scope.PUBLIC);
    for (String name : Schemas.names()) {
      routes.get("/schemas/" + name + ".json", context -> schema(context, name), Scope.PUBLIC);
    }
    routes.get(
        "/ui/<file>",
        context -> file(context, UI + context.pathParam("file"), false),
        Scope.PUBLIC);
    routes.get(
        "/webjars/<file>",
        context -> file(context, WEBJARS + context.pathParam("file"), true),
        Scope.PUBLIC);
    routes.get(
        "/fonts/<file>",
        context -> file(context, FONTS + context.pathParam("file"), true),
        Scope.PUBLIC);
  }

  /** Who follows a link with a browser; a program asks for something else, or does not say. */
  private static boolean wantsPage(Context context) {
    String accept = String.valueOf(context.header("Accept"));
    return accept.contains("text/html") && !context.path().startsWith("/api/");
  }

  /** RFC 9116; where nobody is named there is no such file. */
  private void securityText(Context context) {
    String contact = inForce.get().server().securityContact();
    if (contact == null) {
      throw new NotFoundResponse();
    }
    context
        .contentType("text/plain; charset=utf-8")
        .result(
            "Contact: %s\nExpires: %s\nPreferred-Languages: en, fr\n"
                .formatted(
                    contact,
                    clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(180))));
  }

  private void page(Context context, String name, boolean framed) {
    List<String> origins =
        inForce.get().hosts().stream().flatMap(h -> h.origins().stream()).distinct().toList();
    String ancestors = framed ? ("'self' " + String.join(" ", origins)).strip() : "'none'";
    context.header("Content-Security-Policy", policy + ancestors);
    context.header("Cache-Control", "no-cache");
    String html =
        text(UI + "page.html")
            .replace("{{page}}", name)
            .replace("{{place}}", framed ? "frame" : "page")
            .replace("{{lang}}", language(context))
            .replace("{{importmap}}", importMap)
            .replace("{{origins}}", escaped(String.join(" ", origins)))
            .replace("{{config}}", config(language(context)));
    context.contentType("text/html; charset=utf-8").result(html);
  }

  private String language(Context context) {
    String asked =
        Optional.ofNullable(context.queryParam("lang"))
            .or(() -> Optional.ofNullable(context.header("Accept-Language")))
            .orElse(inForce.get().server().language())
            .toLowerCase(Locale.ROOT);
    return asked.startsWith("fr") ? "fr" : "en";
  }

  /** What the page's script must know, as JSON that cannot end its element. */
  private String config(String language) {
    ObjectNode config = JSON.createObjectNode().put("demo", inForce.get().demo());
    Configuration.Files files = inForce.get().files();
    if (!files.off()) {
      config
          .putObject("files")
          .put("size", files.limits().size())
          .put("count", files.limits().ofItem());
    }
    ArrayNode persons = config.putArray("people");
    if (inForce.get().demo()) {
      for (Person person : people.get()) {
        persons
            .addObject()
            .put("id", person.id())
            .put("name", person.name())
            .put("guest", person.guest())
            .put("groups", String.join(", ", titles(person, language)));
      }
    }
    return config.toString().replace("<", "\\u003c");
  }

  private List<String> titles(Person person, String language) {
    return person.groups().stream()
        .sorted()
        .map(g -> inForce.get().groups().getOrDefault(g, Localized.of(g)).in(language))
        .toList();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  /** A module script of another site is only loaded with the server's leave. */
  private void embedScript(Context context) {
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
    file(context, UI + "embed.js", false);
  }

  private void contract(Context context) {
    answer(context, contract.getBytes(StandardCharsets.UTF_8), "yaml", false);
  }

  /** Editors in a browser read it from another site. */
  private static void schema(Context context, String name) {
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Cache-Control", "no-cache");
    context
        .contentType("application/schema+json")
        .result(Schemas.find(name).orElseThrow(NotFoundResponse::new).toPrettyString());
  }

  private static void file(Context context, String path, boolean versioned) {
    if (path.contains("..") || path.contains("//") || path.endsWith("/")) {
      throw new NotFoundResponse();
    }
    byte[] bytes = read(path).orElseThrow(NotFoundResponse::new);
    answer(context, bytes, path.substring(path.lastIndexOf('.') + 1), versioned);
  }

  private static void answer(Context context, byte[] bytes, String ending, boolean versioned) {
    String etag = "\"" + sha256(new String(bytes, StandardCharsets.UTF_8)).substring(0, 22) + "\"";
    context.header("ETag", etag);
    context.header("Cache-Control", versioned ? "public, max-age=31536000, immutable" : "no-cache");
    if (etag.equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType(TYPES.getOrDefault(ending, "application/octet-stream")).result(bytes);
  }

  private static String text(String path) {
    return new String(
        read(path).orElseThrow(() -> new IllegalStateException(path + " is not on the class path")),
        StandardCharsets.UTF_8);
  }

  private static Optional<byte[]> read(String path) {
    try (InputStream in = Pages.class.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    return Base64.getEncoder()
        .encodeToString(Sha256.begin().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
