package io.causerie.engine.connector;

import io.causerie.engine.Desk;
import io.causerie.engine.Plans;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.Databases;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of rows stay quick to look up. */
@ParameterizedClass
@EnumSource(Databases.class)
class SourceRowStoreTest {
  @Parameter Databases databases = Databases.H2;

  @Test
  void keysAreFoundByAnIndexHoweverManyThereAre() {
    try (Desk desk = new Desk(databases)) {
      Database database = Database.over(desk.source());
      database.writing(this::fill);
      database.writing(this::look);
    }
  }

  private void fill(Handle h) {
    String numbers =
        databases == Databases.H2
            ? "(select x as n from system_range(1, 20000)) s"
            : "(select generate_series(1, 20000) as n) s";
    h.execute(
        "insert into source_row (connector, row_key, version, census)"
            + " select 'orders', cast(n as varchar), '1', 0 from "
            + numbers);
    h.execute("analyze");
  }

  private void look(Handle h) {
    Plans.assertReadsOnly(databases, h, SourceRowStore.KNOWN, "orders", List.of("7", "70", "none"));
    Plans.assertReadsOnly(databases, h, SourceRowStore.SEEN, "orders", List.of("7", "70", "none"));
    Plans.assertReadsOnly(databases, h, SourceRowStore.LEAVE, "orders", List.of("7", "70", "none"));
  }
}
