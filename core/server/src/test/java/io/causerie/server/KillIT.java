package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process, killed by SIGKILL at random moments while it is fed: every event has exactly
 * one fate, every acknowledged comment is there once, no post twice, each change is in exactly one
 * fold. Another number of kills: {@code -Dkills=50}; the moments are of a seed, fixed here and
 * random in the chaos tier, which {@code -Dkills.seed=...} repeats.
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final int CHAOS_KILLS = Integer.getInteger("kills", 10);
  private static final long SEED = Long.getLong("kills.seed", 11);

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledOnH2() throws Exception {
    onH2(KILLS, SEED);
  }

  @Test
  @Tag("chaos")
  void nothingIsLostOrDoubledOnPostgres() throws Exception {
    onPostgres(KILLS, SEED);
  }

  @Test
  @Tag("chaos")
  void nothingIsLostOrDoubledOnH2WhenKilledOften() throws Exception {
    onH2(CHAOS_KILLS, randomSeed());
  }

  @Test
  @Tag("chaos")
  void nothingIsLostOrDoubledOnPostgresWhenKilledOften() throws Exception {
    onPostgres(CHAOS_KILLS, randomSeed());
  }

  private static long randomSeed() {
    return Long.getLong("kills.seed", ThreadLocalRandom.current().nextLong());
  }

  private void onH2(int kills, long seed) throws Exception {
    String url =
        "jdbc:h2:file:" + folder.resolve("h2-" + UUID.randomUUID()) + Databases.H2_FILE_OPTIONS;
    try (TestDatabase database = Databases.open(url, "sa", "")) {
      // H2's file has one user at a time: the process's while it runs, ours afterwards.
      database.pool().getHikariPoolMXBean().softEvictConnections();
      check(database, kills, seed);
    }
  }

  private void onPostgres(int kills, long seed) throws Exception {
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      check(database, kills, seed);
    }
  }

  private void check(TestDatabase database, int kills, long seed) throws Exception {
    RunningServer.write(folder, database);
    KilledServer run = new KilledServer(folder, database, seed);

    KilledServer.Sent sent = run.feedAndKill(kills);

    assertThat(sent.events()).as("the deliverers got through").isGreaterThan(20);
    assertThat(run.count("select count(*) from event")).isEqualTo(sent.events());
    assertThat(run.count("select count(distinct dedupe_key) from event")).isEqualTo(sent.events());
    assertThat(run.count("select count(*) from event where fate = 1"))
        .as("posted")
        .isEqualTo(sent.events());
    assertThat(run.count("select count(distinct event_id) from contribution"))
        .as("events that are in a post")
        .isEqualTo(sent.events());
    assertThat(run.count("select count(*) from contribution")).isEqualTo(sent.events());
    assertThat(run.count("select sum(steps) from activity"))
        .as("steps of all folds")
        .isEqualTo(sent.events());
    assertThat(
            run.count(
                """
                select count(*) from activity a where steps <>
                  (select count(*) from contribution c where c.activity_id = a.id)
                """))
        .as("posts that count other steps than they have")
        .isZero();
    assertThat(run.count("select count(*) from activity where steps > 1")).as("folds").isPositive();
    assertThat(run.count("select count(*) from record where source_id like 'shared-%'"))
        .isEqualTo(KilledServer.SHARED_RECORDS);
    assertThat(run.count("select count(distinct content) from note")).isEqualTo(sent.notes());
    assertThat(run.count("select count(*) from note")).isEqualTo(sent.notes());
    assertThat(run.count("select count(*) from journal where position is null")).isZero();
    assertThat(Orphans.of(run::count)).as("nothing hangs in the air").isEmpty();
  }
}
