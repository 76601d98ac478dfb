package io.causerie.odata;

import java.io.InputStream;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.olingo.odata2.api.batch.BatchHandler;
import org.apache.olingo.odata2.api.batch.BatchRequestPart;
import org.apache.olingo.odata2.api.batch.BatchResponsePart;
import org.apache.olingo.odata2.api.commons.InlineCount;
import org.apache.olingo.odata2.api.edm.EdmLiteral;
import org.apache.olingo.odata2.api.edm.EdmTyped;
import org.apache.olingo.odata2.api.ep.EntityProvider;
import org.apache.olingo.odata2.api.ep.EntityProviderBatchProperties;
import org.apache.olingo.odata2.api.ep.EntityProviderWriteProperties;
import org.apache.olingo.odata2.api.ep.EntityProviderWriteProperties.ODataEntityProviderPropertiesBuilder;
import org.apache.olingo.odata2.api.exception.ODataException;
import org.apache.olingo.odata2.api.exception.ODataNotFoundException;
import org.apache.olingo.odata2.api.processor.ODataResponse;
import org.apache.olingo.odata2.api.processor.ODataSingleProcessor;
import org.apache.olingo.odata2.api.uri.KeyPredicate;
import org.apache.olingo.odata2.api.uri.UriParser;
import org.apache.olingo.odata2.api.uri.expression.BinaryExpression;
import org.apache.olingo.odata2.api.uri.expression.BinaryOperator;
import org.apache.olingo.odata2.api.uri.expression.ExceptionVisitExpression;
import org.apache.olingo.odata2.api.uri.expression.ExpressionVisitor;
import org.apache.olingo.odata2.api.uri.expression.FilterExpression;
import org.apache.olingo.odata2.api.uri.expression.LiteralExpression;
import org.apache.olingo.odata2.api.uri.expression.MemberExpression;
import org.apache.olingo.odata2.api.uri.expression.MethodExpression;
import org.apache.olingo.odata2.api.uri.expression.MethodOperator;
import org.apache.olingo.odata2.api.uri.expression.OrderByExpression;
import org.apache.olingo.odata2.api.uri.expression.OrderExpression;
import org.apache.olingo.odata2.api.uri.expression.PropertyExpression;
import org.apache.olingo.odata2.api.uri.expression.SortOrder;
import org.apache.olingo.odata2.api.uri.expression.UnaryExpression;
import org.apache.olingo.odata2.api.uri.expression.UnaryOperator;
import org.apache.olingo.odata2.api.uri.info.GetEntitySetUriInfo;
import org.apache.olingo.odata2.api.uri.info.GetEntityUriInfo;
import org.jspecify.annotations.Nullable;

/** Answers what a connector asks: pages, single entities, batches of reads. */
final class V2Processor extends ODataSingleProcessor {
  private final Orders orders;

  V2Processor(Orders orders) {
    this.orders = orders;
  }

  @Override
  public ODataResponse readEntitySet(GetEntitySetUriInfo uri, String contentType)
      throws ODataException {
    List<String> order = new ArrayList<>();
    if (uri.getOrderBy() != null) {
      uri.getOrderBy().getOrders().forEach(o -> order.add(o.getExpression().getUriLiteral()));
    }
    FilterExpression filter = uri.getFilter();
    long top = uri.getTop() == null ? Long.MAX_VALUE : uri.getTop();
    ODataEntityProviderPropertiesBuilder properties = properties();
    if (uri.getInlineCount() == InlineCount.ALLPAGES) {
      properties.inlineCountType(InlineCount.ALLPAGES);
      properties.inlineCount((int) orders.all().stream().filter(o -> holds(filter, o)).count());
    }
    List<Map<String, Object>> page = new ArrayList<>();
    orders.query(o -> holds(filter, o), order, top).forEach(o -> page.add(entity(o)));
    if (page.size() == orders.cap()) {
      properties.nextLink("Orders?$skiptoken=trap");
    }
    select(uri.getSelect(), properties);
    return EntityProvider.writeFeed(
        contentType, uri.getTargetEntitySet(), page, properties.build());
  }

