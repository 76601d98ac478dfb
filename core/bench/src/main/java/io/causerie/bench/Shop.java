package io.causerie.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Tables of somebody else, and the connectors that read them. */
final class Shop {
  /** Rows of a page. */
  static final int PAGE = 500;

  private Shop() {}

  static void table(Store store, String name, int rows, String changed) throws SQLException {
    store.execute(
        "create table %s (id bigint primary key, changed timestamptz not null, status text)"
            .formatted(name));
    rows(store, name, 0, rows, changed);
    store.execute("create index %s_changed on %s (changed, id)".formatted(name, name));
    store.execute("analyze " + name);
  }

  /** So many rows more, behind those with lower numbers. */
  static void rows(Store store, String table, long behind, long many, String changed)
      throws SQLException {
    store.execute(
        "insert into %s select n, %s + n * interval '1 microsecond', 'open' from generate_series(%d, %d) n"
            .formatted(table, changed, behind + 1, behind + many));
  }

  static void connectors(Path folder, Store store, int many, String table) throws IOException {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < many; i++) {
      yaml.append(one(table + i, table, "since: 2020-01-01"));
    }
    write(folder, "idle", system(store), yaml.toString());
  }

  static void remove(Path folder, String system) throws IOException {
    Files.delete(folder.resolve("systems/" + system + ".yaml"));
  }

  static void odata(Path folder, ODataSource source) throws IOException {
    write(
        folder,
        "deliveries",
        "kind: odata\nconfig: { url: \"%s\" }\n".formatted(source.url()),
        """
          deliveries:
            schedule: PT1S
            reconcile: never
            page: %d
            since: 2020-01-01
            config:
              entitySet: Deliveries
              changedOn: Changed
              overlap: PT1S
            mapping:
              record: { type: Delivery, id: .Id, version: .Changed }
              track: [ { field: status, value: .Status } ]
              posts: [ { when: created, summary: { en: "{record} is new" } } ]
        """
            .formatted(PAGE)
            .indent(2));
  }

  static void connector(Path folder, Store store, String table, String more) throws IOException {
    write(folder, table, system(store), one(table, table, more));
  }

  private static void write(Path folder, String system, String kind, String connectors)
      throws IOException {
    Files.writeString(
        folder.resolve("systems/" + system + ".yaml"),
        "system: %s\naudience: { groups: [sales] }\n%sconnectors:\n%s"
            .formatted(system, kind, connectors));
    Files.writeString(
        folder.resolve("mappings/row.yaml"),
        """
        record: { type: Row, id: .id, version: .changed }
        track: [ { field: status } ]
        posts: [ { when: created, summary: { en: "{record} is new" } } ]
        """);
  }

  private static String system(Store store) {
    return "kind: sql\nconfig: { url: \"%s\" }\n".formatted(store.url());
  }

  private static String one(String name, String table, String more) {
    return """
      %s:
        schedule: PT1S
        reconcile: never
        page: %d
        %s
        config:
          query: select id, changed, status from %s
          key: id
          changedOn: changed
          overlap: PT1S
        mapping: mappings/row.yaml
    """
        .formatted(name, PAGE, more, table)
        .indent(2);
  }
}
