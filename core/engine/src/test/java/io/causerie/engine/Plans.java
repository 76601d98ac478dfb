package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** How many rows a statement touches, as the database tells. */
public final class Plans {
  private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

  private Plans() {}

  /** Fails where a statement on the keys of one connector reads more than those keys. */
  public static void assertReadsOnly(
      Databases databases, Handle h, String statement, String connector, List<String> keys) {
    List<String> lines =
        h.createQuery("explain analyze " + statement)
            .bind("connector", connector)
            .bind("run", 7)
            .bindArray("keys", String.class, keys.toArray())
            .mapTo(String.class)
            .list();
    String plan = String.join("\n", lines);
    if (databases == Databases.H2) {
      Matcher scanned = SCANNED.matcher(plan);
      while (scanned.find()) {
        assertThat(Integer.parseInt(scanned.group(1))).as(plan).isLessThan(3 * keys.size() + 3);
      }
    } else {
      assertThat(plan).containsPattern("Index (Only )?Scan using ").doesNotContain("Seq Scan");
    }
  }
}
