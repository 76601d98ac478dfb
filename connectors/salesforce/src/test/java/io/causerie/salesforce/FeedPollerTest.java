package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.http.Json;
import io.causerie.salesforce.fake.chatter.Chatter;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.spi.Census;
import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people say in feeds. */
class FeedPollerTest {
  private static final String FEED = "read: feed\nobject: Opportunity\noverlap: PT5S\n";

  private final Clock clock = Clock.systemUTC();
  private final Set<String> seen = new HashSet<>();
  private LiveOrg org;
  private Chatter chatter;
  private String opportunity;
  private Poller poller;
  private String cursor;

  @BeforeEach
  void open() throws SourceException {
    org = new LiveOrg(clock);
    chatter = org.salesforce.chatter();
    opportunity = org.opportunity("Kvarn mill", "Open");
    poller = org.poller(FEED);
    cursor = poller.start(null);
  }

  @AfterEach
  void close() {
    org.close();
  }

  /** What is new since it was asked last: each walk reaches back. */
  private List<SourceRow> read() throws SourceException {
    List<SourceRow> rows = new ArrayList<>();
    Poller.Page page;
    do {
      page = poller.read(cursor, null, 1000);
      page.rows().stream()
          .filter(row -> seen.add(row.key() + data(row) + row.isGone()))
          .forEach(rows::add);
      cursor = page.next();
    } while (page.more());
    return rows;
  }

