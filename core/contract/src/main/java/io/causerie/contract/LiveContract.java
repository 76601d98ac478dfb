package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.model.EventMapper;
import io.causerie.model.mapping.MappingCompiler;
import io.causerie.model.mapping.Mappings;
import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.runtime.PollSettings;
import io.causerie.runtime.Schedule;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.KindConfig;
import io.causerie.spi.Kinds;
import io.causerie.spi.SourceException.Fault;
import io.causerie.testkit.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds for every kind whose source is read by the runtime, or delivers to it: from a source
 * that others write to, into a real engine.
 */
abstract class LiveContract<L extends LiveContract.Live> {
  static final int ROWS = 40;
  static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  static final Duration SOON = Duration.ofSeconds(60);

  /** So often that no test waits for the next look. */
  private static final Duration PACE = Duration.ofMillis(15);

  /**
   * A way in which a source fails.
   *
   * @param fault what the operator is told
   * @param begin from now on it fails
   * @param end it answers again
   */
  public record Trouble(String name, Fault fault, Runnable begin, Runnable end) {}

  /** A source of orders with a number and a status, which others write to. */
  public interface Live extends AutoCloseable {
    /** The {@code config} block of a connector that reads it. */
    String config();

    /** What no log, answer or table may show. */
    List<String> secrets();

    /**
     * A mapping to records of the type {@code Order} with the number as id, which tracks {@code
     * status}, and has a post for what is created, changed, deleted and restored.
     */
    String mapping();

    void put(int number, String status, Instant changed);

    /** How much it still holds of what it is cleared of once that is stored; else nothing. */
    default int left() {
      return 0;
    }

    /** The ways in which it fails; four at least. */
    List<Trouble> troubles();

    /** From now on only other credentials are right: those of {@link #config()}. */
    void rotate();

    /** What who comes with those from before is told. */
    default Fault rotated() {
      return Fault.CREDENTIALS;
    }

    @Override
    void close();
  }

  /** The source of the test that runs. */
  L live;

  Posted.Engine engine;

  protected abstract String kind();

  /** A fresh source without rows. */
  abstract L opened();

  /** Has the source asked soon, if it is not by itself. */
  abstract void nudge(ConnectorRuntime runtime);

  @BeforeEach
  void open() {
    live = opened();
    engine = new Posted.Engine(mapper(), Clock.systemUTC());
  }

  @AfterEach
  void closeAll() {
    engine.close();
    live.close();
  }

  final EventMapper mapper() {
    return mapper(live.mapping());
  }

  static EventMapper mapper(String mapping) {
    MappingCompiler.Compiled compiled = MappingCompiler.compile("mapping", mapping);
    assertThat(compiled.problems()).isEmpty();
    return Mappings.of("source", List.of(compiled.mapping().orElseThrow()));
  }

  private ConnectorKind theKind() {
    return Kinds.onClassPath().find(kind()).orElseThrow();
  }

