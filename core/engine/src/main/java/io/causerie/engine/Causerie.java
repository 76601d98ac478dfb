package io.causerie.engine;

import io.causerie.engine.access.Audiences;
import io.causerie.engine.access.Ceilings;
import io.causerie.engine.access.Directory;
import io.causerie.engine.access.Parties;
import io.causerie.engine.access.Readership;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.RightsStore;
import io.causerie.engine.access.SourceDecisions;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.audit.AuditLog;
import io.causerie.engine.connector.BulkLoadStore;
import io.causerie.engine.connector.ConnectorStore;
import io.causerie.engine.connector.LifeSigns;
import io.causerie.engine.delivery.Courier;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.DeliveryWatch;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.discussion.Copies;
import io.causerie.engine.discussion.Discussion;
import io.causerie.engine.discussion.DiscussionParts;
import io.causerie.engine.discussion.Echoes;
import io.causerie.engine.discussion.OwnPosts;
import io.causerie.engine.discussion.Rendering;
import io.causerie.engine.discussion.SourceNotes;
import io.causerie.engine.feed.ActivityViews;
import io.causerie.engine.feed.Feed;
import io.causerie.engine.file.Attachments;
import io.causerie.engine.file.FileKeeping;
import io.causerie.engine.file.FileParts;
import io.causerie.engine.find.Find;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.follow.Follows;
import io.causerie.engine.home.Home;
import io.causerie.engine.home.HomeStore;
import io.causerie.engine.ingest.AwaitedComments;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Hints;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.ingest.IngestFeature;
import io.causerie.engine.ingest.IngestParts;
import io.causerie.engine.ingest.Remapping;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.journal.JournalReaders;
import io.causerie.engine.live.Live;
import io.causerie.engine.notice.NoticeWays;
import io.causerie.engine.notice.Notices;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Origins;
import io.causerie.engine.people.People;
import io.causerie.engine.people.PersonStore;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.people.SourceUsers;
import io.causerie.engine.preference.Preferences;
import io.causerie.engine.profile.Bookmarks;
import io.causerie.engine.profile.Profiles;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.Records;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.engine.webhook.Webhooks;
import io.causerie.engine.worker.Steps;
import io.causerie.engine.worker.Worker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way into the engine; made by {@link CauserieBuilder}. Safe for use by many threads. Its
 * methods throw {@link UnavailableException} when the database does not answer.
 */
public final class Causerie implements AutoCloseable {
  /** What each feature's tables hold of persons and records. */
  private static final List<Holdings> FEATURES =
      List.of(
          Discussion.HOLDINGS,
          Copies.HOLDINGS,
          ActivityStore.HOLDINGS,
          RecordStore.HOLDINGS,
          FollowStore.HOLDINGS,
          HomeStore.HOLDINGS,
          Journal.HOLDINGS,
          IngestFeature.HOLDINGS,
          ConnectorStore.HOLDINGS,
          BulkLoadStore.HOLDINGS,
          Deliveries.HOLDINGS,
          AuditLog.HOLDINGS,
          Reads.HOLDINGS,
          Find.HOLDINGS,
          Bookmarks.HOLDINGS,
          Preferences.HOLDINGS,
          Webhooks.HOLDINGS,
          PersonStore.HOLDINGS);

  /** For what another node committed and did not live to number. */
  private static final Duration NUMBERING = Duration.ofSeconds(1);

  /** So long a stop waits for deliveries that are under way. */
  private static final Duration LAST_DELIVERIES = Duration.ofSeconds(5);

  /** Before any version of rights: readers see no difference. */
  private static final long ALIKE = Long.MIN_VALUE;

