package io.causerie.odata;

import java.util.List;
import java.util.Locale;
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

/** Evaluates a filter that Olingo has parsed on one order. */
record V4Filter(Orders.Order order) implements ExpressionVisitor<Object> {
  static boolean holds(@Nullable Expression filter, Orders.Order order) {
    try {
      return filter == null || Boolean.TRUE.equals(filter.accept(new V4Filter(order)));
    } catch (ODataException e) {
      throw new IllegalStateException(e);
    }
  }

  static String name(Member member) {
    return member.getResourcePath().getUriResourceParts().get(0).getSegmentValue();
  }

  @Override
  public Object visitBinaryOperator(BinaryOperatorKind operator, Object left, Object right)
      throws ODataApplicationException {
    return switch (operator) {
      case AND -> (Boolean) left && (Boolean) right;
      case OR -> (Boolean) left || (Boolean) right;
      case EQ -> Orders.compare(left, right) == 0;
      case GT -> Orders.compare(left, right) > 0;
      case GE -> Orders.compare(left, right) >= 0;
      case LT -> Orders.compare(left, right) < 0;
      case LE -> Orders.compare(left, right) <= 0;
      default -> throw unknown();
    };
  }

  @Override
  public Object visitLiteral(Literal literal) {
    return Orders.literal(literal.getText());
  }

  @Override
  public Object visitMember(Member member) {
    return order.get(name(member));
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
    return new ODataApplicationException("not in this service", 501, Locale.ENGLISH);
  }
}
