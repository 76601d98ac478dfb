package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.testkit.db.Databases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlFaultsTest {
  private static SourceException failure(Source source) {
    try (Connector connector = source.connector()) {
      return catchThrowableOfType(SourceException.class, connector::check);
    }
  }

  private static String everything(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rightConfigurationPasses(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which);
        Connector connector = source.connector()) {
      connector.check();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void wrongColumnIsNamedWithTheOneMeant(Databases which) {
    try (Source source = Source.ofOrders(which).with(SqlKind.CHANGED_ON, "changed_at")) {
      SourceException thrown = failure(source);

      assertThat(thrown)
          .hasMessage("`changed_at` is not a column of the query; did you mean `changed_on`?");
      assertThat(thrown.fault()).isEqualTo(Fault.CONFIGURATION);
      assertThat(thrown.remedy())
          .asString()
          .contains("`changedOn`")
          .contains("id, status, changed_on");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void wrongTableIsTheConfigurations(Databases which) {
    try (Source source = Source.ofOrders(which).with(SqlKind.QUERY, "select * from order_s")) {
      SourceException thrown = failure(source);

      assertThat(thrown.fault()).isEqualTo(Fault.CONFIGURATION);
      assertThat(thrown).hasMessageContainingAll("the query cannot be used", "SQLState 42");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void columnsThatAreNoKeyOrNoOrderAreRefused(Databases which) {
    try (Source source = Source.ofOrders(which)) {
      source.with(SqlKind.QUERY, "select orders.*, cast(1 as double precision) as x from orders");
      assertThat(failure(source.with(SqlKind.CHANGED_ON, "x")))
          .hasMessage("`x` cannot be read in order: it is of type floating");
      assertThat(failure(source.with(SqlKind.CHANGED_ON, "changed_on").with(SqlKind.KEY, "x")))
          .hasMessage("`x` cannot be a key: it is of type floating");
    }
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    try (Source source = Source.ofOrders(Databases.POSTGRES)) {
      source.with(SqlKind.QUERY, "select o.*, 1 as status from orders o");

      assertThat(failure(source)).hasMessage("the query has two columns `status`");
    }
  }

  @Test
  void wrongPasswordIsTheCredentialsAndShownNowhere() {
    try (Source source = Source.ofOrders(Databases.H2)) {
      source.sql("create user reader password 'right'");
      source.with(SqlKind.USERNAME, "reader").with(SqlKind.PASSWORD, "the-wrong-one");
      long before = System.nanoTime();

      SourceException thrown = failure(source);

      assertThat(thrown.fault()).isEqualTo(Fault.CREDENTIALS);
      assertThat(thrown.remedy()).asString().contains("`password`");
      assertThat(everything(thrown)).doesNotContain("the-wrong-one");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void unknownUserOfPostgresIsTheCredentials() {
    try (Source source = Source.ofOrders(Databases.POSTGRES)) {
      assertThat(failure(source.with(SqlKind.USERNAME, "nobody")).fault())
          .isEqualTo(Fault.CREDENTIALS);
    }
  }

  @Test
  void operatorOfJsonbIsNoParameterAndTheRemedySaysHowItIsWritten() {
    try (Source source =
        Source.ofOrders(Databases.POSTGRES)
            .with(
                SqlKind.QUERY,
                "select id, status, changed_on, '{\"a\":1}'::jsonb ? 'a' as has from orders")) {
      SourceException thrown = failure(source);

      assertThat(thrown.fault()).isEqualTo(Fault.CONFIGURATION);
      assertThat(thrown.remedy()).asString().contains("`??`").contains("jsonb_exists");
    }
  }

  @Test
  void missingRightIsTheConfigurationsAndSaysWhatToGrant() {
    try (Source source = Source.ofOrders(Databases.POSTGRES)) {
      source.sql("create role reader_without_rights login password 'x'");
      try {
        SourceException thrown = failure(source.with(SqlKind.USERNAME, "reader_without_rights"));

        assertThat(thrown.fault()).isEqualTo(Fault.CONFIGURATION);
        assertThat(thrown.remedy()).asString().contains("Grant the user `select`");
      } finally {
        source.sql("drop role reader_without_rights");
      }
    }
  }

  @Test
  void passwordInAUrlIsMasked() {
    try (Source source = Source.ofOrders(Databases.H2)) {
      source
          .with(SqlKind.URL, "jdbc:h2:tcp://127.0.0.1:1/x;PASSWORD=canary-in-the-url")
          .without(SqlKind.PASSWORD);

      SourceException thrown = failure(source);

      assertThat(thrown.fault()).isEqualTo(Fault.TEMPORARY);
      assertThat(everything(thrown) + source.connector()).doesNotContain("canary-in-the-url");
      assertThat(new Secrets("jdbc:oracle:thin:scott/tiger@//db/x", null).masked("of tiger"))
          .isEqualTo("of ***");
      assertThat(new Secrets("jdbc:x://me:pass%1@db/x", null).masked("x://me:pass%1@db"))
          .isEqualTo("x://me:***@db");
    }
  }

  @Test
  void queryThatTakesTooLongIsTemporary() throws Exception {
    try (Source source = Source.ofOrders(Databases.POSTGRES)) {
      source
          .sql("insert into orders values (1, 'a', now())")
          .with(SqlKind.QUERY, "select o.* from orders o where pg_sleep(30) is not null")
          .with(SqlKind.QUERY_TIMEOUT, "PT1S");
      try (Connector connector = source.connector()) {
        SourceException thrown =
            catchThrowableOfType(
                SourceException.class,
                () -> connector.intake().polled().orElseThrow().read("{}", null, 10));

        assertThat(thrown.fault()).isEqualTo(Fault.TEMPORARY);
        assertThat(thrown.remedy()).asString().contains("`queryTimeout`");
        assertThat(connector.intake().polled().orElseThrow().count("{}", null)).isEmpty();
      }
    }
  }

  @Test
  void queryThatWritesIsRefused() {
    try (Source source = Source.ofOrders(Databases.POSTGRES)) {
      source.sql(
          "create function evil() returns int language sql as"
              + " 'delete from orders returning 1'");
      source.with(SqlKind.QUERY, "select o.*, evil() as e from orders o");
      source.sql("insert into orders values (1, 'a', null)");

      assertThat(failure(source)).hasMessageContaining("read-only transaction");
    }
  }

  @Test
  void cursorOfAnotherKindIsRefused() {
    try (Source source = Source.ofOrders(Databases.H2)) {
      SourceException thrown =
          catchThrowableOfType(
              SourceException.class, () -> source.poller().read("no cursor", null, 1));

      assertThat(thrown.remedy()).asString().isEqualTo("Reset the cursor.");
    }
  }

  @Test
  void missingDriverIsNamed() {
    try (Source source = Source.ofOrders(Databases.H2)) {
      assertThat(source.with(SqlKind.URL, "jdbc:oracle:thin:scott/tiger@db").refusals())
          .singleElement()
          .satisfies(
              f ->
                  assertThat(f.message())
                      .contains("no driver for jdbc:oracle:", "ojdbc11")
                      .doesNotContain("tiger"));
    }
  }

  @Test
  void urlSignsNobodyInBesideTheUserOfTheConfiguration() {
    try (Source source = Source.ofOrders(Databases.H2)) {
      source
          .with(SqlKind.URL, "jdbc:postgresql://db.example.com/erp?user=owner&password=tiger")
          .with(SqlKind.USERNAME, "reader")
          .with(SqlKind.PASSWORD, "another");

      assertThat(source.refusals())
          .containsExactly(
              new ConfigException.Fault("username", "is in `url` too; give it here only"),
              new ConfigException.Fault("password", "is in `url` too; give it here only"));
    }
  }

  @Test
  void everyFaultOfAConfigurationIsToldAtOnce() {
    try (Source source = Source.ofOrders(Databases.H2)) {
      source
          .with(SqlKind.QUERY, "delete from orders")
          .without(SqlKind.KEY)
          .with(SqlKind.ZONE, "Mars")
          .with(SqlKind.OUTBOX_KEY, "id")
          .with(SqlKind.LISTEN, "orders");

      assertThat(source.refusals())
          .extracting(f -> f.key())
          .containsExactlyInAnyOrder("query", "key", "zone", "outbox.key", "listen");
      assertThat(source.with(SqlKind.OUTBOX_TABLE, "outbox").refusals())
          .extracting(f -> f.message())
          .contains("give either `query` or `outbox.table`");
      assertThat(source.without(SqlKind.QUERY).with(SqlKind.OUTBOX_TABLE, "a; drop").refusals())
          .extracting(f -> f.key())
          .contains("outbox.table", "outbox.payload", "changedOn");
    }
  }
}
