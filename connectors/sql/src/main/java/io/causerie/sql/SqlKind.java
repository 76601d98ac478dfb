package io.causerie.sql;

import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Key;
import java.time.Duration;
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
  static final Key<String> URL =
      Key.text("url").needed().shared().help("JDBC URL of the database, without a password.");
  static final Key<String> USERNAME = Key.text("username").shared().help("Who reads.");
  static final Key<String> PASSWORD =
      Key.text("password").hidden().shared().help("The password of `username`.");
  static final Key<String> QUERY =
      Key.text("query").help("What to read: a `select` without `order by` and limit.");
  static final Key<List<String>> KEY =
      Key.texts("key").help("The column, or columns, that tell one row of it from another.");
  static final Key<List<String>> CHANGED_ON =
      Key.texts("changedOn")
          .help(
              "The column that grows with each change: a timestamp, a date or an exact number; of a"
                  + " join, one for each table.");
  static final Key<List<String>> CHANGED_BY =
      Key.texts("changedBy")
          .help("For each column of `changedOn`, the column that says who changed it.");
  static final Key<ZoneId> ZONE = Key.zone("zone").help("The zone of timestamps without one.");
  static final Key<Duration> OVERLAP =
      Key.duration("overlap", Duration.ofMinutes(1))
          .atLeast(Duration.ZERO)
          .help(
              "How long after its timestamp a change may become visible: longer than any"
                  + " transaction.");
  static final Key<Integer> OVERLAP_NUMBERS =
      Key.number("overlapNumbers", 1000)
          .help(
              "The same where `changedOn` is a number: how far below the highest one may appear.");
  static final Key<String> EVENT_TYPE =
      Key.text("eventType", "row")
          .matching(
              "(?=[\\s\\S]*\\S)[\\s\\S]{1,400}",
              "a type of 1 to 400 characters",
              "com.example.order")
          .help("Type of the events; a deletion's ends with `.deleted`.");
  static final Key<String> LIVE_KEYS =
      Key.text("liveKeys")
          .help("A `select` of the keys that exist; a record that is not among them is deleted.");
  static final Key<String> OUTBOX_TABLE =
      Key.text("outbox.table").help("A table of messages, read instead of a query.");
  static final Key<String> OUTBOX_KEY = Key.text("outbox.key").help("The outbox's primary key.");
  static final Key<String> OUTBOX_ORDER =
      Key.text("outbox.order").help("The column that orders it; absent: its key.");
  static final Key<String> OUTBOX_PAYLOAD =
      Key.text("outbox.payload").help("The column with the JSON.");
  static final Key<String> OUTBOX_DONE =
      Key.text("outbox.done", "delete")
          .help(
              "What becomes of a row taken: `delete`, or the column to mark (boolean, number,"
                  + " time).");
  static final Key<String> LISTEN =
      Key.text("listen")
          .matching(
              "(?=[\\s\\S]*\\S)[\\s\\S]{1,63}",
              "the name of a channel, 1 to 63 characters",
              "outbox")
          .help("A PostgreSQL channel whose notifications wake the connector.");
  static final Key<Duration> QUERY_TIMEOUT =
      Key.duration("queryTimeout", Duration.ofSeconds(30)).help("How long one statement may take.");
  static final Key<Integer> FETCH_SIZE =
      Key.number("fetchSize", 500).help("How many rows the driver holds at a time.");

  private static final List<ConfigKey> KEYS =
      List.of(
          URL,
          USERNAME,
          PASSWORD,
          QUERY,
          KEY,
          CHANGED_ON,
          CHANGED_BY,
          ZONE,
          OVERLAP,
          OVERLAP_NUMBERS,
          EVENT_TYPE,
          LIVE_KEYS,
          OUTBOX_TABLE,
          OUTBOX_KEY,
          OUTBOX_ORDER,
          OUTBOX_PAYLOAD,
          OUTBOX_DONE,
          LISTEN,
          QUERY_TIMEOUT,
          FETCH_SIZE);

  private static final List<Key<?>> OF_QUERY =
      List.of(KEY, CHANGED_ON, CHANGED_BY, OVERLAP, OVERLAP_NUMBERS, LIVE_KEYS);
  private static final List<Key<?>> OF_OUTBOX =
      List.of(OUTBOX_KEY, OUTBOX_ORDER, OUTBOX_PAYLOAD, OUTBOX_DONE);
  private static final Pattern TABLE =
      Pattern.compile("(?:[A-Za-z_][\\w$]*|\"[^\"]+\")(?:\\.(?:[A-Za-z_][\\w$]*|\"[^\"]+\")){0,2}");
  private static final Map<Key<String>, Pattern> SIGNS_IN =
      Map.of(
          USERNAME,
          Pattern.compile("(?i)[?&;]user="),
          PASSWORD,
          Pattern.compile("(?i)[?&;]password="));
  private static final Pattern SELECT =
      Pattern.compile("(?is)\\s*(?:(?:--[^\\n]*\\n|/\\*.*?\\*/)\\s*)*(?:select|with|values)\\b.*");

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public List<String> readingKeys() {
    return List.of(QUERY.name(), ZONE.name());
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.POLL, Capability.READ_BACK, Capability.CENSUS, Capability.COUNT);
  }

  /** An outbox has messages, and no records. */
  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    return OUTBOX_TABLE.given(context).isPresent() ? EnumSet.of(Capability.POLL) : capabilities();
  }

  @Override
  public List<ConfigKey> configKeys() {
    return KEYS;
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    Faults faults = new Faults(context);
    faults.address();
    if (QUERY.given(context).isPresent() == OUTBOX_TABLE.given(context).isPresent()) {
      faults.add(QUERY, "give either `query` or `outbox.table`");
    } else if (QUERY.given(context).isPresent()) {
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
      this(context, new ArrayList<>(ConfigKey.faults(KEYS, context)));
    }

    void add(ConfigKey key, String message) {
      found.add(new ConfigException.Fault(key.name(), message));
    }

    void address() {
      String url = URL.given(context).orElse("");
      if (!url.startsWith("jdbc:")) {
        add(URL, "expected a JDBC URL, for instance jdbc:postgresql://db.example.com/erp");
        return;
      }
      if (Drivers.find(url, context.plugins()).isEmpty()) {
        add(URL, Drivers.missing(url, context.plugins()));
      }
      for (Key<String> key : List.of(USERNAME, PASSWORD)) {
        boolean beside = key.given(context).filter(text -> !text.isEmpty()).isPresent();
        if (beside && Objects.requireNonNull(SIGNS_IN.get(key)).matcher(url).find()) {
          // Drivers take the URL's word: another user would read.
          add(key, "is in `url` too; give it here only");
        }
      }
    }

    void query() {
      select(QUERY);
      if (KEY.given(context).orElse(List.of()).isEmpty()) {
        add(KEY, "`query` needs the column, or columns, of its key");
      }
      List<String> changedOn = CHANGED_ON.given(context).orElse(List.of());
      if (changedOn.isEmpty()) {
        add(CHANGED_ON, "`query` needs the column that grows with each change");
      }
      if (changedOn.stream().distinct().count() < changedOn.size()) {
        add(CHANGED_ON, "a column stands twice");
      }
      int actors = CHANGED_BY.given(context).orElse(List.of()).size();
      if (actors > 0 && actors != changedOn.size()) {
        add(
            CHANGED_BY,
            "expected %d columns, one for each of `changedOn`, but there are %d"
                .formatted(changedOn.size(), actors));
      }
      if (LIVE_KEYS.given(context).isPresent()) {
        select(LIVE_KEYS);
      }
      refuse(OF_OUTBOX, OUTBOX_TABLE);
    }

    private void select(Key<String> key) {
      if (!SELECT.matcher(key.given(context).orElse("")).matches()) {
        add(key, "expected a `select` (or `with ... select`)");
        return;
      }
      SelectText.unfit(key.given(context).orElse("")).ifPresent(why -> add(key, why));
    }

    void outbox() {
      if (!TABLE.matcher(OUTBOX_TABLE.given(context).orElse("")).matches()) {
        add(OUTBOX_TABLE, "expected the name of a table, for instance sales.outbox");
      }
      for (Key<String> key : List.of(OUTBOX_KEY, OUTBOX_PAYLOAD)) {
        if (key.given(context).isEmpty()) {
          add(key, "`outbox.table` needs the name of this column");
        }
      }
      refuse(OF_QUERY, QUERY);
    }

    private void refuse(List<Key<?>> keys, ConfigKey owner) {
      for (Key<?> key : keys) {
        if (key.given(context).isPresent()) {
          add(key, "means nothing without `" + owner.name() + "`");
        }
      }
    }

    void rest() {
      boolean postgres = Dialect.of(URL.given(context).orElse("")) == Dialect.POSTGRES;
      if (LISTEN.given(context).isPresent() && !postgres) {
        add(LISTEN, "only PostgreSQL can be listened to");
      }
    }
  }
}
