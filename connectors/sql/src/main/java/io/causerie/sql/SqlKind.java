package io.causerie.sql;

import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Databases that answer SQL: a query of the integrator's, or an outbox table. */
public final class SqlKind implements ConnectorKind {
  static final String URL = "url";
  static final String USERNAME = "username";
  static final String PASSWORD = "password";
  static final String QUERY = "query";
  static final String KEY = "key";
  static final String CHANGED_ON = "changedOn";
  static final String CHANGED_BY = "changedBy";
  static final String ZONE = "zone";
  static final String OVERLAP = "overlap";
  static final String OVERLAP_NUMBERS = "overlapNumbers";
  static final String EVENT_TYPE = "eventType";
  static final String LIVE_KEYS = "liveKeys";
  static final String OUTBOX_TABLE = "outbox.table";
  static final String OUTBOX_KEY = "outbox.key";
  static final String OUTBOX_ORDER = "outbox.order";
  static final String OUTBOX_PAYLOAD = "outbox.payload";
  static final String OUTBOX_DONE = "outbox.done";
  static final String LISTEN = "listen";
  static final String QUERY_TIMEOUT = "queryTimeout";
  static final String FETCH_SIZE = "fetchSize";

  private static final List<String> OF_QUERY =
      List.of(KEY, CHANGED_ON, CHANGED_BY, OVERLAP, OVERLAP_NUMBERS, LIVE_KEYS);
  private static final List<String> OF_OUTBOX =
      List.of(OUTBOX_KEY, OUTBOX_ORDER, OUTBOX_PAYLOAD, OUTBOX_DONE);
  private static final Pattern TABLE =
      Pattern.compile("(?:[A-Za-z_][\\w$]*|\"[^\"]+\")(?:\\.(?:[A-Za-z_][\\w$]*|\"[^\"]+\")){0,2}");
  private static final Map<String, Pattern> SIGNS_IN =
      Map.of(
          USERNAME,
          Pattern.compile("(?i)[?&;]user="),
          PASSWORD,
          Pattern.compile("(?i)[?&;]password="));
  private static final Pattern SELECT =
      Pattern.compile("(?is)\\s*(?:(?:--[^\\n]*\\n|/\\*.*?\\*/)\\s*)*(?:select|with|values)\\b.*");
  private static final int LONGEST_CHANNEL = 63;

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public List<String> readingKeys() {
    return List.of(QUERY, ZONE);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.POLL, Capability.READ_BACK, Capability.CENSUS, Capability.COUNT);
  }

  /** An outbox has messages, and no records. */
  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    return context.text(OUTBOX_TABLE).isPresent() ? EnumSet.of(Capability.POLL) : capabilities();
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(
        ConfigKey.required(
                URL, ConfigKey.Type.TEXT, "JDBC URL of the database, without a password.")
            .shared(),
        ConfigKey.optional(USERNAME, ConfigKey.Type.TEXT, null, "Who reads.").shared(),
        ConfigKey.secret(PASSWORD, "The password of `username`.").shared(),
        ConfigKey.optional(
            QUERY,
            ConfigKey.Type.TEXT,
            null,
            "What to read: a `select` without `order by` and limit."),
        ConfigKey.optional(
            KEY,
            ConfigKey.Type.TEXTS,
            null,
            "The column, or columns, that tell one row of it from another."),
        ConfigKey.optional(
            CHANGED_ON,
            ConfigKey.Type.TEXTS,
            null,
            "The column that grows with each change: a timestamp, a date or an exact number; of a"
                + " join, one for each table."),
        ConfigKey.optional(
            CHANGED_BY,
            ConfigKey.Type.TEXTS,
            null,
            "For each column of `changedOn`, the column that says who changed it."),
        ConfigKey.optional(ZONE, ConfigKey.Type.TEXT, "UTC", "The zone of timestamps without one."),
        ConfigKey.optional(
            OVERLAP,
            ConfigKey.Type.DURATION,
            "PT1M",
            "How long after its timestamp a change may become visible: longer than any"
                + " transaction."),
        ConfigKey.optional(
            OVERLAP_NUMBERS,
            ConfigKey.Type.NUMBER,
            "1000",
            "The same where `changedOn` is a number: how far below the highest one may appear."),
        ConfigKey.optional(
            EVENT_TYPE,
            ConfigKey.Type.TEXT,
            "row",
            "Type of the events; a deletion's ends with `.deleted`."),
        ConfigKey.optional(
            LIVE_KEYS,
            ConfigKey.Type.TEXT,
            null,
            "A `select` of the keys that exist; a record that is not among them is deleted."),
        ConfigKey.optional(
            OUTBOX_TABLE,
            ConfigKey.Type.TEXT,
            null,
            "A table of messages, read instead of a query."),
        ConfigKey.optional(OUTBOX_KEY, ConfigKey.Type.TEXT, null, "The outbox's primary key."),
        ConfigKey.optional(
            OUTBOX_ORDER, ConfigKey.Type.TEXT, null, "The column that orders it; absent: its key."),
        ConfigKey.optional(OUTBOX_PAYLOAD, ConfigKey.Type.TEXT, null, "The column with the JSON."),
        ConfigKey.optional(
            OUTBOX_DONE,
            ConfigKey.Type.TEXT,
            "delete",
            "What becomes of a row taken: `delete`, or the column to mark (boolean, number,"
                + " time)."),
        ConfigKey.optional(
            LISTEN,
            ConfigKey.Type.TEXT,
            null,
            "A PostgreSQL channel whose notifications wake the connector."),
        ConfigKey.optional(
            QUERY_TIMEOUT, ConfigKey.Type.DURATION, "PT30S", "How long one statement may take."),
        ConfigKey.optional(
            FETCH_SIZE, ConfigKey.Type.NUMBER, "500", "How many rows the driver holds at a time."));
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    Faults faults = new Faults(context);
    faults.address();
    if (context.text(QUERY).isPresent() == context.text(OUTBOX_TABLE).isPresent()) {
      faults.add(QUERY, "give either `query` or `outbox.table`");
    } else if (context.text(QUERY).isPresent()) {
      faults.query();
    } else {
      faults.outbox();
    }
    faults.rest();
    if (!faults.found.isEmpty()) {
      throw new ConfigException(faults.found);
    }
    return new SqlConnector(Settings.of(context));
  }

  /** What is wrong with a configuration, all of it. */
  private record Faults(ConnectorContext context, List<ConfigException.Fault> found) {
    Faults(ConnectorContext context) {
      this(context, new ArrayList<>());
    }

    void add(String key, String message) {
      found.add(new ConfigException.Fault(key, message));
    }

    void address() {
      String url = context.text(URL).orElse("");
      if (!url.startsWith("jdbc:")) {
        add(URL, "expected a JDBC URL, for instance jdbc:postgresql://db.example.com/erp");
        return;
      }
      if (Drivers.find(url, context.plugins()).isEmpty()) {
        add(URL, Drivers.missing(url, context.plugins()));
      }
      for (String key : List.of(USERNAME, PASSWORD)) {
        boolean beside = context.text(key).filter(text -> !text.isEmpty()).isPresent();
        if (beside && Objects.requireNonNull(SIGNS_IN.get(key)).matcher(url).find()) {
          // Drivers take the URL's word: another user would read.
          add(key, "is in `url` too; give it here only");
        }
      }
    }

    void query() {
      select(QUERY);
      if (context.texts(KEY).isEmpty()) {
        add(KEY, "`query` needs the column, or columns, of its key");
      }
      List<String> changedOn = context.texts(CHANGED_ON);
      if (changedOn.isEmpty()) {
        add(CHANGED_ON, "`query` needs the column that grows with each change");
      }
      if (changedOn.stream().distinct().count() < changedOn.size()) {
        add(CHANGED_ON, "a column stands twice");
      }
      int actors = context.texts(CHANGED_BY).size();
      if (actors > 0 && actors != changedOn.size()) {
        add(
            CHANGED_BY,
            "expected %d columns, one for each of `changedOn`, but there are %d"
                .formatted(changedOn.size(), actors));
      }
      if (context.text(LIVE_KEYS).isPresent()) {
        select(LIVE_KEYS);
      }
      refuse(OF_OUTBOX, OUTBOX_TABLE);
    }

    private void select(String key) {
      if (!SELECT.matcher(context.text(key).orElse("")).matches()) {
        add(key, "expected a `select` (or `with ... select`)");
        return;
      }
      SelectText.unfit(context.text(key).orElse("")).ifPresent(why -> add(key, why));
    }

    void outbox() {
      if (!TABLE.matcher(context.text(OUTBOX_TABLE).orElse("")).matches()) {
        add(OUTBOX_TABLE, "expected the name of a table, for instance sales.outbox");
      }
      for (String key : List.of(OUTBOX_KEY, OUTBOX_PAYLOAD)) {
        if (context.text(key).isEmpty()) {
          add(key, "`outbox.table` needs the name of this column");
        }
      }
      refuse(OF_QUERY, QUERY);
    }

    private void refuse(List<String> keys, String owner) {
      for (String key : keys) {
        if (!context.texts(key).isEmpty()) {
          add(key, "means nothing without `" + owner + "`");
        }
      }
    }

    void rest() {
      try {
        context.text(ZONE).ifPresent(ZoneId::of);
      } catch (DateTimeException e) {
        add(ZONE, "expected a zone, for instance Europe/Paris");
      }
      String type = context.text(EVENT_TYPE).orElse("row");
      if (type.isBlank() || type.length() > 400) {
        add(EVENT_TYPE, "expected a type of 1 to 400 characters");
      }
      context.text(LISTEN).ifPresent(this::listen);
    }

    private void listen(String channel) {
      if (Dialect.of(context.text(URL).orElse("")) != Dialect.POSTGRES) {
        add(LISTEN, "only PostgreSQL can be listened to");
      }
      if (channel.isBlank() || channel.length() > LONGEST_CHANNEL) {
        add(LISTEN, "expected the name of a channel, 1 to 63 characters");
      }
    }
  }
}