  @Override
  public ODataResponse readEntity(GetEntityUriInfo uri, String contentType) throws ODataException {
    List<KeyPredicate> key = uri.getKeyPredicates();
    Orders.Order found =
        orders
            .find(key.get(0).getLiteral(), Long.parseLong(key.get(1).getLiteral()))
            .orElseThrow(() -> new ODataNotFoundException(ODataNotFoundException.ENTITY));
    ODataEntityProviderPropertiesBuilder properties = properties();
    select(uri.getSelect(), properties);
    return EntityProvider.writeEntry(
        contentType, uri.getTargetEntitySet(), entity(found), properties.build());
  }

  private static void select(
      List<org.apache.olingo.odata2.api.uri.SelectItem> select,
      ODataEntityProviderPropertiesBuilder properties)
      throws ODataException {
    if (!select.isEmpty()) {
      properties.expandSelectTree(UriParser.createExpandSelectTree(select, List.of()));
    }
  }

  private ODataEntityProviderPropertiesBuilder properties() throws ODataException {
    return EntityProviderWriteProperties.serviceRoot(getContext().getPathInfo().getServiceRoot());
  }

  private static Map<String, Object> entity(Orders.Order order) {
    Map<String, Object> entity = new HashMap<>();
    entity.put("Company", order.company());
    entity.put("Number", order.number());
    entity.put("Status", order.status());
    // As SAP does: compared with all its digits, told with three.
    Instant told = order.changedAt().truncatedTo(ChronoUnit.MILLIS);
    entity.put("ChangedAt", Timestamp.from(told));
    return entity;
  }

  @Override
  public ODataResponse executeBatch(BatchHandler handler, String contentType, InputStream body)
      throws ODataException {
    List<BatchResponsePart> parts = new ArrayList<>();
    EntityProviderBatchProperties properties =
        EntityProviderBatchProperties.init().pathInfo(getContext().getPathInfo()).build();
    for (BatchRequestPart part : EntityProvider.parseBatchRequest(contentType, body, properties)) {
      parts.add(handler.handleBatchPart(part));
    }
    return EntityProvider.writeBatchResponse(parts);
  }

  private static boolean holds(@Nullable FilterExpression filter, Orders.Order order) {
    try {
      return filter == null || Boolean.TRUE.equals(filter.accept(new Filter(order)));
    } catch (ExceptionVisitExpression
        | org.apache.olingo.odata2.api.exception.ODataApplicationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Evaluates a filter that Olingo has parsed on one order. */
  private record Filter(Orders.Order order) implements ExpressionVisitor {
    @Override
    public Object visitFilterExpression(FilterExpression e, String text, Object result) {
      return result;
    }

    @Override
    public Object visitBinary(
        BinaryExpression e, BinaryOperator operator, Object left, Object right) {
      return switch (operator) {
        case AND -> (Boolean) left && (Boolean) right;
        case OR -> (Boolean) left || (Boolean) right;
        case EQ -> Orders.compare(left, right) == 0;
        case GT -> Orders.compare(left, right) > 0;
        case GE -> Orders.compare(left, right) >= 0;
        case LT -> Orders.compare(left, right) < 0;
        case LE -> Orders.compare(left, right) <= 0;
        default -> throw new UnsupportedOperationException(operator.toString());
      };
    }

    @Override
    public Object visitLiteral(LiteralExpression literal, EdmLiteral edm) {
      return Orders.literal(literal.getUriLiteral());
    }

    @Override
    public Object visitProperty(PropertyExpression e, String text, @Nullable EdmTyped edm) {
      return order.get(e.getPropertyName());
    }

    @Override
    public Object visitOrderByExpression(OrderByExpression e, String text, List<Object> orders) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object visitOrder(OrderExpression e, Object result, SortOrder sortOrder) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object visitMethod(MethodExpression e, MethodOperator method, List<Object> parameters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object visitMember(MemberExpression e, Object path, Object property) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object visitUnary(UnaryExpression e, UnaryOperator operator, Object operand) {
      throw new UnsupportedOperationException();
    }
  }
}
