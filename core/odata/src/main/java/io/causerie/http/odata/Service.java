package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Json;
import io.causerie.http.Request;
import io.causerie.http.SystemClient;
import io.causerie.model.yaml.Nearest;
import io.causerie.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * What a connector asks of its service, and how it understands the answers. {@code $metadata} is
 * read once, when needed.
 */
final class Service {
  private static final String JSON_TYPE = "application/json";
  private static final int LARGEST_METADATA = 64 << 20;

  private final Settings settings;
  private final SystemClient client;
  private volatile @Nullable EntitySet entitySet;

  Service(Settings settings, SystemClient client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * A page of an answer.
   *
   * @param answer what it came in
   */
  record Page(List<ObjectNode> entities, JsonNode json, Answer answer) {}

  String host() {
    return settings.url().host();
  }

  Settings settings() {
    return settings;
  }

  /** Reads {@code $metadata} anew. */
  Metadata metadata() throws SourceException {
    Request request = request(Request.get(address("$metadata")), "application/xml");
    Answer answer = client.send(request.atMost(LARGEST_METADATA));
    refuseFault(answer);
    if (answer.isPage()) {
      throw client.faults().page(answer);
    }
    try {
      return Metadata.read(answer.body());
    } catch (XMLStreamException e) {
      throw Faults.badAnswer(ODataWording.NO_METADATA.with(host()), ODataWording.CHECK_ROOT.with());
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
      String place = settings.url().host() + settings.url().path();
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

  /** How an entity tells when it was changed; refused where {@code $metadata} does not know it. */
  ChangedOn changedOn() throws SourceException {
    return changedOn(entitySet());
  }

  private ChangedOn changedOn(EntitySet set) throws SourceException {
    List<String> names = settings.changedOn();
    for (String name : names) {
      if (!set.properties().containsKey(name)) {
        throw Faults.configuration(
            Nearest.to(name, set.properties().keySet())
                .map(near -> ODataWording.NO_PROPERTY_BUT.with(name, set.name(), near))
                .orElseGet(() -> ODataWording.NO_PROPERTY.with(name, set.name())),
            ODataWording.WRITE_CHANGED_ON.with());
      }
    }
    return new ChangedOn(
        set.property(names.get(0)),
        names.size() > 1 ? set.property(names.get(1)) : null,
        settings.version());
  }

  /** An address below the root. */
  private Address address(String segment) {
    Address address = settings.url().below(segment);
    return settings.sapClient() == null
        ? address
        : address.with("sap-client", settings.sapClient());
  }

  /** A query with all that is configured. */
  Address query(List<String> filters) throws SourceException {
    return expanded(query(filters, selection()));
  }

  /** A query that selects and does not expand. */
  Address query(List<String> filters, List<String> select) {
    Address url = selected(address(settings.entitySet()), select);
    List<String> all = new ArrayList<>();
    if (settings.filter() != null) {
      all.add("(" + settings.filter() + ")");
    }
    all.addAll(filters);
    return all.isEmpty() ? url : url.with("$filter", String.join(" and ", all));
  }

  private Address selected(Address address, List<String> select) {
    Address url = settings.version().isV2() ? address.with("$format", "json") : address;
    return select.isEmpty() ? url : url.with("$select", String.join(",", select));
  }

  private Address expanded(Address url) throws SourceException {
    List<String> expand = expand();
    return expand.isEmpty() ? url : url.with("$expand", String.join(",", expand));
  }

  private List<String> expand() throws SourceException {
    if (settings.expandIfThere().isEmpty()) {
      return settings.expand();
    }
    Set<String> all = new LinkedHashSet<>(settings.expand());
    Set<String> there = entitySet().navigation();
    settings.expandIfThere().stream().filter(there::contains).forEach(all::add);
    return List.copyOf(all);
  }

  /** What is selected: what is configured, and what the connector itself needs. */
  List<String> selection() throws SourceException {
    if (settings.select().isEmpty()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>(settings.select());
    names.addAll(keys().names());
    names.addAll(settings.changedOn());
    if (settings.version().isV2()) {
      // V2 selects what it expands; V4 expands apart from it.
      names.addAll(expand());
    }
    return List.copyOf(names);
  }

  /** The address of one entity, with all that is configured. */
  Address entity(String predicate) throws SourceException {
    return expanded(selected(address(settings.entitySet() + "(" + predicate + ")"), selection()));
  }

  Answer get(Address url) throws SourceException {
    return client.send(page(Request.get(url), JSON_TYPE));
  }

  /** Reads so that the service tells changes from then on. */
  Answer getTracked(Address url) throws SourceException {
    return client.send(
        page(Request.get(url), JSON_TYPE)
            .header("Prefer", "odata.track-changes,odata.maxpagesize=" + settings.pageSize()));
  }

  /** Posts a batch, with a CSRF token where the service wants one. */
  Answer post(Multipart batch) throws SourceException {
    Request request = Request.post(address("$batch"), batch.contentType(), batch.end());
    return client.send(page(request, "multipart/mixed").csrf(settings.url()));
  }

  private Request page(Request request, String accept) {
    return request(request, accept).atMost(settings.maxPage());
  }

  private Request request(Request request, String accept) {
    Request accepting = request.header("Accept", accept);
    return settings.version().isV2()
        ? accepting.header("MaxDataServiceVersion", "2.0")
        : accepting.header("OData-MaxVersion", "4.01");
  }

  /** Throws where the answer is no success, in the service's own words. */
  void refuseFault(Answer answer) throws SourceException {
    if (!answer.isOk()) {
      throw client.faults().answered(answer, said(answer));
    }
  }

  private static String said(Answer answer) {
    try {
      return ODataVersion.errorText(Json.MAPPER.readTree(answer.body()));
    } catch (IOException e) {
      return "";
    }
  }

  JsonNode json(Answer answer) throws SourceException {
    refuseFault(answer);
    return Json.read(answer, client.faults());
  }

  Page page(Address url) throws SourceException {
    return page(get(url));
  }

  Page page(Answer answer) throws SourceException {
    JsonNode json = json(answer);
    List<ObjectNode> entities =
        settings
            .version()
            .entities(json)
            .orElseThrow(
                () ->
                    Faults.badAnswer(
                        ODataWording.NO_LIST.with(host()), ODataWording.TWO_FORMS.with()));
    return new Page(entities, json, answer);
  }
}