  private final Database database;
  private final Clock clock;
  private final Rules rules;
  private final Ids ids;
  private final IngestFeature ingesting;
  private final Records records;
  private final Feed feed;
  private final Find find;
  private final Profiles profiles;
  private final Bookmarks bookmarks;
  private final Preferences preferences;
  private final Webhooks webhooks;
  private final Follows follows;
  private final Home home;
  private final Notices notices;
  private final Discussion discussion;
  private final People people;
  private final List<Holdings> holdings;
  private final Origins origins;
  private final SourceUsers users;
  private final Reads reads;
  private final Readership readership;
  private final Journal journal;
  private final Live live;
  private final ConnectorStore states;
  private final LifeSigns lifeSigns;
  private final AuditLog audit;
  private final Deliveries deliveries;
  private final Jobs jobs;
  private final List<DeliveryChannel> channels;
  private final Courier courier;
  private final DeliveryFigures figures;
  private final Copies copies;
  private final Attachments attachments;
  private final Cleaning cleaning;
  private final List<Worker> workers;

  Causerie(
      Database opened,
      Clock clock,
      Rules rules,
      int queueCapacity,
      Collection<Holdings> others,
      Map<String, SourceDecisions> sources,
      Duration patience,
      Collection<DeliveryChannel> channels,
      Collection<JournalReader> journalReaders,
      int homeThreshold,
      @Nullable NoticeWays ways,
      Echoes echoes,
      FileKeeping files,
      Map<String, Jobs.Work> ownJobs,
      MeterRegistry meters,
      Steps steps,
      Duration pace) {
    database = opened;
    this.clock = clock;
    this.rules = rules;
    ids = new Ids(database, clock);
    jobs = new Jobs(database, ids, clock, steps, pace);
    ownJobs.forEach(jobs::handle);
    DeliveryWatch watch = new DeliveryWatch();
    courier = new Courier(database, clock, channels, watch, steps, pace);
    deliveries =
        new Deliveries(
            database,
            ids,
            clock,
            some -> {
              courier.added(some);
              jobs.added(some);
            },
            watch);
    Directory directory = new Directory();
    Parties parties = new Parties(ids, jobs, clock);
    Audiences audiences = new Audiences(database, ids, new Ceilings(rules), parties);
    reads = new Reads(database, clock, directory, audiences, sources, patience);
    readership = new Readership(reads, audiences, directory);
    SourceActors sourceActors =
        new SourceActors(clock, ids, jobs, () -> rules.now().matchedByEmail());
    Actors actors = new Actors(directory, () -> rules.now().groupTitles());
    journal = new Journal(database, ids, clock, steps);
    Worker numbering =
        new Worker(
            "numbering",
            () -> {
              journal.number();
              return NUMBERING;
            });
    attachments =
        new Attachments(
            new FileParts(database, clock, ids, reads, jobs, deliveries, journal, numbering::wake),
            files);
    this.channels = Stream.concat(channels.stream(), attachments.channel().stream()).toList();
    courier.serve(this.channels);
    holdings =
        Stream.of(FEATURES, Notices.HOLDINGS, List.of(attachments.holdings()), others)
            .flatMap(Collection::stream)
            .toList();
    people = new People(database, clock, readership, actors, holdings);
    PersonStore persons = new PersonStore(clock, parties, sourceActors);
    origins = new Origins(database, clock, () -> rules.now().claimsLapse(), persons, steps);
    users = new SourceUsers(database, persons);
    states = new ConnectorStore(database, ids, clock);
    lifeSigns = new LifeSigns(database, clock, Fate.POSTED.code());
    audit = new AuditLog(database, ids, clock);
    Rendering.register(jobs);
    ActivityViews posts = new ActivityViews(actors, rules);
    home = new Home(database, clock, reads, posts, actors, rules);
    List<JournalReader> all = new ArrayList<>(journalReaders);
    all.add(home.reader(homeThreshold));
    webhooks = new Webhooks(database, ids, clock, deliveries);
    all.add(webhooks.reader());
    notices =
        new Notices(
            database,
            clock,
            ids,
            reads,
            posts,
            actors,
            rules,
            ways == null ? new NoticeWays(Preferences.told(), List.of(webhooks)) : ways,
            steps,
            pace);
    all.add(notices.reader());
    JournalReaders readers = new JournalReaders(database, clock, all, steps, pace);
    journal.onGrown(head -> readers.wake());
    cleaning =
        new Cleaning(database, clock, journal, reads, deliveries, attachments, notices, steps);
    workers =
        List.of(
            numbering,
            readers.worker(),
            jobs.worker(),
            courier.worker(),
            notices.worker(),
            new Worker("claims", origins::lapse),
            new Worker("cleaning", cleaning::round));
    copies =
        new Copies(
            database,
            clock,
            rules,
            readership,
            actors,
            deliveries,
            journal,
            numbering::wake,
            steps);
    DiscussionParts parts =
        new DiscussionParts(
            database,
            clock,
            ids,
            reads,
            readership,
            journal,
            actors,
            copies,
            attachments,
            numbering::wake);
    discussion = new Discussion(parts);
    feed = new Feed(reads, posts, new OwnPosts(parts));
    records = new Records(database, clock, ids, reads, readership, audiences, rules);
    find = new Find(reads, records, people, rules);
    profiles = new Profiles(reads, actors);
    bookmarks = new Bookmarks(reads, posts, clock);
    preferences = new Preferences(database, ids, clock);
    follows = new Follows(database, clock, ids, reads, rules);
    live = new Live(database, reads, records, posts, actors);
    ingesting =
        IngestFeature.start(
            new IngestParts(
                database,
                clock,
                ids,
                audiences,
                journal,
                sourceActors,
                jobs,
                holdings,
                new SourceNotes(echoes.or(copies), actors),
                meters),
            rules,
            queueCapacity,
            numbering::wake);
    watch.over(
        Copies.CHANNEL,
        (h, channel, subjects) -> {
          copies.changed(h, channel, subjects);
          // What may have been an echo of these is known to be one, or not.
          ingesting.awaited().settled(h, Copies.system(channel));
        });
    figures = new DeliveryFigures(deliveries, meters);
    figures.register(ways());
    EngineFigures.register(meters, journal, readers, workers);
    workers.forEach(Worker::start);
  }

