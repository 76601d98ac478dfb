package io.causerie.quickstart.desk;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
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
import org.apache.olingo.server.api.processor.EntityCollectionProcessor;
import org.apache.olingo.server.api.serializer.EntityCollectionSerializerOptions;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriResourceEntitySet;
import org.apache.olingo.server.api.uri.queryoption.OrderByItem;
import org.apache.olingo.server.api.uri.queryoption.OrderByOption;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;

/** Answers with the deliveries that were asked for, in the order that was asked for. */
final class DeliveryProcessor implements EntityCollectionProcessor {
  private final OData odata;
  private final ServiceMetadata metadata;
  private final Supplier<List<Map<String, Comparable<?>>>> deliveries;

  DeliveryProcessor(
      OData odata,
      ServiceMetadata metadata,
      Supplier<List<Map<String, Comparable<?>>>> deliveries) {
    this.odata = odata;
    this.metadata = metadata;
    this.deliveries = deliveries;
  }

  @Override
  public void init(OData initialized, ServiceMetadata serviceMetadata) {
    // Both are known from the start.
  }

  @Override
  public void readEntityCollection(
      ODataRequest request, ODataResponse response, UriInfo uri, ContentType format)
      throws ODataApplicationException, ODataLibraryException {
    EntityCollection page = new EntityCollection();
    long top = uri.getTopOption() == null ? Long.MAX_VALUE : uri.getTopOption().getValue();
    sorted(uri).stream().limit(top).map(this::entity).forEach(page.getEntities()::add);
    EdmEntitySet set = ((UriResourceEntitySet) uri.getUriResourceParts().get(0)).getEntitySet();
    EntityCollectionSerializerOptions options =
        EntityCollectionSerializerOptions.with()
            .contextURL(ContextURL.with().entitySet(set).build())
            .select(uri.getSelectOption())
            .build();
    response.setContent(
        odata
            .createSerializer(format)
            .entityCollection(metadata, set.getEntityType(), page, options)
            .getContent());
    response.setStatusCode(200);
    response.setHeader(HttpHeader.CONTENT_TYPE, format.toContentTypeString());
  }

  private List<Map<String, Comparable<?>>> sorted(UriInfo uri) throws ODataApplicationException {
    Expression filter =
        uri.getFilterOption() == null ? null : uri.getFilterOption().getExpression();
    List<Map<String, Comparable<?>>> found = new ArrayList<>();
    for (Map<String, Comparable<?>> delivery : deliveries.get()) {
      if (DeliveryFilter.holds(filter, delivery)) {
        found.add(delivery);
      }
    }
    OrderByOption order = uri.getOrderByOption();
    List<OrderByItem> items = order == null ? List.of() : order.getOrders();
    // Sorting keeps what is equal in its order: the least important comes first.
    for (int i = items.size() - 1; i >= 0; i--) {
      OrderByItem item = items.get(i);
      String name = DeliveryFilter.name(item.getExpression());
      Comparator<Map<String, Comparable<?>>> by =
          (x, y) -> DeliveryFilter.compare(value(x, name), value(y, name));
      found.sort(item.isDescending() ? by.reversed() : by);
    }
    return found;
  }

  private static Comparable<?> value(Map<String, Comparable<?>> delivery, String name) {
    return Objects.requireNonNull(delivery.get(name), "the model names no other property");
  }

  private Entity entity(Map<String, Comparable<?>> delivery) {
    Entity entity = new Entity();
    delivery.forEach(
        (name, value) ->
            entity.addProperty(
                new Property(
                    null,
                    name,
                    ValueType.PRIMITIVE,
                    value instanceof Instant time ? Timestamp.from(time) : value)));
    return entity;
  }
}
