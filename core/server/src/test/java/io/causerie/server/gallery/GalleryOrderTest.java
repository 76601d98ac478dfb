package io.causerie.server.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.contract.Multiplied;
import io.causerie.contract.Sent;
import io.causerie.contract.Told;
import io.causerie.engine.Causerie;
import io.causerie.engine.ConnectorRules;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.store.Schema;
import io.causerie.model.Audience;
import io.causerie.model.EventMapper;
import io.causerie.model.RecordRef;
import io.causerie.model.SourceEvent;
import io.causerie.server.api.mappings.MappingTrial;
import io.causerie.server.gallery.GalleryTest.Case;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What people read of a case is the same however its events come, and of some cases together what
 * it should be. Each delivery has a system of its own, all in one engine.
 */
class GalleryOrderTest {
  private static final Viewer READER = new Viewer("reader");

  private static final SettableClock clock =
      new SettableClock(Instant.parse("2026-04-01T08:00:00Z"));
  private static final String TRANSFER = "transferred";
  private static final String ARRIVAL = "arrived before it was transferred";
  private static final String COMMENTED = "a comment after the deletion";
  private static final String CLOSED = "closed with a comment";
  private static final String CLOSED_FIRST = "closed with a comment that comes later";
  private static final String LEVEL = "comment on an issue with a security level";
  private static final String LATE_LEVEL = "comment before the security level, which comes late";
  private static final String EMPTIED = "comments deleted with their issue";

  private static final List<Delivered> deliveries = new ArrayList<>();
  private static final Map<String, Delivered> scenes = new LinkedHashMap<>();
  private static TestDatabase database;
  private static Causerie causerie;

  /** The events of a case in some order, to a system of their own. */
  private record Delivered(Case of, String system, List<SourceEvent> events) {
    EventMapper mapper() {
      return GalleryTest.mapper(of.entry(), system);
    }

    Optional<RecordRef> record() {
      return mapper()
          .map(MappingTrial.event(of.event(), ""))
          .<Optional<RecordRef>>match(
              seen -> Optional.of(seen.observation().record()),
              ignored -> Optional.empty(),
              rejected -> Optional.empty(),
              hinted -> Optional.empty());
    }
  }

  private static void add(List<Delivered> to, Case one, List<SourceEvent> events) {
    to.add(new Delivered(one, "s" + deliveries.size(), events));
  }

  /** The events of several cases, one after the other; read is the record of the last. */
  private static void scene(String name, String entry, String... names) throws Exception {
    Map<String, Case> cases =
        GalleryTest.cases(Gallery.ofApplication().find(entry).orElseThrow()).stream()
            .collect(Collectors.toMap(Case::name, one -> one));
    List<SourceEvent> events = new ArrayList<>();
    for (String one : names) {
      events.add(MappingTrial.event(Objects.requireNonNull(cases.get(one), one).event(), ""));
    }
    Case last = Objects.requireNonNull(cases.get(names[names.length - 1]));
    scenes.put(name, new Delivered(last, "scene-" + scenes.size(), events));
  }

  private static Delivered played(String name) {
    Delivered scene = Objects.requireNonNull(scenes.get(name), name);
    deliver(scene);
    return scene;
  }

  @BeforeAll
  static void open() throws Exception {
    for (Entry entry : Gallery.ofApplication().all()) {
      for (Case one : GalleryTest.cases(entry)) {
        add(deliveries, one, one.events().stream().map(e -> MappingTrial.event(e, "")).toList());
      }
    }
    scene(TRANSFER, "github", "issue-opened", "issue-transferred", "issue-arrived-by-transfer");
    scene(ARRIVAL, "github", "issue-opened", "issue-arrived-by-transfer", "issue-transferred");
    scene(COMMENTED, "github", "issue-opened", "issue-deleted", "comment-created");
    scene(
        EMPTIED, "jira", "cloud-created", "cloud-deleted", "cloud-comment-deleted-after-its-issue");
    scene(CLOSED, "github", "issue-opened", "comment-created-while-closing", "issue-closed");
    scene(CLOSED_FIRST, "github", "issue-opened", "issue-closed", "comment-created-while-closing");
    scene(LEVEL, "jira", "cloud-created", "cloud-security-level-set", "cloud-commented");
    scene(LATE_LEVEL, "jira", "cloud-created", "cloud-commented", "cloud-security-level-set");
    List<Delivered> all = Stream.concat(deliveries.stream(), scenes.values().stream()).toList();
    database =
        Databases.H2.copyOf(
            "gallery", source -> Schema.update(source, "io/causerie/engine/changelog.xml"));
    causerie =
        Causerie.builder()
            .dataSource(database.source())
            .readers(database.reads())
            .clock(clock)
            .systems(all.stream().map(d -> new SystemRules(d.system(), Audience.EVERYONE)).toList())
            .connectors(
                all.stream()
                    .map(d -> new ConnectorRules(d.system(), d.system(), null, null, d.mapper()))
                    .toList())
            .build();
    causerie.origins().says(Origin.PEOPLE_FILE, List.of(Person.employee("reader", "Reader")));
  }