  /** The kinds of jobs, and the channels that this node serves. */
  private Set<String> ways() {
    Set<String> names = new TreeSet<>(jobs.kinds());
    for (String channel : courier.channels()) {
      if (!names.add(channel)) {
        throw new IllegalStateException("a job is called " + channel + ", so no channel can be");
      }
    }
    return names;
  }

  /**
   * Serves these channels from now on beside those it was built with; deliveries of others wait.
   * One of a name that it served before goes on as it was.
   */
  public void serve(Collection<? extends DeliveryChannel> others) {
    List<DeliveryChannel> all = new ArrayList<>(channels);
    all.addAll(others);
    courier.serve(all);
    figures.register(ways());
  }

  /** Where what people write stands in systems as well. */
  public Copies copies() {
    return copies;
  }

  /** Files of posts and comments. */
  public Attachments attachments() {
    return attachments;
  }

  public static CauserieBuilder builder() {
    return new CauserieBuilder();
  }

  /** Takes events in. */
  public Ingest ingest() {
    return ingesting.ingest();
  }

  /** Events that wait until their record has been read back. */
  public Hints hints() {
    return ingesting.hints();
  }

  /** Comments of sources that wait. */
  public AwaitedComments awaitedComments() {
    return ingesting.awaited();
  }

  /** Says what is posted anew, with the mappings of today. */
  public Remapping remapping() {
    return ingesting.remapping();
  }

  /** Stored events, for operators. */
  public Events events() {
    return ingesting.events();
  }

  /** What a person follows and mutes. */
  public Follows follows() {
    return follows;
  }

  /** What happens to it. */
  public Home home() {
    return home;
  }

  /** What persons are told of it, and of what is meant for them. */
  public Notices notices() {
    return notices;
  }

  /** Records and read marks. */
  public Records records() {
    return records;
  }

  /** Posts as a reader sees them, and people's own posts. */
  public Feed feed() {
    return feed;
  }

  /** Finds what somebody may see by what she types of it. */
  public Find find() {
    return find;
  }

  /** What one is shown of a person. */
  public Profiles profiles() {
    return profiles;
  }

  /** What people marked for themselves. */
  public Bookmarks bookmarks() {
    return bookmarks;
  }

  /** How people want to be told. */
  public Preferences preferences() {
    return preferences;
  }

