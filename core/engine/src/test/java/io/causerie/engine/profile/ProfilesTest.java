package io.causerie.engine.profile;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Origin;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one is shown of a person, and what one marked for oneself, is what one may read now. */
@ParameterizedClass
@EnumSource(Databases.class)
class ProfilesTest {
  private static final Audience FINANCE = Audience.internal(Readers.groups("finance"));

  @Parameter Databases databases = Databases.H2;
  private StatementLog log;
  private Desk desk;

  @BeforeEach
  void open() {
    TestDatabase database = Desk.tables(databases);
    log = StatementLog.over(database);
    desk = new Desk(database, log.source(), log.reads());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private ActivityId post(String person, String order, Lane lane, String words) {
    return desk.causerie
        .feed()
        .post(Desk.as(person), desk.record(person, order).id(), lane, words, null)
        .id();
  }

  private void comment(String person, ActivityId post, String words) {
    desk.causerie.discussion().reply(Desk.as(person), post, words, null, null, null);
  }

  /** What somebody reads of what another wrote, so many a page. */
  private List<String> said(String viewer, String person, int limit) {
    List<String> words = new ArrayList<>();
    String cursor = null;
    do {
      Page<SaidView> page = desk.causerie.profiles().said(Desk.as(viewer), person, cursor, limit);
      page.items().forEach(said -> words.add(said.html().replaceAll("<[^>]+>|\\n", "")));
      cursor = page.next();
    } while (cursor != null);
    return words;
  }

  private void customersOrder(String key) {
    desk.ingest(
        order(key)
            .status("Open")
            .audience(
                new Audience(
                    Readers.groups("sales"), new Readers(false, Set.of(), Set.of("jana")))));
  }

  @Test
  void pageShowsWhatSheWroteThatOneMayRead() {
    desk.ingest(order("1").status("Open").audience(FINANCE));
    desk.ingest(order("2").status("Open"));
    post("katherine", "1", Lane.INTERNAL, "In finance");
    ActivityId open = post("ada", "2", Lane.INTERNAL, "A question");
    for (int i = 0; i < 4; i++) {
      comment("katherine", open, "Answer " + i);
    }
    post("katherine", "2", Lane.INTERNAL, "Among all");

    for (int limit : List.of(1, 2, 20)) {
      assertThat(said("ada", "katherine", limit))
          .as("%d a page", limit)
          .containsExactly("Among all", "Answer 3", "Answer 2", "Answer 1", "Answer 0");
      assertThat(said("katherine", "katherine", limit)).hasSize(6).endsWith("In finance");
    }
    assertThat(said("mary", "katherine", 20)).as("outside of the ceiling").isEmpty();
  }

  @Test
  void colleaguesKnowOfEachOtherAndOthersOfWhomTheyRead() {
    customersOrder("1");
    desk.ingest(order("2").status("Open"));
    post("grace", "2", Lane.INTERNAL, "Among us");

    assertThat(desk.causerie.profiles().find(Desk.as("mary"), "grace")).isPresent();
    assertThat(desk.causerie.profiles().find(Desk.as("ada"), "jana")).as("nothing read").isEmpty();
    assertThat(desk.causerie.profiles().find(Desk.as("jana"), "grace")).isEmpty();
    assertThat(desk.causerie.profiles().find(Desk.as("jana"), "jana")).isPresent();
    assertThatThrownBy(() -> said("jana", "grace", 5)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> said("jana", "nobody", 5)).isInstanceOf(NotFoundException.class);

    comment("jana", post("grace", "1", Lane.CUSTOMER, "For you"), "Thanks");

    assertThat(said("jana", "grace", 5)).containsExactly("For you");
    assertThat(said("ada", "jana", 5)).containsExactly("Thanks");
    assertThat(desk.causerie.profiles().find(Desk.as("mary"), "jana")).isEmpty();
    assertThat(desk.causerie.profiles().find(Desk.as("otto"), "grace")).isEmpty();

    desk.causerie.people().erase("grace");
    assertThat(desk.causerie.profiles().find(Desk.as("ada"), "grace")).isEmpty();
  }

  @Test
  void pageCostsAsManyStatementsForManyRecordsAsForOne() {
    for (int i = 0; i < 12; i++) {
      desk.ingest(order("k" + i).status("Open"));
      post("grace", "k" + i, Lane.INTERNAL, "Hello [@](person:ada) " + i);
    }
    said("ada", "grace", 20);

    List<String> one =
        log.during(() -> desk.causerie.profiles().said(Desk.as("ada"), "grace", null, 1));
    List<String> all =
        log.during(
            () ->
                assertThat(desk.causerie.profiles().said(Desk.as("ada"), "grace", null, 20).items())
                    .hasSize(12));

    assertThat(all).hasSameSizeAs(one).hasSizeLessThanOrEqualTo(8);
  }

  private List<ActivityId> marked(String person) {
    return desk.causerie.bookmarks().of(Desk.as(person), null, 20).items().stream()
        .map(ActivityView::id)
        .toList();
  }

  @Test
  void bookmarkIsHersAloneAndShownWhileSheMayRead() {
    List<ActivityId> posts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      desk.ingest(order("k" + i).status("Open"));
      ActivityId post = post("grace", "k" + i, Lane.INTERNAL, "Hello " + i);
      desk.causerie.bookmarks().mark(Desk.as("ada"), post);
      desk.causerie.bookmarks().mark(Desk.as("ada"), post);
      desk.clock.tick(java.time.Duration.ofSeconds(1));
      posts.add(0, post);
    }
    assertThat(marked("ada")).containsExactlyElementsOf(posts);
    assertThat(marked("grace")).isEmpty();
    Page<ActivityView> first = desk.causerie.bookmarks().of(Desk.as("ada"), null, 2);
    assertThat(desk.causerie.bookmarks().of(Desk.as("ada"), first.next(), 2).items())
        .extracting(ActivityView::id)
        .containsExactly(posts.get(2), posts.get(3));
    List<String> one = log.during(() -> desk.causerie.bookmarks().of(Desk.as("ada"), null, 1));
    assertThat(log.during(() -> marked("ada"))).hasSameSizeAs(one).hasSizeLessThanOrEqualTo(7);

    desk.causerie.bookmarks().unmark(Desk.as("ada"), posts.get(4));
    desk.ingest(order("k4").status("Shut").audience(FINANCE));
    assertThat(marked("ada")).containsExactlyElementsOf(posts.subList(1, 4));
    assertThatThrownBy(() -> desk.causerie.bookmarks().mark(Desk.as("ada"), posts.get(0)))
        .isInstanceOf(NotFoundException.class);

    desk.causerie
        .origins()
        .says(
            Origin.PEOPLE_FILE, Desk.people().stream().filter(p -> !p.id().equals("ada")).toList());
    assertThat(marked("ada")).isEmpty();
    desk.causerie.people().erase("ada");
    assertThat(desk.count("select count(*) from bookmark")).isZero();
  }
}
