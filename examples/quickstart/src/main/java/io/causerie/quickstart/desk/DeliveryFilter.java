package io.causerie.quickstart.desk;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.olingo.commons.api.edm.EdmEnumType;
import org.apache.olingo.commons.api.edm.EdmType;
import org.apache.olingo.commons.api.ex.ODataException;
import org.apache.olingo.server.api.ODataApplicationException;
import org.apache.olingo.server.api.uri.queryoption.expression.BinaryOperatorKind;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;
import org.apache.olingo.server.api.uri.queryoption.expression.ExpressionVisitor;
import org.apache.olingo.server.api.uri.queryoption.expression.Literal;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;
import org.apache.olingo.server.api.uri.queryoption.expression.MethodKind;
import org.apache.olingo.server.api.uri.queryoption.expression.UnaryOperatorKind;
import org.jspecify.annotations.Nullable;

/**
 * Whether a {@code $filter} holds for one delivery: comparisons of texts and times with {@code and}
 * and {@code or}; anything else is answered 501.
 */
record DeliveryFilter(Map<String, Comparable<?>> delivery) implements ExpressionVisitor<Object> {
  static boolean holds(@Nullable Expression filter, Map<String, Comparable<?>> delivery)
      throws ODataApplicationException {
    try {
      return filter == null || Boolean.TRUE.equals(filter.accept(new DeliveryFilter(delivery)));
    } catch (ODataApplicationException e) {
      throw e;
    } catch (ODataException | ClassCastException e) {
      throw new ODataApplicationException("the filter compares unlike things", 400, Locale.ROOT, e);
    }
  }

  /** The property that an expression names. */
  static String name(Expression expression) throws ODataApplicationException {
    if (expression instanceof Member member) {
      return member.getResourcePath().getUriResourceParts().get(0).getSegmentValue();
    }
    throw unknown();
  }

  @SuppressWarnings("unchecked")
  static int compare(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  @Override
  public Object visitBinaryOperator(BinaryOperatorKind operator, Object left, Object right)
      throws ODataApplicationException {
    return switch (operator) {
      case AND -> (Boolean) left && (Boolean) right;
      case OR -> (Boolean) left || (Boolean) right;
      case EQ -> compare(left, right) == 0;
      case GT -> compare(left, right) > 0;
      case GE -> compare(left, right) >= 0;
      case LT -> compare(left, right) < 0;
      case LE -> compare(left, right) <= 0;
      default -> throw unknown();
    };
  }

  @Override
  public Object visitLiteral(Literal literal) {
    String text = literal.getText();
    return text.startsWith("'")
        ? text.substring(1, text.length() - 1).replace("''", "'")
        : OffsetDateTime.parse(text).toInstant();
  }

  @Override
  public Object visitMember(Member member) throws ODataApplicationException {
    Comparable<?> value = delivery.get(name(member));
    if (value == null) {
      throw unknown();
    }
    return value;
  }

  @Override
  public Object visitBinaryOperator(BinaryOperatorKind operator, Object left, List<Object> right)
      throws ODataApplicationException {
    throw unknown();
  }

  @Override
  public Object visitUnaryOperator(UnaryOperatorKind operator, Object operand)
      throws ODataApplicationException {
    throw unknown();
  }

  @Override
  public Object visitMethodCall(MethodKind method, List<Object> parameters)
      throws ODataApplicationException {
    throw unknown();
  }

  @Override
  public Object visitLambdaExpression(String function, String variable, Expression expression)
      throws ODataApplicationException {
    throw unknown();
  }

  @Override
  public Object visitAlias(String alias) throws ODataApplicationException {
    throw unknown();
  }

  @Override
  public Object visitTypeLiteral(EdmType type) throws ODataApplicationException {
    throw unknown();
  }

  @Override
  public Object visitLambdaReference(String variable) throws ODataApplicationException {
    throw unknown();
  }

  @Override
  public Object visitEnum(EdmEnumType type, List<String> values) throws ODataApplicationException {
    throw unknown();
  }

  private static ODataApplicationException unknown() {
    return new ODataApplicationException("this service does not know that", 501, Locale.ROOT);
  }
}
