package io.causerie.odata;

import java.io.InputStream;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.olingo.commons.api.data.ContextURL;
import org.apache.olingo.commons.api.data.Entity;
import org.apache.olingo.commons.api.data.EntityCollection;
import org.apache.olingo.commons.api.data.Property;
import org.apache.olingo.commons.api.data.ValueType;
import org.apache.olingo.commons.api.edm.EdmEntitySet;
import org.apache.olingo.commons.api.format.ContentType;
import org.apache.olingo.commons.api.http.HttpHeader;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataApplicationException;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.ODataRequest;
import org.apache.olingo.server.api.ODataResponse;
import org.apache.olingo.server.api.ServiceMetadata;
import org.apache.olingo.server.api.batch.BatchFacade;
import org.apache.olingo.server.api.deserializer.batch.BatchOptions;
import org.apache.olingo.server.api.deserializer.batch.BatchRequestPart;
import org.apache.olingo.server.api.deserializer.batch.ODataResponsePart;
import org.apache.olingo.server.api.processor.BatchProcessor;
import org.apache.olingo.server.api.processor.EntityCollectionProcessor;
import org.apache.olingo.server.api.processor.EntityProcessor;
import org.apache.olingo.server.api.serializer.EntityCollectionSerializerOptions;
import org.apache.olingo.server.api.serializer.EntitySerializerOptions;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriParameter;
import org.apache.olingo.server.api.uri.UriResourceEntitySet;
import org.apache.olingo.server.api.uri.queryoption.OrderByItem;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;

/** Answers what a connector asks: pages, single entities, batches of reads. */
final class V4Processor implements EntityCollectionProcessor, EntityProcessor, BatchProcessor {
  private final Orders orders;
  private OData odata = OData.newInstance();
  private @org.jspecify.annotations.Nullable ServiceMetadata metadata;

  V4Processor(Orders orders) {
    this.orders = orders;
  }

  @Override
  public void init(OData initialized, ServiceMetadata serviceMetadata) {
    odata = initialized;
    metadata = serviceMetadata;
  }

  @Override
  public void readEntityCollection(
      ODataRequest request, ODataResponse response, UriInfo uri, ContentType format)
      throws ODataApplicationException, ODataLibraryException {
    List<String> order = new ArrayList<>();
    if (uri.getOrderByOption() != null) {
      for (OrderByItem item : uri.getOrderByOption().getOrders()) {
        order.add(V4Filter.name((Member) item.getExpression()));
      }
    }
    Expression filter =
        uri.getFilterOption() == null ? null : uri.getFilterOption().getExpression();
    EntityCollection page = new EntityCollection();
    long top = uri.getTopOption() == null ? Long.MAX_VALUE : uri.getTopOption().getValue();
    boolean counts = uri.getCountOption() != null && uri.getCountOption().getValue();
    if (counts) {
      page.setCount((int) orders.all().stream().filter(o -> V4Filter.holds(filter, o)).count());
    }
    List<Orders.Order> found = orders.query(o -> V4Filter.holds(filter, o), order, top);
    found.forEach(o -> page.getEntities().add(entity(o)));
    if (found.size() == orders.cap()) {
      page.setNext(java.net.URI.create(request.getRawBaseUri() + "/Orders?$skiptoken=trap"));
    }
    EdmEntitySet set = set(uri);
    EntityCollectionSerializerOptions options =
        EntityCollectionSerializerOptions.with()
            .contextURL(ContextURL.with().entitySet(set).build())
            .select(uri.getSelectOption())
            .count(uri.getCountOption())
            .build();
    response.setContent(
        odata
            .createSerializer(format)
            .entityCollection(
                java.util.Objects.requireNonNull(metadata), set.getEntityType(), page, options)
            .getContent());
    ok(response, format);
  }

  @Override
  public void readEntity(
      ODataRequest request, ODataResponse response, UriInfo uri, ContentType format)
      throws ODataApplicationException, ODataLibraryException {
    List<UriParameter> key =
        ((UriResourceEntitySet) uri.getUriResourceParts().get(0)).getKeyPredicates();
    String company = (String) Orders.literal(key.get(0).getText());
    long number = (Long) Orders.literal(key.get(1).getText());
    Orders.Order found =
        orders
            .find(company, number)
            .orElseThrow(() -> new ODataApplicationException("no such order", 404, Locale.ENGLISH));
    EdmEntitySet set = set(uri);
    EntitySerializerOptions options =
        EntitySerializerOptions.with()
            .contextURL(ContextURL.with().entitySet(set).suffix(ContextURL.Suffix.ENTITY).build())
            .select(uri.getSelectOption())
            .build();
    response.setContent(
        odata
            .createSerializer(format)
            .entity(
                java.util.Objects.requireNonNull(metadata),
                set.getEntityType(),
                entity(found),
                options)
            .getContent());
    ok(response, format);
  }

  private static EdmEntitySet set(UriInfo uri) {
    return ((UriResourceEntitySet) uri.getUriResourceParts().get(0)).getEntitySet();
  }

  private static void ok(ODataResponse response, ContentType format) {
    response.setStatusCode(200);
    response.setHeader(HttpHeader.CONTENT_TYPE, format.toContentTypeString());
  }

  private Entity entity(Orders.Order order) {
    Entity entity = new Entity();
    entity.addProperty(property("Company", order.company()));
    entity.addProperty(property("Number", order.number()));
    entity.addProperty(property("Status", order.status()));
    entity.addProperty(property("ChangedAt", Timestamp.from(orders.told(order.changedAt()))));
    return entity;
  }

  private static Property property(String name, Object value) {
    return new Property(null, name, ValueType.PRIMITIVE, value);
  }

  @Override
  public void processBatch(BatchFacade facade, ODataRequest request, ODataResponse response)
      throws ODataApplicationException, ODataLibraryException {
    String boundary =
        facade.extractBoundaryFromContentType(request.getHeader(HttpHeader.CONTENT_TYPE));
    BatchOptions options =
        BatchOptions.with()
            .rawBaseUri(request.getRawBaseUri())
            .rawServiceResolutionUri(request.getRawServiceResolutionUri())
            .build();
    List<ODataResponsePart> parts = new ArrayList<>();
    for (BatchRequestPart part :
        odata
            .createFixedFormatDeserializer()
            .parseBatchRequest(request.getBody(), boundary, options)) {
      parts.add(facade.handleBatchRequest(part));
    }
    InputStream content = odata.createFixedFormatSerializer().batchResponse(parts, "batch_answer");
    response.setContent(content);
    response.setStatusCode(200);
    response.setHeader(HttpHeader.CONTENT_TYPE, "multipart/mixed;boundary=batch_answer");
  }

  @Override
  public ODataResponsePart processChangeSet(BatchFacade facade, List<ODataRequest> requests)
      throws ODataApplicationException {
    throw readOnly();
  }

  @Override
  public void createEntity(
      ODataRequest request, ODataResponse response, UriInfo uri, ContentType in, ContentType out)
      throws ODataApplicationException {
    throw readOnly();
  }

  @Override
  public void updateEntity(
      ODataRequest request, ODataResponse response, UriInfo uri, ContentType in, ContentType out)
      throws ODataApplicationException {
    throw readOnly();
  }

  @Override
  public void deleteEntity(ODataRequest request, ODataResponse response, UriInfo uri)
      throws ODataApplicationException {
    throw readOnly();
  }

  private static ODataApplicationException readOnly() {
    return new ODataApplicationException("read only", 405, Locale.ENGLISH);
  }
}