  @AfterAll
  static void close() {
    causerie.close();
    database.close();
  }

  /** GitHub tells of it in both repositories. */
  @Test
  void transferredIssueIsNotOpenedTwice() {
    for (String name : List.of(TRANSFER, ARRIVAL)) {
      List<String> read = read(played(name));
      assertThat(read.get(0)).as(name).startsWith("tide-tables#18 ");
      assertThat(read)
          .as(name)
          .filteredOn(line -> line.contains(" opened tide-tables#18"))
          .hasSizeLessThan(2);
      assertThat(read)
          .as(name)
          .anyMatch(line -> line.contains("07:50:00Z INTERNAL icarvalho moved"))
          .noneMatch(line -> line.contains("07:50:00Z INTERNAL icarvalho opened"));
    }
  }

  /** Jira Cloud deletes the comments after their issue; GitHub may send a comment late. */
  @Test
  void nothingThatComesAfterADeletionBringsAnIssueBack() {
    for (String name : List.of(COMMENTED, EMPTIED)) {
      RecordRef record = played(name).record().orElseThrow();
      assertThat(causerie.records().find(READER, record).orElseThrow().deleted())
          .as(name)
          .isNotNull();
    }
  }

  /** Cloud says nothing of the level where it sends a comment. */
  @Test
  void commentDoesNotOpenAnIssueThatIsForAFew() {
    for (String name : List.of(LEVEL, LATE_LEVEL)) {
      RecordRef record = played(name).record().orElseThrow();
      // A level that comes late holds a moment later.
      Eventually.until(name, () -> causerie.records().find(READER, record).isEmpty());
    }
  }

  /** Both have the same version. */
  @Test
  void issueThatIsClosedWithACommentTellsBoth() {
    for (String name : List.of(CLOSED, CLOSED_FIRST)) {
      assertThat(read(played(name)))
          .as(name)
          .filteredOn(line -> line.contains("07:30:00Z INTERNAL twrona"))
          .hasSize(2)
          .anyMatch(line -> line.contains("closed harbour-clock#214"))
          .anyMatch(line -> line.endsWith("Done on the ladder."));
    }
  }

  /** The reader is in no group. */
  @Test
  void casesWithASecurityLevelAreForAFewAndNoOthers() {
    for (Delivered delivered : deliveries) {
      if (delivered.record().isPresent()) {
        deliver(delivered);
        assertThat(read(delivered).isEmpty())
            .as(delivered.of().name())
            .isEqualTo(delivered.of().name().contains("security-level"));
      }
    }
  }

  /**
   * Once, twice, in reverse order, with a restart in the middle, re-mapped, for who may not read.
   */
  @TestFactory
  Stream<DynamicTest> everyCaseIsTheSameHoweverItsEventsCome() throws Exception {
    List<Multiplied.Case> cases = new ArrayList<>();
    for (Entry entry : Gallery.ofApplication().all()) {
      for (Case one : GalleryTest.cases(entry)) {
        cases.add(
            Multiplied.Case.of(
                entry.name() + " " + one.name(),
                system -> GalleryTest.mapper(entry, system),
                one.events().stream().map(e -> Sent.of(MappingTrial.event(e, ""))).toList()));
      }
    }
    return Multiplied.tests(Databases.H2, clock.instant(), cases);
  }

  private static void deliver(Delivered... all) {
    for (Delivered delivered : all) {
      for (SourceEvent event : delivered.events()) {
        causerie
            .ingest()
            .accept(delivered.system(), Ingest.keyOf(event), event)
            .toCompletableFuture()
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
      }
    }
  }

  /** Its title, and its posts; nothing where she may not read it. */
  private static List<String> read(Delivered delivered) {
    Told told = Told.of(causerie, READER, delivered.record().orElseThrow());
    return Stream.concat(told.head().stream().limit(1), told.posts().stream()).toList();
  }
}
