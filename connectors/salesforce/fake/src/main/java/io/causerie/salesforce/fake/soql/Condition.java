package io.causerie.salesforce.fake.soql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query asks of a record. */
sealed interface Condition {
  /** All of them hold. */
  record All(List<Condition> of) implements Condition {}

  /** One of them holds. */
  record Any(List<Condition> of) implements Condition {}

  /** It does not hold. */
  record Not(Condition of) implements Condition {}

  /** A field against a value, or against a list of them (IN). */
  record Compare(String path, String sign, List<Literal> values) implements Condition {}

  /** A value as it stands in the query. */
  record Literal(Tokens.Kind kind, @Nullable Object value) {}
}