  /** Endpoints outside, and what is to be posted there. */
  public Webhooks webhooks() {
    return webhooks;
  }

  /** Comments and reactions. */
  public Discussion discussion() {
    return discussion;
  }

  /** Persons and groups. */
  public People people() {
    return people;
  }

  /** What all tables hold of persons and records. */
  public List<Holdings> holdings() {
    return holdings;
  }

  /** What says who people are. */
  public Origins origins() {
    return origins;
  }

  /** Users of source systems whom nobody is matched to, for operators. */
  public SourceUsers users() {
    return users;
  }

  /** The door through which everything is read or written on somebody's behalf. */
  public Reads reads() {
    return reads;
  }

  /** Who can read what. */
  public Readership readership() {
    return readership;
  }

  /** What changed, as it becomes visible. */
  public Journal journal() {
    return journal;
  }

  /** The same for those who have pages open. */
  public Live live() {
    return live;
  }

  /** Whether connectors that look well are alive. */
  public LifeSigns lifeSigns() {
    return lifeSigns;
  }

  /** What all nodes know of the connectors. */
  public ConnectorStore connectors() {
    return states;
  }

  /**
   * The channels of deliveries and the kinds of jobs that there are, and those that are no more but
   * have something left; in the order of the alphabet.
   */
  public Set<String> channels() {
    Set<String> all = ways();
    all.addAll(deliveries.figures().keySet());
    return all;
  }

  /** What goes outside, and what of it waits for an operator. */
  public Deliveries deliveries() {
    return deliveries;
  }

  /** What operators did. */
  public AuditLog audit() {
    return audit;
  }

  /** Asks the database for an answer; throws {@link UnavailableException} where there is none. */
  public void ping() {
    database.ping();
  }

  /**
   * Lets another configuration come into force: events that come, pages that are read and lines
   * that are told from now on are under it. Nothing stops, and what has begun goes on as it began.
   *
   * @param people writes who people are now; until it has, readers are let in by what was in force
   *     and by what comes alone. If it fails, what was in force is so again
   * @param back writes who people were, after that; where it fails too, both limit readers until
   *     some configuration has come into force
   */
  public void configure(Configured to, Runnable people, Runnable back) {
    Configured before = rules.now();
    rules.change(to);
    try {
      people.run();
      settle(before, to);
    } catch (Throwable e) {
      rules.change(before);
      try {
        back.run();
        settle(before, to);
      } catch (Throwable again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private void settle(Configured one, Configured other) {
    // What was counted or named by what was in force is out of date, on every node.
    rules.settled(
        Objects.equals(shown(one), shown(other))
            ? ALIKE
            : database.write(
                h -> {
                  RightsStore.raise(h, clock);
                  return RightsStore.version(h);
                }));
  }

  /** What of a configuration readers see; what is done with events is not theirs. */
  private static List<Object> shown(Configured of) {
    Map<String, Object> ceilings = new HashMap<>();
    of.connectors().values().forEach(c -> ceilings.put(c.name(), Optional.ofNullable(c.ceiling())));
    return List.of(of.systems(), ceilings, of.groupTitles());
  }

  /** What is in force. */
  public Configured configured() {
    return rules.now();
  }

  /** Removes what nobody asks for any more, now. */
  void clean() {
    cleaning.clean();
  }

  /** Threads that have ended and that only a restart brings back; empty while all is well. */
  public List<String> dead() {
    List<String> dead = new ArrayList<>();
    if (!ingesting.ingest().isAlive()) {
      dead.add("ingest");
    }
    workers.stream().filter(worker -> !worker.isAlive()).map(Worker::name).forEach(dead::add);
    return dead;
  }

  /** Writes what waits in the queue, then ends the threads. The data source stays open. */
  @Override
  public void close() {
    ingesting.ingest().close();
    courier.stop(LAST_DELIVERIES);
    workers.forEach(Worker::close);
    reads.close();
    try {
      ids.close();
    } catch (RuntimeException e) {
      // The lease ends by itself; a database that is away must not keep a process from ending.
      org.slf4j.LoggerFactory.getLogger(Causerie.class)
          .warn("could not give the node number back", e);
    }
  }
}
