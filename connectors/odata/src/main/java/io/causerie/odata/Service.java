package io.causerie.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.yaml.Nearest;
import io.causerie.spi.SourceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The queries a connector puts to its service. {@code $metadata} is read once, when needed. */
final class Service {
  private final Settings settings;
  private final Http http;
  private volatile @Nullable EntitySet entitySet;

  Service(Settings settings, Http http) {
    this.settings = settings;
    this.http = http;
  }

  /**
   * A page of an answer.
   *
   * @param answer what it came in
   */
  record Page(List<ObjectNode> entities, JsonNode json, Http.Answer answer) {}

  Http http() {
    return http;
  }

  Settings settings() {
    return settings;
  }

  /** Reads {@code $metadata} anew. */
  Metadata metadata() throws SourceException {
    Http.Answer answer = http.getMetadata(address("$metadata").build());
    http.refuseFault(answer);
    String type = String.valueOf(answer.header("Content-Type")).toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html")) {
      throw Faults.signIn(http.host());
    }
    try {
      return Metadata.read(answer.body());
    } catch (XMLStreamException e) {
      throw Faults.badAnswer(
          ODataWording.NO_METADATA.with(http.host()), ODataWording.CHECK_ROOT.with());
    }
  }

  /** The entity set; refused where the service has none of the name. */
  EntitySet entitySet() throws SourceException {
    EntitySet known = entitySet;
    if (known == null) {
      known = entitySet(metadata());
      entitySet = known;
    }
    return known;
  }

  EntitySet entitySet(Metadata metadata) throws SourceException {
    String name = settings.entitySet();
    Optional<EntitySet> found = metadata.entitySet(name);
    if (found.isEmpty()) {
      String place = settings.url().host() + settings.url().encodedPath();
      throw Faults.configuration(
          Nearest.to(name, metadata.entitySets())
              .map(near -> ODataWording.NO_ENTITY_SET_BUT.with(name, place, near))
              .orElseGet(() -> ODataWording.NO_ENTITY_SET.with(name, place)),
          ODataWording.WRITE_ENTITY_SET.with());
    }
    entitySet = found.get();
    return found.get();
  }

  Keys keys() throws SourceException {
    EntitySet set = entitySet();
    List<String> names = settings.key().isEmpty() ? set.key() : settings.key();
    if (names.isEmpty()) {
      throw Faults.configuration(
          ODataWording.NO_KEY.with(set.name()), ODataWording.NAME_KEY.with());
    }
    return new Keys(names.stream().map(set::property).toList(), settings.version());
  }

  /** The property that tells when an entity was changed. */
  EntitySet.Property changedOn() throws SourceException {
    return entitySet().property(settings.changedOnName().orElseThrow());
  }

  /** An address below the root. */
  HttpUrl.Builder address(String segment) {
    HttpUrl.Builder url = settings.url().newBuilder().addPathSegment(segment);
    if (settings.sapClient() != null) {
      option(url, "sap-client", settings.sapClient());
    }
    return url;
  }

  /** Sets an option; its dollar stays one, since some services know no {@code %24filter}. */
  static HttpUrl.Builder option(HttpUrl.Builder url, String name, String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    return url.setEncodedQueryParameter(name, encoded);
  }

  /** A query with all that is configured. */
  HttpUrl.Builder query(List<String> filters) throws SourceException {
    return expanded(query(filters, selection()));
  }

  /** A query that selects and does not expand. */
  HttpUrl.Builder query(List<String> filters, List<String> select) {
    HttpUrl.Builder url = selected(address(settings.entitySet()), select);
    List<String> all = new ArrayList<>();
    if (settings.filter() != null) {
      all.add("(" + settings.filter() + ")");
    }
    all.addAll(filters);
    if (!all.isEmpty()) {
      option(url, "$filter", String.join(" and ", all));
    }
    return url;
  }

  private HttpUrl.Builder selected(HttpUrl.Builder url, List<String> select) {
    if (settings.version().isV2()) {
      option(url, "$format", "json");
    }
    if (!select.isEmpty()) {
      option(url, "$select", String.join(",", select));
    }
    return url;
  }

  private HttpUrl.Builder expanded(HttpUrl.Builder url) {
    return settings.expand().isEmpty()
        ? url
        : option(url, "$expand", String.join(",", settings.expand()));
  }

  /** What is selected: what is configured, and what the connector itself needs. */
  List<String> selection() throws SourceException {
    if (settings.select().isEmpty()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>(settings.select());
    names.addAll(keys().names());
    settings.changedOnName().ifPresent(names::add);
    if (settings.version().isV2()) {
      // V2 selects what it expands; V4 expands apart from it.
      names.addAll(settings.expand());
    }
    return List.copyOf(names);
  }

  /** The address of one entity, with all that is configured. */
  HttpUrl entity(String predicate) throws SourceException {
    HttpUrl.Builder url = address(settings.entitySet() + "(" + predicate + ")");
    return expanded(selected(url, selection())).build();
  }

  Page page(HttpUrl url) throws SourceException {
    return page(http.get(url));
  }

  Page page(Http.Answer answer) throws SourceException {
    JsonNode json = http.json(answer);
    List<ObjectNode> entities =
        settings
            .version()
            .entities(json)
            .orElseThrow(
                () ->
                    Faults.badAnswer(
                        ODataWording.NO_LIST.with(http.host()), ODataWording.TWO_FORMS.with()));
    return new Page(entities, json, answer);
  }
}