  private List<SourceRow> readOrFail() {
    try {
      return read();
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode data(SourceRow row) {
    try {
      return Json.MAPPER.readTree(row.event().data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void postAndItsAnswersComeInTheirOrderWithTheirAuthors() throws Exception {
    String post = chatter.post(Actor.person(org.ada), opportunity, "Who sends the offer?");
    String comment = chatter.comment(Actor.person(org.ben), post, null, "I do.");
    String reply = chatter.comment(Actor.person(org.ada), post, comment, "Thank you.");

    List<SourceRow> rows = read();

    assertThat(rows)
        .extracting(SourceRow::key)
        .containsExactly("FeedItem/" + post, "FeedComment/" + comment, "FeedComment/" + reply);
    JsonNode first = data(rows.get(0));
    assertThat(first.path("Body").asText()).isEqualTo("Who sends the offer?");
    assertThat(first.path("ParentId").asText()).isEqualTo(opportunity);
    assertThat(first.path("Parent").path("Type").asText()).isEqualTo("Opportunity");
    assertThat(first.path("CreatedBy").path("Name").asText()).isEqualTo("Ada Lovelace");
    assertThat(data(rows.get(1)).path("FeedItemId").asText()).isEqualTo(post);
    assertThat(data(rows.get(2)).path("ThreadParentId").asText()).isEqualTo(comment);
    assertThat(read()).isEmpty();
  }

  @Test
  void whatWaitsForAModeratorIsNotTakenInBeforeItIsPublished() throws Exception {
    String post = chatter.post(Actor.person(org.ada), opportunity, "Who sends the offer?");
    String comment = chatter.comment(Actor.person(org.ben), post, null, "I do.");
    status(post, "PendingReview");
    status(comment, "Hidden");
    assertThat(read()).isEmpty();

    status(post, "Published");
    assertThat(read()).extracting(SourceRow::key).containsExactly("FeedItem/" + post);
  }

  private void status(String id, String status) {
    org.salesforce
        .org()
        .commit(
            Actor.person(org.ada),
            t -> {
              t.update(id, Map.of("Status", status));
              return id;
            });
  }

  @Test
  void whatWasEditedComesAgain() throws Exception {
    String post = chatter.post(Actor.person(org.ada), opportunity, "Who sends teh offer?");
    read();
    chatter.edit(Actor.person(org.ada), post, "Who sends the offer?");

    assertThat(read())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(data(row).path("Body").asText()).isEqualTo("Who sends the offer?");
              assertThat(data(row).path("LastEditDate").isTextual()).isTrue();
            });
  }

  @Test
  void feedsOfOtherObjectsDoNotEnter() throws Exception {
    String contact = org.salesforce.org().insert(org.ada, "Contact", Map.of("LastName", "Berg"));
    chatter.post(Actor.person(org.ada), contact, "on a contact");
    chatter.post(Actor.person(org.ada), org.ben, "on a profile");

    assertThat(read()).isEmpty();
  }

  @Test
  void whatWasDeletedIsGoneWhetherSalesforceLeavesATraceOrNot() throws Exception {
    for (boolean trace : new boolean[] {false, true}) {
      org.salesforce.org().commentsLeaveATrace(trace);
      String post = chatter.post(Actor.person(org.ada), opportunity, "one");
      String other = chatter.post(Actor.person(org.ada), opportunity, "two");
      String comment = chatter.comment(Actor.person(org.ben), other, null, "three");
      read();
      chatter.delete(Actor.person(org.ben), comment);
      chatter.delete(Actor.person(org.ada), post);

      // The second that is under way is told a moment later.
      List<SourceRow> gone = new ArrayList<>();
      Eventually.until(
          "both are told",
          Duration.ofSeconds(10),
          () -> {
            gone.addAll(readOrFail());
            return gone.size() >= 2;
          });

      assertThat(gone).allMatch(SourceRow::isGone);
      assertThat(gone)
          .extracting(SourceRow::key)
          .containsExactlyInAnyOrder("FeedItem/" + post, "FeedComment/" + comment);
    }
  }

  @Test
  void deletionThatIsNotCoveredYetIsAskedForAgain() throws Exception {
    Instant now = clock.instant();
    SettableClock before = new SettableClock(now.minus(Duration.ofMinutes(10)));
    try (LiveOrg late = new LiveOrg(before)) {
      String record = late.opportunity("Kvarn mill", "Open");
      String post = late.salesforce.chatter().post(Actor.person(late.ada), record, "one");
      late.salesforce.chatter().delete(Actor.person(late.ada), post);
      poller = late.poller(FEED);
      cursor = poller.start(now.minus(Duration.ofMinutes(15)));
      late.salesforce.faults().coversLate(Duration.ofMinutes(14));
      assertThat(read()).isEmpty();

      late.salesforce.faults().coversLate(Duration.ZERO);
      assertThat(read()).extracting(SourceRow::key).containsExactly("FeedItem/" + post);
    }
  }

  @Test
  void censusKnowsWhatIsThere() throws Exception {
    String post = chatter.post(Actor.person(org.ada), opportunity, "one");
    String comment = chatter.comment(Actor.person(org.ben), post, null, "two");
    try (Connector connector = org.connector(org.config() + FEED)) {
      Census census = connector.census().orElseThrow();
      List<String> keys = new ArrayList<>();
      String after = null;
      do {
        Census.Page page = census.keys(after, 1);
        page.rows().forEach(row -> keys.add(row.key()));
        after = page.next();
      } while (after != null);
      assertThat(keys).containsExactly("FeedItem/" + post, "FeedComment/" + comment);

      chatter.delete(Actor.person(org.ben), comment);
      assertThat(census.gone(keys))
          .extracting(SourceRow::key)
          .containsExactly("FeedComment/" + comment);
    }
  }

  @Test
  void everythingIsReadAPageAtATime() throws Exception {
    for (int i = 0; i < 25; i++) {
      String post = chatter.post(Actor.person(org.ada), opportunity, "post " + i);
      chatter.comment(Actor.person(org.ben), post, null, "comment " + i);
    }
    List<String> keys = new ArrayList<>();
    String at = poller.beginning();
    Poller.Page page;
    do {
      page = poller.read(at, cursor(), 7);
      page.rows().forEach(row -> keys.add(row.key()));
      at = page.next();
    } while (page.more());

    assertThat(keys).hasSize(50).doesNotHaveDuplicates();
    assertThat(poller.count(poller.beginning(), null)).hasValue(50);
  }

  private String cursor() throws SourceException {
    return poller.start(null);
  }
}
