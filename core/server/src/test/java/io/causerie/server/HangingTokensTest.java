package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.store.Database;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever shows a token waits for nobody else's statement that hangs. */
class HangingTokensTest {
  private static final int HANGING = 4;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger hang = new AtomicInteger(HANGING);
  private final AtomicInteger hanging = new AtomicInteger();

  private void hang(String sql) {
    if (sql.contains("from server_token") && hang.getAndDecrement() > 0) {
      hanging.incrementAndGet();
      try {
        end.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void whoComesAfterThemIsKnown() throws Exception {
    TestDatabase database = RunningServer.tables(Databases.H2);
    StatementLog log = StatementLog.over(database);
    SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
    TokenStore tokens = new TokenStore(Database.over(log.source(), log.reads()), clock);
    String token =
        tokens
            .make(
                new TokenStore.Grant(
                    Caller.Kind.API, "test", "ada", Set.of(Scope.READ), null, null))
            .token();
    log.before(this::hang);
    List<CompletableFuture<Optional<Caller>>> all = new ArrayList<>();
    try {
      for (int i = 1; i <= HANGING; i++) {
        int now = i;
        all.add(shown(tokens, token));
        Eventually.until(now + " hang", () -> hanging.get() == now);
      }

      assertThat(shown(tokens, token).get(30, TimeUnit.SECONDS)).isNotNull();

      assertThat(all).noneMatch(CompletableFuture::isDone);
    } finally {
      end.countDown();
    }
    for (CompletableFuture<Optional<Caller>> each : all) {
      each.get(30, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<Optional<Caller>> shown(TokenStore tokens, String token) {
    return CompletableFuture.supplyAsync(
        () -> tokens.caller(token), task -> new Thread(task).start());
  }
}
