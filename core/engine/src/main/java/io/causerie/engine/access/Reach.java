package io.causerie.engine.access;

import io.causerie.model.Lane;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Through which gates of one record a reader gets: what every statement about its posts binds. The
 * text of the condition stands here and nowhere else.
 *
 * @param audiences she belongs to whatever the party
 * @param named audiences she belongs to where the party names her among the internal readers
 * @param namedBy the record's parties that do, of any time
 * @param customer audiences she belongs to where the party names her as a customer
 * @param customerOf the record's parties that do, of any time
 * @param internal whether the record's present gate lets her into the internal lane
 */
public record Reach(
    Long[] audiences,
    Long[] named,
    Long[] namedBy,
    Long[] customer,
    Long[] customerOf,
    boolean internal) {

  /**
   * The condition for the rows of a table with {@code lane}, {@code audience_id}, {@code party_id}.
   */
  public static String sql(String table) {
    return """
        ((T.audience_id = any(:audiences)
          or (T.party_id = any(:namedBy) and T.audience_id = any(:named))
          or (T.party_id = any(:customerOf) and T.audience_id = any(:customer)))
         and (T.lane = %d or :internal))
        """
        .formatted(Lane.CUSTOMER.code())
        .replace("T.", table + ".");
  }

  /** By what is found what is the same for all who get through the same gates. */
  public List<Object> key() {
    return List.of(
        List.of(audiences),
        List.of(named),
        List.of(namedBy),
        List.of(customer),
        List.of(customerOf),
        internal);
  }

  /** Binds what {@link #sql} asks for. */
  public <S extends SqlStatement<S>> S bind(S statement) {
    return statement
        .bindArray("audiences", Long.class, (Object[]) audiences)
        .bindArray("named", Long.class, (Object[]) named)
        .bindArray("namedBy", Long.class, (Object[]) namedBy)
        .bindArray("customer", Long.class, (Object[]) customer)
        .bindArray("customerOf", Long.class, (Object[]) customerOf)
        .bind("internal", internal);
  }
}