  final Connector connector() {
    try {
      return theKind().connector(context().in(theKind().system(context())));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  final boolean can(Capability capability) {
    return theKind().capabilities(context()).contains(capability);
  }

  private ConnectorContext context() {
    List<Problem> problems = new ArrayList<>();
    Yaml yaml = Yaml.read("config", live.config(), problems).orElseThrow();
    var values = new KindConfig(Yaml::text).read(theKind(), Optional.of(yaml), yaml);
    assertThat(problems).isEmpty();
    return new ConnectorContext("source", "contract", Clock.systemUTC(), values);
  }

  final ConnectorRuntime runtime(Causerie causerie, @Nullable Duration census) {
    return runtime(causerie, census, PollSettings.Comparison.DEFAULT);
  }

  final ConnectorRuntime runtime(
      Causerie causerie, @Nullable Duration census, PollSettings.Comparison comparison) {
    PollSettings settings =
        new PollSettings(
            Schedule.every(Duration.ofMillis(50)),
            LONG_AGO,
            3,
            1000,
            census == null ? null : Schedule.every(census),
            comparison);
    return ConnectorRuntime.of(causerie)
        .pace(PACE)
        .connector("contract", connector())
        .poll("contract", settings)
        .start();
  }

  final ConnectorRuntime runtime() {
    return runtime(engine.causerie(), null);
  }

  final void fill() {
    for (int i = 1; i <= ROWS; i++) {
      live.put(i, "open", Instant.now());
    }
  }

  final ConnectorState state() {
    return engine.causerie().connectors().find("contract").orElseThrow();
  }

  final long posts(String type) {
    return engine.count("select count(*) from activity where type = '" + type + "'");
  }

  final void untilPosted(String type, long posts) {
    Eventually.until(posts + " posts " + type, SOON, () -> posts(type) >= posts);
    assertThat(posts(type)).isEqualTo(posts);
  }

  /** The same, of a source that may rest since it has failed. */
  private void untilCreated(ConnectorRuntime runtime, long posts) {
    Eventually.until(
        posts + " posts Create",
        SOON,
        () -> {
          nudge(runtime);
          return posts("Create") >= posts;
        });
    assertThat(posts("Create")).isEqualTo(posts);
  }

  final void untilWell(String why) {
    Eventually.until(
        why,
        SOON,
        () -> state().live().runs().success() != null && state().live().runs().failures() == 0);
  }

  @Test
  void everyRowIsPostedOnceAndItsLastChangeIsKnownWhileOthersWrite() throws Exception {
    fill();
    AtomicBoolean enough = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int round = 1; !enough.get() && round < 500; round++) {
                live.put(1 + round % ROWS, "status " + round, Instant.now());
                live.put(ROWS + round, "open", Instant.now());
              }
            });
    try (ConnectorRuntime runtime = runtime()) {
      writer.start();
      Eventually.until("the first rows are posted", SOON, () -> posts("Create") >= ROWS);
      enough.set(true);
      writer.join();
      for (int i = 1; i <= ROWS; i++) {
        live.put(i, "done", Instant.now());
      }
      Eventually.until(
          "each row's last status is known",
          SOON,
          () ->
              engine.count(
                      "select count(*) from record where state like '%\"done\"%' and known = true")
                  == ROWS);

      long records = engine.count("select count(*) from record");
      assertThat(records).isGreaterThan(ROWS);
      untilPosted("Create", records);
      assertThat(engine.count("select count(*) from event where fate = 3")).as("failed").isZero();
      assertThat(runtime.isReady()).isTrue();
      Eventually.until("the source is cleared of it", SOON, () -> live.left() == 0);
    }
  }

  @Test
  void ofTwoRunsAtOnceOneReads() {
    fill();
    try (Posted.Engine other = engine.again(mapper());
        ConnectorRuntime first = runtime();
        ConnectorRuntime second = runtime(other.causerie(), null)) {
      untilPosted("Create", ROWS);

      assertThat(engine.count("select count(*) from event")).isEqualTo(ROWS);
      assertThat(state().epoch()).isEqualTo(1);
      assertThat(first.isReady() && second.isReady()).isTrue();
    }
  }

  @Test
  void everyTroubleIsToldWithARemedyAndNoSecretAndPassesWithoutLoss() {
    try (Canary canary = new Canary(live.secrets());
        ConnectorRuntime runtime = runtime()) {
      Eventually.until("it has read", SOON, () -> state().live().runs().success() != null);
      int number = 0;
      for (Trouble trouble : live.troubles()) {
        trouble.begin().run();
        ConnectorState.Failure failure = failure(runtime, trouble.fault(), trouble.name());

        assertThat(failure.message()).asString().as(trouble.name()).isNotBlank();
        assertThat(failure.remedy()).asString().as(trouble.name()).endsWith(".");
        canary.search("the database", engine.dump());
        canary.search("the metrics", engine.metrics());
        trouble.end().run();
        live.put(++number, "open", Instant.now());
        untilCreated(runtime, number);
        Eventually.until(
            "it has recovered: " + trouble.name(),
            SOON,
            () -> state().live().runs().failure() == null);
      }
      assertThat(number).isGreaterThanOrEqualTo(4);
      canary.assertSilent();
    }
  }

  @Test
  void withNewCredentialsItGoesOnWhereItWas() {
    live.put(1, "open", Instant.now());
    try (ConnectorRuntime runtime = runtime()) {
      untilPosted("Create", 1);
      live.rotate();
      failure(runtime, live.rotated(), "the old ones are refused");
      assertThat(runtime.isReady()).as("others are not concerned").isTrue();
    }
    live.put(2, "open", Instant.now());
    try (Canary canary = new Canary(live.secrets());
        ConnectorRuntime runtime = runtime()) {
      untilCreated(runtime, 2);
      Eventually.until("it has recovered", SOON, () -> state().live().runs().failure() == null);
      canary.assertSilent();
    }
  }

  /** Asks until the source fails like this: a connection that was open may first be cut. */
  private ConnectorState.Failure failure(ConnectorRuntime runtime, Fault fault, String name) {
    Supplier<Optional<ConnectorState.Failure>> asked =
        () -> {
          nudge(runtime);
          return Optional.ofNullable(state().live().runs().failure())
              .filter(f -> f.fault().equals(fault.name().toLowerCase(Locale.ROOT)));
        };
    Eventually.until(fault + ": " + name, SOON, () -> asked.get().isPresent());
    return asked.get().orElseThrow();
  }
}
