package io.causerie.engine;

import io.causerie.engine.access.SourceDecisions;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.discussion.Echoes;
import io.causerie.engine.file.FileKeeping;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.notice.NoticeWays;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.worker.Steps;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes an engine from a data source: H2 2.4, with {@code
 * ;MODE=PostgreSQL;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0} in its URL, or PostgreSQL 15 and
 * above.
 */
public final class CauserieBuilder {
  private static final int QUEUE = 10_000;

  private @Nullable DataSource dataSource;
  private @Nullable DataSource readers;
  private Clock clock = Clock.systemUTC();
  private List<SystemRules> systems = List.of();
  private List<ConnectorRules> connectors = List.of();
  private int queueCapacity = QUEUE;
  private Map<String, String> groupTitles = Map.of();
  private List<Holdings> holdings = List.of();
  private Duration claimsLapse = Duration.ofDays(30);
  private Map<String, SourceDecisions> decisions = Map.of();
  private Duration patience = Duration.ofSeconds(5);
  private List<DeliveryChannel> channels = List.of();
  private List<JournalReader> journalReaders = List.of();
  private int homeThreshold = 1_000;
  private @Nullable NoticeWays ways;
  private Echoes echoes = Echoes.NONE;
  private FileKeeping files = FileKeeping.NONE;
  private final Map<String, Jobs.Work> jobs = new HashMap<>();
  private Steps steps = Steps.UNWATCHED;
  private Duration pace = Duration.ofSeconds(5);
  private MeterRegistry meters = new SimpleMeterRegistry();

  CauserieBuilder() {}

  /**
   * The database; its pool belongs to the caller and is not closed by the engine. Required.
   * Sessions of its connections are set up for the engine (isolation, time-outs, planning), and
   * left so: it is nobody else's.
   */
  public CauserieBuilder dataSource(DataSource source) {
    this.dataSource = source;
    return this;
  }

  /** A second pool on the same database, for reads alone; without it they use the first. */
  public CauserieBuilder readers(DataSource source) {
    this.readers = source;
    return this;
  }

  public CauserieBuilder clock(Clock c) {
    this.clock = c;
    return this;
  }

  /** The source systems; a record of any other system is refused. */
  public CauserieBuilder systems(Collection<SystemRules> rules) {
    this.systems = List.copyOf(rules);
    return this;
  }

  /** The connectors; each belongs to one of the systems. */
  public CauserieBuilder connectors(Collection<ConnectorRules> rules) {
    this.connectors = List.copyOf(rules);
    return this;
  }

  /** Systems, connectors, titles of groups and how long claims last, all at once. */
  public CauserieBuilder configured(Configured all) {
    systems = List.copyOf(all.systems().values());
    connectors = List.copyOf(all.connectors().values());
    groupTitles = all.groupTitles();
    claimsLapse = all.claimsLapse();
    return this;
  }

  /** How many events may wait to be written; more are refused with {@link BusyException}. */
  public CauserieBuilder queueCapacity(int events) {
    this.queueCapacity = events;
    return this;
  }

  /** How people call groups, by name; one that is missing here is called by its name. */
  public CauserieBuilder groupTitles(Map<String, String> titles) {
    this.groupTitles = Map.copyOf(titles);
    return this;
  }

  /**
   * Sources that decide themselves who sees their records, by system.
   *
   * @param wait how long a reader waits for their answer
   */
  public CauserieBuilder decisions(Map<String, SourceDecisions> sources, Duration wait) {
    this.decisions = Map.copyOf(sources);
    this.patience = wait;
    return this;
  }

  /** What tables beside the engine's hold of persons and records. */
  public CauserieBuilder holdings(Collection<Holdings> others) {
    this.holdings = List.copyOf(others);
    return this;
  }

  /**
   * How long what a sign-in says of a person counts when she does not sign in again; 30 days where
   * nothing is said.
   */
  public CauserieBuilder claimsLapse(Duration lapse) {
    this.claimsLapse = lapse;
    return this;
  }

  /**
   * Who brings deliveries outside. Deliveries of a channel that no node has wait until one has it.
   */
  public CauserieBuilder channels(Collection<? extends DeliveryChannel> all) {
    this.channels = List.copyOf(all);
    return this;
  }

  /**
   * Who makes something of what changes. Old lines are kept until all that were ever registered
   * have read them: one that is given up is taken out of the table {@code journal_reader}.
   */
  public CauserieBuilder journalReaders(Collection<? extends JournalReader> all) {
    this.journalReaders = List.copyOf(all);
    return this;
  }

  /**
   * How many may follow one thing before what happens to it is not written for each of them any
   * more, but looked for by its readers; 1,000 where nothing is said.
   */
  public CauserieBuilder homeThreshold(int followers) {
    this.homeThreshold = followers;
    return this;
  }

  /** How persons are told what concerns them; as they say themselves where nothing is said. */
  public CauserieBuilder notices(NoticeWays how) {
    this.ways = how;
    return this;
  }

  /** Who says which comments of sources may have been written from here. */
  public CauserieBuilder echoes(Echoes who) {
    this.echoes = who;
    return this;
  }

  /** Where files of posts and comments are kept; without it none are taken. */
  public CauserieBuilder files(FileKeeping keeping) {
    this.files = keeping;
    return this;
  }

  /** Has a kind of job done that is a test's. */
  CauserieBuilder job(String kind, Jobs.Work work) {
    this.jobs.put(kind, work);
    return this;
  }

  /** Lets a test end the workers at a place of its choice. */
  CauserieBuilder steps(Steps watcher) {
    this.steps = watcher;
    return this;
  }

  /**
   * How often a node looks, by no clock but the machine's, for work of which nobody told it: what
   * another node has left, or what is due again. Of its own it is told at once.
   */
  public CauserieBuilder pace(Duration each) {
    this.pace = each;
    return this;
  }

  public CauserieBuilder meters(MeterRegistry registry) {
    this.meters = registry;
    return this;
  }

  /**
   * Creates or updates the tables, and starts the engine's threads.
   *
   * @throws IllegalStateException if no data source was given, or the tables cannot be made
   */
  public Causerie build() {
    if (dataSource == null) {
      throw new IllegalStateException("give a data source: CauserieBuilder.dataSource(...)");
    }
    Rules rules = new Rules(Configured.of(systems, connectors, groupTitles, claimsLapse));
    Database database = Database.open(dataSource, readers == null ? dataSource : readers);
    return new Causerie(
        database,
        clock,
        rules,
        queueCapacity,
        holdings,
        decisions,
        patience,
        channels,
        journalReaders,
        homeThreshold,
        ways,
        echoes,
        files,
        jobs,
        meters,
        steps,
        pace);
  }
}
